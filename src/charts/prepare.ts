/**
 * A chart made ready for drawing: only what will be seen, in arrays that move to another thread at once. Series beyond
 * those that can be told apart, values that are no numbers and points finer than a pixel stay behind, and are counted.
 */
import type { Datapoint } from "../domain/metric.ts";
import { isTimeZone, MINUTE, type Window } from "../domain/time.ts";
import type { Chart, ChartSeries } from "./chart-data.ts";
import {
  drawnPoints,
  glanceAt,
  type Points,
  periodOf,
  readPoints,
  stackedPoints,
} from "./points.ts";

export type Track = Points & {
  label: string;
  look: NonNullable<ChartSeries["look"]>;
  axis: "left" | "right";
  periodMs: number;
  /** The sum of series that are not shown by themselves. */
  isRest?: true;
};

export type PreparedBand = { label: string; lower: Points; upper: Points };

export type PreparedChart = Omit<Chart, "series" | "band"> & {
  tracks: Track[];
  band?: PreparedBand;
  /** Series that are not drawn, or only in a sum. */
  moreSeries: number;
  /** Values that were NaN or infinite. */
  droppedValues: number;
};

/** As many as colours, dashes and numbers keep apart. */
const MOST_SERIES = 11;
const FIRST_YEAR = -62_135_596_800_000;
const LAST_YEAR = 253_402_300_799_000;

/** Linear in the points, without a copy of those that are not drawn. */
export function prepareChart(chart: Chart): PreparedChart {
  const window = soundWindow(chart.window);
  const { shown, rest } = strongest(chart.series, window);
  const { series: _series, band, ...others } = chart;
  let dropped = 0;
  const read = (each: ChartSeries): Track => {
    const points = readPoints(each.points, window);
    dropped += points.dropped;
    return trackOf(each, points);
  };
  const tracks = chart.isStacked
    ? stack(shown.map(read), rest.map(read), window)
    : shown.map(read).map((track) => ({
        ...track,
        ...drawnPoints(track, track.periodMs, window, track.look === "bars"),
      }));
  return {
    ...others,
    window,
    zone: isTimeZone(chart.zone) ? chart.zone : "UTC",
    tracks,
    ...(band && { band: preparedBand(band, window) }),
    moreSeries: rest.length,
    droppedValues: dropped,
  };
}

function trackOf(series: ChartSeries, points: Points): Track {
  const { label, look = "line", axis = "left", periodMs } = series;
  return {
    label,
    look,
    axis,
    periodMs: periodMs ?? periodOf(points),
    times: points.times,
    values: points.values,
  };
}

/** Twelve could be told apart if the twelfth were not "1 more". */
function strongest(
  series: ChartSeries[],
  window: Window,
): { shown: ChartSeries[]; rest: ChartSeries[] } {
  if (series.length <= MOST_SERIES) return { shown: series, rest: [] };
  const strengths = series.map(({ points }, at) => ({ at, most: glanceAt(points, window).most }));
  strengths.sort((a, b) => b.most - a.most || a.at - b.at);
  const kept = new Set(strengths.slice(0, MOST_SERIES).map(({ at }) => at));
  return {
    shown: series.filter((_, at) => kept.has(at)),
    rest: series.filter((_, at) => !kept.has(at)),
  };
}

/** What was before stays out of the sum: it is compared with, not a part. */
function stack(shown: Track[], rest: Track[], window: Window): Track[] {
  const parts = shown.filter(({ look }) => look !== "earlier");
  const others = rest.filter(({ look }) => look !== "earlier");
  const all = [...parts, ...others];
  const periodMs = Math.min(...all.map((track) => track.periodMs || Number.POSITIVE_INFINITY));
  const stacked = stackedPoints(all, Number.isFinite(periodMs) ? periodMs : 0, window);
  const tracks = parts.map((track, at) => ({
    ...track,
    ...stacked.parts[at],
    periodMs: stacked.periodMs,
  }));
  const earlier = shown
    .filter(({ look }) => look === "earlier")
    .map((track) => ({ ...track, ...drawnPoints(track, track.periodMs, window, false) }));
  if (others.length === 0) return [...tracks, ...earlier];
  const label = `${others.length} more`;
  const values = summed(stacked.parts.slice(parts.length).map((part) => part.values));
  const look = parts[0]?.look ?? "area";
  const restTrack: Track = {
    label,
    look,
    axis: "left",
    periodMs: stacked.periodMs,
    times: stacked.times,
    values,
    isRest: true,
  };
  return [...tracks, restTrack, ...earlier];
}

function summed(parts: Float64Array[]): Float64Array {
  const sum = new Float64Array(parts[0]?.length ?? 0);
  for (const part of parts)
    part.forEach((value, at) => {
      sum[at] = (sum[at] ?? 0) + value;
    });
  return sum;
}

function preparedBand(band: NonNullable<Chart["band"]>, window: Window): PreparedBand {
  const read = (points: Datapoint[]) => {
    const found = readPoints(points, window);
    return drawnPoints(found, periodOf(found), window, false);
  };
  return { label: band.label, lower: read(band.lower), upper: read(band.upper) };
}

/** In order, with some extent, and within the years that a calendar names. */
export function soundWindow({ from, to }: Window): Window {
  const sound = (at: number) =>
    Number.isNaN(at) ? 0 : Math.min(Math.max(at, FIRST_YEAR), LAST_YEAR);
  const [start, end] = [sound(Math.min(from, to)), sound(Math.max(from, to))];
  return end - start >= 1000
    ? { from: start, to: end }
    : { from: start - MINUTE, to: end + MINUTE };
}
