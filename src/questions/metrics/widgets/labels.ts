/** What each row of a widget is called, where nobody has named it: by what tells it from the others. */
import type { Metric } from "../../../domain/metric.ts";
import type { MetricRow } from "./widget.ts";

/** In the rows' order; undefined for formulas, which CloudWatch names by what they find. */
export function rowLabels(rows: readonly MetricRow[]): (string | undefined)[] {
  const metrics = rows.flatMap((row) => (row.kind === "metric" ? [row.metric] : []));
  const isOneName = new Set(metrics.map(({ name }) => name)).size <= 1;
  const uses = countDimensions(metrics);
  const hasStats = new Set(rows.map(({ stat }) => stat ?? "")).size > 1;
  return rows.map((row) => {
    if (row.label !== undefined) return row.label;
    if (row.kind !== "metric") return row.id;
    const { metric, stat } = row;
    const telling = metric.dimensions
      .filter(({ name, value }) => (uses.get(keyOf(name, value)) ?? 0) < metrics.length)
      .map(({ value }) => value);
    const name = isOneName && telling.length > 0 ? [] : [metric.name];
    const statistic = hasStats && stat !== undefined ? [stat] : [];
    return [...name, ...telling, ...statistic].join(" ");
  });
}

function countDimensions(metrics: readonly Metric[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const { dimensions } of metrics) {
    for (const key of new Set(dimensions.map(({ name, value }) => keyOf(name, value)))) {
      uses.set(key, (uses.get(key) ?? 0) + 1);
    }
  }
  return uses;
}

function keyOf(name: string, value: string): string {
  return `${name}\n${value}`;
}
