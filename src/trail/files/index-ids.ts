/** Ids of events as sorted hashes with the numbers of the events, in chunks: too many to be terms. */
import { idHash } from "../id-set.ts";

export type IdChunk = {
  /** The chunk's first hash. */
  first: number;
  /** Hashes, ascending, then the number of each. */
  data: Uint8Array<ArrayBuffer>;
};

/** Small, since one id is looked up in every segment: what is read is thrown away. */
const IDS_A_CHUNK = 512;
const HASH_BYTES = 8;
const ID_BYTES = 12;

/** Hash of an id of the call as free text asks for it: in lower-case, and no other id's. */
export function callIdHash(id: string): number {
  return idHash(`call ${id.toLowerCase()}`);
}

export function packIds(hashes: ArrayLike<number>, numbers: ArrayLike<number>): IdChunk[] {
  const hashAt = (index: number) => hashes[index] ?? 0;
  const order = Uint32Array.from({ length: hashes.length }, (_, index) => index);
  order.sort((a, b) => hashAt(a) - hashAt(b) || a - b);
  const chunks: IdChunk[] = [];
  for (let from = 0; from < order.length; from += IDS_A_CHUNK) {
    const part = order.subarray(from, from + IDS_A_CHUNK);
    const data = new Uint8Array(part.length * ID_BYTES);
    const { hashes: own, numbers: ownNumbers } = viewIds(data);
    for (const [index, at] of part.entries()) {
      own[index] = hashAt(at);
      ownNumbers[index] = numbers[at] ?? 0;
    }
    chunks.push({ first: own[0] ?? 0, data });
  }
  return chunks;
}

type IdView = { hashes: Float64Array<ArrayBuffer>; numbers: Uint32Array<ArrayBuffer> };

/** The hashes of a chunk and their numbers, without a copy. */
export function viewIds({ buffer, length }: Uint8Array<ArrayBuffer>): IdView {
  const count = Math.floor(length / ID_BYTES);
  return {
    hashes: new Float64Array(buffer, 0, count),
    numbers: new Uint32Array(buffer, count * HASH_BYTES, count),
  };
}

/** Numbers under a hash in one chunk. */
export function numbersUnder(data: Uint8Array<ArrayBuffer>, hash: number): number[] {
  const { hashes, numbers } = viewIds(data);
  let low = 0;
  let high = hashes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hashes[middle] ?? 0) < hash) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (; hashes[low] === hash; low += 1) found.push(numbers[low] ?? 0);
  return found;
}

/** Joins the ids of neighbouring segments; `shift` is added to their numbers. */
export function mergeIds(parts: { shift: number; ids: IdChunk[] }[]): IdChunk[] {
  const hashes: number[] = [];
  const numbers: number[] = [];
  for (const { shift, ids } of parts) {
    for (const { data } of ids) {
      const view = viewIds(data);
      for (const [index, hash] of view.hashes.entries()) {
        hashes.push(hash);
        numbers.push((view.numbers[index] ?? 0) + shift);
      }
    }
  }
  return packIds(hashes, numbers);
}
