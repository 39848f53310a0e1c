/** What is measured at one tick: values with how often each was seen, as services publish them. */
import { MINUTE } from "../../../domain/time.ts";
import { hashOf } from "../random.ts";
import { noiseAt, once, type Signal } from "./signal.ts";

/** Takes one value and how many samples had it; the count is a whole number above 0. */
export type TakeSample = (value: number, count: number) => void;

/** Gives the samples of the tick that begins at a moment; none where nothing was published. */
export type Samples = (at: number, take: TakeSample) => void;

/** Whether something reports at a moment. */
export type Presence = (at: number) => boolean;

/** A whole number near a rate, so that small rates give a one now and then. */
export function wholeOf(seed: number, rate: number, at: number): number {
  return Math.max(0, Math.floor(rate + noiseAt(seed, Math.floor(at / MINUTE))));
}

/** Seed of the draws of a metric. */
export function drawsOf(name: string): number {
  return hashOf(`draws/${name}`);
}

/** A whole number of things that happened, by moment. */
export function counted(name: string, rate: Signal): Signal {
  const seed = drawsOf(name);
  return once((at) => wholeOf(seed, rate(at), at));
}

/** One sample of 1 for each thing that happened; nothing is published where nothing did. */
export function eachOne(count: Signal): Samples {
  return (at, take) => {
    const happened = count(at);
    if (happened > 0) take(1, happened);
  };
}

/** A sample of each of many: 1 for those that are meant, 0 for the others, so that the average is their share. */
export function amongMany(meant: Signal, all: Signal): Samples {
  return (at, take) => {
    const total = all(at);
    const part = Math.min(meant(at), total);
    if (total > part) take(0, total - part);
    if (part > 0) take(1, part);
  };
}

/** One sample a tick. */
export function level(signal: Signal): Samples {
  return (at, take) => take(signal(at), 1);
}

/** One sample a tick, whole. */
export function wholeLevel(signal: Signal): Samples {
  return (at, take) => take(Math.round(signal(at)), 1);
}

/** Several samples a tick around a level, as hosts and tasks report each for themselves; `spread` is a share. */
export function severalAround(
  name: string,
  signal: Signal,
  {
    count,
    spread,
    most = Number.POSITIVE_INFINITY,
  }: { count: number; spread: number; most?: number },
): Samples {
  const seed = drawsOf(name);
  return (at, take) => {
    const middle = signal(at);
    const turn = Math.floor(at / MINUTE);
    for (let index = 0; index < count; index++) {
      const draw = 2 * noiseAt(seed + index * 7919, turn) - 1;
      take(Math.min(most, Math.max(0, middle * (1 + spread * draw))), 1);
    }
  };
}

/** How many different latencies a tick holds at most. */
const LATENCIES = 12;

/** Times that requests took: most near the median, a few very long, as a log-normal spreads them. */
export function latencies(
  name: string,
  { median, spread, requests }: { median: Signal; spread: number; requests: Signal },
): Samples {
  const seed = drawsOf(name);
  const factors = NORMAL.map((normal) => Math.exp(spread * normal));
  return (at, take) => {
    const total = requests(at);
    if (total <= 0) return;
    const turn = Math.floor(at / MINUTE);
    const middle = median(at);
    const values = Math.min(LATENCIES, total);
    for (let index = 0; index < values; index++) {
      const draw = Math.floor(noiseAt(seed + index * 7919, turn) * factors.length);
      const count = Math.floor(total / values) + (index < total % values ? 1 : 0);
      take(middle * (factors[draw] ?? 1), count);
    }
  };
}

/** The same, but silent at times. */
export function whilePresent(isThere: Presence, samples: Samples): Samples {
  return (at, take) => {
    if (isThere(at)) samples(at, take);
  };
}

/** Quantiles of the normal distribution, evenly spread; summed sines of uniform draws would have no long tail. */
const NORMAL: readonly number[] = Array.from({ length: 2048 }, (_, index) =>
  normalQuantile((index + 0.5) / 2048),
);

/** Within a thousandth of the true quantile (Abramowitz and Stegun 26.2.23). */
function normalQuantile(share: number): number {
  if (share > 0.5) return -normalQuantile(1 - share);
  const t = Math.sqrt(-2 * Math.log(share));
  const above = 2.515517 + 0.802853 * t + 0.010328 * t * t;
  const below = 1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t;
  return above / below - t;
}
