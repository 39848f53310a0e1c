/**
 * Socket Mode: two links at once, so that a refresh of one leaves no gap, each replaced when it ends, with growing
 * pauses while Slack is away. Ends by itself only when the token is refused.
 */
import { setTimeout as wait } from "node:timers/promises";
import type { Problem } from "../domain/problem.ts";
import { errorFields } from "../log.ts";
import { isTokenRefused, slackWord, toProblem } from "./errors.ts";
import { watchLinks } from "./link-watch.ts";
import { type Link, type LinkOptions, openLink } from "./links.ts";

export type SocketOptions = Omit<LinkOptions, "signal"> & {
  /** Links held at once; two unless given. */
  links?: number;
  /** Without any link for so long, a line tells the operator; ten seconds unless given. */
  quietMs?: number;
};

export type Socket = {
  /** Resolves with the first link; rejects with a Problem when none comes about before the deadline. */
  ready: Promise<void>;
  /** Resolves with a Problem when Slack refuses the token, with undefined after close(). */
  stopped: Promise<Problem | undefined>;
  liveLinks(): number;
  close(): Promise<void>;
};

const PAUSES_MS = [0, 100, 250, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000];

/** A link that ends sooner counts as a failure: else a Slack that hangs up at once would be called without a pause. */
const STEADY_MS = 3000;

/** What the keepers of the links share. */
type Shared = {
  options: SocketOptions;
  closing: AbortController;
  live: Set<Link>;
  watch: ReturnType<typeof watchLinks>;
  lastError: unknown;
  succeed(): void;
  fail(problem: Problem): void;
};

export function openSocket(options: SocketOptions): Socket {
  const closing = new AbortController();
  const live = new Set<Link>();
  const end = async (): Promise<void> => {
    closing.abort();
    await Promise.all([...live].map((link) => link.close()));
  };
  let tellStopped: (problem: Problem | undefined) => void = () => undefined;
  const stopped = new Promise<Problem | undefined>((resolve) => {
    tellStopped = resolve;
  });
  const watch = watchLinks(options);
  let keepers: Promise<void>[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (problem: Problem): void => {
      clearTimeout(timer);
      reject(problem);
      tellStopped(problem);
      void end();
    };
    const succeed = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const lastError = new Error("no answer");
    const shared: Shared = { options, closing, live, watch, lastError, succeed, fail };
    const late = (): void => fail(toProblem(shared.lastError, "SLACK_APP_TOKEN"));
    const timer = setTimeout(late, options.deadlineMs);
    keepers = Array.from({ length: options.links ?? 2 }, () => keepLink(shared));
  });
  return {
    ready,
    stopped,
    liveLinks: () => live.size,
    async close() {
      await end();
      await Promise.all(keepers);
      watch.stop();
      tellStopped(undefined);
    },
  };
}

/** Opens a link, waits until it ends or will end, opens the next; returns when closing. */
async function keepLink(shared: Shared): Promise<void> {
  const { closing, options } = shared;
  const { signal } = closing;
  let failures = 0;
  let leaving: Link | undefined;
  while (!signal.aborted) {
    try {
      const link = await openLink({ ...options, signal });
      void leaving?.close();
      leaving = link;
      const isSteady = await holdLink(shared, link);
      failures = isSteady ? 0 : failures + 1;
    } catch (error) {
      if (signal.aborted) return;
      if (isTokenRefused(error) || slackWord(error) === "missing_scope") {
        return shared.fail(toProblem(error, "SLACK_APP_TOKEN"));
      }
      failures += 1;
      shared.lastError = error;
      options.log.warn("a Socket Mode connection failed", { failures, ...errorFields(error) });
    }
    if (failures > 0) await pause(failures, signal);
  }
}

/** Returns when the link ends or will end; true when it lived for a while. */
async function holdLink(shared: Shared, link: Link): Promise<boolean> {
  const { closing, live, options, watch } = shared;
  if (closing.signal.aborted) {
    await link.close();
    return true;
  }
  const since = Date.now();
  live.add(link);
  watch.isLive();
  shared.succeed();
  const forget = link.ended.then(() => {
    live.delete(link);
    if (live.size === 0 && !closing.signal.aborted) watch.isLost();
  });
  await Promise.race([link.ending, forget]);
  const livedMs = Date.now() - since;
  if (!closing.signal.aborted) {
    options.log.info("a Socket Mode connection ends; opening another", { livedMs });
  }
  return livedMs > STEADY_MS;
}

async function pause(failures: number, signal: AbortSignal): Promise<void> {
  const base = PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1] ?? 0;
  const spread = base * (0.75 + Math.random() / 2);
  await wait(spread, undefined, { signal }).catch(() => undefined);
}
