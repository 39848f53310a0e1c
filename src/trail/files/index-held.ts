/** What an index holds of a window, whether indexed by name or not: the evidence behind "nothing changed". */
import type { Window } from "../../domain/time.ts";
import type { TrailQuery } from "../../sources/trail.ts";
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

function countReads(view: IndexView, file: number, window: Window): number {
  const seconds = unpackNumbers(readReadTimes(view.store, file));
  return seconds.filter((at) => at * 1000 >= window.from && at * 1000 <= window.to).length;
}

function countIndexed(view: IndexView, files: Set<number>, window: Window): number {
  let count = 0;
  for (const segment of view.segments()) {
    if (segment.newestAt < window.from || segment.oldestAt > window.to) continue;
    const { at, file } = view.columns(segment);
    for (let index = 0; index < segment.count; index += 1) {
      const time = at[index] ?? 0;
      if (time >= window.from && time <= window.to && files.has(file[index] ?? -1)) count += 1;
    }
  }
  return count;
}
