/** The terms of a kind in a segment as one text in memory, so that pieces of names and similar names are found fast. */
import { letterSet } from "./suggest.ts";
import { createByteReader } from "./varint.ts";

export type Names = {
  /** The terms in their order, each with its letter in front and a line feed behind. */
  text: Buffer;
  /** Where the terms of each chunk begin in the text. */
  starts: number[];
  ids: number[];
  /** Terms of another kind that stand before them in the first chunk. */
  skipped: number;
};

/** What is asked of a chunk that the text came from. */
export type ChunkText = { id: number; text: Uint8Array };

/** One term: where it begins and ends in the text, and its place in the dictionary. */
export type Line = { start: number; end: number; chunk: number; line: number };

const LINE_FEED = 10;

/** The terms that begin with the letter out of neighbouring chunks. */
export function toNames(chunks: Iterable<ChunkText>, letter: string): Names {
  const parts: Uint8Array[] = [];
  const names: Names = { text: Buffer.alloc(0), starts: [], ids: [], skipped: 0 };
  let length = 0;
  for (const { id, text } of chunks) {
    const bytes = Buffer.from(text.buffer, text.byteOffset, text.length);
    const from = edgeOf(bytes, letter.charCodeAt(0));
    const own = bytes.subarray(from, edgeOf(bytes, letter.charCodeAt(0) + 1));
    if (own.length === 0) continue;
    if (parts.length === 0) names.skipped = countLines(bytes, 0, from);
    names.starts.push(length);
    names.ids.push(id);
    parts.push(own);
    length += own.length;
  }
  names.text = Buffer.concat(parts, length);
  return names;
}

/** Where the first line that begins with this letter or a later one begins. */
function edgeOf(text: Buffer, letter: number): number {
  for (let at = 0; at < text.length; at = text.indexOf(LINE_FEED, at) + 1) {
    if ((text[at] ?? 0) >= letter) return at;
  }
  return text.length;
}

function countLines(text: Uint8Array, from: number, to: number): number {
  let lines = 0;
  for (let at = from; at < to; at += 1) if (text[at] === LINE_FEED) lines += 1;
  return lines;
}

/** Terms that hold the needle (one character a byte) behind their letter; all terms without one. */
export function* linesWith(names: Names, needle = ""): Generator<Line> {
  const { text, starts } = names;
  const sought = Buffer.from(needle, "latin1");
  let chunk = 0;
  let counted = 0;
  let line = names.skipped;
  let at = 0;
  while (at < text.length) {
    const hit = sought.length === 0 ? at : text.indexOf(sought, at);
    if (hit === -1) return;
    const start = lineStart(text, hit);
    if (sought.length > 0 && hit === start) {
      at = hit + 1;
      continue;
    }
    while ((starts[chunk + 1] ?? Infinity) <= start) {
      chunk += 1;
      counted = starts[chunk] ?? 0;
      line = 0;
    }
    line += countLines(text, counted, start);
    counted = start;
    const end = text.indexOf(LINE_FEED, hit);
    yield { start, end, chunk, line };
    at = end + 1;
  }
}

function lineStart(text: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && text[start - 1] !== LINE_FEED) start -= 1;
  return start;
}

/** Reads the numbers of one term after the other; going on within a chunk costs little. */
export function createPostingsReader(names: Names, postingsOf: (id: number) => Uint8Array) {
  let chunk = -1;
  let next = 0;
  let reader = createByteReader(new Uint8Array(0));
  return (asked: Pick<Line, "chunk" | "line">): Uint8Array => {
    if (asked.chunk !== chunk || asked.line < next) {
      chunk = asked.chunk;
      next = 0;
      reader = createByteReader(postingsOf(names.ids[chunk] ?? -1));
    }
    for (; next < asked.line; next += 1) reader.skip(reader.varint());
    next += 1;
    return reader.take(reader.varint());
  };
}

/** What tells dissimilar names apart without reading them: of each term the places, its length and letters. */
export type Shapes = {
  /** Where each term begins, and where the last ends. */
  starts: Uint32Array;
  /** Characters behind the letter and before what follows the name; NOT_PLAIN for terms that are not ASCII. */
  lengths: Uint16Array;
  letters: Int32Array;
};

/** Their characters are more than one byte each. */
export const NOT_PLAIN = 65_535;

/** `tail` is how many bytes follow the name in each term. */
export function toShapes({ text }: Names, tail: number): Shapes {
  const count = countLines(text, 0, text.length);
  const shapes: Shapes = {
    starts: new Uint32Array(count + 1),
    lengths: new Uint16Array(count),
    letters: new Int32Array(count),
  };
  let start = 0;
  for (let index = 0; index < count; index += 1) {
    const end = text.indexOf(LINE_FEED, start);
    const last = end - tail;
    shapes.starts[index] = start;
    shapes.letters[index] = letterSet(text, start + 1, last);
    const length = Math.min(last - start - 1, NOT_PLAIN - 1);
    shapes.lengths[index] = isPlain(text, start, end) ? length : NOT_PLAIN;
    start = end + 1;
  }
  shapes.starts[count] = start;
  return shapes;
}

function isPlain(text: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if ((text[at] ?? 0) > 127) return false;
  return true;
}

/** The line of a term by its number among those of the names. */
export function lineAt(names: Names, { starts }: Shapes, index: number): Line {
  const start = starts[index] ?? 0;
  let low = 0;
  let high = names.starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names.starts[middle] ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const chunk = low - 1;
  const first = firstTerm(starts, names.starts[chunk] ?? 0);
  const line = index - first + (chunk === 0 ? names.skipped : 0);
  return { start, end: (starts[index + 1] ?? 1) - 1, chunk, line };
}

/** Number of the term that begins at a place. */
function firstTerm(starts: Uint32Array, place: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
