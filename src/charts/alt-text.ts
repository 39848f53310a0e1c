/** What a picture says, in words with its numbers: for those who hear it, and where it cannot be shown. */
import type { Chart, ChartSeries } from "./chart-data.ts";

/** One sentence a series, and what is drawn besides. */
export function altText(chart: Chart): string {
  const series = chart.series.map((each) => seriesWords(each, chart.unit));
  return [chart.title, ...series].join(". ");
}

function seriesWords({ label, points }: ChartSeries, unit = ""): string {
  const last = points.at(-1);
  if (!last) return `${label}: no data`;
  const values = points.map(({ value }) => value);
  return `${label}: latest ${last.value}, least ${Math.min(...values)}, most ${Math.max(...values)} ${unit}`.trim();
}
