/** Reads a metric's statistic, period by period. */
import type { Window } from "../../../../domain/time.ts";
import type { TakeSample } from "../../../scenario/metrics/samples.ts";
import { type MetricSource, visibleAt } from "../../../scenario/metrics/source.ts";
import { periodsOf } from "./retention.ts";
import { parseStatistic, type Statistic } from "./statistic.ts";
import { createTally } from "./tally.ts";
import type { Timeline } from "./timeline.ts";

export type Reading = {
  sources: readonly MetricSource[];
  stat: string;
  periodMs: number;
  window: Window;
  now: number;
  label: string;
};

export type ReadSeries = (reading: Reading) => Timeline;

/** What is over does not change: so many values are kept, and all forgotten when there are more. */
const MOST_KEPT = 400_000;

type Known = Map<number, number | undefined>;

/** Reads series, and remembers periods that are over. Several sources are read as if they were one metric. */
export function createReader(): ReadSeries {
  const knownOf = createMemory();
  return ({ sources, stat, periodMs, window, now, label }) => {
    const statistic = parseStatistic(stat);
    if (!statistic) throw new RangeError(`${stat} is no statistic`);
    const begins = periodsOf(window, periodMs, now);
    const known = knownOf(sources, `${stat} ${periodMs}`, begins.length);
    const at: number[] = [];
    const values: number[] = [];
    for (const begin of begins) {
      const span = { from: begin, to: begin + periodMs };
      const read = () => readPeriod(sources, statistic, span, now);
      const value = span.to > now ? read() : remembered(known, begin, read);
      if (value === undefined) continue;
      at.push(begin);
      values.push(value);
    }
    return { label, at, values, periodMs };
  };
}

function remembered(known: Known, begin: number, read: () => number | undefined) {
  if (known.has(begin)) return known.get(begin);
  const value = read();
  known.set(begin, value);
  return value;
}

/** Remembered values by sources and what was read of them. */
function createMemory() {
  const memory = new Map<string, Known>();
  const numbers = new Map<MetricSource, number>();
  let read = 0;
  return (sources: readonly MetricSource[], what: string, count: number): Known => {
    read += count;
    if (read > MOST_KEPT) {
      memory.clear();
      read = count;
    }
    const named = sources.map((source) => {
      const number = numbers.get(source) ?? numbers.size;
      numbers.set(source, number);
      return number;
    });
    const key = `${named.join(",")} ${what}`;
    const known = memory.get(key) ?? new Map();
    memory.set(key, known);
    return known;
  };
}

/** `span.to` does not belong to it. */
function readPeriod(
  sources: readonly MetricSource[],
  statistic: Statistic,
  span: Window,
  now: number,
): number | undefined {
  const tally = createTally(statistic);
  for (const source of sources) eachSample(source, span, now, tally.take);
  return tally.statistic();
}

/** All samples of a span (its end does not belong to it) that can be read by now. */
export function eachSample(
  source: MetricSource,
  span: Window,
  now: number,
  take: TakeSample,
): void {
  const { tickMs, beginsAt = Number.NEGATIVE_INFINITY, endsAt = Number.POSITIVE_INFINITY } = source;
  const first = Math.ceil(Math.max(span.from, beginsAt) / tickMs) * tickMs;
  const end = Math.min(span.to, endsAt);
  for (let tick = first; tick < end && visibleAt(source, tick) <= now; tick += tickMs) {
    source.samples(tick, take);
  }
}
