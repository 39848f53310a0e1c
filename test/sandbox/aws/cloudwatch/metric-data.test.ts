import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../../../src/domain/time.ts";
import { errorOf, NOW, PROD, STAGING } from "../made-trail.ts";
import { startCloudWatch, writtenEngine } from "./made-cloudwatch.ts";

const FROM = NOW - 10 * MINUTE;
/** Minutes since FROM. */
const COUNTING = writtenEngine((_, at) => (at - FROM) / MINUTE);

function query(Id: string, rest: Partial<MetricDataQuery> = {}): MetricDataQuery {
  return {
    Id,
    MetricStat: {
      Metric: {
        Namespace: "AWS/Lambda",
        MetricName: "Errors",
        Dimensions: [{ Name: "FunctionName", Value: "checkout-api" }],
      },
      Period: 60,
      Stat: "Sum",
    },
    ...rest,
  };
}

function ask(
  queries: MetricDataQuery[],
  rest: Partial<GetMetricDataCommandInput> = {},
): GetMetricDataCommand {
  return new GetMetricDataCommand({
    MetricDataQueries: queries,
    StartTime: new Date(FROM),
    EndTime: new Date(NOW),
    ...rest,
  });
}

describe("GetMetricData", () => {
  it("gives the newest datapoint first unless told otherwise, and never the end", async () => {
    const { client } = await startCloudWatch(COUNTING);

    const usual = await client.send(ask([query("m1")]));
    const ascending = await client.send(ask([query("m1")], { ScanBy: "TimestampAscending" }));

    const [series] = usual.MetricDataResults ?? [];
    expect(series).toMatchObject({ Id: "m1", Label: "Errors", StatusCode: "Complete" });
    expect(series?.Values).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(series?.Timestamps?.at(-1)?.getTime()).toBe(FROM);
    expect(ascending.MetricDataResults?.[0]?.Values).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("goes on in pages of so many datapoints over all series", async () => {
    const { client } = await startCloudWatch(COUNTING);
    const pages: { id: string | undefined; values: number[] | undefined; status?: string }[][] = [];
    let NextToken: string | undefined;
    const input = { MaxDatapoints: 8, ScanBy: "TimestampAscending" } as const;

    do {
      const page = await client.send(
        ask([query("a"), query("b")], NextToken ? { ...input, NextToken } : input),
      );
      NextToken = page.NextToken;
      pages.push(
        (page.MetricDataResults ?? []).map(({ Id, Values, StatusCode }) => ({
          id: Id,
          values: Values,
          ...(StatusCode && { status: StatusCode }),
        })),
      );
    } while (NextToken);

    expect(pages).toEqual([
      [{ id: "a", values: [0, 1, 2, 3, 4, 5, 6, 7], status: "PartialData" }],
      [
        { id: "a", values: [8, 9], status: "Complete" },
        { id: "b", values: [0, 1, 2, 3, 4, 5], status: "PartialData" },
      ],
      [{ id: "b", values: [6, 7, 8, 9], status: "Complete" }],
    ]);
  });

  it("hides what only expressions need, and gives no pages with expressions", async () => {
    const { client } = await startCloudWatch(COUNTING);

    const { MetricDataResults, NextToken } = await client.send(
      ask([query("m1", { ReturnData: false }), { Id: "e1", Expression: "m1 * 2", Period: 60 }], {
        MaxDatapoints: 4,
      }),
    );

    expect(MetricDataResults?.map(({ Id, StatusCode }) => [Id, StatusCode])).toEqual([
      ["e1", "PartialData"],
    ]);
    expect(NextToken).toBeUndefined();
  });

  it("fills in labels", async () => {
    const { client } = await startCloudWatch(COUNTING);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudWatch writes them so
    const Label = "${PROP('Dim.FunctionName')} ${LABEL}: max ${MAX}, last ${LAST}, ${NOTHING}";

    const { MetricDataResults } = await client.send(ask([query("m1", { Label })]));

    expect(MetricDataResults?.[0]?.Label).toBe(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it knows no such name
      "checkout-api Errors: max 9, last 9, ${NOTHING}",
    );
  });

  it("gives several series of one id, each with its label", async () => {
    const { client } = await startCloudWatch(
      writtenEngine(() => 1, ["checkout-api", "jobs-worker"]),
    );

    const { MetricDataResults } = await client.send(
      ask([
        { Id: "q1", Expression: "SELECT SUM(Errors) FROM x GROUP BY FunctionName", Period: 60 },
      ]),
    );

    expect(MetricDataResults?.map(({ Id, Label }) => [Id, Label])).toEqual([
      ["q1", "checkout-api"],
      ["q1", "jobs-worker"],
    ]);
  });

  it("reads a metric where its account says", async () => {
    const engine = writtenEngine(() => 1);
    const { client } = await startCloudWatch({
      ...engine,
      evaluate: (place, queries, window) =>
        engine
          .evaluate(place, queries, window)
          .map((series) => ({ ...series, label: place.account })),
    });

    const { MetricDataResults } = await client.send(
      ask([query("a", { AccountId: STAGING }), query("b")]),
    );

    expect(MetricDataResults?.map(({ Id, Label }) => [Id, Label])).toEqual([
      ["a", STAGING],
      ["b", PROD],
    ]);
  });

  it("refuses what CloudWatch refuses", async () => {
    const { client, bugs } = await startCloudWatch(COUNTING);
    const many = Array.from({ length: 501 }, (_, index) => query(`m${index}`));

    const names = await Promise.all(
      [
        ask([]),
        ask(many),
        ask([query("M1")]),
        ask([query("m1"), query("m1")]),
        ask([query("m1", { Expression: "1" })]),
        ask([query("m1", { ReturnData: false })]),
        ask([query("m1")], { StartTime: new Date(NOW) }),
        ask([query("m1")], { NextToken: "made-up" }),
      ].map((command) => errorOf(client.send(command))),
    );

    expect(names).toEqual([
      ...new Array<string>(7).fill("ValidationException"),
      "InvalidNextToken",
    ]);
    expect(bugs).toEqual([]);
  });

  it("comes short, and says so, while a fault is on", async () => {
    const { client, faults } = await startCloudWatch(COUNTING);
    faults.set("cloudwatch-partial", true);
    const partial = await client.send(ask([query("m1")]));
    faults.set("cloudwatch-partial", false);
    faults.set("cloudwatch-throttling", true);

    const refused = await errorOf(client.send(ask([query("m1")])));

    expect(partial.MetricDataResults?.[0]).toMatchObject({
      StatusCode: "PartialData",
      Values: [4, 3, 2, 1, 0],
    });
    expect(refused).toBe("Throttling");
  });
});

describe("GetMetricStatistics", () => {
  const input = {
    Namespace: "AWS/Lambda",
    MetricName: "Duration",
    StartTime: new Date(FROM),
    EndTime: new Date(NOW),
    Period: 300,
  };

  it("gives statistics and percentiles of a period together, with its unit", async () => {
    const { client } = await startCloudWatch(COUNTING);

    const { Label, Datapoints } = await client.send(
      new GetMetricStatisticsCommand({
        ...input,
        Statistics: ["Average", "Maximum"],
        ExtendedStatistics: ["p99"],
      }),
    );

    expect(Label).toBe("Duration");
    expect(Datapoints).toEqual([
      {
        Timestamp: new Date(FROM),
        Average: 0,
        Maximum: 0,
        ExtendedStatistics: { p99: 0 },
        Unit: "Milliseconds",
      },
      {
        Timestamp: new Date(FROM + 5 * MINUTE),
        Average: 5,
        Maximum: 5,
        ExtendedStatistics: { p99: 5 },
        Unit: "Milliseconds",
      },
    ]);
  });

  it("refuses more than 1,440 datapoints", async () => {
    const { client } = await startCloudWatch(COUNTING);
    const command = new GetMetricStatisticsCommand({
      ...input,
      StartTime: new Date(NOW - 25 * HOUR),
      Period: 60,
      Statistics: ["Sum"],
    });

    const refusal = await client.send(command).catch((error: unknown) => error);

    expect(String(refusal)).toContain("up to 1,500 datapoints, which exceeds the limit of 1,440");
  });
});

describe("ListMetrics", () => {
  it("filters by name and dimensions, and by what was there lately", async () => {
    const { client } = await startCloudWatch(
      writtenEngine((name) => (name === "Errors" ? 1 : undefined)),
    );
    const names = async (rest: object) => {
      const { Metrics = [] } = await client.send(new ListMetricsCommand(rest));
      return Metrics.map(({ MetricName }) => MetricName);
    };

    const found = await Promise.all([
      names({}),
      names({ MetricName: "Errors" }),
      names({ Dimensions: [{ Name: "FunctionName" }] }),
      names({ Dimensions: [{ Name: "FunctionName", Value: "other" }] }),
      names({ RecentlyActive: "PT3H" }),
    ]);

    expect(found).toEqual([
      ["Errors", "Invocations"],
      ["Errors"],
      ["Errors", "Invocations"],
      [],
      ["Errors"],
    ]);
  });

  it("gives 500 a page", async () => {
    const metrics = Array.from({ length: 1100 }, (_, index) => ({
      namespace: "Test",
      name: `M${index}`,
      dimensions: [],
    }));
    const { client } = await startCloudWatch({ ...writtenEngine(() => 1), list: () => metrics });
    const sizes: number[] = [];
    let NextToken: string | undefined;

    do {
      const page = await client.send(new ListMetricsCommand(NextToken ? { NextToken } : {}));
      sizes.push(page.Metrics?.length ?? 0);
      NextToken = page.NextToken;
    } while (NextToken);

    expect(sizes).toEqual([500, 500, 100]);
  });
});
