/** Counts samples and gives their statistics, exact over the samples. */
import type { RangeStatistic, Statistic } from "./statistic.ts";

/** Takes samples one by one; `statistic` is undefined while there are none, and where a range holds none. */
export type Tally = {
  take(value: number, count: number): void;
  statistic(): number | undefined;
};

/** A tally of one statistic. */
export function createTally(statistic: Statistic): Tally {
  return statistic.kind === "plain" ? plainTally(statistic.name) : sampleTally(statistic);
}

function plainTally(name: string): Tally {
  let samples = 0;
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  return {
    take(value, count) {
      samples += count;
      sum += value * count;
      if (value < least) least = value;
      if (value > most) most = value;
    },
    statistic() {
      if (samples === 0) return undefined;
      switch (name) {
        case "SampleCount":
          return samples;
        case "Sum":
          return sum;
        case "Average":
          return sum / samples;
        case "Minimum":
          return least;
        default:
          return most;
      }
    },
  };
}

function sampleTally(statistic: Exclude<Statistic, { kind: "plain" }>): Tally {
  const values: number[] = [];
  const counts: number[] = [];
  let samples = 0;
  return {
    take(value, count) {
      values.push(value);
      counts.push(count);
      samples += count;
    },
    statistic() {
      if (samples === 0) return undefined;
      const all = { values, counts, samples };
      if (statistic.kind === "percentile") return valueAt(all, statistic.percent);
      return statistic.isShare ? ofShares(sorted(all), statistic) : ofValues(all, statistic);
    },
  };
}

/** Samples of the same value stand together, `counts` says how many. */
type Sampled = { values: readonly number[]; counts: readonly number[]; samples: number };

function sorted({ values, counts, samples }: Sampled): Sampled {
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  return {
    values: Array.from(order, (index) => values[index] ?? 0),
    counts: Array.from(order, (index) => counts[index] ?? 0),
    samples,
  };
}

/** Products such as 0.07 × 100 miss the whole number by their last bit. */
const SLACK = 1e-9;

/** How many of the samples lie at or below a percentile: as many as are needed to reach it. */
function ranksUpTo(percent: number, samples: number): number {
  return Math.max(1, Math.ceil((percent * samples) / 100 - SLACK));
}

/** How many samples a lower bound takes away: as many as fit into it whole. */
function ranksBelow(percent: number, samples: number): number {
  return Math.floor((percent * samples) / 100 + SLACK);
}

/** The largest of the samples that lie at or below the percentile; sorting all of them would take most of the time. */
function valueAt(all: Sampled, percent: number): number | undefined {
  let { values, counts } = all;
  let rank = ranksUpTo(percent, all.samples);
  while (values.length > 0) {
    const pivot = values[values.length >> 1] ?? 0;
    const below = totalWhere(values, counts, (value) => value < pivot);
    const equal = totalWhere(values, counts, (value) => value === pivot);
    if (rank > below && rank <= below + equal) return pivot;
    const isBelow = rank <= below;
    if (!isBelow) rank -= below + equal;
    const isKept = (value: number) => (isBelow ? value < pivot : value > pivot);
    counts = counts.filter((_, index) => isKept(values[index] ?? 0));
    values = values.filter(isKept);
  }
  return undefined;
}

function totalWhere(
  values: readonly number[],
  counts: readonly number[],
  isMeant: (value: number) => boolean,
): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) {
    if (isMeant(values[index] ?? 0)) total += counts[index] ?? 0;
  }
  return total;
}

/** Samples by their rank: those after the lower bound, up to and with the upper. */
function ofShares(
  { values, counts, samples }: Sampled,
  statistic: RangeStatistic,
): number | undefined {
  const after = ranksBelow(statistic.low, samples);
  const upTo = ranksUpTo(statistic.high, samples);
  let seen = 0;
  let kept = 0;
  let sum = 0;
  let least: number | undefined;
  let most = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    const end = seen + (counts[index] ?? 0);
    const inside = Math.min(end, upTo) - Math.max(seen, after);
    seen = end;
    if (inside <= 0) continue;
    kept += inside;
    sum += value * inside;
    least ??= value;
    most = value;
  }
  if (statistic.what !== "WM") return summed(statistic, { kept, sum, samples });
  return (sum + after * (least ?? 0) + (samples - upTo) * most) / samples;
}

/** Samples by their value: above the lower bound, up to and with the upper. */
function ofValues(
  { values, counts, samples }: Sampled,
  statistic: RangeStatistic,
): number | undefined {
  const { low, high } = statistic;
  let kept = 0;
  let sum = 0;
  let clipped = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    const count = counts[index] ?? 0;
    clipped += Math.min(high, Math.max(low, value)) * count;
    if (value <= low || value > high) continue;
    kept += count;
    sum += value * count;
  }
  if (statistic.what === "WM") return clipped / samples;
  return summed(statistic, { kept, sum, samples });
}

function summed(
  { what }: RangeStatistic,
  { kept, sum, samples }: { kept: number; sum: number; samples: number },
): number | undefined {
  switch (what) {
    case "TC":
      return kept;
    case "TS":
      return sum;
    case "PR":
      return (kept / samples) * 100;
    case "TM":
    case "WM":
      return kept === 0 ? undefined : sum / kept;
  }
}
