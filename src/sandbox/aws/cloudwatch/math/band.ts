/** ANOMALY_DETECTION_BAND: between which values a series is expected, from the same hour of the days before. */
import { DAY } from "../../../../domain/time.ts";
import type { Timeline, Value } from "../metrics/timeline.ts";
import { foldOne } from "./aggregate.ts";
import { valuesAt } from "./combine.ts";
import { type Call, numberArgument, seriesArgument } from "./function.ts";
import { ExpressionError } from "./refusals.ts";

const DAYS = 7;
/** A band is never narrower than this share of what is expected, on either side and for each deviation. */
const NARROWEST = 0.02;

/** Two series, the lower bound and then the upper; without a number of deviations it is 2. */
export function band(call: Call): Value {
  const value = seriesArgument(call, 0);
  if (value.kind === "array") {
    throw new ExpressionError("ANOMALY_DETECTION_BAND takes a single time series");
  }
  const deviations = call.given.length > 1 ? numberArgument(call, 1) : 2;
  if (deviations <= 0) throw new ExpressionError("A band takes a number of deviations above 0");
  const { one } = value;
  const at = call.context.periods(one.periodMs);
  const days = daysBefore(call, one, at);
  const bounds = at.map((_, index) =>
    boundsOf(
      days.flatMap((day) => around(day, index)),
      deviations,
    ),
  );
  const series = (which: "lower" | "upper", label: string): Timeline => ({
    label: `${one.label} (expected ${label})`,
    periodMs: one.periodMs,
    at: at.filter((_, index) => bounds[index] !== undefined),
    values: bounds.flatMap((bound) => bound?.[which] ?? []),
  });
  return { kind: "array", all: [series("lower", "low"), series("upper", "high")] };
}

type Column = readonly (number | undefined)[];

/** What the series was at each moment of the days before. */
function daysBefore(call: Call, { periodMs }: Timeline, at: readonly number[]): Column[] {
  const [expression] = call.given;
  if (!expression || periodMs === 0) return [];
  const day = Math.ceil(DAY / periodMs) * periodMs;
  return Array.from({ length: DAYS }, (_, index) => {
    const shiftMs = (index + 1) * day;
    const earlier = call.context.earlier(expression, shiftMs);
    if (earlier.kind !== "series") return [];
    return valuesAt(
      earlier.one,
      at.map((moment) => moment - shiftMs),
    );
  });
}

/** A moment and its neighbours, so that a single odd period moves the band little. */
function around(day: Column, index: number): number[] {
  return [day[index - 1], day[index], day[index + 1]].flatMap((value) => value ?? []);
}

function boundsOf(values: readonly number[], deviations: number) {
  if (values.length < 3) return undefined;
  const middle = foldOne("AVG", values);
  const one = Math.max(foldOne("STDDEV", values), Math.abs(middle) * NARROWEST);
  return { lower: middle - deviations * one, upper: middle + deviations * one };
}
