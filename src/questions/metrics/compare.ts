/** Numbers of a series, and how they stand against those of an earlier time, in words. */
import { valueWords } from "../../charts/units.ts";
import type { Datapoint } from "../../domain/metric.ts";

export type Numbers = {
  latest: Datapoint;
  least: Datapoint;
  most: Datapoint;
  /** All values added up. */
  sum: number;
  average: number;
  count: number;
};

/** Undefined without datapoints. */
export function numbersOf(points: readonly Datapoint[]): Numbers | undefined {
  const latest = points.at(-1);
  if (!latest) return undefined;
  let least = latest;
  let most = latest;
  let sum = 0;
  for (const point of points) {
    if (point.value < least.value) least = point;
    if (point.value >= most.value) most = point;
    sum += point.value;
  }
  return { latest, least, most, sum, average: sum / points.length, count: points.length };
}

/** Statistics whose values may be added up over time. */
export function isAdditive(stat: string | undefined): boolean {
  return stat === "Sum" || stat === "SampleCount";
}

/** `340 in all, 12 last week: 28 times as much`; of averages `412 ms on average, 198 ms last week: up 108%`. */
export function compareWords(
  now: readonly Datapoint[],
  before: readonly Datapoint[],
  said: { words: string; unit?: string; isSum: boolean },
): string {
  const { words, unit, isSum } = said;
  const [here, there] = [numbersOf(now), numbersOf(before)];
  if (!here) return "nothing now to compare";
  const pick = (numbers: Numbers) => (isSum ? numbers.sum : numbers.average);
  const value = `${valueWords(pick(here), unit)} ${isSum ? "in all" : "on average"}`;
  if (!there) return `${value}; no datapoints ${words}`;
  const [a, b] = [pick(here), pick(there)];
  const most = Math.max(here.count, there.count);
  // A thing that stopped half-way is not compared with a whole day without saying so.
  const apart = Math.abs(here.count - there.count) > most * UNEVEN;
  const counts = apart ? ` (${here.count} datapoints now, ${there.count} then)` : "";
  return `${value}, ${valueWords(b, unit)} ${words}: ${changeWords(a, b)}${counts}`;
}

const UNEVEN = 0.2;

/** `up 108%`, `down 40%`, `28 times as much`, `about the same`. */
export function changeWords(now: number, before: number): string {
  if (now === before) return "the same";
  if (before === 0) return "up from nothing";
  const ratio = now / before;
  if (ratio < 0) return now > before ? "up" : "down";
  if (ratio >= 10) return `${Math.round(ratio)} times as much`;
  const percent = Math.round((ratio - 1) * 100);
  if (Math.abs(percent) < 1) return "about the same";
  return percent > 0 ? `up ${percent}%` : `down ${-percent}%`;
}

export type Gap = { from: number; to: number };

/** Spans without datapoints between the first and the last, longest first. */
export function gapsIn(points: readonly Datapoint[], periodMs: number): Gap[] {
  const gaps: Gap[] = [];
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before && point.at - before.at > periodMs * 1.5) {
      gaps.push({ from: before.at + periodMs, to: point.at });
    }
  }
  return gaps.toSorted((a, b) => b.to - b.from - (a.to - a.from));
}
