/** What series are called where nobody named them: by what tells them apart. */
import type { Metric } from "../../../../domain/metric.ts";

/** A name for each of several metrics, in their order: parts in which they differ, the metric's name if they do not. */
export function labelsOf(metrics: readonly Metric[]): string[] {
  const names = [
    ...new Set(metrics.flatMap(({ dimensions }) => dimensions.map(({ name }) => name))),
  ];
  const parts: ((metric: Metric) => string)[] = [
    ({ namespace }) => namespace,
    ...names.map((name) => (metric: Metric) => dimensionValue(metric, name)),
    ({ name }) => name,
  ];
  const telling = parts.filter((part) => new Set(metrics.map(part)).size > 1);
  return metrics.map((metric) => {
    const label = telling.map((part) => part(metric)).filter(Boolean);
    return label.join(" ") || metric.name;
  });
}

function dimensionValue({ dimensions }: Metric, dimension: string): string {
  return dimensions.find(({ name }) => name === dimension)?.value ?? "";
}
