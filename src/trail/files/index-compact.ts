/** Keeps the number of segments small: many small ones become one, so that every lookup stays cheap. */
import { BLOCK_EVENTS, type MergePart } from "./index-merge.ts";
import type { EventColumns, Lookup } from "./index-mini.ts";
import {
  readChunks,
  readColumns,
  readIds,
  readSegments,
  readSignatures,
  type SegmentRow,
} from "./index-rows.ts";
import { inTransaction, type Store } from "./index-store.ts";
import { emptyColumns, writeSegment } from "./index-write.ts";
import { SIGNATURE_BYTES } from "./signature.ts";

/**
 * Sizes of segments, in events, and how many of a size may stand side by side. Small ones come with every delivery and
 * are joined soon; large ones come from building, and moving them costs more than looking into each.
 */
const SIZES = [
  { events: 512, most: 8 },
  { events: 4096, most: 8 },
  { events: 32_768, most: 96 },
  { events: Infinity, most: 96 },
];

/** Joins lookups, here or in another thread. */
export type Join = (parts: MergePart[]) => Promise<Lookup>;

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
  for (const { events, most } of SIZES) {
    const larger = segments.findLastIndex((segment) => segment.count > events);
    if (segments.length - 1 - larger > most) return segments.slice(larger + 1);
  }
  return [];
}

async function joinSegments(store: Store, segments: SegmentRow[], join: Join): Promise<void> {
  const base = segments[0]?.base ?? 0;
  const last = segments.at(-1);
  const columns = emptyColumns(last ? last.base + last.count - base : 0);
  const signatures = new Uint8Array((columns.at.length / BLOCK_EVENTS) * SIGNATURE_BYTES);
  const parts: MergePart[] = [];
  for (const segment of segments) {
    const shift = segment.base - base;
    copyColumns(readColumns(store, segment), columns, shift);
    signatures.set(readSignatures(store, segment.id), (shift / BLOCK_EVENTS) * SIGNATURE_BYTES);
    parts.push({
      shift,
      chunks: readChunks(store, segment.id),
      ids: readIds(store, segment.id),
    });
  }
  const lookup = await join(parts);
  inTransaction(store, "IMMEDIATE", () => {
    for (const { id } of segments) {
      store.statement("DELETE FROM chunk WHERE segment = ?").run(id);
      store.statement("DELETE FROM ids WHERE segment = ?").run(id);
      store.statement("DELETE FROM signature WHERE segment = ?").run(id);
      store.statement("DELETE FROM segment WHERE id = ?").run(id);
    }
    writeSegment(store, base, { columns, signatures, lookup });
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
