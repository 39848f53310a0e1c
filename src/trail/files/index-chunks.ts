/** The dictionary of an index as a reader keeps it: where each chunk begins, and the chunks asked for of late. */
import type { Chunk } from "./index-dictionary.ts";
import { type Names, type Shapes, toNames, toShapes } from "./index-names.ts";
import {
  type ChunkPlaces,
  readChunk,
  readChunkPlaces,
  readChunkTexts,
  readPostings,
  type SegmentRow,
} from "./index-rows.ts";
import type { Store } from "./index-store.ts";

export type ChunkReader = {
  /** The chunk that holds a term if the segment has it. */
  chunkOf(segment: SegmentRow, term: string): Chunk | undefined;
  /** Chunks that can hold a term at or after `from` and before `to`. */
  chunksBetween(segment: SegmentRow, from: string, to: string): Generator<Chunk>;
  /** All terms of a kind, kept until the segment is gone. */
  names(segment: SegmentRow, letter: string): Names;
  /** What the names look like; `tail` bytes of each are no part of the name. */
  shapes(segment: SegmentRow, letter: string, tail: number): Shapes;
  /** The numbers of all terms of a chunk, by the chunk's id. */
  postings(id: number): Uint8Array;
  /** Forgets what belongs to other segments than these. */
  keep(segments: Set<number>): void;
};

/** Chunks that exact names are looked up in; beginnings and insides are looked up in `names`. */
const MOST_BYTES = 16_000_000;

export function createChunkReader(store: Store): ChunkReader {
  const places = new Map<number, ChunkPlaces>();
  const chunks = new Map<number, Chunk>();
  const names = new Map<string, Names>();
  const shapes = new Map<string, Shapes>();
  const postings = new Map<number, Uint8Array>();
  let bytes = 0;

  function placesOf(segment: SegmentRow): ChunkPlaces {
    const known = places.get(segment.id);
    if (known) return known;
    const read = readChunkPlaces(store, segment.id);
    places.set(segment.id, read);
    return read;
  }

  function load(id: number): Chunk | undefined {
    const known = chunks.get(id);
    if (known) return known;
    const chunk = readChunk(store, id);
    if (!chunk) return undefined;
    bytes += chunk.text.length + chunk.postings.length;
    if (bytes > MOST_BYTES) {
      chunks.clear();
      bytes = chunk.text.length + chunk.postings.length;
    }
    chunks.set(id, chunk);
    return chunk;
  }

  function namesOf(segment: SegmentRow, letter: string): Names {
    return kept(names, `${segment.id} ${letter}`, () => {
      const { firsts } = placesOf(segment);
      // The chunk before the first of the letter may end with terms of it.
      const from = firsts[Math.max(0, lastNotAfter(firsts, letter))] ?? letter;
      const to = String.fromCharCode(letter.charCodeAt(0) + 1);
      return toNames(readChunkTexts(store, segment.id, from, to), letter);
    });
  }

  return {
    chunkOf(segment, term) {
      const { firsts, ids } = placesOf(segment);
      const id = ids[lastNotAfter(firsts, term)];
      return id === undefined ? undefined : load(id);
    },
    *chunksBetween(segment, from, to) {
      const { firsts, ids } = placesOf(segment);
      for (let at = Math.max(0, lastNotAfter(firsts, from)); at < ids.length; at += 1) {
        if (at > 0 && (firsts[at] ?? "") >= to) return;
        const chunk = load(ids[at] ?? -1);
        if (chunk) yield chunk;
      }
    },
    names: namesOf,
    shapes(segment, letter, tail) {
      const key = `${segment.id} ${letter}`;
      return kept(shapes, key, () => toShapes(namesOf(segment, letter), tail));
    },
    postings: (id) => kept(postings, id, () => readPostings(store, id)),
    keep(segments) {
      const lost = [...places.keys()].filter((id) => !segments.has(id));
      for (const id of lost) places.delete(id);
      if (lost.length > 0) {
        chunks.clear();
        bytes = 0;
        names.clear();
        shapes.clear();
        postings.clear();
      }
    },
  };
}

/** Index of the last text that is not after the asked one; -1 when all are. */
function lastNotAfter(texts: string[], asked: string): number {
  let low = 0;
  let high = texts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((texts[middle] ?? "") <= asked) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function kept<Key, Value>(memory: Map<Key, Value>, key: Key, load: () => Value): Value {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const loaded = load();
  memory.set(key, loaded);
  return loaded;
}
