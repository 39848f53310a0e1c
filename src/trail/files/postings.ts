/** Gathers numbers under terms, for many terms with few numbers each: no list of its own for each term. */
import { type Chunk, createDictionaryWriter } from "./index-dictionary.ts";
import { type ByteWriter, createByteWriter } from "./varint.ts";

export type Postings = {
  /** A small number for the term, by which `add` knows it. */
  idOf(term: string): number;
  /** Numbers of a term come in ascending order; the same again is left out. */
  add(id: number, number: number): void;
  toDictionary(): Chunk[];
};

const FIRST_SIZE = 1 << 14;
const FIRST_ORDER = 256;
const NONE = -1;

export function createPostings(): Postings {
  const ids = new Map<string, number>();
  /** By term: its last entry. By entry: its number, and the entry of the same term before it. */
  let last = new Int32Array(FIRST_SIZE).fill(NONE);
  let numbers = new Int32Array(FIRST_SIZE);
  let before = new Int32Array(FIRST_SIZE);
  let count = 0;
  let order = new Int32Array(FIRST_ORDER);

  function idOf(term: string): number {
    const known = ids.get(term);
    if (known !== undefined) return known;
    const id = ids.size;
    ids.set(term, id);
    if (id >= last.length) last = grown(last).fill(NONE, id);
    return id;
  }

  function add(id: number, number: number): void {
    const previous = last[id] ?? NONE;
    if (previous !== NONE && numbers[previous] === number) return;
    if (count === numbers.length) {
      numbers = grown(numbers);
      before = grown(before);
    }
    numbers[count] = number;
    before[count] = previous;
    last[id] = count;
    count += 1;
  }

  /** Its numbers from the newest back, turned round in a buffer that is the same for all terms. */
  function writeList(list: ByteWriter, id: number): void {
    let from = order.length;
    for (let entry = last[id] ?? NONE; entry !== NONE; entry = before[entry] ?? NONE) {
      if (from === 0) {
        from = order.length;
        order = grownInFront(order);
      }
      from -= 1;
      order[from] = numbers[entry] ?? 0;
    }
    let previous = 0;
    for (; from < order.length; from += 1) {
      const number = order[from] ?? 0;
      list.varint(number - previous);
      previous = number;
    }
  }

  function toDictionary(): Chunk[] {
    const writer = createDictionaryWriter();
    const list = createByteWriter();
    for (const term of [...ids.keys()].sort()) {
      list.clear();
      writeList(list, ids.get(term) ?? NONE);
      writer.add(term, list.view());
    }
    return writer.take();
  }

  return { idOf, add, toDictionary };
}

function grown(old: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(old.length * 2);
  larger.set(old);
  return larger;
}

function grownInFront(old: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(old.length * 2);
  larger.set(old, old.length);
  return larger;
}
