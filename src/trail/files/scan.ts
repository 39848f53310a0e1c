/** Tier 0: searches log files without any index, a few in this thread, many in workers. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Run, TrailQuery } from "../../sources/trail.ts";
import { type Collector, createCollector, type Part } from "../collector.ts";
import type { LogFile } from "./folder.ts";
import { sizeOf } from "./listing.ts";
import type { Pool } from "./pool.ts";
import { createFileSearch, emptySeen, type Seen, scanFile } from "./scan-file.ts";

/** What a worker is asked, and what it answers. */
export type ScanTask = { kind: "scan"; dir: string; query: TrailQuery; paths: string[] };
export type ScanResult = { part: Part; seen: Seen };

/** Below this much of compressed logs, starting workers takes longer than they save. */
export const WORTH_WORKERS_BYTES = 8 * 1024 * 1024;
/** A worker's task: large enough to hide the messages, small enough to show progress and to be cancelled. */
const TASK = { bytes: 2 * 1024 * 1024, files: 200 };

/** Searches the files and adds what matches to the collector. */
export async function scanFiles(
  search: { dir: string; query: TrailQuery; files: LogFile[]; collector: Collector },
  pool: Pool,
  run: Run,
): Promise<Seen> {
  return sizeOf(search.files) < WORTH_WORKERS_BYTES
    ? scanHere(search, run)
    : scanInPool(search, pool, run);
}

type Search = Parameters<typeof scanFiles>[0];

async function scanHere({ dir, query, files, collector }: Search, run: Run): Promise<Seen> {
  const search = createFileSearch(query, collector);
  for (const [index, file] of files.entries()) {
    run.signal.throwIfAborted();
    scanFile(search, dir, file.path);
    run.progress({ done: index + 1, total: files.length, unit: "files" });
    await nextTurn();
  }
  return search.seen;
}

async function scanInPool(
  { dir, query, files, collector }: Search,
  pool: Pool,
  run: Run,
): Promise<Seen> {
  const seen = emptySeen();
  const tasks = intoTasks(files);
  let done = 0;
  await Promise.all(
    tasks.map(async (task) => {
      const paths = task.map((file) => file.path);
      const answer = await pool.run({ kind: "scan", dir, query, paths }, run.signal);
      if (answer.kind !== "scan") return;
      collector.absorb(answer.result.part);
      addSeen(seen, answer.result.seen);
      done += task.length;
      run.progress({ done, total: files.length, unit: "files" });
    }),
  );
  return seen;
}

/** Splits files into tasks of about equal work, in their order. */
export function intoTasks(files: LogFile[], most = TASK): LogFile[][] {
  const tasks: LogFile[][] = [];
  let bytes = Infinity;
  for (const file of files) {
    const last = tasks.at(-1);
    if (!last || bytes >= most.bytes || last.length >= most.files) {
      tasks.push([file]);
      bytes = 0;
    } else {
      last.push(file);
    }
    bytes += file.sizeBytes;
  }
  return tasks;
}

/** What a worker does. */
export function scanTask({ dir, query, paths }: ScanTask): ScanResult {
  const collector = createCollector(query);
  const search = createFileSearch(query, collector);
  for (const path of paths) scanFile(search, dir, path);
  return { part: collector.part(), seen: search.seen };
}

export function addSeen(seen: Seen, more: Seen): void {
  seen.examined += more.examined;
  seen.newestAt = Math.max(seen.newestAt, more.newestAt);
  seen.storedBytes += more.storedBytes;
  seen.gaps.push(...more.gaps);
}
