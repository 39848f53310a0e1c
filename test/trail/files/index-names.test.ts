import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Chunk,
  createDictionaryWriter,
  entriesOf,
} from "../../../src/trail/files/index-dictionary.ts";
import {
  createPostingsReader,
  lineAt,
  linesWith,
  type Names,
  toNames,
  toShapes,
} from "../../../src/trail/files/index-names.ts";
import { packNumbers } from "../../../src/trail/files/varint.ts";

const LETTERS = ["C", "M", "T", "a"];

/** Terms of several kinds, so many that chunks end in the middle of a kind. */
const terms = fc
  .uniqueArray(
    fc
      .tuple(fc.constantFrom(...LETTERS), fc.stringMatching(/^[ab-]{0,6}$/))
      .map(([letter, name]) => letter + name),
    { maxLength: 60 },
  )
  .map((some) => [
    ...some,
    ...LETTERS.flatMap((letter) =>
      Array.from({ length: 150 }, (_, number) => `${letter}ba${number}`),
    ),
  ])
  .map((all) => [...new Set(all)].sort());

function dictionaryOf(sorted: string[]): Chunk[] {
  const writer = createDictionaryWriter();
  for (const [index, term] of sorted.entries()) {
    writer.add(term, packNumbers([index, index * 3 + 1]));
  }
  return writer.take();
}

function namesOf(chunks: Chunk[], letter: string) {
  const texts = chunks.map((chunk, id) => ({ id, text: chunk.text }));
  const names = toNames(texts, letter);
  const read = createPostingsReader(names, (id) => chunks[id]?.postings ?? new Uint8Array(0));
  return { names, read };
}

function entriesWith(chunks: Chunk[], letter: string, needle: string) {
  return [...entriesOf(chunks)]
    .filter(({ term }) => term.startsWith(letter) && term.includes(needle, 1))
    .map(({ term, postings }) => [term, [...postings]]);
}

function termOf({ text }: Names, { start, end }: { start: number; end: number }): string {
  return text.toString("latin1", start, end);
}

const needle = fc.oneof(fc.stringMatching(/^[ab-]{0,3}$/), fc.constantFrom("7", "a14", "T", "zz"));

describe("names of a kind", () => {
  it("that hold a text are those that a look at every term finds, with their numbers", () => {
    fc.assert(
      fc.property(terms, fc.constantFrom(...LETTERS), needle, (sorted, letter, sought) => {
        const chunks = dictionaryOf(sorted);
        const { names, read } = namesOf(chunks, letter);

        const found = [...linesWith(names, sought)].map((line) => [
          termOf(names, line),
          [...read(line)],
        ]);

        expect(found).toEqual(entriesWith(chunks, letter, sought));
      }),
      { numRuns: 60 },
    );
  });

  it("are found again by their number, in any order", () => {
    fc.assert(
      fc.property(terms, fc.constantFrom(...LETTERS), fc.nat(), (sorted, letter, seed) => {
        const chunks = dictionaryOf(sorted);
        const all = entriesWith(chunks, letter, "");
        const { names, read } = namesOf(chunks, letter);
        const shapes = toShapes(names, 0);
        const order = [seed, seed + 7, seed + 1, 0].map((number) => number % all.length);

        const found = order.map((index) => {
          const line = lineAt(names, shapes, index);
          return [termOf(names, line), [...read(line)]];
        });

        expect(shapes.lengths).toHaveLength(all.length);
        expect(found).toEqual(order.map((index) => all[index]));
      }),
      { numRuns: 60 },
    );
  });

  it("are none where the kind has no terms", () => {
    const { names } = namesOf(dictionaryOf(["Cone", "Mtwo"]), "T");

    expect([...linesWith(names)]).toEqual([]);
    expect(toShapes(names, 0).lengths).toHaveLength(0);
  });
});
