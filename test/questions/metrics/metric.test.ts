import { describe, expect, it } from "vitest";
import type { Answer, Section } from "../../../src/answers/answer.ts";
import { toText } from "../../../src/answers/to-text.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { DAY, formatInstant, HOUR, MINUTE } from "../../../src/domain/time.ts";
import { understand } from "../../../src/questions/understand.ts";
import { trailEventOf } from "../../support/records.ts";
import { alarmOf } from "./alarm-world.ts";
import {
  type AskedOf,
  asking,
  held,
  type MetricWorld,
  NOW,
  PROD,
  STAGING,
  seriesWith,
} from "./metric-world.ts";

const errors = held("AWS/Lambda", "Errors", { FunctionName: "checkout-api" }, (at) =>
  at >= NOW - 15 * MINUTE ? 12 : 0,
);
const perResource = held("AWS/Lambda", "Errors", {
  FunctionName: "checkout-api",
  Resource: "checkout-api:live",
});
const LAMBDA: MetricWorld = { metrics: [perResource, errors] };

function chartIn({ sections }: Answer): Extract<Section, { kind: "chart" }> {
  const section = sections.find((each) => each.kind === "chart");
  if (section?.kind !== "chart") throw new Error("no chart in the answer");
  return section;
}

function shown(answer: Answer): string {
  return toText(answer, { colour: false, zone: "UTC" });
}

function asked(): AskedOf {
  return { lists: [], reads: [], trail: [] };
}

function changeAt(at: number, eventName: string, request: JsonObject) {
  return trailEventOf({
    eventSource: "lambda.amazonaws.com",
    eventName,
    eventTime: formatInstant(at),
    eventID: `id-${at}`,
    requestParameters: { functionName: "checkout-api", ...request },
  });
}

