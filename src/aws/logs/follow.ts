/** Keeps a folder of copies up to date beside the bot, or in a terminal until Ctrl-C. */
import { setTimeout as after } from "node:timers/promises";
import { Problem } from "../../domain/problem.ts";
import { HOUR, MINUTE } from "../../domain/time.ts";
import type { Clock } from "../../sources/clock.ts";
import type { Progress, Run } from "../../sources/trail.ts";
import type { AwsClients } from "../clients.ts";
import { openBucket } from "./bucket.ts";
import { drainQueue, queueRegion } from "./queue.ts";
import { type BucketAction, bucketProblem } from "./store-words.ts";
import { openSync, type SyncSession } from "./sync.ts";
import { lockCopies } from "./sync-lock.ts";
import type { SyncReport } from "./sync-report.ts";
import type { SyncOptions, SyncSetup } from "./sync-work.ts";

export type FollowOptions = {
  setup: SyncSetup;
  clients: Pick<AwsClients, "s3" | "sqs">;
  clock: Clock;
  /** Called after files came or went, before the next look: the place to bring an index up to date. */
  onCopied(report: SyncReport): Promise<void>;
  /** Told what is wrong when it begins or changes; the sync goes on trying. */
  onTrouble?(text: string): void;
  progress?(progress: Progress): void;
  /** Copies from this moment on at the first look. */
  since?: number;
  /** Pause between two looks; a minute unless said. */
  everyMs?: number;
};

export type FollowSync = {
  /** Ends after what is being written is whole. */
  close(): Promise<void>;
};

/** With a queue or without, the bucket is looked through so often, to close gaps. */
const WHOLE_EVERY_MS = HOUR;
const LONGEST_PAUSE_MS = 10 * MINUTE;

/**
 * Starts to copy; returns at once, the first look runs meanwhile. Throws a Problem `logs.in-use` when another process
 * copies into the folder, or `logs.no-write` when nobody can.
 */
export async function startSync(options: FollowOptions): Promise<FollowSync> {
  const { setup } = options;
  const abort = new AbortController();
  const release = lockCopies(setup.logs.dir);
  let session: SyncSession;
  try {
    session = await openSync(setup, abort.signal);
  } catch (error) {
    release();
    throw error;
  }
  const ended = follow({ ...options, session, signal: abort.signal }).finally(release);
  return {
    async close() {
      abort.abort();
      await ended;
    },
  };
}

type Following = FollowOptions & { session: SyncSession; signal: AbortSignal };

async function follow(following: Following): Promise<void> {
  const { signal, clock, everyMs = MINUTE } = following;
  let wholeAt: number | undefined;
  let pauseMs = everyMs;
  let trouble = "";
  while (!signal.aborted) {
    const startedAt = clock.now();
    const isQuick = wholeAt !== undefined && startedAt - wholeAt < WHOLE_EVERY_MS;
    const told = await look(following, isQuick);
    if (signal.aborted) return;
    if (told.isFailed) pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    else {
      pauseMs = everyMs;
      if (!isQuick) wholeAt = startedAt;
    }
    if (told.text !== trouble && told.text !== "") following.onTrouble?.(told.text);
    trouble = told.text;
    await wait(following, pauseMs, told.isFailed);
  }
}

type Told = { isFailed: boolean; text: string };

/** One look at the bucket. What goes wrong is told, not thrown: the next look tries again. */
async function look(following: Following, isQuick: boolean): Promise<Told> {
  const { session, since, onCopied, signal } = following;
  try {
    const options = await passOptions(following);
    const isFirst = !isQuick && since !== undefined;
    const report = await session.pass({ ...options, isQuick, ...(isFirst && { since }) });
    if (report.copied + report.droppedDays > 0) await onCopied(report);
    return { isFailed: false, text: report.gaps.join("\n") };
  } catch (error) {
    return signal.aborted ? { isFailed: true, text: "" } : told(error, following, "s3:ListBucket");
  }
}

/** Until the next look: by the clock, or by what the queue tells. */
async function wait(following: Following, pauseMs: number, isFailed: boolean): Promise<void> {
  const { setup, signal, clock } = following;
  const { queueUrl } = setup.logs;
  if (queueUrl === undefined || isFailed) {
    await after(pauseMs, undefined, { signal }).catch(() => undefined);
    return;
  }
  const until = clock.now() + WHOLE_EVERY_MS;
  let trouble = "";
  while (!signal.aborted && clock.now() < until) {
    const { isFailed: isBroken, text } = await drain(following, queueUrl);
    if (signal.aborted) return;
    if (text !== trouble && text !== "") following.onTrouble?.(text);
    trouble = text;
    // While the queue is silent for a reason of its own, the bucket itself is looked at.
    if (isBroken) {
      await after(pauseMs, undefined, { signal }).catch(() => undefined);
      return;
    }
  }
}

async function drain(following: Following, queueUrl: string): Promise<Told> {
  const { setup, clients, session, onCopied, signal } = following;
  const { logs } = setup;
  try {
    const sqs = await clients.sqs(logs.account, queueRegion(queueUrl) ?? logs.region);
    const options = await passOptions(following);
    let gaps: string[] = [];
    const copy = async (keys: readonly string[]) => {
      const { report, settled } = await session.copyKeys(options, keys);
      gaps = report.gaps;
      if (report.copied + report.droppedDays > 0) await onCopied(report);
      return settled;
    };
    const { warnings } = await drainQueue({ sqs, queueUrl, bucket: logs.bucket }, copy, signal);
    return { isFailed: false, text: [...warnings, ...gaps].join("\n") };
  } catch (error) {
    return signal.aborted
      ? { isFailed: true, text: "" }
      : told(error, following, "sqs:ReceiveMessage");
  }
}

async function passOptions({
  setup,
  clients,
  clock,
  signal,
  progress,
}: Following): Promise<SyncOptions> {
  const s3 = await clients.s3(setup.logs.account, setup.logs.region);
  const run = { signal, progress: progress ?? (() => undefined) };
  return { setup, objects: openBucket(s3, setup.logs.bucket), now: clock.now(), run };
}

function told(error: unknown, { setup }: Following, action: BucketAction): Told {
  const problem = bucketProblem(error, setup.logs, action);
  const next = problem instanceof Problem ? ` ${problem.next}` : "";
  return { isFailed: true, text: `${problem.message}${next}` };
}

export type OnceOptions = Pick<FollowOptions, "setup" | "clients" | "clock" | "since"> & {
  run: Run;
};

/** Copies once what the bucket has; gaps stand in the report. Throws Problems as the passes and the lock do. */
export async function syncLogs(options: OnceOptions): Promise<SyncReport> {
  const { setup, clients, clock, run, since } = options;
  const { logs } = setup;
  const release = lockCopies(logs.dir);
  try {
    const session = await openSync(setup, run.signal);
    const objects = openBucket(await clients.s3(logs.account, logs.region), logs.bucket);
    const now = clock.now();
    return await session.pass({ setup, objects, now, run, ...(since !== undefined && { since }) });
  } finally {
    release();
  }
}
