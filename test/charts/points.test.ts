import { describe, expect, it } from "vitest";
import { drawnPoints, periodOf, readPoints, stackedPoints } from "../../src/charts/points.ts";
import { MINUTE } from "../../src/domain/time.ts";
import { noise, points, START } from "./gallery.ts";

const window = { from: START, to: START + 5000 * MINUTE };
const read = (values: [minute: number, value: number][]) =>
  readPoints(
    values.map(([minute, value]) => ({ at: START + minute * MINUTE, value })),
    window,
  );
const minutes = (times: Float64Array) => [...times].map((at) => (at - START) / MINUTE);

describe("points", () => {
  it("are put in order, and left out where they are no numbers or outside of the window", () => {
    const found = read([
      [3, 30],
      [1, 10],
      [Number.NaN, 5],
      [2, Number.NaN],
      [-1, 7],
      [4, Number.POSITIVE_INFINITY],
      [2, 20],
    ]);

    expect(minutes(found.times)).toEqual([1, 2, 3]);
    expect([...found.values]).toEqual([10, 20, 30]);
    expect(found.dropped).toBe(2);
  });

  it("have the period that is most usual among them", () => {
    expect(
      periodOf(
        read([
          [0, 1],
          [5, 1],
          [10, 1],
          [40, 1],
          [45, 1],
        ]),
      ),
    ).toBe(5 * MINUTE);
    expect(periodOf(read([[0, 1]]))).toBe(0);
  });

  it("keep their extremes and ends when they are thinned", () => {
    const many = points(5000, (at) => (at === 3333 ? 99 : at === 1234 ? -99 : noise(1, at)));
    const all = readPoints(many, window);

    const drawn = drawnPoints(all, MINUTE, window, false);

    expect(drawn.values.length).toBeLessThan(all.values.length);
    expect(drawn.values).toContain(99);
    expect(drawn.values).toContain(-99);
    expect([drawn.times[0], drawn.times.at(-1)]).toEqual([all.times[0], all.times.at(-1)]);
  });

  it("are broken by a value that is none where more than a period and a half is missing", () => {
    const all = read([
      [0, 1],
      [1, 2],
      [2.4, 3],
      [5, 4],
    ]);

    const drawn = drawnPoints(all, MINUTE, window, false);

    expect([...drawn.values]).toEqual([1, 2, 3, Number.NaN, 4]);
  });

  it("are stacked alike whether their moments are the same or not", () => {
    const whole = read([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    const torn = read([
      [0, 10],
      [2, 30],
    ]);

    const same = stackedPoints([whole, whole], MINUTE, window);
    const mixed = stackedPoints([whole, torn], MINUTE, window);

    expect(same.parts.map(({ values }) => [...values])).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(mixed.parts.map(({ values }) => [...values])).toEqual([
      [1, 2, 3],
      [10, 0, 30],
    ]);
    expect(minutes(mixed.times)).toEqual([0, 1, 2]);
  });

  it("of a stack are broken where none of its series has any", () => {
    const stacked = stackedPoints(
      [
        read([
          [0, 1],
          [9, 2],
        ]),
        read([[0, 3]]),
      ],
      MINUTE,
      window,
    );

    expect(stacked.parts.map(({ values }) => [...values])).toEqual([
      [1, Number.NaN, 2],
      [3, Number.NaN, 0],
    ]);
  });

  it("of a stack with too many moments are means of equal spans", () => {
    const many = readPoints(
      points(5000, () => 4),
      window,
    );

    const stacked = stackedPoints([many, many], MINUTE, window);

    expect(stacked.times.length).toBeLessThanOrEqual(1201);
    expect(new Set(stacked.parts.flatMap(({ values }) => [...values]))).toEqual(new Set([4]));
  });
});
