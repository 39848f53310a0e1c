import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../../../src/domain/time.ts";
import { AwsRefusal } from "../../../../../src/sandbox/aws/service.ts";
import {
  engineOf,
  madeSamples,
  math,
  metric,
  NOW,
  PLACE,
  type Sample,
  sourceOf,
} from "../metrics/made-metrics.ts";

const from = NOW - HOUR;
const SAMPLES: Record<string, Sample[]> = {
  a: madeSamples("insights/a", from, 60),
  b: madeSamples("insights/b", from, 60).map((one) => ({ ...one, value: one.value + 2000 })),
  c: madeSamples("insights/c", from, 60).map((one) => ({ ...one, value: one.value / 1000 })),
};
const of = (id: string, zone: string) =>
  sourceOf(SAMPLES[id] ?? [], { metric: metric("Cpu", { Id: id, Zone: zone }, "AWS/EC2") });
const sources = [
  of("a", "x"),
  of("b", "x"),
  of("c", "y"),
  sourceOf([{ at: NOW - MINUTE, value: 7, count: 1 }], { metric: metric("Cpu", {}, "AWS/EC2") }),
  sourceOf([{ at: NOW - MINUTE, value: 9, count: 1 }], {
    metric: metric("My.Metric", { "a b": "it's" }, "Own"),
  }),
];
const engine = engineOf(sources);

function select(query: string, rest: { label?: string; period?: number } = {}) {
  return engine.evaluate(PLACE, [math("q", query, { period: 3600, ...rest })], { from, to: NOW });
}

const labels = (query: string) => select(query).map(({ label }) => label);

