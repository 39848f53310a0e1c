import { afterEach, describe, expect, it } from "vitest";
import { listOf, membersOf } from "../../../src/aws/cloudwatch/members.ts";
import type { SeriesQuery } from "../../../src/domain/metric.ts";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { quietRun } from "../../support/ask.ts";
import {
  ACCOUNT,
  denied,
  NOW,
  seconds,
  type WireAnswer,
  type WireCall,
  type WiredCloudWatch,
  type WireOptions,
  wireCloudWatch,
} from "../../support/cloudwatch.ts";

let wired: WiredCloudWatch | undefined;
afterEach(async () => wired?.close());

async function open(answer: (call: WireCall) => WireAnswer, options?: WireOptions) {
  wired = await wireCloudWatch(answer, options);
  return wired;
}

const FROM = NOW - HOUR;
const window = { from: FROM, to: NOW };
const place = { account: ACCOUNT, region: "eu-west-1" };

const errors = (id: string, more: Partial<SeriesQuery> = {}): SeriesQuery =>
  ({
    id,
    kind: "metric",
    metric: {
      namespace: "AWS/Lambda",
      name: "Errors",
      dimensions: [{ name: "FunctionName", value: id }],
    },
    stat: "Sum",
    period: 60,
    ...more,
  }) as SeriesQuery;

const math = (id: string, expression: string): SeriesQuery => ({
  id,
  kind: "expression",
  expression,
});

const result = (id: string, minutes: number[], values: unknown[], more: object = {}) => ({
  Id: id,
  Label: id,
  Timestamps: minutes.map((minute) => seconds(FROM + minute * MINUTE)),
  Values: values,
  StatusCode: "Complete",
  ...more,
});

const page = (results: unknown[], more: object = {}): WireAnswer => ({
  body: { MetricDataResults: results, ...more },
});

const idsOf = ({ input }: WireCall) =>
  listOf(input.MetricDataQueries).map((query) => String(membersOf(query).Id));

const echo = (call: WireCall): WireAnswer => page(idsOf(call).map((id) => result(id, [1], [1])));

