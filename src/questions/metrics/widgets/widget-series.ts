/** What CloudWatch gave for a widget's rows, with names that people read. */
import type { Series } from "../../../domain/metric.ts";
import type { SeriesFound } from "../../../sources/cloudwatch.ts";
import type { ReadPlan } from "./asks.ts";
import type { MetricRow } from "./widget.ts";

export type RowSeries = { label: string; series: Series; row: MetricRow };

export type WidgetSeries = {
  rows: RowSeries[];
  /** Of formulas ANOMALY_DETECTION_BAND: lower and upper. */
  band?: { label: string; lower: Series; upper: Series };
  problems: string[];
};

const BAND = /\bANOMALY_DETECTION_BAND\s*\(/i;

/** A SEARCH gives several series for one row: each keeps its own name. */
export function seriesOf(
  number: number,
  plan: ReadPlan,
  found: readonly SeriesFound[],
): WidgetSeries {
  const rows: RowSeries[] = [];
  const problems = [...(plan.problems.get(number) ?? [])];
  let expected: WidgetSeries["band"];
  for (const { ask, id, row, label } of plan.slots.get(number) ?? []) {
    const series = (found[ask]?.series ?? []).filter((each) => each.id === id);
    const isBand = row.kind === "expression" && BAND.test(row.expression);
    const band = isBand ? bandOf(series) : undefined;
    if (band) expected = { ...band, label: label ?? "expected" };
    else rows.push(...namedSeries(series, row, id, label));
  }
  problems.push(...rows.flatMap(({ series }) => problemsOf(series)));
  return { rows, problems: [...new Set(problems)], ...(expected && { band: expected }) };
}

function namedSeries(
  series: readonly Series[],
  row: MetricRow,
  id: string,
  label: string | undefined,
): RowSeries[] {
  // CloudWatch has filled in a label with values in it (${LAST}).
  const own = series.length === 1 && !label?.includes("${") ? label : undefined;
  return series.map((each) => ({ label: own ?? (each.label || id), series: each, row }));
}

function bandOf(series: readonly Series[]): { lower: Series; upper: Series } | undefined {
  const [first, second] = series;
  if (!first || !second || series.length !== 2) return undefined;
  const [one, other] = [first.points.at(-1)?.value ?? 0, second.points.at(-1)?.value ?? 0];
  return one <= other ? { lower: first, upper: second } : { lower: second, upper: first };
}

function problemsOf({ status, messages, label }: Series): string[] {
  if (status === "complete") return [];
  const why = messages.length > 0 ? `: ${messages.join("; ")}` : "";
  const words = {
    partial: `CloudWatch has sent a part of “${label}” alone`,
    forbidden: `“${label}” may not be read`,
    failed: `CloudWatch could not compute “${label}”`,
  };
  return [`${words[status]}${why}`];
}

export type Figures = { latest: number; at: number; least: number; most: number; average: number };

/** Undefined where there is no datapoint. */
export function figuresOf({ points }: Series): Figures | undefined {
  const last = points.at(-1);
  if (!last) return undefined;
  let [least, most, sum] = [last.value, last.value, 0];
  for (const { value } of points) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
  }
  return { latest: last.value, at: last.at, least, most, average: sum / points.length };
}
