/** IF: one value or another, point by point. */
import type { Timeline, Value } from "../metrics/timeline.ts";
import { mapValues, valuesAt } from "./combine.ts";
import type { Call } from "./function.ts";
import { ExpressionError } from "./refusals.ts";

/** `IF(condition, then, else)`; a condition of 0 is false, all others are true. */
export function choose({ given, evaluate, context }: Call): Value {
  const [condition, yes, no] = given.map(evaluate);
  if (!condition || !yes) throw new ExpressionError("IF takes a condition and a value");
  if (condition.kind === "scalar") {
    const chosen = condition.value === 0 ? no : yes;
    return (
      chosen ?? {
        kind: "series",
        one: { label: "", at: [], values: [], periodMs: context.periodMs },
      }
    );
  }
  if ([condition, yes, no].some((value) => value?.kind === "array")) {
    throw new ExpressionError("IF takes single time series and numbers, not arrays");
  }
  if (condition.kind === "array") throw new ExpressionError("IF takes a single condition");
  return { kind: "series", one: chooseEach(condition.one, yes, no) };
}

/** Where it is true and nothing stands there, the value is 0; where it is false, there is no point. */
function chooseEach(condition: Timeline, yes: Value, no: Value | undefined): Timeline {
  const whenTrue = valuesOf(yes, condition.at);
  const whenFalse = no ? valuesOf(no, condition.at) : () => undefined;
  const periodMs = Math.max(condition.periodMs, periodOf(yes), periodOf(no));
  return mapValues(
    condition,
    (value, index) => (value === 0 ? whenFalse(index) : (whenTrue(index) ?? 0)),
    { periodMs },
  );
}

function valuesOf(value: Value, at: readonly number[]): (index: number) => number | undefined {
  if (value.kind === "scalar") return () => value.value;
  if (value.kind === "array") return () => undefined;
  const values = valuesAt(value.one, at);
  return (index) => values[index];
}

function periodOf(value: Value | undefined): number {
  return value?.kind === "series" ? value.one.periodMs : 0;
}