describe("series of CloudWatch's metrics", () => {
  it("come oldest first, with their times, and with what they cost", async () => {
    const { cloudWatch, calls } = await open(() =>
      page([result("m1", [2, 1, 3], [20, 10, 30], { Label: "Errors" })]),
    );

    const [found] = await cloudWatch.metrics.read(
      [{ place, window, queries: [errors("m1")], zone: "Europe/Berlin" }],
      quietRun,
    );

    expect(found?.series).toEqual([
      {
        id: "m1",
        label: "Errors",
        periodMs: MINUTE,
        status: "complete",
        messages: [],
        points: [1, 2, 3].map((minute) => ({ at: FROM + minute * MINUTE, value: minute * 10 })),
      },
    ]);
    expect(found?.searched).toMatchObject({
      source: "CloudWatch metrics",
      examined: 3,
      matched: 3,
      requests: 1,
      costUsd: 0.000_01,
      complete: true,
    });
    expect(calls[0]?.input).toMatchObject({
      StartTime: seconds(FROM),
      // The end does not belong to what GetMetricData reads; here it does.
      EndTime: seconds(NOW) + 1,
      ScanBy: "TimestampAscending",
      LabelOptions: { Timezone: "+0100" },
    });
  });

  it("are read to the last page, and merged by id and label", async () => {
    const pages = [
      page([result("s", [1], [1], { Label: "a", StatusCode: "PartialData" })], { NextToken: "2" }),
      page([result("s", [1], [5], { Label: "b" })], { NextToken: "3" }),
      page([result("s", [2], [2], { Label: "a" })]),
    ];
    const { cloudWatch, calls } = await open(
      ({ input }) => pages[Number(input.NextToken ?? 1) - 1] ?? "tear",
    );
    const search = math("s", "SEARCH('{AWS/Lambda,FunctionName} Errors', 'Sum', 300)");

    const [found] = await cloudWatch.metrics.read([{ place, window, queries: [search] }], quietRun);

    expect(
      found?.series.map(({ label, points, status }) => [label, points.length, status]),
    ).toEqual([
      ["a", 2, "complete"],
      ["b", 1, "complete"],
    ]);
    expect(found?.series[0]?.periodMs).toBe(5 * MINUTE);
    expect(found?.searched).toMatchObject({ costUsd: 0.000_02, requests: 3, gaps: [] });
    expect(calls).toHaveLength(3);
  });

  it("are as many as a search finds, and ten years of them are read page by page", async () => {
    const labels = Array.from({ length: 500 }, (_, index) => `function-${index}`);
    const { cloudWatch } = await open(({ input }) =>
      page(
        labels.map((label) =>
          result("s", [input.NextToken === undefined ? 1 : 2], [1], { Label: label }),
        ),
        input.NextToken === undefined ? { NextToken: "2" } : {},
      ),
    );
    const search = math("s", "SEARCH('{AWS/Lambda,FunctionName} Errors', 'Sum', 86400)");
    const tenYears = { from: NOW - 3650 * 24 * HOUR, to: NOW };

    const [found] = await cloudWatch.metrics.read(
      [{ place, window: tenYears, queries: [search] }],
      quietRun,
    );

    expect(found?.series.map(({ label }) => label)).toEqual(labels);
    expect(found?.series.every(({ points }) => points.length === 2)).toBe(true);
    expect(found?.searched).toMatchObject({ examined: 1000, matched: 1000, gaps: [] });
    expect(found?.searched.costUsd).toBeCloseTo(0.005);
  });

  it("are asked 500 at a time, what refers to each other together", async () => {
    const { cloudWatch, calls } = await open(echo);
    const many = Array.from({ length: 598 }, (_, index) => errors(`m${index}`));
    const sum = math("total", "m0 + m597");

    const [found] = await cloudWatch.metrics.read(
      [{ place, window, queries: [...many, sum] }],
      quietRun,
    );

    expect(calls.map((call) => idsOf(call).length).sort()).toEqual([500, 99]);
    expect(calls.find((call) => idsOf(call).includes("total")) ?? { input: {} }).toSatisfy(
      (call: WireCall) => ["m0", "m597"].every((id) => idsOf(call).includes(id)),
    );
    expect(found?.series.map(({ id }) => id)).toEqual([...many, sum].map(({ id }) => id));
    expect(found?.searched).toMatchObject({ complete: true, requests: 2 });
  });

  it("send one Metrics Insights query with a request", async () => {
    const { cloudWatch, calls } = await open(echo);
    const select = 'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName)';

    await cloudWatch.metrics.read(
      [{ place, window, queries: [math("q1", select), errors("m1"), math("q2", select)] }],
      quietRun,
    );

    expect(calls.map(idsOf).sort()).toEqual([["m1"], ["q1"], ["q2"]]);
  });

  it("leave out what only serves others", async () => {
    const { cloudWatch, calls } = await open(echo);

    const [found] = await cloudWatch.metrics.read(
      [{ place, window, queries: [errors("m1", { isHidden: true }), math("e1", "m1 * 2")] }],
      quietRun,
    );

    expect(found?.series.map(({ id }) => id)).toEqual(["e1"]);
    expect(listOf(calls[0]?.input.MetricDataQueries)[0]).toMatchObject({ ReturnData: false });
  });

  it("keep out what is no number, lies outside the window or has no time, and say so", async () => {
    const { cloudWatch } = await open(() =>
      page([
        {
          Id: "m1",
          Timestamps: [seconds(FROM), seconds(FROM + MINUTE), 1e17, seconds(NOW + HOUR), null],
          Values: ["NaN", 7, 1, 1, 1, 1],
          StatusCode: "Complete",
        },
      ]),
    );

    const [found] = await cloudWatch.metrics.read(
      [{ place, window, queries: [errors("m1")] }],
      quietRun,
    );

    expect(found?.series[0]?.points).toEqual([{ at: FROM + MINUTE, value: 7 }]);
    expect(found?.series[0]?.label).toBe("Errors");
    expect(found?.searched.gaps).toEqual([expect.stringMatching(/^Errors: \d datapoints without/)]);
  });

  it.each<[string, unknown]>([
    ["no list of results", {}],
    ["results of another type", { MetricDataResults: "none" }],
    ["results that nobody asked for", { MetricDataResults: [result("x", [1], [1])] }],
    ["results without members", { MetricDataResults: [{}, null] }],
  ])("are empty and said to be so where AWS gives %s", async (_, body) => {
    const { cloudWatch } = await open(() => ({ body }));

    const [found] = await cloudWatch.metrics.read(
      [{ place, window, queries: [errors("m1")] }],
      quietRun,
    );

    expect(found?.series).toMatchObject([{ id: "m1", points: [], status: "failed" }]);
    expect(found?.searched).toMatchObject({ complete: false, matched: 0 });
  });

  it("tell what CloudWatch says besides, and which series are not whole", async () => {
    const { cloudWatch } = await open(() =>
      page(
        [
          result("m1", [1], [1], { StatusCode: "PartialData" }),
          result("m2", [], [], {
            StatusCode: "Forbidden",
            Messages: [{ Code: "X", Value: "no way" }],
          }),
        ],
        { Messages: [{ Code: "MaxMetricsExceeded", Value: "The maximum of 100 was exceeded" }] },
      ),
    );

    const [found] = await cloudWatch.metrics.read(
      [{ place, window, queries: [errors("m1"), errors("m2")] }],
      quietRun,
    );

    expect(found?.series.map(({ status }) => status)).toEqual(["partial", "forbidden"]);
    expect(found?.searched.gaps).toEqual([
      "CloudWatch says: The maximum of 100 was exceeded",
      "m1 was read in part only",
      "m2 may not be read (no way)",
    ]);
  });

  it("are empty where one Region of three refuses, with the action that is missing", async () => {
    const { cloudWatch, setup } = await open((call) =>
      call.region === "us-east-1" ? denied("GetMetricData") : echo(call),
    );
    const asks = setup.regions.map((region) => ({
      place: { account: ACCOUNT, region },
      window,
      queries: [errors("m1")],
    }));

    const found = await cloudWatch.metrics.read(asks, quietRun);

    expect(found.map(({ series }) => series[0]?.status)).toEqual([
      "complete",
      "forbidden",
      "complete",
    ]);
    expect(found.map(({ searched }) => searched.gaps)).toEqual([
      [],
      [`account ${ACCOUNT}, us-east-1: not allowed to call cloudwatch:GetMetricData`],
      [],
    ]);
  });

  it("come after AWS has asked to wait", async () => {
    let asked = 0;
    const { cloudWatch } = await open((call) => {
      asked += 1;
      return asked === 1 ? { code: "Throttling", message: "Rate exceeded" } : echo(call);
    });

    const [found] = await cloudWatch.metrics.read(
      [{ place, window, queries: [errors("m1")] }],
      quietRun,
    );

    expect(found?.searched).toMatchObject({ complete: true, requests: 2 });
  });

  it("are given up where AWS goes on asking to wait", async () => {
    const { cloudWatch } = await open(() => ({ code: "Throttling" }), { patienceMs: 600 });

    const [found] = await cloudWatch.metrics.read(
      [{ place, window, queries: [errors("m1")] }],
      quietRun,
    );

    expect(found?.searched.gaps).toEqual([
      `account ${ACCOUNT}, eu-west-1: AWS takes no more requests for the moment`,
    ]);
  });

  it("are given up where nothing answers, and asked again where a connection breaks", async () => {
    let torn = 0;
    const { cloudWatch } = await open(
      (call) => {
        if (call.region === "us-east-1") return "hang";
        torn += 1;
        return torn < 3 ? "tear" : echo(call);
      },
      { timeoutMs: 700 },
    );
    const asks = ["eu-west-1", "us-east-1"].map((region) => ({
      place: { account: ACCOUNT, region },
      window,
      queries: [errors("m1")],
    }));

    const found = await cloudWatch.metrics.read(asks, quietRun);

    expect(found.map(({ searched }) => searched.gaps)).toEqual([
      [],
      [`account ${ACCOUNT}, us-east-1: no answer in time`],
    ]);
    expect(torn).toBe(3);
  });

  it("stop half-way when the question is cancelled", async () => {
    const stop = new AbortController();
    const { cloudWatch, calls } = await open(({ input }) => {
      if (input.NextToken === undefined) return page([result("m1", [1], [1])], { NextToken: "2" });
      stop.abort(new Error("stopped"));
      return "hang";
    });

    const reading = cloudWatch.metrics.read([{ place, window, queries: [errors("m1")] }], {
      ...quietRun,
      signal: stop.signal,
    });

    await expect(reading).rejects.toThrow("stopped");
    expect(calls).toHaveLength(2);
  });

  it("end where AWS gives the same mark twice", async () => {
    const { cloudWatch, calls } = await open(() =>
      page([result("m1", [1], [1])], { NextToken: "again" }),
    );

    const [found] = await cloudWatch.metrics.read(
      [{ place, window, queries: [errors("m1")] }],
      quietRun,
    );

    expect(calls).toHaveLength(2);
    expect(found?.searched.gaps).toEqual(["there are more datapoints than were read"]);
  });
});

