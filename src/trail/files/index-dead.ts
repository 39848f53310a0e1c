/**
 * Gives room back: segments whose files are all gone are removed. Where old days are dropped as new ones come, an index
 * would grow for ever without. A segment with one file left stays; its other events are left out of every answer.
 */
import { BLOCK_EVENTS } from "./index-merge.ts";
import { readColumns, readFiles, readSegments, type SegmentRow } from "./index-rows.ts";
import { inTransaction, type Store } from "./index-store.ts";
import { DOUBLE } from "./index-write.ts";

/** Removes the segments that no answer can come from; how many they were. */
export function dropDeadSegments(store: Store): number {
  const files = new Set(readFiles(store).map((file) => file.id));
  const dead = readSegments(store).filter((segment) => isDead(store, segment, files));
  if (dead.length === 0) return 0;
  inTransaction(store, "IMMEDIATE", () => {
    for (const { id, base, count } of dead) {
      for (const table of ["chunk", "ids", "signature"]) {
        store.statement(`DELETE FROM ${table} WHERE segment = ?`).run(id);
      }
      store.statement("DELETE FROM segment WHERE id = ?").run(id);
      const end = Math.ceil((base + count) / BLOCK_EVENTS);
      store.statement("DELETE FROM block WHERE id >= ? AND id < ?").run(base / BLOCK_EVENTS, end);
    }
  });
  return dead.length;
}

function isDead(store: Store, segment: SegmentRow, files: ReadonlySet<number>): boolean {
  const columns = readColumns(store, segment);
  for (const [index, file] of columns.file.entries()) {
    if (columns.class[index] !== DOUBLE && files.has(file)) return false;
  }
  return true;
}
