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
  if (given?.kind === "name" && given.name === "LINEAR") return linear;
  const value = given && call.evaluate(given);
  if (value?.kind === "scalar") return () => value.value;
  const [other] = value?.kind === "series" ? seriesOf(value) : [];
  if (!other) throw new ExpressionError("FILL takes a number, a time series, REPEAT or LINEAR");
  const others = valuesAt(other, at);
  return ({ index }) => others[index];
}

/** The newest value before; asked from left to right, so that a long gap costs no more than a short one. */
function createRepeat(): Filler {
  let looked = 0;
  let last: number | undefined;
  return ({ values, index }) => {
    for (; looked < index; looked++) last = values[looked] ?? last;
    return last;
  };
}

/** On the line between the values around the gap; before the first and after the last there is no line. */
function linear({ values, at, index }: Gap): number | undefined {
  const after = values.findIndex((value, there) => there > index && value !== undefined);
  const before = values.findLastIndex((value, there) => there < index && value !== undefined);
  const [low, high] = [values[before], values[after]];
  const [from, to, here] = [at[before], at[after], at[index]];
  if (low === undefined || high === undefined) return undefined;
  if (from === undefined || to === undefined || here === undefined) return undefined;
  return low + ((high - low) * (here - from)) / (to - from);
}