describe("the list of metrics", () => {
  it("holds what is asked for, of each place up to the limit", async () => {
    const { cloudWatch, calls } = await open(({ input }) => ({
      body: {
        Metrics: [
          { Namespace: "AWS/Lambda", MetricName: "Errors", Dimensions: [] },
          { Namespace: "x" },
        ],
        ...(input.NextToken === undefined && { NextToken: "2" }),
      },
    }));

    const listed = await cloudWatch.metrics.list(
      {
        namespace: "AWS/Lambda",
        dimensions: [{ name: "FunctionName" }],
        regions: ["eu-west-1"],
        limit: 3,
      },
      quietRun,
    );

    expect(listed.metrics).toEqual([
      { namespace: "AWS/Lambda", name: "Errors", dimensions: [], place },
      { namespace: "AWS/Lambda", name: "Errors", dimensions: [], place },
    ]);
    expect(listed.isCut).toBe(true);
    expect(listed.searched).toMatchObject([
      { filter: "AWS/Lambda FunctionName=*", unit: "metric" },
    ]);
    expect(calls[0]?.input).toEqual({
      Namespace: "AWS/Lambda",
      Dimensions: [{ Name: "FunctionName" }],
    });
  });

  it("says of a place that is not set up that it is not", async () => {
    const { cloudWatch } = await open(echo);

    const listing = cloudWatch.metrics.list({ accounts: ["999988887777"] }, quietRun);

    await expect(listing).rejects.toMatchObject({ code: "cloudwatch.no-place" });
  });
});
