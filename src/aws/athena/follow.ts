/** Follows a query of Athena to its end, and stops it when nobody wants it any more, or it takes too much. */
import { setTimeout as sleep } from "node:timers/promises";
import { causeKind, isPassing } from "../problems.ts";
import type { Athena, Execution } from "./port.ts";

export type FollowOptions = {
  /** Longest time until the end, milliseconds. */
  maxMs: number;
  /** A query that has read more is stopped, as far as Athena says so while it runs. */
  mostBytes: number;
  /** First pause between two looks; they grow up to `slowestMs`. */
  pauseMs?: number;
  slowestMs?: number;
  tell(state: "queued" | "running", elapsedMs: number): void;
};

/** How a query ended. `by`: who stopped it; `others` are people or limits at AWS. */
export type Ended =
  | { kind: "succeeded"; scannedBytes: number; isReused: boolean }
  | { kind: "failed"; reason: string; isRetryable: boolean }
  | {
      kind: "cancelled";
      by: "asker" | "time" | "money" | "others";
      reason: string;
      scannedBytes?: number;
    };

/** Longest time for one call; the SDK's own tries included. */
const CALL_MS = 30_000;
/** Whoever cancels does not wait longer than this for the stop to be heard. */
const STOP_MS = 2_000;
const PAUSE_MS = 100;
const SLOWEST_MS = 1_000;
const GROWTH = 1.4;

/** The signal of one call: aborted with the run, and after its own time. */
export function callSignal(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]);
}

/**
 * Looks until the query has ended. An abort of the signal stops it, and is told as `cancelled` by `asker`.
 * Errors of a look are thrown once the query has been told to stop.
 */
export async function followQuery(
  athena: Athena,
  id: string,
  options: FollowOptions,
  signal: AbortSignal,
): Promise<Ended> {
  const started = performance.now();
  let pauseMs = options.pauseMs ?? PAUSE_MS;
  try {
    for (;;) {
      const execution = await lookPatiently(athena, id, signal);
      const ended = toEnded(execution);
      if (ended) return ended;
      const elapsedMs = performance.now() - started;
      options.tell(execution.state === "queued" ? "queued" : "running", elapsedMs);
      if ((execution.scannedBytes ?? 0) > options.mostBytes) return await stop(athena, id, "money");
      if (elapsedMs > options.maxMs) return await stop(athena, id, "time");
      await sleep(pauseMs, undefined, { signal });
      pauseMs = Math.min(pauseMs * GROWTH, options.slowestMs ?? SLOWEST_MS);
    }
  } catch (error) {
    const stopped = await stop(athena, id, "asker");
    if (signal.aborted) return stopped;
    throw error;
  }
}

/** Looks that may fail one after the other because the network or AWS has no time: the query itself goes on meanwhile. */
const MOST_MISSED = 5;

async function lookPatiently(athena: Athena, id: string, signal: AbortSignal): Promise<Execution> {
  for (let missed = 0; ; missed++) {
    try {
      return await athena.look(id, callSignal(signal));
    } catch (error) {
      const isBusy = isPassing(error) || causeKind(error) === "throttled";
      if (signal.aborted || !isBusy || missed >= MOST_MISSED) throw error;
      await sleep(SLOWEST_MS, undefined, { signal });
    }
  }
}

function toEnded({
  state,
  reason = "",
  isRetryable,
  scannedBytes,
  isReused,
}: Execution): Ended | undefined {
  if (state === "succeeded")
    return { kind: "succeeded", scannedBytes: scannedBytes ?? 0, isReused };
  if (state === "failed") return { kind: "failed", reason, isRetryable };
  if (state !== "cancelled") return undefined;
  return {
    kind: "cancelled",
    by: "others",
    reason,
    ...(scannedBytes !== undefined && { scannedBytes }),
  };
}

/** Stops a query and finds out what it has read; gives up on both soon, since somebody waits. */
async function stop(
  athena: Athena,
  id: string,
  by: "asker" | "time" | "money",
): Promise<Extract<Ended, { kind: "cancelled" }>> {
  const soon = AbortSignal.timeout(STOP_MS);
  const ended = { kind: "cancelled" as const, by, reason: "" };
  try {
    await athena.stop(id, soon);
    for (;;) {
      const { state, scannedBytes } = await athena.look(id, soon);
      const isOver = state !== "running" && state !== "queued";
      if (isOver) return scannedBytes === undefined ? ended : { ...ended, scannedBytes };
      await sleep(PAUSE_MS, undefined, { signal: soon });
    }
  } catch {
    // It goes on by itself, or is over; what it has cost stays counted as it was expected.
    return ended;
  }
}
