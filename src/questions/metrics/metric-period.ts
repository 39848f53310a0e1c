/** How long a datapoint's period is: what was asked, as far as CloudWatch still keeps it and a picture can show it. */
import { duration } from "../../answers/words.ts";
import { secondsWords } from "../../domain/alarm-words-metric.ts";
import { DAY, HOUR, SECOND, type Window } from "../../domain/time.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html: how long periods are kept. */
const KEPT: { periodS: number; forMs: number }[] = [
  { periodS: 1, forMs: 3 * HOUR },
  { periodS: 60, forMs: 15 * DAY },
  { periodS: 300, forMs: 63 * DAY },
  { periodS: 3600, forMs: 455 * DAY },
];
export const KEPT_MS = 455 * DAY;

/** What reads well on a picture of twelve hundred pixels. */
const POINTS = 500;
/** What a picture can still tell apart. */
const MOST_POINTS = 1500;
const STEPS = [60, 300, 900, 3600, 6 * 3600, 86_400];

export type Period = { seconds: number; notes: string[] };

/**
 * The shortest usual period that reads well; one that was asked is raised to what is kept of a window that old, and to what
 * a picture shows, and that is said. `earlierMs`: how much older the window is that it is compared with.
 */
export function choosePeriod(
  window: Window,
  now: number,
  wishes: { asked?: number; least?: number; earlierMs?: number } = {},
): Period {
  const { asked, least = 60, earlierMs = 0 } = wishes;
  const length = Math.max(SECOND, window.to - window.from);
  const age = Math.max(0, now - (window.from - earlierMs));
  const kept = keptPeriod(age);
  if (asked === undefined) {
    const seconds = STEPS.find(
      (step) => step >= Math.max(kept, least) && length / (step * SECOND) <= POINTS,
    );
    return { seconds: seconds ?? longest(length), notes: [] };
  }
  const whole =
    asked < 60 ? ([1, 5, 10, 20, 30].findLast((step) => step <= asked) ?? 1) : roundUp(asked, 60);
  const old = whole < kept ? roundUp(whole, kept) : whole;
  const seconds = length / (old * SECOND) > MOST_POINTS ? roomy(length, old) : old;
  return { seconds, notes: raisedNotes({ asked, whole, old, seconds }, age) };
}

/** The shortest period of which anything is left. */
export function keptPeriod(ageMs: number): number {
  return KEPT.find(({ forMs }) => ageMs <= forMs)?.periodS ?? 3600;
}

function longest(length: number): number {
  return roundUp(length / SECOND / POINTS, 86_400);
}

function roomy(length: number, least: number): number {
  return roundUp(length / SECOND / MOST_POINTS, Math.max(60, least));
}

function roundUp(seconds: number, step: number): number {
  return Math.max(step, Math.ceil(seconds / step) * step);
}

function raisedNotes(
  { asked, whole, old, seconds }: { asked: number; whole: number; old: number; seconds: number },
  age: number,
): string[] {
  const from = secondsWords(asked);
  if (seconds > old) {
    return [
      `Period raised from ${from} to ${secondsWords(seconds)}: a picture shows ${MOST_POINTS} datapoints at most.`,
    ];
  }
  if (old > whole) {
    const { forMs } = KEPT.findLast(({ periodS }) => periodS <= whole) ?? { forMs: 0 };
    return [
      `Period raised from ${from} to ${secondsWords(old)}: CloudWatch keeps shorter ones for ${duration(forMs)}, and the window began ${duration(age)} ago.`,
    ];
  }
  return whole === asked
    ? []
    : [
        `Period taken as ${secondsWords(whole)}: CloudWatch has 1, 5, 10, 20, 30 s and whole minutes.`,
      ];
}

/** What is still kept of a window; `notes` say what is not. */
export function keptWindow(window: Window, now: number): { window?: Window; notes: string[] } {
  const oldest = now - KEPT_MS;
  if (window.from >= oldest) return { window, notes: [] };
  const notes = ["CloudWatch keeps datapoints for 455 days: what is older is gone."];
  return window.to <= oldest ? { notes } : { window: { from: oldest, to: window.to }, notes };
}
