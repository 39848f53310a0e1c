import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entriesOf } from "../../../src/trail/files/index-dictionary.ts";
import { createPostings } from "../../../src/trail/files/postings.ts";
import { unpackNumbers } from "../../../src/trail/files/varint.ts";

function dictionaryOf(given: { term: string; number: number }[]): [string, number[]][] {
  const postings = createPostings();
  for (const { term, number } of given) postings.add(postings.idOf(term), number);
  return [...entriesOf(postings.toDictionary())].map(({ term, postings: packed }) => [
    term,
    unpackNumbers(packed),
  ]);
}

describe("postings", () => {
  it("give every term once, sorted, with its numbers in ascending order", () => {
    const term = fc.stringMatching(/^[a-f:/-]{1,4}$/);
    const given = fc.array(fc.record({ term, step: fc.nat(300) }), { maxLength: 400 });

    fc.assert(
      fc.property(given, (steps) => {
        let number = 0;
        const numbered = steps.map((one) => {
          number += one.step;
          return { term: one.term, number };
        });
        const expected = new Map<string, Set<number>>();
        for (const one of numbered) {
          expected.set(one.term, (expected.get(one.term) ?? new Set()).add(one.number));
        }

        const dictionary = dictionaryOf(numbered);

        expect(dictionary).toEqual(
          [...expected.keys()].sort().map((key) => [key, [...(expected.get(key) ?? [])]]),
        );
      }),
    );
  });

  it("keep all numbers of a term that nearly every event has", () => {
    const numbers = Array.from({ length: 20_000 }, (_, index) => index * 3);

    const dictionary = dictionaryOf(numbers.map((number) => ({ term: "aroot\t0", number })));

    expect(dictionary).toEqual([["aroot\t0", numbers]]);
  });
});
