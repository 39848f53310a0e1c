/**
 * AWS takes so many requests a second for each account and Region, and refuses more: whoever asks waits for a turn.
 * LookupEvents takes the fewest (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html).
 */
import { setTimeout as wait } from "node:timers/promises";

export type Pace = {
  /**
   * Resolves when the next request may be sent in the lane, with what is to be called once it was answered or failed.
   * Questions take turns: of two that wait, each gets every second request. Rejects with the signal's reason, and then
   * takes no turn.
   */
  turn(lane: string, question: object, signal: AbortSignal): Promise<() => void>;
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

/** What LookupEvents takes. */
export const REQUESTS_A_SECOND = 2;
/**
 * Requests do not travel equally long, and a busy machine sends late: that a second has passed since one arrived is only sure
 * a second after its answer. One that is not answered for a while has arrived long ago.
 */
const SPAN_MS = 1_005;
const LONGEST_SPAN_MS = 2_000;
const MOST_LANES = 500;

type Sent = { at: number; answeredAt?: number };
type Waiter = { question: object; go: (sent: Sent) => void };
type Lane = {
  /** The last requests, the newest last. */
  sent: Sent[];
  /** Ends a wait early when an answer comes. */
  wake?: () => void;
  heldUntil: number;
  waiting: Waiter[];
  /** Who had the last turn comes last among those who wait. */
  served: object[];
  isRunning: boolean;
};

/** `requestsASecond`: that each lane takes; as many as LookupEvents does unless set. */
export function createPace(
  timing: Timing = REAL_TIMING,
  requestsASecond: number = REQUESTS_A_SECOND,
): Pace {
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
    // The one that counts is whichever of the last ones is free first.
    const free = lane.sent.length < requestsASecond ? now : Math.min(...lane.sent.map(freeAt));
    return Math.max(free, lane.heldUntil) - now;
  }

  async function serve(lane: Lane): Promise<void> {
    lane.isRunning = true;
    while (lane.waiting.length > 0) {
      const pauseMs = pauseOf(lane);
      if (pauseMs > 0) {
        // Looked at again afterwards: an answer came, the lane was held, or everybody has gone.
        await pause(lane, pauseMs);
        continue;
      }
      const sent: Sent = { at: timing.now() };
      const busy = lane.sent.filter((each) => freeAt(each) > sent.at);
      lane.sent = [...busy, sent];
      takeNext(lane)?.go(sent);
    }
    lane.isRunning = false;
  }

  async function pause(lane: Lane, ms: number): Promise<void> {
    const over = new AbortController();
    lane.wake = () => over.abort();
    await timing.wait(ms, over.signal).catch(() => undefined);
    delete lane.wake;
  }

  return {
    async turn(name, question, signal) {
      signal.throwIfAborted();
      const lane = laneOf(name);
      const sent = await new Promise<Sent>((resolve, reject) => {
        const leave = () => {
          lane.waiting = lane.waiting.filter((each) => each !== waiter);
          lane.wake?.();
          reject(signal.reason);
        };
        const waiter: Waiter = {
          question,
          go(given) {
            signal.removeEventListener("abort", leave);
            resolve(given);
          },
        };
        signal.addEventListener("abort", leave, { once: true });
        lane.waiting.push(waiter);
        if (!lane.isRunning) void serve(lane);
      });
      return () => {
        sent.answeredAt ??= timing.now();
        lane.wake?.();
      };
    },
    hold(name, ms) {
      const lane = laneOf(name);
      lane.heldUntil = Math.max(lane.heldUntil, timing.now() + ms);
    },
  };
}

/** When a request is surely a second old for AWS. */
function freeAt({ at, answeredAt = Infinity }: Sent): number {
  return Math.min(answeredAt + SPAN_MS, at + LONGEST_SPAN_MS);
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
    const isFree = lane.sent.every((sent) => freeAt(sent) < now) && lane.heldUntil < now;
    if (isFree && !lane.isRunning) lanes.delete(name);
  }
}
