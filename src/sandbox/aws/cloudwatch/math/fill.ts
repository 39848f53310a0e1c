/** FILL: values for periods that have none. */
import { seriesOf, type Timeline, type Value } from "../metrics/timeline.ts";
import { mapValues, unionOf, valuesAt } from "./combine.ts";
import { type Call, seriesArgument } from "./function.ts";
import { ExpressionError } from "./refusals.ts";

type Gap = {
  /** Values of all periods; undefined where there is none. */
  values: readonly (number | undefined)[];
  at: readonly number[];
  index: number;
};

type Filler = (gap: Gap) => number | undefined;

/** `FILL(m1, 0)`, `FILL(m1, REPEAT)`, `FILL(METRICS(), LINEAR)`, `FILL(m1, m2)`. */
export function fill(call: Call): Value {
  const value = seriesArgument(call, 0);
  const filled = (one: Timeline) => fillOne(one, call.context.periods(one.periodMs), call);
  return value.kind === "series"
    ? { kind: "series", one: filled(value.one) }
    : { kind: "array", all: value.all.map(filled) };
}

function fillOne(one: Timeline, periods: readonly number[], call: Call): Timeline {
  const at = unionOf([one, { ...one, at: periods }]);
  const values = valuesAt(one, at);
  const filler = fillerOf(call, at);
  const all = { label: one.label, periodMs: one.periodMs, at, values: at };
  return mapValues(all, (_, index) => values[index] ?? filler({ values, at, index }));
}

function fillerOf(call: Call, at: readonly number[]): Filler {
  const given = call.given[1];
  if (given?.kind === "name" && given.name === "REPEAT") return createRepeat();
  if (given?.kind === "name" && given.name === "LINEAR") return createLinear();
  const value = given && call.evaluate(given);
  if (value?.kind === "scalar") return () => value.value;
  const [other] = value?.kind === "series" ? seriesOf(value) : [];
  if (!other) throw new ExpressionError("FILL takes a number, a time series, REPEAT or LINEAR");
  const others = valuesAt(other, at);
  return ({ index }) => others[index];
}

/** The newest value before; fillers are asked from left to right, so that a long gap costs no more than a short one. */
function createRepeat(): Filler {
  let looked = 0;
  let last: number | undefined;
  return ({ values, index }) => {
    for (; looked < index; looked++) last = values[looked] ?? last;
    return last;
  };
}

type Point = { at: number; value: number };

/** On the line between the values around the gap; before the first and after the last there is no line. */
function createLinear(): Filler {
  let looked = 0;
  let before: Point | undefined;
  let ahead = 0;
  return ({ values, at, index }) => {
    for (; looked < index; looked++) before = pointAt(values, at, looked) ?? before;
    ahead = Math.max(ahead, index + 1);
    while (ahead < values.length && values[ahead] === undefined) ahead++;
    const after = pointAt(values, at, ahead);
    const here = at[index];
    if (!before || !after || here === undefined) return undefined;
    const way = (here - before.at) / (after.at - before.at);
    return before.value + (after.value - before.value) * way;
  };
}

function pointAt(
  values: Gap["values"],
  moments: readonly number[],
  index: number,
): Point | undefined {
  const value = values[index];
  const at = moments[index];
  return value === undefined || at === undefined ? undefined : { at, value };
}
