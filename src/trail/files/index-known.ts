/** Whether an index holds an event already, asked by the hash of its id. */
import { createIdSet } from "./id-set.ts";
import { entriesOf, numbersOf } from "./index-dictionary.ts";
import {
  readChunkOf,
  readChunksBetween,
  readColumns,
  readFiles,
  readSegments,
  type SegmentRow,
} from "./index-rows.ts";
import type { Store } from "./index-store.ts";
import { hashOf, hashTerm, termKinds } from "./index-terms.ts";
import { DOUBLE } from "./index-write.ts";
import { unpackNumbers } from "./varint.ts";

/** With more files than this it is cheaper to read all ids at once than to look each one up. */
const FEW_FILES = 20;

export function createKnownEvents(store: Store, newFiles: number): (hash: number) => boolean {
  const segments = readSegments(store);
  const isLive = createLiveCheck(store);
  if (segments.length === 0) return () => false;
  if (newFiles > FEW_FILES) return allEvents(store, segments, isLive);
  return (hash) => segments.some((segment) => holds(store, segment, hashTerm(hash), isLive));
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

function holds(store: Store, segment: SegmentRow, term: string, isLive: LiveCheck): boolean {
  const chunk = readChunkOf(store, segment.id, term);
  const numbers = chunk && numbersOf(chunk, term, 0);
  return numbers?.some((index) => isLive(segment, index)) ?? false;
}

function allEvents(
  store: Store,
  segments: SegmentRow[],
  isLive: LiveCheck,
): (hash: number) => boolean {
  const known = createIdSet();
  const { eventId } = termKinds;
  for (const segment of segments) {
    for (const chunk of readChunksBetween(store, segment.id, [eventId, `${eventId}\xff`])) {
      for (const { term, postings } of entriesOf([chunk])) {
        if (!term.startsWith(eventId)) continue;
        const isKnown = unpackNumbers(postings).some((index) => isLive(segment, index));
        if (isKnown) known.add(hashOf(term));
      }
    }
  }
  return (hash) => known.has(hash);
}
