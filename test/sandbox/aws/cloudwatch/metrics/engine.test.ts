import { describe, expect, it } from "vitest";
import type { SeriesQuery } from "../../../../../src/domain/metric.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../../../src/domain/time.ts";
import { ask, engineOf, math, metric, minutes, NOW, PLACE, sourceOf } from "./made-metrics.ts";

/** One sample of 1 at every tick for ever. */
const always = (tickMs = MINUTE) => sourceOf([], { tickMs, samples: (_at, take) => take(1, 1) });

function momentsOf(from: number, to: number, period: number, now = NOW, tickMs = MINUTE): number[] {
  const engine = engineOf([always(tickMs)], now);
  const [series] = engine.evaluate(PLACE, [ask("m", "M", { period })], { from, to });
  return series?.points.map(({ at }) => at) ?? [];
}

describe("the window", () => {
  it("begins with its start and ends before its end", () => {
    expect(momentsOf(NOW - 3 * MINUTE, NOW - MINUTE, 60)).toEqual([
      NOW - 3 * MINUTE,
      NOW - 2 * MINUTE,
    ]);
  });

  it("is rounded down to the minute, to five after 15 days, to the hour after 63", () => {
    const odd = 7 * MINUTE + 34 * SECOND;
    const recent = momentsOf(NOW - HOUR + odd, NOW, 60);
    const older = momentsOf(NOW - 20 * DAY + odd, NOW - 20 * DAY + HOUR, 300);
    const oldest = momentsOf(NOW - 100 * DAY + odd, NOW - 100 * DAY + 3 * HOUR, 3600);

    expect(recent[0]).toBe(NOW - HOUR + 7 * MINUTE);
    expect(older[0]).toBe(NOW - 20 * DAY + 5 * MINUTE);
    expect(oldest[0]).toBe(NOW - 100 * DAY);
  });

  it("holds nothing of the future, and of the minute that runs nothing yet", () => {
    const now = NOW + 30 * SECOND;

    const moments = momentsOf(NOW - 2 * MINUTE, NOW + DAY, 60, now);

    expect(moments).toEqual([NOW - 2 * MINUTE, NOW - MINUTE]);
  });

  it("shows of a longer period that runs what there is so far", () => {
    const engine = engineOf([always()], NOW + 7 * MINUTE);

    const [series] = engine.evaluate(PLACE, [ask("m", "M", { period: 3600 })], {
      from: NOW - HOUR,
      to: NOW + HOUR,
    });

    expect(series?.points).toEqual([
      { at: NOW - HOUR, value: 60 },
      { at: NOW, value: 7 },
    ]);
  });
});

describe("retention", () => {
  it.each([
    [10, 3 * HOUR],
    [60, 15 * DAY],
    [120, 15 * DAY],
    [300, 63 * DAY],
    [900, 63 * DAY],
    [3600, 455 * DAY],
    [86_400, 455 * DAY],
  ])("keeps periods of %i seconds for their time and no longer", (period, keptMs) => {
    const periodMs = period * SECOND;
    const tickMs = period < 60 ? 10 * SECOND : MINUTE;
    const spanMs = Math.max(periodMs, HOUR);

    const before = momentsOf(NOW - keptMs - 3 * spanMs, NOW - keptMs, period, NOW, tickMs);
    const after = momentsOf(NOW - keptMs, NOW - keptMs + spanMs, period, NOW, tickMs);

    expect(before).toEqual([]);
    expect(after[0]).toBe(NOW - keptMs);
  });

  it("still lists what had data in the last two weeks, and reads what had it before", () => {
    const ended = { ...always(), endsAt: NOW - 15 * DAY };
    const engine = engineOf([ended, { ...always(), metric: metric("New") }]);

    const listed = engine.list(PLACE);
    const [series] = engine.evaluate(PLACE, [ask("m", "M", { period: 3600 })], {
      from: NOW - 16 * DAY,
      to: NOW,
    });

    expect(listed).toEqual([metric("New")]);
    expect(series?.points).toHaveLength(24);
  });
});

