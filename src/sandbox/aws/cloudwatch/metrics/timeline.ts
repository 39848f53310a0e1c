/** Values along time, as expressions compute with them. */
import type { Metric } from "../../../../domain/metric.ts";

/** `at` and `values` have the same length, oldest first; a period without data stands in neither. */
export type Timeline = {
  label: string;
  at: readonly number[];
  values: readonly number[];
  periodMs: number;
  /** What it was read from, where it is a metric as it is. */
  metric?: Metric;
};

/** What an expression gives. */
export type Value =
  | { kind: "scalar"; value: number }
  | { kind: "series"; one: Timeline }
  | { kind: "array"; all: Timeline[] };

/** All series of a value; a number has none. */
export function seriesOf(value: Value): Timeline[] {
  switch (value.kind) {
    case "scalar":
      return [];
    case "series":
      return [value.one];
    case "array":
      return value.all;
  }
}
