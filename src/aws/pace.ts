/**
 * LookupEvents takes 2 requests a second for each account and Region, and refuses more
 * (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html): whoever asks waits for a turn.
 */
import { setTimeout as wait } from "node:timers/promises";

export type Pace = {
  /**
   * Resolves when the next request may be sent in the lane. Questions take turns: of two that wait, each gets every
   * second request. Rejects with the signal's reason, and then takes no turn.
   */
  turn(lane: string, question: object, signal: AbortSignal): Promise<void>;
  /** AWS has asked to wait: no turn comes in the lane before so many milliseconds have passed. */
  hold(lane: string, ms: number): void;
};

/** The time as the pace sees it; a test may bring its own. */
export type Timing = {
  /** Milliseconds from any beginning, never going back. */
  now(): number;
  wait(ms: number, signal?: AbortSignal): Promise<void>;
};

export const REAL_TIMING: Timing = {
  now: () => performance.now(),
  wait: async (ms, signal) => {
    await wait(ms, undefined, signal ? { signal } : undefined);
  },
};

export const REQUESTS_A_SECOND = 2;
/** Requests do not travel equally long: two that are sent a second apart may arrive closer together. */
const MARGIN_MS = 80;
const SPAN_MS = 1000 + MARGIN_MS;
const MOST_LANES = 500;

type Waiter = { question: object; go: () => void };
type Lane = {
  /** When the last requests were let go, the newest last. */
  sent: number[];
  heldUntil: number;
  waiting: Waiter[];
  /** Who had the last turn comes last among those who wait. */
  served: object[];
  isRunning: boolean;
};

export function createPace(timing: Timing = REAL_TIMING): Pace {
  const lanes = new Map<string, Lane>();

  function laneOf(name: string): Lane {
    const known = lanes.get(name);
    if (known) return known;
    if (lanes.size >= MOST_LANES) forget(lanes, timing.now());
    const lane: Lane = { sent: [], heldUntil: 0, waiting: [], served: [], isRunning: false };
    lanes.set(name, lane);
    return lane;
  }

  /** Milliseconds until a turn may be given. */
  function pauseOf(lane: Lane): number {
    const now = timing.now();
    const before = lane.sent.at(-REQUESTS_A_SECOND);
    const free = before === undefined ? now : before + SPAN_MS;
    return Math.max(free, lane.heldUntil) - now;
  }

  async function serve(lane: Lane): Promise<void> {
    lane.isRunning = true;
    while (lane.waiting.length > 0) {
      const pauseMs = pauseOf(lane);
      if (pauseMs > 0) {
        // Looked at again afterwards: the lane may have been held, and everybody may have gone.
        await timing.wait(pauseMs);
        continue;
      }
      const next = takeNext(lane);
      lane.sent.push(timing.now());
      if (lane.sent.length > REQUESTS_A_SECOND) lane.sent.shift();
      next?.go();
    }
    lane.isRunning = false;
  }

  return {
    async turn(name, question, signal) {
      signal.throwIfAborted();
      const lane = laneOf(name);
      await new Promise<void>((resolve, reject) => {
        const leave = () => {
          lane.waiting = lane.waiting.filter((each) => each !== waiter);
          reject(signal.reason);
        };
        const waiter: Waiter = {
          question,
          go() {
            signal.removeEventListener("abort", leave);
            resolve();
          },
        };
        signal.addEventListener("abort", leave, { once: true });
        lane.waiting.push(waiter);
        if (!lane.isRunning) void serve(lane);
      });
    },
    hold(name, ms) {
      const lane = laneOf(name);
      lane.heldUntil = Math.max(lane.heldUntil, timing.now() + ms);
    },
  };
}

/** The first waiter of the question that has not been served for the longest time. */
function takeNext(lane: Lane): Waiter | undefined {
  const rank = ({ question }: Waiter) => lane.served.indexOf(question);
  let next = lane.waiting[0];
  for (const waiter of lane.waiting) if (next && rank(waiter) < rank(next)) next = waiter;
  if (!next) return undefined;
  lane.waiting.splice(lane.waiting.indexOf(next), 1);
  const { question } = next;
  const others = new Set(lane.waiting.map((waiter) => waiter.question));
  lane.served = [...lane.served.filter((each) => each !== question && others.has(each)), question];
  return next;
}

function forget(lanes: Map<string, Lane>, now: number): void {
  for (const [name, lane] of lanes) {
    const isFree = (lane.sent.at(-1) ?? -Infinity) + SPAN_MS < now && lane.heldUntil < now;
    if (isFree && !lane.isRunning) lanes.delete(name);
  }
}