describe("a series", () => {
  const engine = engineOf([
    minutes("M", [1, undefined, 3]),
    sourceOf([{ at: NOW - MINUTE, value: 9, count: 1 }], {
      metric: metric("M", { A: "x", B: "y" }),
      unit: "Seconds",
    }),
  ]);
  const window = { from: NOW - 3 * MINUTE, to: NOW };

  it("has a gap where nothing was published", () => {
    const [series] = engine.evaluate(PLACE, [ask("m", "M")], window);

    expect(series).toEqual({
      id: "m",
      label: "M",
      points: [
        { at: NOW - 3 * MINUTE, value: 1 },
        { at: NOW - MINUTE, value: 3 },
      ],
      periodMs: MINUTE,
      status: "complete",
      messages: [],
    });
  });

  it("is found whatever the order of its dimensions, by all of them and in its unit", () => {
    const swapped = metric("M", { B: "y", A: "x" });
    const count = (query: SeriesQuery) => engine.evaluate(PLACE, [query], window)[0]?.points.length;

    expect(count(ask("m", swapped))).toBe(1);
    expect(count(ask("m", swapped, { unit: "Seconds" }))).toBe(1);
    expect(count(ask("m", swapped, { unit: "Count" }))).toBe(0);
    expect(count(ask("m", metric("M", { A: "x" })))).toBe(0);
    expect(count(ask("m", "Unknown"))).toBe(0);
  });

  it("belongs to its account and Region", () => {
    const elsewhere = { ...PLACE, region: "us-east-1" };

    expect(engine.list(elsewhere)).toEqual([]);
    expect(engine.evaluate(elsewhere, [ask("m", "M")], window)[0]?.points).toEqual([]);
  });

  it("is called by its label, or by what tells it from the others of the request", () => {
    const both = [ask("m", "M"), ask("n", metric("M", { A: "x", B: "y" }))];
    const labelled = [
      ask("m", "M", { label: "Mine" }),
      math("e", "m*2"),
      math("f", "m*3", { label: "L" }),
    ];

    expect(engine.evaluate(PLACE, both, window).map(({ label }) => label)).toEqual(["M", "x y"]);
    expect(engine.evaluate(PLACE, labelled, window).map(({ label }) => label)).toEqual([
      "Mine",
      "e",
      "L",
    ]);
  });

  it("that is hidden is computed and not shown", () => {
    const found = engine.evaluate(
      PLACE,
      [ask("m", "M", { isHidden: true }), math("e", "m+1")],
      window,
    );

    expect(found.map(({ id }) => id)).toEqual(["e"]);
    expect(found[0]?.points.map(({ value }) => value)).toEqual([2, 4]);
  });
});

describe("a request", () => {
  const engine = engineOf([minutes("M", [1, 2, 3])]);
  const window = { from: NOW - 3 * MINUTE, to: NOW };

  it.each<[string, SeriesQuery[], RegExp]>([
    ["without queries", [], /from 1 to 500 queries/],
    ["with too many", Array.from({ length: 501 }, (_, at) => ask(`m${at}`, "M")), /has 501/],
    ["with an id in capitals", [ask("M", "M")], /'M' for the parameter Id/],
    ["with an id twice", [ask("m", "M"), math("m", "1")], /'m' stands more than once/],
    ["with an odd period", [ask("m", "M", { period: 90 })], /multiple of 60 seconds, not 90/],
    ["with a period of nothing", [ask("m", "M", { period: 0 })], /not 0/],
    ["with a period that is no number", [ask("m", "M", { period: Number.NaN })], /not NaN/],
    ["with an unknown statistic", [ask("m", "M", { stat: "Mean" })], /statistic 'Mean'/],
    ["with an empty expression", [math("e", " ")], /from 1 to 2048 characters/],
    ["with a long expression", [math("e", `1${"+1".repeat(1024)}`)], /not 2049/],
    [
      "with two Insights queries",
      [math("a", "SELECT SUM(M) FROM Test"), math("b", "select max(M) from Test")],
      /at most 1 Metrics Insights/,
    ],
    [
      "whose result is a number",
      [ask("m", "M"), math("e", "SUM(m)")],
      /'e': The result is a number/,
    ],
    ["whose expressions go round", [math("a", "b+1"), math("b", "a+1")], /depends on itself/],
    ["with an unknown variable", [math("a", "nothing*2")], /'a': Undefined variable 'nothing'/],
  ])("%s is refused", (_, queries, message) => {
    expect(() => engine.evaluate(PLACE, queries, window)).toThrow(
      expect.objectContaining({
        name: "AwsRefusal",
        code: "ValidationError",
        message: expect.stringMatching(message),
      }),
    );
  });

  it("whose end is not after its start, or that asks for more than can be given, is refused", () => {
    const refusal = expect.objectContaining({ code: "ValidationError" });

    expect(() => engine.evaluate(PLACE, [ask("m", "M")], { from: NOW, to: NOW })).toThrow(refusal);
    expect(() => engine.evaluate(PLACE, [ask("m", "M")], { from: Number.NaN, to: NOW })).toThrow(
      refusal,
    );
  });

  it("over ten years gives what is kept", () => {
    const long = engineOf([always()]);

    const [series] = long.evaluate(PLACE, [ask("m", "M", { period: 86_400 })], {
      from: NOW - 3650 * DAY,
      to: NOW,
    });

    expect(series?.points).toHaveLength(455);
  });
});
