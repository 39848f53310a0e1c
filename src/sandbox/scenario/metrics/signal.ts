/**
 * Rates and levels as functions of time: a daily and a weekly shape, slow drift and jitter. Any moment is computed from
 * the name and the moment alone, so that a year ago costs no more than now.
 */
import { DAY, HOUR, MINUTE } from "../../../domain/time.ts";
import { hashOf } from "../random.ts";

/** What something stands at, by epoch milliseconds. */
export type Signal = (at: number) => number;

/** Computes the same moment once: the metrics of one thing, and the parts of one metric, ask for it again and again. */
export function once(signal: Signal): Signal {
  let lastAt = Number.NaN;
  let last = 0;
  return (at) => {
    if (at !== lastAt) {
      last = signal(at);
      lastAt = at;
    }
    return last;
  };
}

/** A number from 0 (included) to 1 (excluded) that belongs to a seed and a whole number. */
export function noiseAt(seed: number, turn: number): number {
  let hash = Math.imul(turn ^ seed, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}

export type Habit = {
  /** What the noise hangs on; the same name moves the same way. */
  name: string;
  /** At the quietest and at the busiest hour of an ordinary day. */
  low: number;
  high: number;
  /** Hour of the day (UTC) at which it is busiest; 18 unless set. */
  peakHour?: number;
  /** Saturdays and Sundays compared with other days; 1.15 unless set, for shops sell then. */
  weekend?: number;
  /** How much single minutes differ, as a share; 0.05 unless set. */
  jitter?: number;
};

const MINUTES_A_DAY = DAY / MINUTE;
/** 1970 began on a Thursday. */
const THURSDAY = 4;
const DRIFT = 0.12;

/** People's rhythm: quiet nights, a busy evening, weekends of their own. */
export function habit(options: Habit): Signal {
  const { name, low, high, peakHour = 18, weekend = 1.15, jitter = 0.05 } = options;
  const seed = hashOf(`habit/${name}`);
  const shape = dayShape(peakHour).map((share) => low + (high - low) * share);
  return once((at) => {
    const minute = Math.floor(at / MINUTE);
    const level = shape[minute % MINUTES_A_DAY] ?? low;
    const shake = 1 + jitter * (2 * noiseAt(seed, minute) - 1);
    return level * weekShare(at, weekend) * drift(seed, at) * shake;
  });
}

/** Share of the way from quiet to busy, by minute of the day: a broad day with a shoulder before noon. */
function dayShape(peakHour: number): number[] {
  return Array.from({ length: MINUTES_A_DAY }, (_, minute) => {
    const angle = ((minute / 60 - peakHour) / 24) * 2 * Math.PI;
    const wave = 0.5 + 0.42 * Math.cos(angle) + 0.08 * Math.cos(2 * angle + 0.6);
    return Math.min(1, Math.max(0, wave));
  });
}

/** From one day's share to the next day's over six hours around midnight, for a step at midnight is nobody's habit. */
function weekShare(at: number, weekend: number): number {
  const day = Math.floor(at / DAY);
  const share = isWeekend(day) ? weekend : 1;
  const hour = (at - day * DAY) / HOUR;
  if (hour >= 3 && hour <= 21) return share;
  const isMorning = hour < 3;
  const other = isWeekend(isMorning ? day - 1 : day + 1) ? weekend : 1;
  const way = isMorning ? (3 - hour) / 6 : (hour - 21) / 6;
  return share + (other - share) * way;
}

function isWeekend(day: number): boolean {
  const weekday = (day + THURSDAY) % 7;
  return weekday === 0 || weekday === 6;
}

/** Up to six per cent up or down, from hour to hour. */
function drift(seed: number, at: number): number {
  const hour = Math.floor(at / HOUR);
  const way = (at - hour * HOUR) / HOUR;
  const here = noiseAt(seed ^ 0x51ed, hour);
  const next = noiseAt(seed ^ 0x51ed, hour + 1);
  return 1 + DRIFT * (here + (next - here) * way - 0.5);
}

/** The same at all hours but for jitter (a share). */
export function steady(name: string, level: number, jitter = 0.02): Signal {
  const seed = hashOf(`steady/${name}`);
  return (at) => {
    const shake = 1 + jitter * (2 * noiseAt(seed, Math.floor(at / MINUTE)) - 1);
    return level * shake * drift(seed, at);
  };
}

/** Grows by so much a day from what it was at a moment, never below nothing. */
export function growing(level: number, aDay: number, from: number): Signal {
  return (at) => Math.max(0, level + (aDay * (at - from)) / DAY);
}

/** Rises from 0 just after a moment to 1 after a span, as queues and caches do. */
export function ramp(at: number, from: number, spanMs: number): number {
  if (at < from) return 0;
  return Math.min(1, (at - from) / spanMs);
}

/** Short bursts: in about one of `oneIn` spans, the share from 0 to 1 that a burst has at the moment; else 0. */
export function burst(name: string, oneIn: number, spanMs: number): Signal {
  const seed = hashOf(`burst/${name}`);
  return (at) => {
    const span = Math.floor(at / spanMs);
    const draw = noiseAt(seed, span);
    if (draw * oneIn >= 1) return 0;
    const way = (at - span * spanMs) / spanMs;
    return Math.sin(Math.PI * way) * (0.5 + draw * oneIn * 0.5);
  };
}
