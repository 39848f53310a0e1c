/** Joins the dictionaries of neighbouring segments into one. */
import { type Chunk, createDictionaryWriter, type Entry, entriesOf } from "./index-dictionary.ts";
import { mergeIds } from "./index-ids.ts";
import type { Lookup } from "./index-mini.ts";
import { type ByteWriter, createByteWriter, unpackNumbers, writeNumbers } from "./varint.ts";

/** A segment's lookup, and how many events (a multiple of a block) it begins behind the beginning of the result. */
export type MergePart = Lookup & { shift: number };

/** Records in a block. */
export const BLOCK_EVENTS = 16;

type Head = { entry: Entry; rest: Iterator<Entry>; shift: number };

export function mergeLookups(parts: MergePart[]): Lookup {
  return { chunks: mergeDictionaries(parts), ids: mergeIds(parts) };
}

function mergeDictionaries(parts: MergePart[]): Chunk[] {
  const heads: Head[] = [];
  for (const { shift, chunks } of parts)
    advance(heads, entriesOf(chunks)[Symbol.iterator](), shift);
  const writer = createDictionaryWriter();
  const list = createByteWriter();
  while (heads.length > 0) {
    const term = heads[0]?.entry.term ?? "";
    const same: Head[] = [];
    while (heads[0]?.entry.term === term) {
      const head = popHead(heads);
      if (head) same.push(head);
    }
    writer.add(term, joinPostings(same, list));
    for (const { rest, shift } of same) advance(heads, rest, shift);
  }
  return writer.take();
}

function joinPostings(heads: Head[], list: ByteWriter): Uint8Array {
  const [only] = heads;
  if (heads.length === 1 && only?.shift === 0) return only.entry.postings;
  list.clear();
  let last = 0;
  for (const { entry, shift } of heads.sort((a, b) => a.shift - b.shift)) {
    last = writeNumbers(list, unpackNumbers(entry.postings), shift, last);
  }
  return list.view();
}

function advance(heads: Head[], rest: Iterator<Entry>, shift: number): void {
  const next = rest.next();
  if (!next.done) pushHead(heads, { entry: next.value, rest, shift });
}

/** A binary heap, the smallest term on top. */
function pushHead(heads: Head[], head: Head): void {
  let at = heads.length;
  heads.push(head);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heads[parent];
    if (!above || above.entry.term <= head.entry.term) break;
    heads[at] = above;
    at = parent;
  }
  heads[at] = head;
}

function popHead(heads: Head[]): Head | undefined {
  const top = heads[0];
  const last = heads.pop();
  if (heads.length === 0 || !last) return top;
  let at = 0;
  for (let child = 1; child < heads.length; child = at * 2 + 1) {
    const right = heads[child + 1];
    const left = heads[child];
    const lower = right && left && right.entry.term < left.entry.term ? child + 1 : child;
    const below = heads[lower];
    if (!below || last.entry.term <= below.entry.term) break;
    heads[at] = below;
    at = lower;
  }
  heads[at] = last;
  return top;
}
