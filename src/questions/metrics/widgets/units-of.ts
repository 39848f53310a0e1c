/** CloudWatch's units of usual metrics: GetMetricData does not tell them. */
import { SERVICE_METRICS } from "../naming/read-name.ts";
import type { MetricRow, MetricWidget } from "./widget.ts";

/** Undefined for metrics of one's own and for formulas. */
export function unitOfRow(row: MetricRow, stat: string): string | undefined {
  if (row.kind !== "metric") return undefined;
  if (/^(?:SampleCount|PR\()/.test(row.stat ?? stat)) return undefined;
  const { namespace, name } = row.metric;
  for (const service of SERVICE_METRICS) {
    const found = service.metrics.find(
      (metric) => metric.name === name && (metric.namespace ?? service.namespace) === namespace,
    );
    if (found && !found.rate) return found.unit;
  }
  return undefined;
}

/** The one unit of all rows of an axis, the left one unless named; undefined where they differ. */
export function unitOfWidget(
  { rows, stat }: MetricWidget,
  wanted: "left" | "right" = "left",
): string | undefined {
  const shown = rows.filter(({ isHidden, axis = "left" }) => !isHidden && axis === wanted);
  const units = new Set(shown.map((row) => unitOfRow(row, stat)));
  const [unit] = units;
  return units.size === 1 ? unit : undefined;
}
