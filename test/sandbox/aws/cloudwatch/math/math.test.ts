import { describe, expect, it } from "vitest";
import { compute, computed } from "../metrics/made-metrics.ts";

const none = undefined;
const M = { a: [1, 2, 3, 4], b: [10, 20, 0, 40] };

describe("arithmetic", () => {
  it.each<[string, (number | undefined)[]]>([
    ["a+b", [11, 22, 3, 44]],
    ["a-b", [-9, -18, 3, -36]],
    ["a*b", [10, 40, 0, 160]],
    ["b/a", [10, 10, 0, 10]],
    ["a^2", [1, 4, 9, 16]],
    ["2*a+1", [3, 5, 7, 9]],
    ["2*(a+1)", [4, 6, 8, 10]],
    ["10-a-1", [8, 7, 6, 5]],
    ["24/a/2", [12, 6, 4, 3]],
    ["2^3^a/2", [4, 256, 2 ** 26, 2 ** 80]],
    ["-a^2", [-1, -4, -9, -16]],
    ["--a", [1, 2, 3, 4]],
    ["a - -a", [2, 4, 6, 8]],
    ["1.5e1*a", [15, 30, 45, 60]],
    [".5*a", [0.5, 1, 1.5, 2]],
    ["100 * a\n / b", [10, 10, none, 10]],
  ])("%s", (expression, expected) => {
    expect(computed(expression, M)).toEqual(expected);
  });

  it("drops what is divided by zero, and takes what is missing for 0", () => {
    const values = { a: [6, 6, none, none], b: [2, 0, 3, none] };

    expect(computed("a/b", values)).toEqual([3, none, 0, none]);
    expect(computed("a+b", values)).toEqual([8, 6, 3, none]);
    expect(computed("a+1", values)).toEqual([7, 7, none, none]);
  });

  it("of an array and a series gives an array", () => {
    const found = compute("[a,b]/a", M);

    expect(found.map(({ points }) => points.map(({ value }) => value))).toEqual([
      [1, 1, 1, 1],
      [10, 10, 0, 10],
    ]);
    expect(compute("1-[a,b]", M)).toHaveLength(2);
  });
});

describe("comparisons", () => {
  // The example of the CloudWatch user guide.
  const guide = { metric1: [30, 20, 0, 0], metric2: [20, none, 20, none] };

  it.each<[string, number[]]>([
    ["metric1 < metric2", [0, 0, 1, 0]],
    ["metric1 >= 30", [1, 0, 0, 0]],
    ["metric1 > 15 AND metric2 > 15", [1, 0, 0, 0]],
    ["metric1 > 15 && metric2 > 15", [1, 0, 0, 0]],
    ["metric1 > 15 OR metric2 > 15", [1, 1, 1, 0]],
    ["metric1 > 15 || metric2 > 15", [1, 1, 1, 0]],
    ["metric1 == 20", [0, 1, 0, 0]],
    ["metric1 != 20", [1, 0, 1, 1]],
    ["metric1 <= 20 OR metric1 > 25 AND metric1 > 100", [0, 1, 1, 1]],
    ["metric1 + 1 > 20", [1, 1, 0, 0]],
  ])("%s", (expression, expected) => {
    expect(computed(expression, guide)).toEqual(expected);
  });
});

describe("IF", () => {
  // The tables of the CloudWatch user guide.
  const guide = { m1: [1, 1, 0, 0, none], m2: [30, none, 0, 0, 30], m3: [0, 0, 20, none, 20] };

  it.each<[string, (number | undefined)[]]>([
    ["IF(m1, m2, m3)", [30, 0, 20, none, none]],
    ["IF(m1, 5, m3)", [5, 5, 20, none, none]],
    ["IF(m1, m2, 5)", [30, 0, 5, 5, none]],
    ["IF(m1, m2)", [30, 0, none, none, none]],
    ["IF(m1, 1, 2)", [1, 1, 2, 2, none]],
    ["IF(1, m2, m3)", [30, none, 0, 0, 30]],
    ["IF(0, m2, m3)", [0, 0, 20, none, 20]],
    ["IF(0, m2)", [none, none, none, none, none]],
    ["IF(m2 > 10, m2)", [30, none, none, none, 30]],
  ])("%s", (expression, expected) => {
    expect(computed(expression, guide)).toEqual(expected);
  });
});