describe("a metric", () => {
  it("is a picture with its numbers", async () => {
    const answer = await asking("metric lambda checkout-api errors", LAMBDA);

    const { chart } = chartIn(answer);
    expect(answer.outcome).toBe("found");
    expect(answer.headline).toBe("checkout-api errors: latest 12, highest 12 at 14:14");
    expect(chart).toMatchObject({
      title: "checkout-api errors (sum over 1 min)",
      unit: "Count",
      window: { from: NOW - 3 * HOUR, to: NOW },
      zone: "UTC",
    });
    expect(chart.series).toHaveLength(1);
    expect(chart.series[0]?.points).toHaveLength(180);
    expect(shown(answer)).toMatch(/In all +180/);
  });

  it("asks for the metric that is divided least, where it is", async () => {
    const calls = asked();

    await asking("metric lambda checkout-api errors", LAMBDA, calls);

    const [read] = calls.reads;
    expect(calls.reads).toHaveLength(1);
    expect(read?.place).toEqual(PROD);
    expect(read?.queries).toMatchObject([
      {
        kind: "metric",
        stat: "Sum",
        period: 60,
        metric: { dimensions: [{ value: "checkout-api" }] },
      },
    ]);
  });

  it("is told as data, point by point", async () => {
    const answer = await asking("metric lambda checkout-api errors last 5m", LAMBDA);

    expect(answer.data.series).toMatchObject([
      {
        label: "checkout-api",
        account: PROD.account,
        region: PROD.region,
        namespace: "AWS/Lambda",
        metric: "Errors",
        dimensions: { FunctionName: "checkout-api" },
        stat: "Sum",
        unit: "Count",
        periodSeconds: 60,
        latest: 12,
        sum: 60,
        points: expect.arrayContaining([{ time: "2026-11-22T14:10:00Z", value: 12 }]),
      },
    ]);
  });

  it("offers questions that are understood again", async () => {
    const answer = await asking("metric lambda checkout-api errors last 6h", {
      ...LAMBDA,
      alarms: [alarmOf("checkout errors / all")],
    });

    const texts = answer.followUps.map(({ text }) => text);
    expect(texts).toEqual([
      "metric lambda checkout-api errors last 6 h vs last week",
      "who changed checkout-api last 6 h",
      'alarm "checkout errors / all"',
      "draft alarm lambda checkout-api errors Sum >= 10 in 1m for 3 of 5",
      "metric lambda checkout-api invocations last 6 h",
      "metric lambda checkout-api throttles last 6 h",
    ]);
    const context = { now: NOW, zone: "UTC", accountNames: {} };
    const asked = texts.map((text) => understand(text, context));
    expect(asked.map((each) => each.kind === "asked" && each.question)).toEqual([
      "metric",
      "who-changed",
      "alarm",
      "draft-alarm",
      "metric",
      "metric",
    ]);
  });

  it("is compared with the week before, hour by hour", async () => {
    const grown = held("AWS/Lambda", "Errors", { FunctionName: "checkout-api" }, (at) =>
      at < NOW - DAY ? 1 : 3,
    );
    const calls = asked();

    const answer = await asking(
      "lambda checkout-api errors vs last week",
      { metrics: [grown] },
      calls,
    );

    const { series } = chartIn(answer).chart;
    expect(calls.reads.map(({ window }) => window.from)).toEqual([
      NOW - 3 * HOUR,
      NOW - 3 * HOUR - 7 * DAY,
    ]);
    expect(series.map(({ look }) => look)).toEqual([undefined, "earlier"]);
    expect(series[1]?.points[0]).toEqual({ at: NOW - 3 * HOUR, value: 1 });
    expect(shown(answer)).toContain("540 in all, 180 last week: up 200%");
  });

  it("reckons a rate from its parts", async () => {
    const calls = asked();
    const world: MetricWorld = {
      ...LAMBDA,
      series: (query) =>
        query.kind === "expression"
          ? [seriesWith([{ at: NOW - MINUTE, value: 12.5 }], { id: query.id })]
          : undefined,
    };

    const answer = await asking("lambda checkout-api error rate", world, calls);

    expect(calls.reads[0]?.queries).toMatchObject([
      { id: "part_m0", isHidden: true, stat: "Sum", metric: { name: "Errors" } },
      { id: "whole_m0", isHidden: true, stat: "Sum", metric: { name: "Invocations" } },
      { id: "m0", expression: "100 * part_m0 / whole_m0" },
    ]);
    expect(answer.headline).toContain("12.5%");
  });

  it("of several accounts and Regions is a series each, with its account's name", async () => {
    const there = held("AWS/Lambda", "Errors", { FunctionName: "checkout-api" }, () => 3, STAGING);

    const answer = await asking("lambda checkout-api errors", { metrics: [errors, there] });

    expect(chartIn(answer).chart.series.map(({ label }) => label)).toEqual([
      "checkout-api (prod eu-west-1)",
      "checkout-api (staging us-east-1)",
    ]);
  });

  it("that comes every five minutes has no gaps between", async () => {
    const slow = held("AWS/EC2", "CPUUtilization", { InstanceId: "i-1" }, (at) =>
      at % (5 * MINUTE) === 0 ? 20 : undefined,
    );

    const answer = await asking("AWS/EC2 CPUUtilization InstanceId=i-1", { metrics: [slow] });

    expect(chartIn(answer).chart.series[0]?.periodMs).toBe(5 * MINUTE);
    expect(shown(answer)).not.toContain("Gaps");
  });

  it("that comes once a day is shown for two weeks", async () => {
    const size = held(
      "AWS/S3",
      "BucketSizeBytes",
      { BucketName: "bucket-x", StorageType: "StandardStorage" },
      () => 5e9,
    );

    const answer = await asking("s3 bucket-x size", { metrics: [size] });

    expect(chartIn(answer).chart.window).toEqual({ from: NOW - 14 * DAY, to: NOW });
    expect(shown(answer)).toContain("It comes once a day");
  });
});

describe("what changed meanwhile", () => {
  const world: MetricWorld = {
    ...LAMBDA,
    events: [
      changeAt(NOW - 30 * MINUTE, "PutFunctionConcurrency20171031", {
        reservedConcurrentExecutions: 0,
      }),
      changeAt(NOW - 2 * HOUR, "UpdateFunctionCode20150331v2", { s3Key: "a.zip" }),
      changeAt(NOW - 2 * HOUR + MINUTE, "PublishVersion20150331", {}),
    ],
  };

  it("stands as numbered lines that the text explains, a deployment apart", async () => {
    const answer = await asking("lambda checkout-api errors", world);

    const { chart, caption = [] } = chartIn(answer);
    expect(chart.markers).toMatchObject([
      { at: NOW - 2 * HOUR, number: 1, tone: "deployment" },
      { at: NOW - 30 * MINUTE, number: 2, tone: "change" },
    ]);
    const text = shown({ ...answer, sections: [{ kind: "chart", chart, caption }] });
    expect(text).toMatch(/1 2026-11-22 12:15:00 deployment: jane deployed .* and 1 more/);
    expect(text).toMatch(/2 2026-11-22 13:45:00 jane set the reserved concurrency/);
  });

  it("is asked beside the question, of that thing, its account and its service", async () => {
    const calls = asked();

    await asking("lambda checkout-api errors", LAMBDA, calls);

    expect(calls.trail[0]).toMatchObject({
      touching: [{ name: "checkout-api", services: ["lambda"] }],
      accounts: [PROD.account],
      regions: [PROD.region, "us-east-1"],
      classes: ["change"],
      aside: true,
    });
  });

  it("leaves the picture standing where nobody can tell", async () => {
    const answer = await asking("lambda checkout-api errors", { ...LAMBDA, trailFails: true });

    expect(answer.outcome).toBe("found");
    expect(shown(answer)).toContain("What changed meanwhile could not be looked up.");
  });
});

