import fc from "fast-check";
import { expect, it } from "vitest";
import { compute } from "../metrics/made-metrics.ts";

/** An expression as it is written, and what it is at a minute: computed here, from the values themselves. */
type Written = { text: string; at: (minute: number) => number };

const VALUES: Record<string, number[]> = {
  a: [3, 0, 7.5, 120, 1],
  b: [2, 5, 0, 40, 1],
  c: [0.25, 9, 4, 0, 1],
};
const MINUTES = [0, 1, 2, 3, 4];

const truth = (is: boolean) => (is ? 1 : 0);
const OPERATORS: Record<string, (left: number, right: number) => number> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "<": (left, right) => truth(left < right),
  ">=": (left, right) => truth(left >= right),
  "==": (left, right) => truth(left === right),
  AND: (left, right) => truth(left !== 0 && right !== 0),
  OR: (left, right) => truth(left !== 0 || right !== 0),
};

const series = fc
  .constantFrom("a", "b", "c")
  .map((name): Written => ({ text: name, at: (minute) => VALUES[name]?.[minute] ?? Number.NaN }));
const number = fc
  .constantFrom(0.5, 1, 2, 10)
  .map((value): Written => ({ text: `${value}`, at: () => value }));

const { written } = fc.letrec<{ written: Written }>((tie) => ({
  written: fc.oneof(
    { maxDepth: 4 },
    series,
    fc
      .tuple(
        tie("written"),
        fc.constantFrom(...Object.keys(OPERATORS)),
        fc.oneof(tie("written"), number),
      )
      .map(([left, operator, right]): Written => {
        const apply = OPERATORS[operator] ?? (() => Number.NaN);
        return {
          text: `(${left.text} ${operator} ${right.text})`,
          at: (minute) => apply(left.at(minute), right.at(minute)),
        };
      }),
    tie("written").map((of): Written => ({ text: `-${of.text}`, at: (minute) => -of.at(minute) })),
    tie("written").map(
      (of): Written => ({ text: `ABS(${of.text})`, at: (minute) => Math.abs(of.at(minute)) }),
    ),
  ),
}));

/** As written, but for points that a division has taken away: what is missing counts as 0 further on. */
const isWhole = (one: Written) => !one.text.includes("/");

it("expressions give what the same arithmetic gives minute by minute", () => {
  let compared = 0;
  fc.assert(
    fc.property(written.filter(isWhole), (one) => {
      const [found] = compute(one.text, VALUES);
      const points = found?.points.map(({ value }) => value) ?? [];
      compared++;
      return MINUTES.every((minute) => {
        const [is = Number.NaN, wanted] = [points[minute], one.at(minute)];
        return Math.abs(is - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
      });
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThanOrEqual(300);
});

it("a division gives no point exactly where it divides by zero", () => {
  fc.assert(
    fc.property(written.filter(isWhole), written.filter(isWhole), (left, right) => {
      const [found] = compute(`${left.text} / ${right.text}`, VALUES);
      const expected = MINUTES.map((minute) => left.at(minute) / right.at(minute)).filter(
        Number.isFinite,
      );
      const points = found?.points.map(({ value }) => value) ?? [];
      return (
        points.length === expected.length &&
        points.every(
          (value, index) =>
            Math.abs(value - (expected[index] ?? 0)) <= 1e-9 * Math.max(1, Math.abs(value)),
        )
      );
    }),
    { numRuns: 300 },
  );
  expect(compute("a/b", VALUES)[0]?.points).toHaveLength(4);
});
