/** A drafted alarm tried on datapoints of the past: when it would have fired, and which threshold would tell more. */
import type { Evaluation } from "../../domain/alarm.ts";
import { type Firing, firings } from "../../domain/alarm-evaluation.ts";
import { breachSide } from "../../domain/alarm-words-metric.ts";
import type { Datapoint } from "../../domain/metric.ts";
import { DAY, type Window } from "../../domain/time.ts";

export type Trial = {
  firings: Firing[];
  /** Milliseconds in ALARM, all firings together. */
  firedMs: number;
  longest?: Firing;
  verdict: "never" | "sometimes" | "often" | "always";
};

export type Tried = {
  points: readonly Datapoint[];
  periodMs: number;
  window: Window;
  evaluation: Evaluation;
};

/** More than this a day nobody looks at any more. */
const OFTEN_A_DAY = 2;
const MOST_SHARE = 0.1;
const ALWAYS_SHARE = 0.9;

export function tryOut(tried: Tried, threshold: number): Trial {
  const { points, periodMs, window, evaluation } = tried;
  const found = firings(points, periodMs, window, evaluation, threshold);
  const spans = found.map((firing) => ({ firing, ms: lengthOf(firing, window) }));
  const firedMs = spans.reduce((sum, { ms }) => sum + ms, 0);
  const [longest] = [...spans].sort((a, b) => b.ms - a.ms);
  return {
    firings: found,
    firedMs,
    ...(longest && { longest: longest.firing }),
    verdict: verdictOf(found.length, firedMs, window),
  };
}

/** Milliseconds; one that still fires ends with the window. */
export function lengthOf({ from, to }: Firing, window: Window): number {
  return (to ?? window.to) - from;
}

function verdictOf(times: number, firedMs: number, window: Window): Trial["verdict"] {
  const length = Math.max(1, window.to - window.from);
  if (times === 0) return "never";
  if (firedMs / length >= ALWAYS_SHARE) return "always";
  const isOften = times / (length / DAY) > OFTEN_A_DAY && times > OFTEN_A_DAY;
  return isOften || firedMs / length > MOST_SHARE ? "often" : "sometimes";
}

export type Proposal = { threshold: number; trial: Trial };

const QUANTILES = [1, 0.9999, 0.9995, 0.999, 0.998, 0.995, 0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.5];

/**
 * A round threshold that would have fired now and then: of those that do, the one nearest to what was asked. Undefined
 * where the datapoints give none, as when they never change.
 */
export function proposeThreshold(tried: Tried, asked: number): Proposal | undefined {
  const isBelow = breachSide(tried.evaluation.comparison) === "below";
  const values = tried.points
    .map(({ value }) => value)
    .filter((value) => Number.isFinite(value))
    .sort((a, b) => (isBelow ? b - a : a - b));
  const [first] = values;
  const last = values.at(-1);
  if (first === undefined || last === undefined || first === last) return undefined;
  const candidates = QUANTILES.flatMap((share) => {
    const value = values[Math.min(values.length - 1, Math.floor(share * (values.length - 1)))];
    return value === undefined ? [] : [rounded(value, isBelow), value];
  });
  const fitting = [...new Set(candidates)]
    .filter((threshold) => threshold !== asked)
    .map((threshold) => ({ threshold, trial: tryOut(tried, threshold) }))
    .filter(({ trial }) => trial.verdict === "sometimes");
  fitting.sort(
    (a, b) =>
      Math.abs(a.threshold - asked) - Math.abs(b.threshold - asked) || b.threshold - a.threshold,
  );
  return fitting[0];
}

/** Two digits that count, towards the side on which it fires more. */
function rounded(value: number, isBelow: boolean): number {
  if (value === 0) return 0;
  const scale = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  const steps = value / scale;
  const whole = isBelow ? Math.ceil(steps) : Math.floor(steps);
  return Number((whole * scale).toPrecision(3));
}

/** At most so many points: of each stretch the one that comes nearest to firing. */
export function thinned(
  points: readonly Datapoint[],
  periodMs: number,
  { from, to }: Window,
  isBelow: boolean,
  most: number,
): { points: Datapoint[]; periodMs: number } {
  const step = Math.max(1, Math.ceil((to - from) / periodMs / most)) * periodMs;
  if (step === periodMs) return { points: [...points], periodMs };
  const kept = new Map<number, Datapoint>();
  for (const { at, value } of points) {
    if (at < from || at > to) continue;
    const start = Math.floor(at / step) * step;
    const known = kept.get(start);
    if (!known || (isBelow ? value < known.value : value > known.value)) {
      kept.set(start, { at: start, value });
    }
  }
  return { points: [...kept.values()].sort((a, b) => a.at - b.at), periodMs: step };
}
