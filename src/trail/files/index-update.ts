/** Brings an index up to date with its folder: only new and changed files are read. */
import { statSync } from "node:fs";
import type { Run } from "../../sources/trail.ts";
import { isSame } from "./coverage.ts";
import { compact, type Join } from "./index-compact.ts";
import { createKnownEvents } from "./index-known.ts";
import { takeLease } from "./index-lease.ts";
import { BLOCK_EVENTS, type MergePart, mergeDictionaries } from "./index-merge.ts";
import { indexTask, type MiniIndex } from "./index-mini.ts";
import { type FileRow, readFiles, writeMeta } from "./index-rows.ts";
import { createStore, inTransaction, type Store, writeProblem } from "./index-store.ts";
import { createWriter, placeBatch, type Writer, writeBatch } from "./index-write.ts";
import { type Listing, type LogFile, listFolder, sizeOf } from "./listing.ts";
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

export type IndexPlace = { dir: string; cacheDir: string; path: string; pool: Pool };

/** A batch is kept or lost as a whole when the process is killed. */
const BATCH_BYTES = 64 * 1024 * 1024;
const BATCH_FILES = 4_000;

/** Throws a Problem when the folder cannot be read or the index not be written. */
export async function updateIndex(place: IndexPlace, run: Run): Promise<IndexReport> {
  const started = performance.now();
  const listing = await listFolder(place.dir, undefined, run.signal);
  const { store, rebuilt } = createStore(place.path, place.cacheDir);
  const report = emptyReport(listing);
  if (rebuilt !== undefined) report.rebuilt = rebuilt;
  try {
    const lease = takeLease(store);
    if (!lease) return { ...report, outcome: "busy" };
    try {
      await bringUpToDate({ place, store, listing, report, run });
      writeMeta(store, "updatedAt", String(Date.now()));
    } finally {
      lease.release();
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
  const { place, store, listing, run } = update;
  const todo = planUpdate(update);
  if (todo.length === 0) return;
  const isLarge = sizeOf(todo) >= WORTH_WORKERS_BYTES;
  const writer = createWriter(store, createKnownEvents(store, todo.length));
  const listed = new Map(listing.files.map((file) => [file.path, file]));
  const join: Join = isLarge
    ? (parts) => joinInPool(place.pool, parts, run.signal)
    : async (parts) => mergeDictionaries(parts);
  const read = isLarge
    ? (paths: string[]) => readInPool(place, paths, run.signal)
    : async (paths: string[]) => indexTask({ kind: "index", dir: place.dir, paths });
  await readBatches({ todo, read, run }, async (minis) => {
    await storeBatch(update, { writer, listed, join }, minis);
  });
  await compact(store, join);
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

/** Forgets what is gone or changed, and returns the files to read. */
function planUpdate({ store, listing, report }: Update): LogFile[] {
  const rows = new Map(readFiles(store).map((row) => [row.path, row]));
  const todo: LogFile[] = [];
  const stale: FileRow[] = [];
  for (const file of listing.files) {
    const row = rows.get(file.path);
    rows.delete(file.path);
    if (row && isSame(row, file)) continue;
    todo.push(file);
    if (row) stale.push(row);
  }
  report.changed = stale.length;
  report.added = todo.length - stale.length;
  const gone = listing.gaps.length > 0 ? [] : [...rows.values()];
  report.removed = gone.length;
  const lost = [...stale, ...gone];
  if (lost.length === 0) return todo;
  const again = withDoubles(store, lost);
  const paths = new Set(again.map((row) => row.path));
  todo.push(...listing.files.filter((file) => paths.has(file.path)));
  inTransaction(store, "IMMEDIATE", () => {
    const forget = store.statement("DELETE FROM file WHERE id = ?");
    for (const { id } of [...lost, ...again]) forget.run(id);
  });
  return todo;
}

/** Files whose events were left out for those of a file that is lost: they are read again. */
function withDoubles(store: Store, lost: FileRow[]): FileRow[] {
  const ids = new Set(lost.map((row) => row.id));
  return readFiles(store).filter((row) => row.doubles > 0 && !ids.has(row.id));
}

type Reading = { todo: LogFile[]; read(paths: string[]): Promise<MiniIndex>; run: Run };

/** Reads all files, a few tasks at a time, and hands over batches; while one is stored the next is read. */
async function readBatches(
  { todo, read, run }: Reading,
  keep: (minis: MiniIndex[]) => Promise<void>,
): Promise<void> {
  let done = 0;
  let kept: Promise<void> = Promise.resolve();
  try {
    for (const batch of intoBatches(intoTasks(todo))) {
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

function intoBatches(tasks: LogFile[][]): LogFile[][][] {
  const batches: LogFile[][][] = [];
  let bytes = Infinity;
  let files = 0;
  for (const task of tasks) {
    if (bytes >= BATCH_BYTES || files >= BATCH_FILES) {
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
