import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  groupQueries,
  hasInsights,
  MOST_QUERIES,
} from "../../../src/aws/cloudwatch/metric-groups.ts";
import type { SeriesQuery } from "../../../src/domain/metric.ts";

const metric = (id: string): SeriesQuery => ({
  id,
  kind: "metric",
  metric: { namespace: "AWS/Lambda", name: "Errors", dimensions: [] },
  stat: "Sum",
  period: 60,
});
const expression = (id: string, text: string): SeriesQuery => ({
  id,
  kind: "expression",
  expression: text,
});

const idsOf = (groups: readonly SeriesQuery[][]) =>
  groups.map((group) => group.map(({ id }) => id));

describe("requests of GetMetricData", () => {
  it("keep chains of expressions together, in whatever order they are asked", () => {
    const queries = [
      expression("e2", "e1 / m2"),
      metric("m1"),
      expression("e1", "m1 * 100"),
      metric("m2"),
      ...Array.from({ length: 499 }, (_, index) => metric(`x${index}`)),
    ];

    const { groups, tooMany } = groupQueries(queries);

    expect(tooMany).toEqual([]);
    expect(idsOf(groups).find((ids) => ids.includes("e2"))).toEqual(
      expect.arrayContaining(["e2", "m1", "e1", "m2"]),
    );
  });

  it("take METRICS() for all that can stand in one request with it", () => {
    const select = expression("q1", "SELECT AVG(CPUUtilization) FROM AWS/EC2");
    const queries = [metric("a"), expression("sum", "SUM(METRICS())"), metric("b"), select];

    const { groups } = groupQueries(queries);

    expect(
      idsOf(groups)
        .map((ids) => ids.sort())
        .sort(),
    ).toEqual([["a", "b", "sum"], ["q1"]]);
  });

  it("take no word in quotes for an id", () => {
    const search = expression("s", "SEARCH('{AWS/EC2,InstanceId} m1', 'Average', 300)");
    const many = Array.from({ length: MOST_QUERIES }, (_, index) => metric(`m${index}`));

    const { groups } = groupQueries([...many, search]);

    expect(idsOf(groups)).toHaveLength(2);
    expect(idsOf(groups)[1]).toEqual(["s"]);
  });

  it("give back what hangs together and is too much for one", () => {
    const many = Array.from({ length: MOST_QUERIES + 1 }, (_, index) => metric(`m${index}`));
    const sum = expression("sum", "SUM(METRICS())");

    const { groups, tooMany } = groupQueries([...many, sum]);

    expect(groups).toEqual([]);
    expect(tooMany).toHaveLength(MOST_QUERIES + 2);
  });

  it("hold each query once, no more than fit, one Metrics Insights query, and all that is referred to", () => {
    const ids = Array.from({ length: 12 }, (_, index) => `q${index}`);
    const query = fc.record({
      kind: fc.constantFrom("metric", "math", "insights"),
      refers: fc.subarray(ids, { maxLength: 3 }),
    });

    fc.assert(
      fc.property(fc.array(query, { minLength: 12, maxLength: 12 }), (made) => {
        const queries = made.map(({ kind, refers }, index) => {
          const id = `q${index}`;
          if (kind === "metric") return metric(id);
          if (kind === "insights") return expression(id, "SELECT SUM(Errors) FROM AWS/Lambda");
          return expression(id, [...refers, "1"].join(" + "));
        });

        const { groups } = groupQueries(queries);

        expect(idsOf(groups).flat().sort()).toEqual([...ids].sort());
        for (const [index, { kind, refers }] of made.entries()) {
          if (kind !== "math") continue;
          const group = idsOf(groups).find((each) => each.includes(`q${index}`));
          expect(refers.every((id) => group?.includes(id))).toBe(true);
        }
        const isJoined = made.some(({ kind }) => kind === "math");
        const insights = groups.map((group) => group.filter(hasInsights).length);
        expect(isJoined || Math.max(...insights) <= 1).toBe(true);
      }),
    );
  });
});
