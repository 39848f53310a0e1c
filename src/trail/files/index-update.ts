/** Brings an index up to date with its folder: only new and changed files are read. */
import { statSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Run } from "../../sources/trail.ts";
import { isSame } from "./coverage.ts";
import type { LogFile } from "./folder.ts";
import { compact, type Join } from "./index-compact.ts";
import { dropDeadSegments } from "./index-dead.ts";
import { createKnownEvents } from "./index-known.ts";
import { takeLease } from "./index-lease.ts";
import { type MergePart, mergeLookups } from "./index-merge.ts";
import { indexTask, type MiniIndex } from "./index-mini.ts";
import { type FileRow, readFiles, readMeta, writeMeta } from "./index-rows.ts";
import { createStore, inTransaction, type Store, settle, writeProblem } from "./index-store.ts";
import { createWriter, writeMini } from "./index-write.ts";
import { emptyFolder, type Lister, type Listing, sizeOf } from "./listing.ts";
import type { Pool } from "./pool.ts";
import { WORTH_WORKERS_BYTES } from "./scan.ts";

/** What one update did. */
export type IndexReport = {
  /** `busy`: another process is at it, nothing was done here. */
  outcome: "updated" | "busy";
  /** Files of the folder; those read now because they are new or changed; those that are gone. */
  files: number;
  added: number;
  changed: number;
  removed: number;
  /** Records read now, and how many of them went into the index (all but successful reads and doubles). */
  records: number;
  indexed: number;
  storedBytes: number;
  rawBytes: number;
  durationMs: number;
  indexBytes: number;
  /** What could not be read, a sentence each. */
  gaps: string[];
  /** Why an index that was there was not used. */
  rebuilt?: string;
};

export type IndexPlace = {
  dir: string;
  cacheDir: string;
  /** Path of the index. */
  path: string;
  pool: Pool;
  lister: Lister;
  /** Files that are kept or lost together when the process is killed. */
  batchFiles: number;
};

const UPDATED_AT = "updatedAt";

/**
 * Read, kept, or lost when the process is killed, together. Large batches cost less, since names that come again are
 * filed once a batch; towards the end they become smaller, so that all workers end at the same time.
 */
const BATCH_BYTES = { most: 16 * 1024 * 1024, least: 2 * 1024 * 1024 };
export const BATCH_FILES = 4_000;

/** Throws a Problem when the folder cannot be read or holds no log file, or when the index cannot be written. */
export async function updateIndex(place: IndexPlace, run: Run): Promise<IndexReport> {
  const started = performance.now();
  place.lister.lookAgain();
  const listing = await place.lister.list(undefined, run.signal);
  if (listing.files.length === 0 && listing.gaps.length === 0) throw emptyFolder(place.dir);
  const { store, rebuilt } = createStore(place.path, place.cacheDir);
  const report = emptyReport(listing);
  if (rebuilt !== undefined) report.rebuilt = rebuilt;
  try {
    const update = { place, store, listing, report, run };
    if (hasWork(planUpdate(update)) || readMeta(store, UPDATED_AT) === undefined) {
      await updateAlone(update);
    }
  } catch (error) {
    throw writeProblem(error, place.path) ?? error;
  } finally {
    store.db.close();
  }
  report.durationMs = performance.now() - started;
  report.indexBytes = statSync(place.path).size;
  return report;
}

/** Does the work unless another process is at it. */
async function updateAlone(update: Update): Promise<void> {
  const { store, report } = update;
  const lease = takeLease(store);
  if (!lease) {
    report.outcome = "busy";
    return;
  }
  try {
    await bringUpToDate(update);
    writeMeta(store, UPDATED_AT, String(Date.now()));
  } finally {
    lease.release();
    settle(store);
  }
}

function emptyReport(listing: Listing): IndexReport {
  return {
    outcome: "updated",
    files: listing.files.length,
    added: 0,
    changed: 0,
    removed: 0,
    records: 0,
    indexed: 0,
    storedBytes: 0,
    rawBytes: 0,
    durationMs: 0,
    indexBytes: 0,
    gaps: [...listing.gaps],
  };
}

type Update = { place: IndexPlace; store: Store; listing: Listing; report: IndexReport; run: Run };

