/** Which events of a segment hold a text: those that surely do by a term, and those whose block may hold it elsewhere. */
import { callIdHash } from "./index-ids.ts";
import { BLOCK_EVENTS } from "./index-merge.ts";
import { createPostingsReader, linesWith } from "./index-names.ts";
import type { SegmentRow } from "./index-rows.ts";
import { termKinds } from "./index-terms.ts";
import type { IndexView } from "./index-view.ts";
import { bitsOf, blocksWith } from "./signature.ts";
import { unpackNumbers } from "./varint.ts";

export type WordNumbers = {
  /** Events that hold the text in a string which is filed as a term. */
  sure: Set<number>;
  /** All that may hold it; absent when the text is too short to tell. */
  all?: Set<number>;
};

/** What terms hold, save line ends. */
const PLAIN = /^[ -~]+$/;

export function findWord(view: IndexView, segment: SegmentRow, word: string): WordNumbers {
  const sought = word.toLowerCase();
  const sure = PLAIN.test(sought) ? termNumbers(view, segment, sought) : new Set<number>();
  const bits = bitsOf(sought);
  if (bits.length === 0) return { sure };
  const all = new Set(sure);
  for (const number of view.numbersOfId(segment, callIdHash(word))) all.add(number);
  for (const block of blocksWith(view.signatures(segment), bits)) {
    const first = segment.base + block * BLOCK_EVENTS;
    for (let slot = 0; slot < BLOCK_EVENTS; slot += 1) all.add(first + slot);
  }
  return { sure, all };
}

function termNumbers(view: IndexView, segment: SegmentRow, sought: string): Set<number> {
  const names = view.names(segment, termKinds.text);
  const read = createPostingsReader(names, view.postings);
  const numbers = new Set<number>();
  for (const line of linesWith(names, sought)) {
    for (const number of unpackNumbers(read(line), segment.base)) numbers.add(number);
  }
  return numbers;
}
