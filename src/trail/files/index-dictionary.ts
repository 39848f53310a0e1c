/**
 * Sorted terms with the numbers under each, in chunks: the terms' text (each term ends with a line feed), and for each
 * the length of its numbers and the numbers as differences. Numbers count from the segment's own beginning.
 */
import { createByteReader, createByteWriter, unpackNumbers } from "./varint.ts";

export type Chunk = {
  /** The chunk's first term, one character a byte. */
  first: string;
  text: Uint8Array<ArrayBuffer>;
  postings: Uint8Array<ArrayBuffer>;
};

/** Small enough that one lookup decodes little, large enough that rows are few. */
const TERMS_A_CHUNK = 256;
const CHUNK_BYTES = 32_768;
const LINE_FEED = 10;

export type DictionaryWriter = {
  /** Terms come sorted, and each once. */
  add(term: string, postings: Uint8Array): void;
  take(): Chunk[];
};

export function createDictionaryWriter(): DictionaryWriter {
  const chunks: Chunk[] = [];
  let terms: string[] = [];
  let length = 0;
  const postings = createByteWriter();

  function flush(): void {
    if (terms.length === 0) return;
    const text = new Uint8Array(Buffer.from(`${terms.join("\n")}\n`, "latin1"));
    chunks.push({ first: terms[0] ?? "", text, postings: postings.take() });
    terms = [];
    length = 0;
    postings.clear();
  }

  return {
    add(term, bytes) {
      terms.push(term);
      length += term.length + bytes.length;
      postings.varint(bytes.length);
      postings.bytes(bytes);
      if (terms.length >= TERMS_A_CHUNK || length >= CHUNK_BYTES) flush();
    },
    take() {
      flush();
      return chunks;
    },
  };
}

/** The numbers of one term of a chunk, each raised by `shift`; undefined when the chunk lacks it. */
export function numbersOf(chunk: Chunk, term: string, shift: number): number[] | undefined {
  const text = Buffer.from(chunk.text.buffer, chunk.text.byteOffset, chunk.text.length);
  const at = placeOf(text, term);
  if (at === undefined) return undefined;
  const reader = createByteReader(chunk.postings);
  for (let line = linesBefore(text, at); line > 0; line -= 1) reader.skip(reader.varint());
  return unpackNumbers(reader.take(reader.varint()), shift);
}

function placeOf(text: Buffer, term: string): number | undefined {
  return lineWith(text, `${term}\n`);
}

/** Where the first line that begins so begins. */
function lineWith(text: Buffer, start: string): number | undefined {
  if (text.subarray(0, start.length).equals(Buffer.from(start, "latin1"))) return 0;
  const found = text.indexOf(`\n${start}`, 0, "latin1");
  return found === -1 ? undefined : found + 1;
}

/** The terms of a chunk that begin so, without a look at the others. */
export function* entriesStarting(chunk: Chunk, start: string): Generator<Entry> {
  const text = Buffer.from(chunk.text.buffer, chunk.text.byteOffset, chunk.text.length);
  const place = lineWith(text, start);
  if (place === undefined) return;
  const reader = createByteReader(chunk.postings);
  for (let line = linesBefore(text, place); line > 0; line -= 1) reader.skip(reader.varint());
  for (let at = place; at < text.length; ) {
    const end = text.indexOf(LINE_FEED, at);
    const term = text.toString("latin1", at, end);
    if (!term.startsWith(start)) return;
    yield { term, postings: reader.take(reader.varint()) };
    at = end + 1;
  }
}

function linesBefore(text: Buffer, end: number): number {
  let lines = 0;
  for (let at = 0; at < end; at += 1) if (text[at] === LINE_FEED) lines += 1;
  return lines;
}

export type Entry = { term: string; postings: Uint8Array };

/** All terms of chunks in their order. */
export function* entriesOf(chunks: Iterable<Chunk>): Generator<Entry> {
  for (const chunk of chunks) {
    const terms = termsOf(chunk.text);
    const reader = createByteReader(chunk.postings);
    for (const term of terms) yield { term, postings: reader.take(reader.varint()) };
  }
}

export function termsOf(text: Uint8Array<ArrayBuffer>): string[] {
  const terms = Buffer.from(text.buffer, text.byteOffset, text.length)
    .toString("latin1")
    .split("\n");
  terms.pop();
  return terms;
}
