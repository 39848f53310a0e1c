import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changeWords,
  compareWords,
  gapsIn,
  numbersOf,
} from "../../../src/questions/metrics/compare.ts";

const points = (...values: number[]) =>
  values.map((value, index) => ({ at: index * 60_000, value }));

describe("the numbers of a series", () => {
  it("agree with a plain reading of its values", () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), {
      minLength: 1,
      maxLength: 50,
    });

    fc.assert(
      fc.property(values, (list) => {
        const numbers = numbersOf(points(...list));

        expect(numbers?.most.value).toBe(Math.max(...list));
        expect(numbers?.least.value).toBe(Math.min(...list));
        expect(numbers?.latest.value).toBe(list.at(-1));
        expect(numbers?.average).toBeCloseTo(
          list.reduce((sum, each) => sum + each, 0) / list.length,
          3,
        );
      }),
    );
  });

  it("are none without datapoints", () => {
    expect(numbersOf([])).toBeUndefined();
  });
});

describe("a comparison in words", () => {
  it.each([
    [20, 10, "up 100%"],
    [6, 10, "down 40%"],
    [10, 10, "the same"],
    [1000, 999, "about the same"],
    [280, 10, "28 times as much"],
    [5, 0, "up from nothing"],
    [0, 5, "down 100%"],
    [-1, 1, "down"],
  ])("of %d with %d", (now, before, expected) => {
    expect(changeWords(now, before)).toBe(expected);
  });

  it("adds up sums, and averages the rest", () => {
    const now = points(2, 4, 6);
    const before = points(1, 2, 3);

    const sum = compareWords(now, before, { words: "last week", isSum: true, unit: "Count" });
    const average = compareWords(now, before, {
      words: "yesterday",
      isSum: false,
      unit: "Milliseconds",
    });

    expect(sum).toBe("12 in all, 6 last week: up 100%");
    expect(average).toBe("4 ms on average, 2 ms yesterday: up 100%");
  });

  it("says how many datapoints stand against how many where they are uneven", () => {
    const words = compareWords(points(1), points(1, 1, 1, 1), { words: "last week", isSum: true });

    expect(words).toContain("(1 datapoints now, 4 then)");
  });

  it("says that there is nothing to compare with", () => {
    const words = compareWords(points(1), [], { words: "last week", isSum: true });

    expect(words).toBe("1 in all; no datapoints last week");
  });
});

describe("gaps", () => {
  it("are spans without a datapoint, the longest first", () => {
    const list = [0, 1, 2, 5, 6, 16].map((minute) => ({ at: minute * 60_000, value: 1 }));

    expect(gapsIn(list, 60_000)).toEqual([
      { from: 7 * 60_000, to: 16 * 60_000 },
      { from: 3 * 60_000, to: 5 * 60_000 },
    ]);
  });
});
