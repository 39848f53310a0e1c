/** A series in words: its latest, lowest and highest value with their moments, and where nothing was measured. */
import type { Datapoint } from "../domain/metric.ts";
import { type Clock, spanOfTime } from "./alt-text-times.ts";
import type { Chart, ChartSeries } from "./chart-data.ts";
import { fitText } from "./lettering.ts";
import { periodOf, readPoints } from "./points.ts";
import { valueWords } from "./units.ts";

export type Measured = {
  label: string;
  unit: string | undefined;
  axis: "left" | "right";
  periodMs: number;
  isEarlier: boolean;
  times: Float64Array;
  values: Float64Array;
  count: number;
  dropped: number;
  least: Datapoint;
  most: Datapoint;
  last: Datapoint;
};

export function measured(series: ChartSeries, chart: Chart): Measured {
  const { axis = "left", look } = series;
  const { times, values, dropped } = readPoints(series.points, chart.window);
  const [least, most] = ends(values);
  const point = (index: number): Datapoint => ({
    at: times[index] ?? 0,
    value: values[index] ?? 0,
  });
  return {
    label: fitText(series.label, 80, 1, { keepsEnd: true }),
    unit: axis === "right" ? chart.rightUnit : chart.unit,
    axis,
    periodMs: series.periodMs ?? periodOf({ times, values }),
    isEarlier: look === "earlier",
    times,
    values,
    count: values.length,
    dropped,
    least: point(least),
    most: point(most),
    last: point(values.length - 1),
  };
}

function ends(values: Float64Array): [least: number, most: number] {
  let [least, most] = [0, 0];
  values.forEach((value, index) => {
    if (value < (values[least] ?? 0)) least = index;
    if (value > (values[most] ?? 0)) most = index;
  });
  return [least, most];
}

export function seriesWords(series: Measured, clock: Clock): string {
  const { label, unit, count, least, most, last } = series;
  const value = (point: Datapoint) =>
    `${valueWords(point.value, unit)} at ${clock.short(point.at)}`;
  if (count === 1) return `${label}: a single value, ${value(last)}`;
  const numbers =
    least.value === most.value
      ? `always ${valueWords(last.value, unit)}, latest at ${clock.short(last.at)}`
      : `latest ${value(last)}, lowest ${value(least)}, highest ${value(most)}`;
  return [`${label}: ${numbers}`, ...gapWords(series, clock)].join("; ");
}

/** So many are named one by one. */
const GAPS = 2;

type Gap = { from: number; to: number };

function gapWords({ times, periodMs }: Measured, clock: Clock): string[] {
  if (periodMs <= 0) return [];
  const gaps: Gap[] = [];
  for (let index = 1; index < times.length; index++) {
    const [before, at] = [times[index - 1] ?? 0, times[index] ?? 0];
    if (at - before > 1.5 * periodMs) gaps.push({ from: before + periodMs, to: at });
  }
  if (gaps.length === 0) return [];
  const lengthOf = ({ from, to }: Gap) => to - from;
  const words = ({ from, to }: Gap) => `from ${clock.short(from)} to ${clock.short(to)}`;
  if (gaps.length <= GAPS) {
    const each = gaps.map((gap) => `${words(gap)} (${spanOfTime(lengthOf(gap))})`);
    return [`no data ${each.join(" and ")}`];
  }
  const all = gaps.reduce((sum, gap) => sum + lengthOf(gap), 0);
  const longest = gaps.reduce((best, gap) => (lengthOf(gap) > lengthOf(best) ? gap : best));
  return [
    `no data for ${spanOfTime(all)} in ${gaps.length} gaps, the longest ${words(longest)} (${spanOfTime(lengthOf(longest))})`,
  ];
}
