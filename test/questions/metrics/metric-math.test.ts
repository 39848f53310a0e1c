import { describe, expect, it } from "vitest";
import { type AskedOf, asking, held, NOW, PROD, STAGING, seriesWith } from "./metric-world.ts";

const of = (name: string, functionName: string, place = PROD) =>
  held("AWS/Lambda", name, { FunctionName: functionName }, () => 1, place);
const METRICS = [
  of("Errors", "checkout-api"),
  of("Invocations", "checkout-api"),
  of("Errors", "jobs-worker"),
];
const asked = (): AskedOf => ({ lists: [], reads: [], trail: [] });

describe("arithmetic over metrics in words", () => {
  it("asks CloudWatch for the metrics, hidden, and for what is reckoned from them", async () => {
    const calls = asked();
    const text =
      "metric 100 * [lambda checkout-api errors] / [lambda checkout-api invocations] last 2h";

    const answer = await asking(
      text,
      {
        metrics: METRICS,
        series: () => [seriesWith([{ at: NOW - 60_000, value: 42 }], { label: "e1" })],
      },
      calls,
    );

    expect(calls.reads[0]?.queries).toMatchObject([
      { id: "x0", isHidden: true, stat: "Sum", metric: { name: "Errors" } },
      { id: "x1", isHidden: true, stat: "Sum", metric: { name: "Invocations" } },
      { id: "e1", expression: "100 * x0 / x1" },
    ]);
    expect(answer.outcome).toBe("found");
    expect(answer.headline).toContain("latest 42");
    expect(calls.trail[0]?.touching).toMatchObject([{ name: "checkout-api" }]);
  });

  it("names the same metric once, and takes a statistic of its own", async () => {
    const calls = asked();

    await asking(
      "metric [lambda checkout-api errors max] - [lambda checkout-api errors max] / 2",
      { metrics: METRICS },
      calls,
    );

    expect(calls.reads[0]?.queries).toMatchObject([
      { id: "x0", stat: "Maximum" },
      { expression: "x0 - x0 / 2" },
    ]);
  });

  it("reckons in every place that has all of them", async () => {
    const calls = asked();
    const metrics = [...METRICS, of("Errors", "checkout-api", STAGING)];

    await asking(
      "metric [lambda checkout-api errors] / [lambda checkout-api invocations]",
      { metrics },
      calls,
    );

    expect(calls.reads.map(({ place }) => place)).toEqual([PROD]);
  });

  it("needs one thing in each pair of brackets", async () => {
    const answer = await asking("metric [lambda errors] / [lambda checkout-api invocations]", {
      metrics: METRICS,
    });

    expect(answer.headline).toBe("“lambda errors” is 2 series, and one is needed to reckon with");
  });

  it("says which of them is unclear", async () => {
    const answer = await asking(
      "metric [lambda chekout-api errors] / [lambda checkout-api invocations]",
      {
        metrics: METRICS,
      },
    );

    expect(answer.outcome).toBe("nothing");
    expect(answer.headline).toContain("chekout-api");
  });
});
