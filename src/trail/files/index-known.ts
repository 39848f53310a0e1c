/** Whether an index holds an event already, asked by the hash of its id. */
import { createIdSet } from "../id-set.ts";
import { viewIds } from "./index-ids.ts";
import {
  readColumns,
  readFiles,
  readIds,
  readNumbersUnder,
  readSegments,
  type SegmentRow,
} from "./index-rows.ts";
import type { Store } from "./index-store.ts";
import { DOUBLE } from "./index-write.ts";

/** With more files than this it is cheaper to read all ids at once than to look each one up. */
const FEW_FILES = 20;

export function createKnownEvents(store: Store, newFiles: number): (hash: number) => boolean {
  const segments = readSegments(store);
  const isLive = createLiveCheck(store);
  if (segments.length === 0) return () => false;
  if (newFiles > FEW_FILES) return allEvents(store, segments, isLive);
  return (hash) =>
    segments.some((segment) =>
      readNumbersUnder(store, segment.id, hash).some((index) => isLive(segment, index)),
    );
}

type LiveCheck = (segment: SegmentRow, index: number) => boolean;

/** An event is live while its file is in the folder as it was, and it is no double. */
function createLiveCheck(store: Store): LiveCheck {
  const files = new Set(readFiles(store).map((file) => file.id));
  const columns = new Map<number, ReturnType<typeof readColumns>>();
  return (segment, index) => {
    let own = columns.get(segment.id);
    if (!own) {
      own = readColumns(store, segment);
      columns.set(segment.id, own);
    }
    return own.class[index] !== DOUBLE && files.has(own.file[index] ?? -1);
  };
}

function allEvents(
  store: Store,
  segments: SegmentRow[],
  isLive: LiveCheck,
): (hash: number) => boolean {
  const known = createIdSet();
  for (const segment of segments) {
    for (const { data } of readIds(store, segment.id)) {
      const { hashes, numbers } = viewIds(data);
      for (const [at, hash] of hashes.entries()) {
        if (isLive(segment, numbers[at] ?? 0)) known.add(hash);
      }
    }
  }
  return (hash) => known.has(hash);
}