async function bringUpToDate(update: Update): Promise<void> {
  const { place, store, listing, report, run } = update;
  // Planned again: another process may have done it before the lease was ours.
  const { added, changed, lost, again } = planUpdate(update);
  const todo = [...added, ...changed, ...again];
  report.added = added.length;
  report.changed = changed.length;
  report.removed = lost.length - changed.length;
  forget(store, lost, again);
  if (lost.length > 0) dropDeadSegments(store);
  if (todo.length === 0) return;
  const isLarge = sizeOf(todo) >= WORTH_WORKERS_BYTES;
  const writer = createWriter(store, createKnownEvents(store, todo.length));
  const listed = new Map(listing.files.map((file) => [file.path, file]));
  const join: Join = isLarge
    ? (parts) => joinInPool(place.pool, parts, run.signal)
    : async (parts) => mergeLookups(parts);
  const read = isLarge
    ? (paths: string[]) => readInPool(place, paths, run.signal)
    : (paths: string[]) => readHere(place, paths, run.signal);
  const tasks = intoBatches(todo, place);
  // One task more than there are workers, so that none waits for the next.
  const lanes = isLarge ? place.pool.size + 1 : 1;
  let done = 0;
  const keep = (mini: MiniIndex) => {
    run.signal.throwIfAborted();
    noteMini(report, mini, writeMini(writer, mini, listed));
    done += mini.files.length;
    run.progress({ done, total: todo.length, unit: "files" });
  };
  await readAll(tasks, read, keep, lanes);
  await compact(store, join);
}

/** Splits files in their order: into batches of up to half of each worker's share of what is left. */
function intoBatches(files: LogFile[], { batchFiles, pool }: IndexPlace): LogFile[][] {
  const batches: LogFile[][] = [];
  let left = sizeOf(files);
  for (let from = 0; from < files.length; ) {
    const share = left / (pool.size * 2);
    const bytes = Math.min(Math.max(share, BATCH_BYTES.least), BATCH_BYTES.most);
    const batch: LogFile[] = [];
    for (let size = 0; size < bytes && batch.length < batchFiles; ) {
      const file = files[from + batch.length];
      if (!file) break;
      batch.push(file);
      size += file.sizeBytes;
      left -= file.sizeBytes;
    }
    batches.push(batch);
    from += batch.length;
  }
  return batches;
}

type Read = (paths: string[]) => Promise<MiniIndex>;

/** Reads all files, so many tasks at a time; what was read is kept as it comes. */
async function readAll(
  tasks: LogFile[][],
  read: Read,
  keep: (mini: MiniIndex) => void,
  lanes: number,
): Promise<void> {
  const waiting = tasks.values();
  const lane = async () => {
    for (const task of waiting) keep(await read(task.map((file) => file.path)));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function noteMini(report: IndexReport, mini: MiniIndex, doubles: number): void {
  report.indexed += mini.hashes.length - doubles;
  for (const facts of mini.files) {
    report.records += facts.records;
    report.storedBytes += facts.storedBytes;
    report.rawBytes += facts.rawBytes;
    if (facts.gap !== undefined) report.gaps.push(facts.gap);
  }
}

async function readHere(
  place: IndexPlace,
  paths: string[],
  signal: AbortSignal,
): Promise<MiniIndex> {
  await nextTurn();
  signal.throwIfAborted();
  return indexTask({ kind: "index", dir: place.dir, paths });
}

async function readInPool(
  place: IndexPlace,
  paths: string[],
  signal: AbortSignal,
): Promise<MiniIndex> {
  const answer = await place.pool.run({ kind: "index", dir: place.dir, paths }, signal);
  if (answer.kind !== "index") throw new TypeError("A worker answered another question");
  return answer.mini;
}

async function joinInPool(pool: Pool, parts: MergePart[], signal: AbortSignal) {
  const answer = await pool.run({ kind: "merge", parts }, signal);
  if (answer.kind !== "merge") throw new TypeError("A worker answered another question");
  return answer.lookup;
}

type Plan = {
  added: LogFile[];
  changed: LogFile[];
  /** Rows of files that are gone or changed. */
  lost: FileRow[];
  /** Files whose events were left out for those of a file that is lost: they are read again. */
  again: LogFile[];
};

function hasWork({ added, lost }: Plan): boolean {
  return added.length > 0 || lost.length > 0;
}

function planUpdate({ store, listing }: Update): Plan {
  const rows = readFiles(store);
  const byPath = new Map(rows.map((row) => [row.path, row]));
  const plan: Plan = { added: [], changed: [], lost: [], again: [] };
  for (const file of listing.files) {
    const row = byPath.get(file.path);
    byPath.delete(file.path);
    if (!row) plan.added.push(file);
    else if (!isSame(row, file)) {
      plan.changed.push(file);
      plan.lost.push(row);
    }
  }
  // A folder that could not be opened hides files that are still there.
  if (listing.gaps.length === 0) plan.lost.push(...byPath.values());
  if (plan.lost.length === 0) return plan;
  const lost = new Set(plan.lost);
  const doubled = new Set(rows.filter((row) => row.doubles > 0 && !lost.has(row)).map(pathOf));
  plan.again = listing.files.filter((file) => doubled.has(file.path));
  return plan;
}

function pathOf(row: { path: string }): string {
  return row.path;
}

function forget(store: Store, lost: FileRow[], again: LogFile[]): void {
  if (lost.length + again.length === 0) return;
  inTransaction(store, "IMMEDIATE", () => {
    const remove = store.statement("DELETE FROM file WHERE path = ?");
    for (const { path } of [...lost, ...again]) remove.run(path);
  });
}
