/** Many values as one: over time, or over series moment by moment. */
import type { Timeline } from "../metrics/timeline.ts";
import { unionOf, valuesAt } from "./combine.ts";

export type Fold = "SUM" | "AVG" | "MIN" | "MAX" | "STDDEV" | "DATAPOINT_COUNT";

/** Of no values there is no number, but a sum and a count of 0. */
export function foldOne(fold: Fold, values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (fold) {
    case "SUM":
      return sum;
    case "DATAPOINT_COUNT":
      return values.length;
    case "AVG":
      return sum / values.length;
    case "MIN":
      return values.length === 0 ? Number.NaN : values.reduce((a, b) => Math.min(a, b));
    case "MAX":
      return values.length === 0 ? Number.NaN : values.reduce((a, b) => Math.max(a, b));
    case "STDDEV":
      return deviation(values, sum / values.length);
  }
}

function deviation(values: readonly number[], mean: number): number {
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length);
}

/** One series of many; in a sum and an average, what a series lacks counts as 0. */
export function aggregate(fold: Fold, all: readonly Timeline[]): Timeline {
  const at = unionOf(all);
  const columns = all.map((one) => valuesAt(one, at));
  const values = at.map((_, index) => {
    const there = columns.flatMap((column) => column[index] ?? []);
    return fold === "AVG" ? foldOne("SUM", there) / all.length : foldOne(fold, there);
  });
  return { label: "", periodMs: Math.max(0, ...all.map(({ periodMs }) => periodMs)), at, values };
}
