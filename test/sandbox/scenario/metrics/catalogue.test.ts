import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../../src/domain/time.ts";
import { createCatalogue } from "../../../../src/sandbox/scenario/metrics/catalogue.ts";
import { type MetricSource, metricsOf } from "../../../../src/sandbox/scenario/metrics/source.ts";
import { storyTimes } from "../../../../src/sandbox/scenario/metrics/times.ts";
import { tellStories } from "../../../../src/sandbox/scenario/stories.ts";

const TOLD = Date.parse("2026-11-22T14:37:00Z");
const catalogue = createCatalogue({ toldAt: TOLD });

function samplesOf(
  source: MetricSource | undefined,
  from: number,
  to: number,
): [number, number, number][] {
  const found: [number, number, number][] = [];
  const tickMs = source?.tickMs ?? MINUTE;
  for (let at = Math.ceil(from / tickMs) * tickMs; at < to; at += tickMs) {
    source?.samples(at, (value, count) => found.push([at, value, count]));
  }
  return found;
}

const keyOf = ({ place, metric }: MetricSource) =>
  JSON.stringify([place, metric.namespace, metric.name, metric.dimensions]);

describe("the company's metrics", () => {
  it.each([
    ["AWS/Lambda", "FunctionName", "checkout-api"],
    ["AWS/Lambda", "FunctionName", "jobs-worker"],
    ["AWS/RDS", "DBInstanceIdentifier", "orders-db"],
    ["AWS/SQS", "QueueName", "jobs"],
    ["AWS/ApplicationELB", "LoadBalancer", "app/orders/50dc6c495c0c9188"],
    ["AWS/ApplicationELB", "TargetGroup", "targetgroup/orders/6d0ecf831eec9f09"],
    ["AWS/ECS", "ServiceName", "payments"],
    ["AWS/ECS", "ServiceName", "storefront"],
    ["AWS/EC2", "InstanceId", "i-0317f6c6b66ae9c40"],
    ["AWS/DynamoDB", "TableName", "carts"],
    ["AWS/ApiGateway", "ApiName", "checkout"],
    ["AWS/S3", "BucketName", "bucket-x"],
    ["AWS/ElastiCache", "CacheClusterId", "sessions-001"],
    ["AWS/NATGateway", "NatGatewayId", "nat-0a1b2c3d4e5f60718"],
    ["AWS/States", "StateMachineArn", "arn:aws:states:eu-west-1:111122223333:stateMachine:refunds"],
    ["AWS/SNS", "TopicName", "orders"],
    ["AWS/Kinesis", "StreamName", "clicks"],
    ["AWS/CloudFront", "DistributionId", "E2QWRUHAPOMQZL"],
  ])("hold %s of %s %s in production", (namespace, dimension, value) => {
    const found = catalogue.filter(
      ({ place, metric }) =>
        place.account === "111122223333" &&
        metric.namespace === namespace &&
        metric.dimensions.some((one) => one.name === dimension && one.value === value),
    );

    expect(found.length).toBeGreaterThan(1);
  });

  it("are many, each once, with staging's among them", () => {
    const keys = catalogue.map(keyOf);
    const staging = catalogue.filter(({ place }) => place.account === "222233334444");

    expect(new Set(catalogue.map(({ metric }) => metric.namespace)).size).toBeGreaterThan(15);
    expect(new Set(keys).size).toBe(keys.length);
    expect(staging.length).toBeGreaterThan(10);
  });

  it.each([
    ["now", TOLD],
    ["three days ago", TOLD - 3 * DAY],
    ["a year ago", TOLD - 365 * DAY],
  ])(
    "give finite values that are not below nothing, each seen a whole number of times, %s",
    (_, end) => {
      const all = catalogue.flatMap((source) =>
        samplesOf(source, end - HOUR, end).map(([, value, count]) => ({ source, value, count })),
      );

      const odd = all.filter(({ source, value, count }) => {
        const most = source.unit === "Percent" ? 100 : Number.MAX_VALUE;
        return !(value >= 0 && value <= most) || !Number.isSafeInteger(count) || count < 1;
      });

      expect(all.length).toBeGreaterThan(10_000);
      expect(odd.map(({ source, value, count }) => [keyOf(source), value, count])).toEqual([]);
    },
  );

  it("are the same whenever they are read, and whatever was read before", () => {
    const again = createCatalogue({ toldAt: TOLD });

    for (const [index, source] of catalogue.entries()) {
      const backwards = again.at(-1 - index);
      const forwards = catalogue.at(-1 - index);
      expect(samplesOf(backwards, TOLD - 20 * MINUTE, TOLD)).toEqual(
        samplesOf(forwards, TOLD - 20 * MINUTE, TOLD),
      );
      expect(again[index]?.metric).toEqual(source.metric);
    }
  });

  it("are the same in the background, whenever the stories are told", () => {
    const later = createCatalogue({ toldAt: TOLD + 7 * HOUR });
    const from = TOLD - 10 * DAY;
    const name = "ConsumedReadCapacityUnits";
    const isReads = ({ metric }: MetricSource) => metric.name === name;

    const before = samplesOf(catalogue.find(isReads), from, from + HOUR);

    expect(before.length).toBe(60);
    expect(samplesOf(later.find(isReads), from, from + HOUR)).toEqual(before);
  });

  it("are quiet by night and busy in the evening", () => {
    const source = catalogue.find(
      ({ metric }) => metric.namespace === "AWS/CloudFront" && metric.name === "Requests",
    );
    const day = Math.floor(TOLD / DAY) * DAY - 2 * DAY;
    const total = (from: number) =>
      samplesOf(source, day + from * HOUR, day + (from + 1) * HOUR).reduce(
        (sum, [, value]) => sum + value,
        0,
      );

    expect(total(18)).toBeGreaterThan(3 * total(5));
  });

  it("happen when the stories' own records say", () => {
    const records = tellStories(TOLD, 1).flatMap((story) => story.records);
    const moment = (name: string, pick: (times: number[]) => number | undefined) =>
      pick(
        records
          .filter(({ record }) => record.eventName === name && !record.errorCode)
          .map(({ at }) => at),
      );
    const times = storyTimes(TOLD);
    const last = (all: number[]) => Math.max(...all);

    expect(times.concurrencyCutAt).toBe(moment("PutFunctionConcurrency20171031", last));
    expect(times.databaseStoppedAt).toBe(moment("StopDBInstance", last));
    expect(times.databaseResizedAt).toBe(moment("ModifyDBInstance", last));
    expect(times.secretDeletedAt).toBe(moment("DeleteSecret", last));
    expect(times.keyLostAt).toBe(moment("ScheduleKeyDeletion", last));
    expect(times.keyBackAt).toBe(moment("CancelKeyDeletion", last));
    const released = records.filter(
      ({ record }) => record.eventName === "UpdateService" && !record.errorCode,
    );
    expect(
      times.paymentsReleasedAt.map((at) => released.some((one) => Math.abs(one.at - at) < MINUTE)),
    ).toEqual([true, true]);
    const code = records.filter(
      ({ record }) => record.eventName === "UpdateFunctionCode20150331v2",
    );
    expect(code.some(({ at }) => Math.abs(at - times.checkoutDeployedAt) < MINUTE)).toBe(true);
  });

  it("lie a minute apart unless said", () => {
    const [row] = metricsOf({ namespace: "N", dimensions: { A: "b" } }, [["M", "Count", () => {}]]);

    expect(row?.tickMs).toBe(MINUTE);
    expect(row?.metric).toEqual({
      namespace: "N",
      name: "M",
      dimensions: [{ name: "A", value: "b" }],
    });
  });
});
