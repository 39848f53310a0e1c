/** Datapoints as pairs of arrays: read, thinned to what a picture can show, broken at gaps, put on common moments. */
import type { Datapoint } from "../domain/metric.ts";
import type { Window } from "../domain/time.ts";

/** A value that is NaN breaks the line. */
export type Points = { times: Float64Array; values: Float64Array };

/** More than any picture has pixels across; each keeps its first, last, least and most. */
const COLUMNS = 1200;
/** Sums and squares of larger ones would be infinite. */
const LARGEST = 1e290;

/** Neither endless nor so large that a difference of two would be. */
export function isDrawable(value: number): boolean {
  return Math.abs(value) <= LARGEST;
}

export type Glance = { count: number; dropped: number; most: number };

/** How many values there are and the largest, without keeping any. `most` is minus infinity where there is none. */
export function glanceAt(points: readonly Datapoint[], { from, to }: Window): Glance {
  let [count, dropped, most] = [0, 0, Number.NEGATIVE_INFINITY];
  for (const { at, value } of points) {
    if (!(at >= from && at <= to)) continue;
    if (!Number.isFinite(value)) dropped += 1;
    else {
      count += 1;
      if (value > most) most = value;
    }
  }
  return { count, dropped, most };
}

/** Oldest first and inside the window; values that are no numbers are left out and counted. */
export function readPoints(
  points: readonly Datapoint[],
  { from, to }: Window,
): Points & { dropped: number } {
  const times = new Float64Array(points.length);
  const values = new Float64Array(points.length);
  let [count, dropped, isSorted] = [0, 0, true];
  for (const { at, value } of points) {
    if (!(at >= from && at <= to)) continue;
    if (!Number.isFinite(value)) dropped += 1;
    else {
      if (count > 0 && at < (times[count - 1] ?? at)) isSorted = false;
      times[count] = at;
      values[count] = Math.min(Math.max(value, -LARGEST), LARGEST);
      count += 1;
    }
  }
  const read = { times: times.slice(0, count), values: values.slice(0, count) };
  return { ...(isSorted ? read : sortedPoints(read)), dropped };
}

function sortedPoints({ times, values }: Points): Points {
  const order = [...times.keys()].sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  return {
    times: Float64Array.from(order, (index) => times[index] ?? 0),
    values: Float64Array.from(order, (index) => values[index] ?? 0),
  };
}

/** The most usual distance of neighbours, the middle one of all; 0 where there are no two. */
export function periodOf({ times }: Points): number {
  const distances = times.slice(1).map((at, index) => at - (times[index] ?? at));
  distances.sort();
  return distances[Math.floor((distances.length - 1) / 2)] ?? 0;
}

/** Broken where two lie more than a period and a half apart; no finer than a picture shows. */
export function drawnPoints(
  { times, values }: Points,
  periodMs: number,
  window: Window,
  isOfBars: boolean,
): Points {
  const broken: { times: number[]; values: number[] } = { times: [], values: [] };
  const keep = (at: number, value: number) => {
    broken.times.push(at);
    broken.values.push(value);
  };
  const isThinned = times.length > 2 * COLUMNS;
  const columnMs = (window.to - window.from) / COLUMNS;
  const columnOf = (index: number) => Math.floor(((times[index] ?? 0) - window.from) / columnMs);
  const isGap = (index: number) =>
    periodMs > 0 && (times[index] ?? 0) - (times[index - 1] ?? 0) > 1.5 * periodMs;
  let start = 0;
  for (let index = 1; index <= times.length; index++) {
    const isEnd = index === times.length;
    const gap = !isEnd && !isOfBars && isGap(index);
    if (!isEnd && !gap && isThinned && columnOf(index) === columnOf(start)) continue;
    for (const kept of telling(values, start, index)) keep(times[kept] ?? 0, values[kept] ?? 0);
    if (gap) keep(((times[index - 1] ?? 0) + (times[index] ?? 0)) / 2, Number.NaN);
    start = index;
  }
  return { times: Float64Array.from(broken.times), values: Float64Array.from(broken.values) };
}

/** Indexes of the first, least, most and last of a run, each once and in order. */
function telling(values: Float64Array, from: number, to: number): number[] {
  if (to - from < 2) return to > from ? [from] : [];
  let [least, most] = [from, from];
  for (let index = from; index < to; index++) {
    if ((values[index] ?? 0) < (values[least] ?? 0)) least = index;
    if ((values[index] ?? 0) > (values[most] ?? 0)) most = index;
  }
  return [...new Set([from, Math.min(least, most), Math.max(least, most), to - 1])];
}

/**
 * All series on the moments that any of them has; one without a value adds nothing, and where none has one for longer
 * than a period the stack is broken. Too many moments are put together in equal spans, of which means are drawn.
 */
export function stackedPoints(
  parts: readonly Points[],
  periodMs: number,
  window: Window,
): { times: Float64Array; parts: Points[]; periodMs: number } {
  const shared = sharedTimes(parts);
  if (shared && shared.length <= COLUMNS) {
    const broken = parts.map(({ values }) => breakAtGaps({ times: shared, values }, periodMs));
    return { times: broken[0]?.times ?? shared, parts: broken, periodMs };
  }
  const all = [...new Set(parts.flatMap(({ times }) => [...times]))].sort((a, b) => a - b);
  const spanMs = all.length > COLUMNS ? (window.to - window.from) / COLUMNS : 0;
  const momentOf = (at: number) =>
    spanMs > 0 ? window.from + Math.floor((at - window.from) / spanMs) * spanMs : at;
  const moments = spanMs > 0 ? [...new Set(all.map(momentOf))] : all;
  const step = Math.max(periodMs, spanMs);
  const places = new Map(moments.map((at, index) => [at, index]));
  const counts = new Float64Array(moments.length);
  for (const at of all)
    counts[places.get(momentOf(at)) ?? 0] = (counts[places.get(momentOf(at)) ?? 0] ?? 0) + 1;
  const sums = parts.map(({ times, values }) => {
    const sum = new Float64Array(moments.length);
    times.forEach((at, index) => {
      const place = places.get(momentOf(at)) ?? 0;
      sum[place] = (sum[place] ?? 0) + (values[index] ?? 0) / (counts[place] || 1);
    });
    return sum;
  });
  const times = Float64Array.from(moments);
  const broken = sums.map((values) => breakAtGaps({ times, values }, step));
  return { times: broken[0]?.times ?? times, parts: broken, periodMs: step };
}

/** Series of one question mostly have the same moments. */
function sharedTimes(parts: readonly Points[]): Float64Array | undefined {
  const [first] = parts;
  const isShared = parts.every(
    ({ times }) =>
      times.length === first?.times.length && times.every((at, index) => at === first.times[index]),
  );
  return isShared ? first?.times : undefined;
}

function breakAtGaps({ times, values }: Points, periodMs: number): Points {
  const isWhole = times.every(
    (at, index) => periodMs <= 0 || at - (times[index - 1] ?? at) <= 1.5 * periodMs,
  );
  if (isWhole) return { times, values };
  const [ats, found]: [number[], number[]] = [[], []];
  times.forEach((at, index) => {
    const before = times[index - 1] ?? at;
    if (periodMs > 0 && at - before > 1.5 * periodMs) {
      ats.push((at + before) / 2);
      found.push(Number.NaN);
    }
    ats.push(at);
    found.push(values[index] ?? 0);
  });
  return { times: Float64Array.from(ats), values: Float64Array.from(found) };
}
