/** Brings an index up to date with its folder: only new and changed files are read. */
import { statSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Run } from "../../sources/trail.ts";
import { isSame } from "./coverage.ts";
import type { LogFile } from "./folder.ts";
import { compact, type Join } from "./index-compact.ts";
import { createKnownEvents } from "./index-known.ts";
import { takeLease } from "./index-lease.ts";
import { BLOCK_EVENTS, type MergePart, mergeDictionaries } from "./index-merge.ts";
import { indexTask, type MiniIndex } from "./index-mini.ts";
import { type FileRow, readFiles, readMeta, writeMeta } from "./index-rows.ts";
import { createStore, inTransaction, type Store, settle, writeProblem } from "./index-store.ts";
import { createWriter, placeBatch, type Writer, writeBatch } from "./index-write.ts";
import { emptyFolder, type Lister, type Listing, sizeOf } from "./listing.ts";
import type { Pool } from "./pool.ts";
import { intoTasks, WORTH_WORKERS_BYTES } from "./scan.ts";

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

/** A batch ends here too, so that it fits into memory. */
const BATCH_BYTES = 64 * 1024 * 1024;
export const BATCH_FILES = 4_000;

/** Throws a Problem when the folder cannot be read or holds no log file, or when the index cannot be written. */
export async function updateIndex(place: IndexPlace, run: Run): Promise<IndexReport> {
  const started = performance.now();
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
  if (todo.length === 0) return;
  const isLarge = sizeOf(todo) >= WORTH_WORKERS_BYTES;
  const writer = createWriter(store, createKnownEvents(store, todo.length));
  const listed = new Map(listing.files.map((file) => [file.path, file]));
  const join: Join = isLarge
    ? (parts) => joinInPool(place.pool, parts, run.signal)
    : async (parts) => mergeDictionaries(parts);
  const read = isLarge
    ? (paths: string[]) => readInPool(place, paths, run.signal)
    : (paths: string[]) => readHere(place, paths, run.signal);
  await readBatches({ todo, batchFiles: place.batchFiles, read, run }, async (minis) => {
    await storeBatch(update, { writer, listed, join }, minis);
  });
  await compact(store, join);
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
  return answer.dictionary;
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

type Reading = {
  todo: LogFile[];
  batchFiles: number;
  read(paths: string[]): Promise<MiniIndex>;
  run: Run;
};

/** Reads all files, a few tasks at a time, and hands over batches; while one is stored the next is read. */
async function readBatches(
  { todo, batchFiles, read, run }: Reading,
  keep: (minis: MiniIndex[]) => Promise<void>,
): Promise<void> {
  let done = 0;
  let kept: Promise<void> = Promise.resolve();
  try {
    for (const batch of intoBatches(intoTasks(todo, batchFiles), batchFiles)) {
      run.signal.throwIfAborted();
      const minis = await Promise.all(
        batch.map(async (task) => {
          const mini = await read(task.map((file) => file.path));
          done += task.length;
          run.progress({ done, total: todo.length, unit: "files" });
          return mini;
        }),
      );
      await kept;
      kept = keep(minis);
      // An error shows at the next await; until then it must not count as unhandled.
      kept.catch(() => undefined);
    }
  } finally {
    await kept;
  }
}

function intoBatches(tasks: LogFile[][], most: number): LogFile[][][] {
  const batches: LogFile[][][] = [];
  let bytes = Infinity;
  let files = 0;
  for (const task of tasks) {
    if (bytes >= BATCH_BYTES || files >= most) {
      batches.push([]);
      bytes = 0;
      files = 0;
    }
    batches.at(-1)?.push(task);
    bytes += sizeOf(task);
    files += task.length;
  }
  return batches;
}

type Storing = { writer: Writer; listed: ReadonlyMap<string, LogFile>; join: Join };

async function storeBatch(
  { report }: Update,
  { writer, listed, join }: Storing,
  minis: MiniIndex[],
): Promise<void> {
  const batch = placeBatch(writer, minis);
  const first = batch.placed[0]?.firstBlock ?? 0;
  const dictionary = await join(
    batch.placed.map(({ mini, firstBlock }) => ({
      shift: (firstBlock - first) * BLOCK_EVENTS,
      chunks: mini.dictionary,
    })),
  );
  writeBatch(writer, batch, dictionary, listed);
  for (const { facts, doubles } of batch.files) {
    report.records += facts.records;
    report.storedBytes += facts.storedBytes;
    report.rawBytes += facts.rawBytes;
    report.indexed -= doubles;
    if (facts.gap !== undefined) report.gaps.push(facts.gap);
  }
  for (const mini of minis) report.indexed += mini.hashes.length;
}
