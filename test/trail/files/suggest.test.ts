import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createNearest, editDistance } from "../../../src/trail/files/suggest.ts";

/** The textbook's table, whole. */
function plainDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, row) =>
    Array.from({ length: b.length + 1 }, (_, column) =>
      row === 0 ? column : column === 0 ? row : 0,
    ),
  );
  const cell = (row: number, column: number) => table[row]?.[column] ?? 0;
  for (let row = 1; row <= a.length; row += 1) {
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const swaps =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const line = table[row] ?? [];
      line[column] = Math.min(
        cell(row - 1, column) + 1,
        cell(row, column - 1) + 1,
        cell(row - 1, column - 1) + same,
        swaps ? cell(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return cell(a.length, b.length);
}

const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "-"), maxLength: 9 });

describe("names near a misspelt one", () => {
  it("are counted as the textbook counts, as far as they are near", () => {
    const property = fc.property(word, word, fc.nat(4), (a, b, most) => {
      const distance = plainDistance(a, b);

      expect(Math.min(editDistance(a, b, most), most + 1)).toBe(Math.min(distance, most + 1));
    });

    fc.assert(property);
  });

  it("come by the number of changes, then by how often they are used, then by the alphabet", () => {
    const nearest = createNearest("ordres-prod");
    for (const [name, weight] of [
      ["orders-prod", 1],
      ["orders-prob", 9],
      ["ordres-prad", 2],
      ["ordres-prid", 2],
    ] as const) {
      nearest.offer(name, weight);
    }

    expect(nearest.best(10)).toEqual(["ordres-prad", "ordres-prid", "orders-prod", "orders-prob"]);
    expect(nearest.best(2)).toHaveLength(2);
  });

  it("never are the name itself or something quite different", () => {
    const nearest = createNearest("web");
    for (const name of ["web", "database", "we", "wob", "xyz"]) nearest.offer(name, 1);

    expect(nearest.best(10)).toEqual(["we", "wob"]);
  });
});