describe("alarms on the metric", () => {
  it("draw their thresholds, and when they were in ALARM", async () => {
    const alarm = alarmOf("checkout-api-errors", { state: "ALARM", stateSince: NOW - 10 * MINUTE });

    const answer = await asking("lambda checkout-api errors", { ...LAMBDA, alarms: [alarm] });

    const { chart } = chartIn(answer);
    expect(chart.thresholds).toEqual([
      { value: 5, label: "checkout-api-errors ≥ 5", breach: "above" },
    ]);
    expect(chart.spans).toEqual([
      { from: NOW - 10 * MINUTE, to: NOW, label: "checkout-api-errors", tone: "alarm" },
    ]);
    expect(shown(answer)).toContain("checkout-api-errors in ALARM since");
  });

  it("whose sums are of other periods are named, and not drawn", async () => {
    const alarm = alarmOf("checkout-api-errors");

    const answer = await asking("lambda checkout-api errors last 24h", {
      ...LAMBDA,
      alarms: [alarm],
    });

    expect(chartIn(answer).chart.thresholds).toBeUndefined();
    expect(shown(answer)).toContain("and not drawn");
  });

  it("on other things are left out", async () => {
    const alarm = alarmOf("other", { place: STAGING });

    const answer = await asking("lambda checkout-api errors", { ...LAMBDA, alarms: [alarm] });

    expect(shown(answer)).not.toContain("other");
  });
});

describe("several metrics of one thing", () => {
  const duration = held("AWS/Lambda", "Duration", { FunctionName: "checkout-api" }, () => 120);
  const both: MetricWorld = { metrics: [errors, duration] };

  it("are one picture, each unit on an axis of its own", async () => {
    const answer = await asking("metric lambda checkout-api errors and duration", both);

    const { chart } = chartIn(answer);
    expect(chart.title).toBe("checkout-api errors and duration (over 1 min)");
    expect(chart).toMatchObject({ unit: "Count", rightUnit: "Milliseconds" });
    expect(chart.series.map(({ label, axis }) => [label, axis])).toEqual([
      ["errors", undefined],
      ["duration", "right"],
    ]);
  });

  it("draw the thresholds of the first alone", async () => {
    const alarms = [alarmOf("checkout-api-errors")];

    const first = await asking("lambda checkout-api errors, duration", { ...both, alarms });
    const second = await asking("lambda checkout-api duration p99, errors", { ...both, alarms });

    expect(chartIn(first).chart.thresholds).toHaveLength(1);
    expect(chartIn(second).chart.thresholds).toBeUndefined();
  });

  it("say which of them there is not", async () => {
    const answer = await asking("metric lambda checkout-api errors and throttles", both);

    expect(answer.outcome).toBe("found");
    expect(shown(answer)).toContain("checkout-api had no throttles in the last two weeks.");
  });
});

describe("metrics of three units", () => {
  it("are a picture each, in the order in which they were typed", async () => {
    const of = (name: string) => held("AWS/RDS", name, { DBInstanceIdentifier: "orders-db" });
    const metrics = ["CPUUtilization", "DatabaseConnections", "WriteLatency"].map(of);

    const answer = await asking("metric rds orders-db cpu, connections and write latency", {
      metrics,
    });

    const titles = answer.sections.flatMap((each) =>
      each.kind === "chart" ? [each.chart.title] : [],
    );
    expect(titles).toEqual([
      "orders-db cpu (average over 1 min)",
      "orders-db connections (average over 1 min)",
      "orders-db write latency (average over 1 min)",
    ]);
  });
});
