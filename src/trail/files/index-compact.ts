/** Keeps the number of segments small: many small ones become one, so that every lookup stays cheap. */
import type { Chunk } from "./index-dictionary.ts";
import type { MergePart } from "./index-merge.ts";
import type { EventColumns } from "./index-mini.ts";
import { readChunks, readColumns, readSegments, type SegmentRow } from "./index-rows.ts";
import { inTransaction, type Store } from "./index-store.ts";
import { emptyColumns, writeSegment } from "./index-write.ts";

/** So many segments of about one size become one of the next size. */
const FAN = 12;
const SMALLEST = 512;

/** Joins dictionaries, here or in another thread. */
export type Join = (parts: MergePart[]) => Promise<Chunk[]>;

/**
 * Joins the newest segments while there are too many of them. Each event is moved once for each size, so that an
 * update costs what its own files cost.
 */
export async function compact(store: Store, join: Join): Promise<void> {
  for (;;) {
    const run = crowdedRun(readSegments(store));
    if (run.length === 0) return;
    await joinSegments(store, run, join);
  }
}

/** The newest segments up to the smallest size of which there are too many; empty when nothing is crowded. */
export function crowdedRun<Sized extends { count: number }>(segments: Sized[]): Sized[] {
  const sizes = segments.map((segment) => sizeClass(segment.count));
  for (let size = 0; size <= Math.max(0, ...sizes); size += 1) {
    const larger = sizes.findLastIndex((own) => own > size);
    if (segments.length - larger > FAN) return segments.slice(larger + 1);
  }
  return [];
}

function sizeClass(count: number): number {
  return count <= SMALLEST ? 0 : Math.ceil(Math.log(count / SMALLEST) / Math.log(FAN));
}

async function joinSegments(store: Store, segments: SegmentRow[], join: Join): Promise<void> {
  const base = segments[0]?.base ?? 0;
  const last = segments.at(-1);
  const columns = emptyColumns(last ? last.base + last.count - base : 0);
  const parts: MergePart[] = [];
  for (const segment of segments) {
    const shift = segment.base - base;
    copyColumns(readColumns(store, segment), columns, shift);
    parts.push({ shift, chunks: readChunks(store, segment.id) });
  }
  const dictionary = await join(parts);
  inTransaction(store, "IMMEDIATE", () => {
    for (const { id } of segments) {
      store.statement("DELETE FROM chunk WHERE segment = ?").run(id);
      store.statement("DELETE FROM segment WHERE id = ?").run(id);
    }
    writeSegment(store, base, columns, dictionary);
  });
}

function copyColumns(from: EventColumns, to: EventColumns, start: number): void {
  to.at.set(from.at, start);
  to.class.set(from.class, start);
  to.account.set(from.account, start);
  to.region.set(from.region, start);
  to.call.set(from.call, start);
  to.file.set(from.file, start);
}