describe("functions of one series", () => {
  const values = { a: [-1.5, none, 4, 10], b: [2, 2, 4, 4] };

  it.each<[string, (number | undefined)[]]>([
    ["ABS(a)", [1.5, none, 4, 10]],
    ["CEIL(a)", [-1, none, 4, 10]],
    ["FLOOR(a)", [-2, none, 4, 10]],
    ["LOG10(a)", [none, none, Math.log10(4), 1]],
    ["LOG(a)", [none, none, Math.log(4), Math.log(10)]],
    ["DIFF(a)", [none, none, 5.5, 6]],
    ["DIFF_TIME(a)", [none, none, 120, 60]],
    ["RATE(a)", [none, none, 5.5 / 120, 6 / 60]],
    ["RUNNING_SUM(a)", [-1.5, none, 2.5, 12.5]],
    ["FILL(a, 7)", [-1.5, 7, 4, 10]],
    ["FILL(a, REPEAT)", [-1.5, -1.5, 4, 10]],
    ["FILL(a, LINEAR)", [-1.5, 1.25, 4, 10]],
    ["FILL(a, b)", [-1.5, 2, 4, 10]],
    ["FILL(a, MIN(a))", [-1.5, -1.5, 4, 10]],
    ["a*0+SUM(a)", [12.5, none, 12.5, 12.5]],
    ["b-AVG(b)", [-1, -1, 1, 1]],
    ["b-STDDEV(b)", [1, 1, 3, 3]],
    ["b*0+MAX(a)-MIN(a)", [11.5, 11.5, 11.5, 11.5]],
    ["b*0+DATAPOINT_COUNT(a)", [3, 3, 3, 3]],
    ["b/PERIOD(b)", [2 / 60, 2 / 60, 4 / 60, 4 / 60]],
    ["TIME_SERIES(5)", [5, 5, 5, 5]],
    ["TIME_SERIES(MAX(a))", [10, 10, 10, 10]],
    ["-a", [1.5, none, -4, -10]],
  ])("%s", (expression, expected) => {
    expect(computed(expression, values)).toEqual(expected);
  });

  it("leave gaps at the ends that a line or the value before cannot fill", () => {
    const gaps = { a: [none, 2, none, none, 8, none] };

    expect(computed("FILL(a, LINEAR)", gaps)).toEqual([none, 2, 4, 6, 8, none]);
    expect(computed("FILL(a, REPEAT)", gaps)).toEqual([none, 2, 2, 2, 8, 8]);
    expect(computed("FILL(a, 0)", gaps)).toEqual([0, 2, 0, 0, 8, 0]);
  });

  it("that tell the time have a value for every period, in UTC", () => {
    // The last four minutes of Saturday, 21 November 2026.
    expect(computed("MINUTE(a)", values)).toEqual([56, 57, 58, 59]);
    expect(computed("HOUR(a)", values)).toEqual([23, 23, 23, 23]);
    expect(computed("DAY(a)", values)).toEqual([6, 6, 6, 6]);
    expect(computed("DATE(a)", values)).toEqual([21, 21, 21, 21]);
    expect(computed("MONTH(a)", values)).toEqual([11, 11, 11, 11]);
    expect(computed("YEAR(a)", values)).toEqual([2026, 2026, 2026, 2026]);
    expect(computed("EPOCH(a)-EPOCH(a)", values)).toEqual([0, 0, 0, 0]);
    expect(computed("IF(DAY(b)<6, b)", values)).toEqual([none, none, none, none]);
  });
});

describe("functions of arrays", () => {
  const values = { err1: [1, 2, none], err2: [3, 4, 5], ok: [10, 10, 10] };
  const columns = (expression: string) =>
    compute(expression, values).map(({ label, points }) => [
      label,
      points.map(({ value }) => value),
    ]);

  it.each<[string, (number | undefined)[]]>([
    ["SUM(METRICS())", [14, 16, 15]],
    ["AVG(METRICS())", [14 / 3, 16 / 3, 5]],
    ["MIN(METRICS())", [1, 2, 5]],
    ["MAX([err1, err2])", [3, 4, 5]],
    ["STDDEV([err1, err2])", [1, 1, 0]],
    ["DATAPOINT_COUNT(METRICS())", [3, 3, 2]],
    ['SUM(METRICS("err"))', [4, 6, 5]],
    ['SUM([METRICS("err"), METRICS("ok")])', [14, 16, 15]],
    ["SUM(METRICS('err'))/SUM(METRICS('ok'))*100", [40, 60, 50]],
    ["ok/METRIC_COUNT(METRICS())", [10 / 3, 10 / 3, 10 / 3]],
    ["SUM(100/[ok, err2])", [10 + 100 / 3, 35, 30]],
    ["FIRST(SORT(METRICS(), AVG, DESC))", [10, 10, 10]],
    ["LAST(SORT(METRICS(), SUM, DESC))", [1, 2, none]],
    ["SUM(SLICE(METRICS(), 1))", [13, 14, 15]],
  ])("%s", (expression, expected) => {
    expect(computed(expression, values)).toEqual(expected);
  });

  it("keep the labels of their series", () => {
    expect(columns("SORT(METRICS(), MAX, ASC)")).toEqual([
      ["err1", [1, 2]],
      ["err2", [3, 4, 5]],
      ["ok", [10, 10, 10]],
    ]);
    expect(columns("SORT(METRICS(), MAX, DESC, 1)")).toEqual([["ok", [10, 10, 10]]]);
    expect(columns("SLICE(METRICS(), 1, 2)")).toEqual([["err2", [3, 4, 5]]]);
    expect(columns("METRICS('err')*2")).toEqual([
      ["err1", [2, 4]],
      ["err2", [6, 8, 10]],
    ]);
  });

  it("remove series without points", () => {
    const found = compute("REMOVE_EMPTY([a, b])", { a: [1], b: [none] });

    expect(found.map(({ label }) => label)).toEqual(["a"]);
  });
});