describe("a Metrics Insights query", () => {
  it.each<[string, (values: number[]) => number]>([
    ["SUM", (all) => all.reduce((x, y) => x + y, 0)],
    ["AVG", (all) => all.reduce((x, y) => x + y, 0) / all.length],
    ["MIN", (all) => Math.min(...all)],
    ["MAX", (all) => Math.max(...all)],
    ["COUNT", (all) => all.length],
  ])("%s is what all samples of the metrics say together", (aggregate, compute) => {
    const all = [...(SAMPLES.a ?? []), ...(SAMPLES.b ?? [])].flatMap(({ value, count }) =>
      Array.from({ length: count }, () => value),
    );

    const [series] = select(
      `SELECT ${aggregate}(Cpu) FROM SCHEMA("AWS/EC2", Zone, Id) WHERE Zone = 'x'`,
    );

    expect(series?.label).toBe("q");
    expect(series?.points).toHaveLength(1);
    expect(series?.points[0]?.value).toBeCloseTo(compute(all), 6);
  });

  it.each<[string, string[]]>([
    ['SELECT AVG(Cpu) FROM "AWS/EC2" GROUP BY Id', ["Other", "a", "b", "c"]],
    ['SELECT AVG(Cpu) FROM SCHEMA("AWS/EC2", Id, Zone) GROUP BY Id', ["a", "b", "c"]],
    ['SELECT AVG(Cpu) FROM SCHEMA("AWS/EC2", Id) GROUP BY Id', []],
    ['SELECT AVG(Cpu) FROM SCHEMA("AWS/EC2")', ["q"]],
    [
      'select max("Cpu") from "AWS/EC2" group by Zone, Id order by max() desc limit 2',
      ["x b", "x a"],
    ],
    [
      "SELECT MAX(Cpu) FROM \"AWS/EC2\" WHERE Id != 'a' GROUP BY Id ORDER BY MAX()",
      ["c", "Other", "b"],
    ],
    ["SELECT MAX(Cpu) FROM \"AWS/EC2\" WHERE Zone = 'x' AND Id = 'a' GROUP BY Id", ["a"]],
    [
      "SELECT MAX(Cpu) FROM \"AWS/EC2\" WHERE Zone = 'y' OR (Id = 'a' AND Zone = 'x') GROUP BY Id",
      ["a", "c"],
    ],
    ["SELECT MAX(Cpu) FROM \"AWS/EC2\" WHERE Id IN ('a', 'c') GROUP BY Id", ["a", "c"]],
    ["SELECT MAX(Cpu) FROM \"AWS/EC2\" WHERE Id NOT IN ('a', 'c') GROUP BY Id", ["Other", "b"]],
    ['SELECT SUM("My.Metric") FROM Own WHERE "a b" = \'it\\\'s\' GROUP BY "a b"', ["it's"]],
    ["SELECT SUM(Cpu) FROM Nothing", []],
    [
      `SELECT SUM(Cpu) FROM "AWS/EC2" WHERE AWS.AccountId = '${PLACE.account}' GROUP BY AWS.AccountId`,
      [PLACE.account],
    ],
  ])("%s", (query, expected) => {
    expect(labels(query)).toEqual(expected);
  });

  it("puts its label before those of its groups", () => {
    const series = select('SELECT MAX(Cpu) FROM "AWS/EC2" GROUP BY Zone', { label: "CPU" });

    expect(series.map(({ label }) => label)).toEqual(["CPU Other", "CPU x", "CPU y"]);
  });

  it("reaches back two weeks and not further", () => {
    const always = sourceOf([], { samples: (_at, take) => take(1, 1) });

    const [series] = engineOf([always]).evaluate(
      PLACE,
      [math("q", "SELECT SUM(M) FROM Test", { period: 3600 })],
      { from: NOW - 30 * DAY, to: NOW },
    );

    expect(series?.points[0]?.at).toBe(NOW - 14 * DAY);
  });

  it("can be computed with by its id", () => {
    const [sum] = engine.evaluate(
      PLACE,
      [
        math("q", 'SELECT MAX(Cpu) FROM SCHEMA("AWS/EC2", Id, Zone) GROUP BY Id', {
          period: 3600,
          isHidden: true,
        }),
        math("n", "DATAPOINT_COUNT(q)"),
      ],
      { from, to: NOW },
    );

    expect(sum?.points.map(({ value }) => value)).toEqual([3]);
  });

  it.each([
    ["SELECT", "expected one of AVG, COUNT, MAX, MIN, SUM"],
    ["SELECT P99(Cpu) FROM x", "found 'P99'"],
    ["SELECT AVG FROM x", "expected '('"],
    ["SELECT AVG(Cpu)", "expected FROM"],
    ["SELECT AVG(Cpu) FROM AWS/EC2", "unexpected '/'"],
    ["SELECT AVG(Cpu) FROM 'x'", "expected a namespace"],
    ["SELECT AVG(Cpu) FROM x WHERE Id = a", "expected a value in single quotes"],
    ["SELECT AVG(Cpu) FROM x WHERE Id > 'a'", "unexpected '>'"],
    ["SELECT AVG(Cpu) FROM x WHERE Id IN ('a'", "expected ')'"],
    ["SELECT AVG(Cpu) FROM x GROUP Id", "expected BY"],
    ["SELECT AVG(Cpu) FROM x ORDER BY AVG", "expected '('"],
    ["SELECT AVG(Cpu) FROM x LIMIT 501", "from 1 to 500"],
    ["SELECT AVG(Cpu) FROM x LIMIT 0", "from 1 to 500"],
    ["SELECT AVG(Cpu) FROM x LIMIT", "from 1 to 500"],
    ["SELECT AVG(Cpu) FROM x; DROP", "unexpected ';'"],
    ["SELECT AVG(Cpu) FROM x GROUP BY Id extra", "expected the end of the query"],
    [`SELECT AVG(Cpu) FROM x WHERE ${"(".repeat(80)}`, "nested too deeply"],
  ])("%s is refused", (query, message) => {
    expect(() => select(query)).toThrow(
      expect.objectContaining({
        code: "ValidationError",
        message: expect.stringContaining(message),
      }),
    );
  });

  it("gives series or refuses, whatever is written", () => {
    const piece = fc.constantFrom(
      "SELECT",
      "AVG(Cpu)",
      "SUM",
      "(",
      ")",
      "FROM",
      '"AWS/EC2"',
      "SCHEMA",
      ",",
      "Id",
      "WHERE",
      "=",
      "!=",
      "'a'",
      "AND",
      "OR",
      "IN",
      "NOT",
      "GROUP BY",
      "ORDER BY",
      "MAX()",
      "DESC",
      "LIMIT",
      "5",
      '"',
      "'",
      "\\",
      "🙂",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (all) => {
        try {
          return select(`SELECT ${all.join(" ")}`).length <= sources.length;
        } catch (error) {
          return error instanceof AwsRefusal;
        }
      }),
      { numRuns: 1000 },
    );
    expect(labels('SELECT AVG(Cpu) FROM "AWS/EC2"')).toEqual(["q"]);
  });
});
