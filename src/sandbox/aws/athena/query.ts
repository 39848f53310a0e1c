/** One query's life: QUEUED, RUNNING, at times QUEUED again, then SUCCEEDED, FAILED or CANCELLED. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Result } from "./engine.ts";

export type State = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";

/** What was asked for, as Athena compares it when it takes an older result again. */
export type Asked = {
  sql: string;
  parameters: readonly string[];
  database: string;
  catalog: string;
  workgroup: string;
  output: string;
};

export type Query = {
  id: string;
  asked: Asked;
  reuse: { isOn: boolean; maxAgeMinutes: number };
  state: State;
  reason?: string;
  error?: Failure;
  submittedAt: number;
  startedAt?: number;
  completedAt?: number;
  scannedBytes: number;
  isReused: boolean;
  result?: Result;
  stop: AbortController;
};

/** Categories: 1 system, 2 user, 3 other. */
export type Failure = { category: 1 | 2 | 3; type: number; retryable: boolean; message: string };

export type Pace = {
  now: () => number;
  isQueued: () => boolean;
  isFailing: () => boolean;
};

/** What a query does once it is its turn; it may reject with a Failure in `toFailure`. */
export type Work = {
  /** Bytes of the files that will be read. */
  plan(): Promise<number>;
  run(): Promise<Result>;
  toFailure(error: unknown): Failure;
  /** Most that the workgroup lets one query read. */
  cutoffBytes?: number;
};

/** As long as the real one takes at the least, as far as anybody would notice. */
const QUEUE_MS = 40;
const LEAST_RUN_MS = 80;
const LONG_QUEUE_MS = 1200;

/** Takes a query through its life. Never rejects. */
export async function live(query: Query, work: Work, pace: Pace): Promise<void> {
  const { signal } = query.stop;
  try {
    await waitInQueue(query, pace);
    query.startedAt ??= pace.now();
    query.state = "RUNNING";
    const leastRun = sleep(LEAST_RUN_MS, undefined, { signal });
    leastRun.catch(() => undefined);
    query.scannedBytes = await work.plan();
    if (work.cutoffBytes !== undefined && query.scannedBytes > work.cutoffBytes) {
      query.scannedBytes = work.cutoffBytes;
      query.stop.abort(new Error("Bytes scanned limit was exceeded"));
    }
    signal.throwIfAborted();
    const result = pace.isFailing() ? undefined : await work.run();
    await leastRun;
    if (result === undefined) fail(query, BROKEN);
    else {
      query.result = result;
      query.state = "SUCCEEDED";
    }
  } catch (error) {
    if (signal.aborted) cancel(query);
    else fail(query, work.toFailure(error));
  }
  query.completedAt = pace.now();
}

const BROKEN: Failure = {
  category: 1,
  type: 401,
  retryable: true,
  message: "GENERIC_INTERNAL_ERROR: The query failed on order, as the sandbox was told",
};

/** Under load a query that was begun may have to wait once more. */
async function waitInQueue(query: Query, pace: Pace): Promise<void> {
  const { signal } = query.stop;
  await sleep(QUEUE_MS, undefined, { signal });
  if (!pace.isQueued()) return;
  await sleep(LONG_QUEUE_MS, undefined, { signal });
  query.state = "RUNNING";
  query.startedAt = pace.now();
  await sleep(LONG_QUEUE_MS / 2, undefined, { signal });
  query.state = "QUEUED";
  await sleep(LONG_QUEUE_MS / 2, undefined, { signal });
}

function fail(query: Query, failure: Failure): void {
  query.state = "FAILED";
  query.reason = failure.message;
  query.error = failure;
  // Failed queries are free of charge.
  query.scannedBytes = 0;
}

function cancel(query: Query): void {
  query.state = "CANCELLED";
  const { reason } = query.stop.signal;
  query.reason = reason instanceof Error ? reason.message : "Query was cancelled by the user";
  if (query.startedAt === undefined) query.scannedBytes = 0;
}
