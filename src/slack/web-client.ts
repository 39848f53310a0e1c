/** Slack's Web API with bounds: a timeout on each call, our own retries, and no queue that one slow call can stop. */
import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "@slack/bolt";
import {
  LogLevel,
  WebAPIHTTPError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
  type WebClientOptions,
} from "@slack/web-api";
import type { Log } from "../log.ts";

export type WebOptions = { token: string; apiUrl?: string | undefined; log: Log };

/** Longest that one call may take, in milliseconds. */
export const CALL_TIMEOUT_MS = 10_000;

/**
 * Options of every client we make. Retries are ours: the SDK's own pause the client's whole queue on a 429 and wait
 * twice (seen with web-api 8.2).
 */
export function clientOptions(apiUrl: string | undefined, log: Log): WebClientOptions {
  return {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    timeout: CALL_TIMEOUT_MS,
    rejectRateLimitedCalls: true,
    logger: slackLogger(log),
  };
}

export function createWebClient({ token, apiUrl, log }: WebOptions): WebClient {
  return new WebClient(token, clientOptions(apiUrl, log));
}

/**
 * The SDK's lines in our log. Its debug lines hold whole payloads, and what it calls an error we report ourselves with
 * what it means: so errors and warnings become debug lines and the rest is left out.
 */
export function slackLogger(log: Log): Logger {
  const tell = (...parts: unknown[]): void =>
    log.debug("slack sdk", { said: parts.map(String).join(" ").slice(0, 500) });
  const leaveOut = (): void => undefined;
  return {
    debug: leaveOut,
    info: leaveOut,
    warn: tell,
    error: tell,
    setLevel: leaveOut,
    setName: leaveOut,
    getLevel: () => LogLevel.INFO,
  };
}

export type Patience = {
  /** No further try begins later than this after the first. */
  totalMs: number;
  /** Whether a call that may have been carried out already (no answer came) is made again. */
  repeatable: boolean;
};

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 10_000;

/** Makes a call, and again while Slack is away, overloaded or asks to wait; throws the last error as it is. */
export async function persist<T>(call: () => Promise<T>, patience: Patience): Promise<T> {
  const until = Date.now() + patience.totalMs;
  for (let tries = 0; ; tries++) {
    try {
      return await call();
    } catch (error) {
      const pause = pauseAfter(error, tries, patience.repeatable);
      if (pause === undefined || Date.now() + pause > until) throw error;
      await wait(pause);
    }
  }
}

function pauseAfter(error: unknown, tries: number, repeatable: boolean): number | undefined {
  if (error instanceof WebAPIRateLimitedError) return error.retryAfter * 1000 + jitter(200);
  const isAway = error instanceof WebAPIHTTPError ? error.statusCode >= 500 : isRefused(error);
  const isUnsure = repeatable && error instanceof WebAPIRequestError;
  if (!isAway && !isUnsure) return undefined;
  const backoff = Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS);
  return backoff + jitter(backoff / 4);
}

function jitter(mostMs: number): number {
  return Math.floor(Math.random() * mostMs);
}

/** No connection came about, so nothing can have been carried out. */
const NOT_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function isRefused(error: unknown): boolean {
  if (!(error instanceof WebAPIRequestError)) return false;
  const { cause } = error.original;
  return cause instanceof Error && "code" in cause && NOT_CONNECTED.has(String(cause.code));
}
