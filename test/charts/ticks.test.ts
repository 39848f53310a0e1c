import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueAxis } from "../../src/charts/ticks.ts";

const labels = (low: number, high: number, unit?: string, isWhole = false) =>
  valueAxis(low, high, { unit, count: 4, isWhole }).ticks.map(({ label }) => label);

describe("the values that an axis names", () => {
  it("are round, with the unit in the size that reads best", () => {
    expect(labels(0, 93, "Percent")).toEqual(["0%", "25%", "50%", "75%", "100%"]);
    expect(labels(0, 0.19, "Seconds")).toEqual(["0", "50 ms", "100 ms", "150 ms", "200 ms"]);
    expect(labels(0, 3e9, "Bytes")).toEqual(["0", "1 GiB", "2 GiB", "3 GiB"]);
    expect(labels(0, 7600, "Milliseconds")).toEqual(["0", "2 s", "4 s", "6 s", "8 s"]);
    expect(labels(0, 40, "Megabits/Second")).toEqual([
      "0",
      "10 Mbit/s",
      "20 Mbit/s",
      "30 Mbit/s",
      "40 Mbit/s",
    ]);
    expect(labels(0, 48_000, "Count")).toEqual(["0", "20k", "40k"]);
    expect(labels(-40, 35, "Count")).toEqual(["−40", "−20", "0", "20", "40"]);
  });

  it("count minutes and hours as clocks do", () => {
    expect(labels(0, 3600, "Seconds")).toEqual(["0", "15 min", "30 min", "45 min", "60 min"]);
    expect(labels(0, 40_000, "Seconds")).toEqual(["0", "5 h", "10 h"]);
  });

  it("name nothing between whole numbers that are counted", () => {
    expect(labels(0, 1, "Count", true)).toEqual(["0", "1"]);
    expect(labels(0, 1, "Count")).toEqual(["0", "0.25", "0.50", "0.75", "1.00"]);
  });

  it("keep tiny values apart", () => {
    expect(labels(0, 1e-5)).toEqual(["0", "2.5e-6", "5e-6", "7.5e-6", "1e-5"]);
  });

  it("never are above a hundred percent that nothing exceeds", () => {
    expect(valueAxis(0, 99, { unit: "Percent", count: 2 }).max).toBe(100);
    expect(valueAxis(0, 140, { unit: "Percent", count: 2 }).max).toBe(150);
  });

  it("stay few, increasing and within ends that hold all data, whatever the data", () => {
    const units = ["Percent", "Bytes", "Seconds", "Count", "Gigabits/Second", "Weird", undefined];
    const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e290, max: 1e290 });
    fc.assert(
      fc.property(value, value, fc.constantFrom(...units), (a, b, unit) => {
        const axis = valueAxis(a, b, { unit, count: 5 });

        const inside = axis.ticks.every(
          ({ at }, index) => at > (axis.ticks[index - 1]?.at ?? Number.NEGATIVE_INFINITY),
        );
        expect(inside).toBe(true);
        expect(axis.ticks.length).toBeLessThanOrEqual(12);
        expect(axis.max).toBeGreaterThan(axis.min);
        const slack = Math.max(Math.abs(a), Math.abs(b)) * 1e-9 + 1e-280;
        expect(axis.min).toBeLessThanOrEqual(Math.min(a, b) + slack);
        if (unit !== "Percent" || Math.max(a, b) > 100) {
          expect(axis.max).toBeGreaterThanOrEqual(Math.max(a, b) - slack);
        }
      }),
      { numRuns: 500 },
    );
  });
});
