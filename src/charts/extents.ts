/** How far the axes reach: all that is drawn, from nought where that is honest, and the thresholds that lie near. */
import type { ChartThreshold } from "./chart-data.ts";
import { isDrawable, type Points } from "./points.ts";
import type { PreparedChart, Track } from "./prepare.ts";

export type Extent = { low: number; high: number };

export type Side = "left" | "right";

/** Undefined where nothing belongs to the axis. */
export function extentOf(chart: PreparedChart, side: Side): Extent | undefined {
  const tracks = chart.tracks.filter(({ axis }) => axis === side);
  const reach = new Reach();
  for (const track of tracks) reach.take(track);
  if (chart.isStacked && side === "left") for (const total of stackTotals(tracks)) reach.add(total);
  if (chart.band && side === "left") {
    reach.take(chart.band.lower);
    reach.take(chart.band.upper);
  }
  const thresholds = thresholdsOf(chart, side).map(({ value }) => value);
  const data = reach.extent();
  if (!data) return thresholds.length > 0 ? withZero(extentOfValues(thresholds)) : undefined;
  const hasArea = chart.isStacked || tracks.some(({ look }) => look === "bars" || look === "area");
  const grounded = hasArea || isNearZero(data) ? withZero(data) : data;
  return thresholds.filter((value) => isNear(value, grounded)).reduce(stretch, grounded);
}

export function thresholdsOf({ thresholds = [] }: PreparedChart, side: Side): ChartThreshold[] {
  return thresholds.filter(({ value, axis = "left" }) => axis === side && isDrawable(value));
}

class Reach {
  #low = Number.POSITIVE_INFINITY;
  #high = Number.NEGATIVE_INFINITY;

  add(value: number): void {
    if (value < this.#low) this.#low = value;
    if (value > this.#high) this.#high = value;
  }

  take({ values }: Points): void {
    for (const value of values) this.add(value);
  }

  extent(): Extent | undefined {
    return this.#low <= this.#high ? { low: this.#low, high: this.#high } : undefined;
  }
}

/** Sums from the ground up, upward and downward parts apart. */
function stackTotals(tracks: readonly Track[]): number[] {
  const parts = tracks.filter(({ look }) => look !== "earlier");
  const totals: number[] = [];
  const length = parts[0]?.values.length ?? 0;
  for (let index = 0; index < length; index++) {
    let [up, down] = [0, 0];
    for (const { values } of parts) {
      const value = values[index] ?? 0;
      if (value > 0) up += value;
      else if (value < 0) down += value;
    }
    totals.push(up, down);
  }
  return totals;
}

/** A line that varies little around a large value is shown from near it; all others from nought. */
function isNearZero({ low, high }: Extent): boolean {
  return low >= 0
    ? high - low > 0.15 * high || low === high
    : high <= 0
      ? high - low > -0.15 * low
      : false;
}

function withZero({ low, high }: Extent): Extent {
  return { low: Math.min(low, 0), high: Math.max(high, 0) };
}

function stretch({ low, high }: Extent, value: number): Extent {
  return { low: Math.min(low, value), high: Math.max(high, value) };
}

/** One that is far from all that was measured would press the lines flat. */
function isNear(value: number, { low, high }: Extent): boolean {
  const height = Math.max(high - low, Math.abs(high) * 0.2);
  return height === 0 || (value <= high + 3 * height && value >= low - 3 * height);
}

function extentOfValues(values: readonly number[]): Extent {
  return { low: Math.min(...values), high: Math.max(...values) };
}
