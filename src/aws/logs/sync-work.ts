/** What one pass over a bucket carries along: options, what the folder holds, what is written down, what went wrong. */
import { DAY } from "../../domain/time.ts";
import type { Run } from "../../sources/trail.ts";
import type { AwsSetup, LogBucket } from "../setup.ts";
import { diskProblem } from "./copy-object.ts";
import { createDiskLimit, type DiskLimit } from "./disk-limit.ts";
import type { Held } from "./held.ts";
import type { LogKey } from "./log-key.ts";
import type { ObjectStore } from "./object-store.ts";
import { type BucketAction, bucketGap } from "./store-words.ts";
import { createGapNotes, type GapNotes, type SyncReport, shownKey } from "./sync-report.ts";
import { readSyncState, type SyncState, writeSyncState } from "./sync-state.ts";

export type SyncSetup = Pick<AwsSetup, "accounts" | "regions"> & { logs: LogBucket };

export type SyncOptions = {
  setup: SyncSetup;
  objects: ObjectStore;
  /** Epoch milliseconds. */
  now: number;
  run: Run;
  /** Copies from this moment on, and days that were dropped before too; else the configured days, and what is kept. */
  since?: number;
  /** Looks only for what was delivered of late, in between two whole looks. */
  isQuick?: boolean;
};

export type Work = SyncOptions & {
  dir: string;
  held: Held;
  state: SyncState;
  limit: DiskLimit;
  report: SyncReport;
  gaps: GapNotes;
  /** Places, and accounts, that refused; they are not asked again in this pass. */
  failed: Map<string, unknown>;
  /** Days of places (`20045 111122223333/eu-west-1`) of which an object could not be copied, with the object. */
  lacking: Map<string, LogKey>;
};

export function startWork(options: SyncOptions, held: Held): Work {
  const { logs } = options.setup;
  const state = readSyncState(logs.dir, logs);
  // Who asks for older days by name gets them, as far as the limit allows.
  if (options.since !== undefined && (state.keptFrom ?? 0) > options.since) delete state.keptFrom;
  const report: SyncReport = {
    copied: 0,
    copiedBytes: 0,
    held: 0,
    refused: 0,
    droppedDays: 0,
    droppedBytes: 0,
    bytes: held.bytes,
    gaps: [],
  };
  return {
    ...options,
    dir: logs.dir,
    held,
    state,
    limit: createDiskLimit({ logs, held, state, report, today: dayOf(options.now) }),
    report,
    gaps: createGapNotes(),
    failed: new Map(),
    lacking: new Map(),
  };
}

/** Counts a key that is no log file's. */
export function refuse({ report, gaps }: Work, key: string, why: string): void {
  report.refused += 1;
  gaps.add(shownKey(key), `it was not copied, since ${why}`);
}

/** Notes a place, or with an empty Region an account, that cannot be read, once. */
export function fail(
  work: Work,
  place: { account: string; region: string },
  { error, action }: { error: unknown; action: BucketAction },
): void {
  const name = place.region === "" ? place.account : nameOf(place);
  if (work.failed.has(name)) return;
  work.failed.set(name, error);
  const where = place.region === "" ? "" : ` in ${place.region}`;
  const why = bucketGap(error, work.setup.logs, action);
  work.gaps.add(`log files of account ${place.account}${where}`, why);
}

export function hasFailed({ failed }: Work, place: { account: string; region: string }): boolean {
  return failed.has(nameOf(place)) || failed.has(place.account);
}

/** Writes down what is done by day. Throws a Problem when the folder takes no more. */
export function keepState({ dir, state }: Pick<Work, "dir" | "state">): void {
  try {
    writeSyncState(dir, state);
  } catch (error) {
    throw diskProblem(error, dir) ?? error;
  }
}

/** The report, whole. */
export function endWork({ report, gaps, held, state }: Work): SyncReport {
  report.bytes = held.bytes;
  report.gaps = gaps.texts();
  if (state.keptFrom !== undefined) report.keptFrom = state.keptFrom;
  return report;
}

/** Start of the UTC day of a moment. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

/** `111122223333/eu-west-1`. */
export function nameOf({ account, region }: { account: string; region: string }): string {
  return `${account}/${region}`;
}

/** Names a day of a place. */
export function placeDay(place: { account: string; region: string }, day: number): string {
  return `${day / DAY} ${nameOf(place)}`;
}
