/** What an index holds of a window, whether indexed by name or not: the evidence behind "nothing changed". */
import type { Window } from "../../domain/time.ts";
import type { TrailQuery } from "../../sources/trail.ts";
import type { EventColumns } from "./index-mini.ts";
import { type FileRow, readReadTimes } from "./index-rows.ts";
import type { IndexView } from "./index-view.ts";
import { unpackNumbers } from "./varint.ts";

/** Counts the records of a window in the given files, successful reads included, as often as they were delivered. */
export function countHeld(view: IndexView, files: FileRow[], query: TrailQuery): number {
  const { window } = query;
  let count = 0;
  const partly = new Set<number>();
  for (const file of files) {
    if (!isAskedPlace(file, query)) continue;
    if (file.oldestAt >= window.from && file.newestAt <= window.to) count += file.records;
    else if (file.newestAt >= window.from && file.oldestAt <= window.to) partly.add(file.id);
  }
  for (const file of partly) count += countReads(view, file, window);
  return partly.size === 0 ? count : count + countIndexed(view, partly, window);
}

function isAskedPlace(file: FileRow, { accounts = [], regions = [] }: TrailQuery): boolean {
  const isAccount = accounts.length === 0 || file.account === "" || accounts.includes(file.account);
  const isRegion = regions.length === 0 || file.region === "" || regions.includes(file.region);
  return isAccount && isRegion;
}

/** Unpacked times of reads, by file; a question counts again and again at the same edges. */
const readTimesOnce = new WeakMap<FileRow[], Map<number, number[]>>();
const MOST_REMEMBERED = 256;

function readSeconds(view: IndexView, file: number): number[] {
  const rows = view.files();
  const known = readTimesOnce.get(rows) ?? new Map<number, number[]>();
  readTimesOnce.set(rows, known);
  let seconds = known.get(file);
  if (!seconds) {
    seconds = unpackNumbers(readReadTimes(view.store, file));
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(file, seconds);
  }
  return seconds;
}

function countReads(view: IndexView, file: number, window: Window): number {
  let count = 0;
  for (const second of readSeconds(view, file)) {
    if (second * 1000 >= window.from && second * 1000 <= window.to) count += 1;
  }
  return count;
}

function countIndexed(view: IndexView, files: Set<number>, window: Window): number {
  let count = 0;
  for (const segment of view.segments()) {
    if (segment.newestAt < window.from || segment.oldestAt > window.to) continue;
    const columns = view.columns(segment);
    for (const run of runsOf(columns)) {
      if (files.has(run.file)) count += countRun(columns.at, run, window);
    }
  }
  return count;
}

function countRun(times: Float64Array, { start, end }: FileRun, { from, to }: Window): number {
  let count = 0;
  for (let index = start; index < end; index += 1) {
    const at = times[index] ?? 0;
    if (at >= from && at <= to) count += 1;
  }
  return count;
}

/** Neighbouring events of one file. */
type FileRun = { file: number; start: number; end: number };

const runsOnce = new WeakMap<EventColumns, FileRun[]>();

/** A segment's events stand file by file, so a file's are found without a look at all others. */
function runsOf(columns: EventColumns): FileRun[] {
  const known = runsOnce.get(columns);
  if (known) return known;
  const runs: FileRun[] = [];
  const { file: files } = columns;
  for (let index = 0; index < files.length; index += 1) {
    const file = files[index] ?? -1;
    const last = runs.at(-1);
    if (last?.file === file) last.end = index + 1;
    else runs.push({ file, start: index, end: index + 1 });
  }
  runsOnce.set(columns, runs);
  return runs;
}
