import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  codesOf,
  createNearest,
  editDistance,
  letterSet,
} from "../../../src/trail/files/suggest.ts";

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

/** As an index asks: length and letters first, the distance then. */
function nearest(asked: string, limit: number, names: Record<string, number>): string[] {
  const best = createNearest(asked, limit);
  for (const [name, weight] of Object.entries(names)) {
    const codes = codesOf(name);
    if (!best.mayBeNear(codes.length, letterSet(codes, 0, codes.length))) continue;
    const distance = best.distanceTo(codes, 0, codes.length);
    if (distance !== undefined) best.offer(name, distance, () => weight);
  }
  return best.best();
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
    const names = {
      "orders-prod": 1,
      "orders-prob": 9,
      "ordres-prad": 2,
      "ordres-prid": 2,
    };

    expect(nearest("ordres-prod", 10, names)).toEqual([
      "ordres-prad",
      "ordres-prid",
      "orders-prod",
      "orders-prob",
    ]);
    expect(nearest("ordres-prod", 2, names)).toEqual(["ordres-prad", "ordres-prid"]);
  });

  it("never are the name itself or something quite different", () => {
    const names = { web: 1, database: 1, we: 1, wob: 1, xyz: 1 };

    expect(nearest("web", 10, names)).toEqual(["we", "wob"]);
  });

  it("are the same whether all names are measured or only those that may be near", () => {
    const weighed = fc.dictionary(word, fc.integer({ min: 1, max: 5 }), { maxKeys: 30 });

    fc.assert(
      fc.property(word, fc.integer({ min: 1, max: 4 }), weighed, (asked, limit, names) => {
        const most = Math.min(3, Math.max(1, Math.floor(asked.length / 3)));
        const all = Object.entries(names)
          .map(([name, weight]) => ({ name, weight, distance: plainDistance(asked, name) }))
          .filter(({ distance }) => distance > 0 && distance <= most)
          .sort(
            (a, b) => a.distance - b.distance || b.weight - a.weight || (a.name < b.name ? -1 : 1),
          );

        expect(nearest(asked, limit, names)).toEqual(all.slice(0, limit).map(({ name }) => name));
      }),
    );
  });
});
