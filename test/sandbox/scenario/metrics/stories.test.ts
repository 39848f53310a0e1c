import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../../src/domain/time.ts";
import { createMetricsEngine } from "../../../../src/sandbox/aws/cloudwatch/metrics/engine.ts";
import { storyTimes } from "../../../../src/sandbox/scenario/metrics/times.ts";

const TOLD = Date.parse("2026-11-22T14:37:00Z");
const times = storyTimes(TOLD);
const PROD = { account: "111122223333", region: "eu-west-1" };
const engine = createMetricsEngine({ now: () => TOLD, toldAt: TOLD });

/** Points of a metric, a minute apart unless said. */
function read(
  namespace: string,
  name: string,
  dimensions: Record<string, string>,
  { stat = "Sum", from = TOLD - 3 * HOUR, to = TOLD, period = 60, by = engine, place = PROD } = {},
) {
  const named = Object.entries(dimensions).map(([key, value]) => ({ name: key, value }));
  const metric = { namespace, name, dimensions: named };
  const query = { id: "m", kind: "metric" as const, metric, stat, period };
  return by.evaluate(place, [query], { from, to })[0]?.points ?? [];
}

const mean = (points: { value: number }[]) =>
  points.reduce((sum, { value }) => sum + value, 0) / points.length;
const since = (points: { at: number; value: number }[], at: number) =>
  points.filter((one) => one.at >= at);
const until = (points: { at: number; value: number }[], at: number) =>
  points.filter((one) => one.at < at);

const CHECKOUT = { FunctionName: "checkout-api" };
const BALANCER = { LoadBalancer: "app/orders/50dc6c495c0c9188" };

describe("the cut concurrency", () => {
  it("throttles checkout-api from its minute on, and not before", () => {
    const throttles = read("AWS/Lambda", "Throttles", CHECKOUT);
    const first = throttles.find(({ value }) => value > 0);

    expect(first?.at).toBe(times.concurrencyCutAt);
    expect(since(throttles, times.concurrencyCutAt).every(({ value }) => value > 50)).toBe(true);
  });

  it.each<[string, string, Record<string, string>]>([
    ["AWS/Lambda", "Errors", CHECKOUT],
    ["AWS/ApiGateway", "5XXError", { ApiName: "checkout" }],
    ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", BALANCER],
    [
      "AWS/States",
      "ExecutionsFailed",
      { StateMachineArn: "arn:aws:states:eu-west-1:111122223333:stateMachine:refunds" },
    ],
    ["Acme/Logs", "CheckoutErrors", {}],
  ])("raises %s %s", (namespace, name, dimensions) => {
    const from = times.concurrencyCutAt - 30 * MINUTE;
    const total = (points: { value: number }[]) =>
      points.reduce((sum, { value }) => sum + value, 0);
    const points = read(namespace, name, dimensions, { from });

    const earlier = total(until(points, times.concurrencyCutAt)) / 30;
    const later = total(since(points, times.concurrencyCutAt)) / 25;

    expect(later).toBeGreaterThan(5 * earlier);
  });

  it("lets invocations and orders fall, and jobs wait longer by the minute", () => {
    const invocations = read("AWS/Lambda", "Invocations", CHECKOUT);
    const orders = read("Acme/Checkout", "OrdersPlaced", {});
    const age = read(
      "AWS/SQS",
      "ApproximateAgeOfOldestMessage",
      { QueueName: "jobs" },
      { stat: "Maximum" },
    );

    expect(mean(since(invocations, times.concurrencyCutAt))).toBeLessThan(
      mean(until(invocations, times.concurrencyCutAt)) / 4,
    );
    expect(mean(since(orders, times.concurrencyCutAt))).toBeLessThan(
      mean(until(orders, times.concurrencyCutAt)) / 4,
    );
    expect(mean(until(age, times.concurrencyCutAt))).toBeLessThan(15);
    expect(age.at(-1)?.value).toBeGreaterThan(20 * 60);
  });

  it("ends when somebody gives the concurrency back", () => {
    const restoredAt = TOLD + 3 * MINUTE;
    const by = createMetricsEngine({
      now: () => TOLD + 30 * MINUTE,
      toldAt: TOLD,
      restoredAt: () => restoredAt,
    });

    const throttles = read("AWS/Lambda", "Throttles", CHECKOUT, { by, to: TOLD + 30 * MINUTE });

    expect(throttles.findLast(({ value }) => value > 0)?.at).toBe(restoredAt - MINUTE);
    expect(throttles.at(-1)?.value).toBe(0);
  });

  it("lets the jobs catch up in half of the time, once it is given back", () => {
    const restoredAt = TOLD + 5 * MINUTE;
    const now = TOLD + HOUR;
    const by = createMetricsEngine({ now: () => now, toldAt: TOLD, restoredAt: () => restoredAt });
    const jobs = { QueueName: "jobs" };

    const age = read("AWS/SQS", "ApproximateAgeOfOldestMessage", jobs, {
      stat: "Maximum",
      by,
      to: now,
    });

    const highest = age.reduce((most, one) => (one.value > most.value ? one : most));
    expect(Math.abs(highest.at - restoredAt)).toBeLessThanOrEqual(MINUTE);
    expect(
      mean(until(since(age, restoredAt + 7 * MINUTE), restoredAt + 8 * MINUTE)),
    ).toBeGreaterThan(600);
    expect(mean(since(age, restoredAt + 16 * MINUTE))).toBeLessThan(15);
  });

  it("leaves staging alone", () => {
    const place = { account: "222233334444", region: "eu-west-1" };

    const throttles = read(
      "AWS/Lambda",
      "Throttles",
      { FunctionName: "staging-checkout-api" },
      { place },
    );

    expect(throttles.length).toBeGreaterThan(100);
    expect(throttles.every(({ value }) => value === 0)).toBe(true);
  });
});

describe("the stopped database", () => {
  const DATABASE = { DBInstanceIdentifier: "orders-db" };

  it("loses its connections, and then reports nothing", () => {
    const connections = read("AWS/RDS", "DatabaseConnections", DATABASE, { stat: "Average" });
    const last = connections.at(-1);

    expect(mean(until(connections, times.databaseStoppedAt))).toBeGreaterThan(20);
    expect(last?.value).toBe(0);
    expect(last?.at).toBe(times.databaseStoppedAt + 3 * MINUTE);
  });

  it("made orders fail for a while, more than they do since", () => {
    const failed = read("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", BALANCER);
    const stopped = times.databaseStoppedAt + 4 * MINUTE;

    const during = mean(until(since(failed, stopped), stopped + 14 * MINUTE));
    const later = mean(until(since(failed, stopped + 14 * MINUTE), times.concurrencyCutAt));
    const earlier = mean(until(failed, stopped));

    expect(during).toBeGreaterThan(3 * later);
    expect(later).toBeGreaterThan(3 * earlier);
  });

  it("had been away for minutes when it got another class, and was less busy after it", () => {
    const day = {
      stat: "Average",
      from: times.databaseResizedAt - DAY,
      to: times.databaseResizedAt + DAY,
    };
    const cpu = read("AWS/RDS", "CPUUtilization", DATABASE, day);
    const gaps = cpu.flatMap((one, index) => {
      const next = cpu[index + 1];
      return next && next.at - one.at > MINUTE
        ? [{ from: one.at, missing: (next.at - one.at) / MINUTE - 1 }]
        : [];
    });

    expect(gaps).toEqual([{ from: times.databaseResizedAt + MINUTE, missing: 9 }]);
    expect(mean(since(cpu, times.databaseResizedAt + HOUR))).toBeLessThan(
      mean(until(cpu, times.databaseResizedAt)) * 0.8,
    );
  });
});

describe("other stories", () => {
  it("bring bucket-x many requests while it is open, and refusals after it is closed", () => {
    const bucket = { BucketName: "bucket-x", FilterId: "EntireBucket" };
    const gets = read("AWS/S3", "GetRequests", bucket, { from: TOLD - 4 * HOUR });
    const refused = read("AWS/S3", "4xxErrors", bucket, { from: TOLD - 4 * HOUR });
    const open = until(since(gets, times.bucketOpenedAt + 20 * MINUTE), times.bucketClosedAt);

    expect(mean(open)).toBeGreaterThan(10 * mean(until(gets, times.bucketOpenedAt)));
    expect(mean(since(gets, times.bucketClosedAt))).toBeLessThan(mean(open) / 10);
    expect(
      mean(until(since(refused, times.bucketClosedAt), times.bucketClosedAt + 20 * MINUTE)),
    ).toBeGreaterThan(100 * mean(until(refused, times.bucketClosedAt)));
  });

  it("warm payments up after a release that came through, and not after those that were refused", () => {
    const service = { ClusterName: "acme-prod", ServiceName: "payments" };
    const cpu = read("AWS/ECS", "CPUUtilization", service, {
      stat: "Average",
      from: TOLD - 7 * HOUR,
    });
    const [, released = 0] = times.paymentsReleasedAt;
    const around = (at: number) => [
      mean(until(since(cpu, at - 5 * MINUTE), at)),
      mean(until(since(cpu, at), at + 5 * MINUTE)),
    ];

    const [calm = 0, warm = 0] = around(released);
    expect(warm).toBeGreaterThan(calm + 15);
    for (const minutes of [35, 55, 75]) {
      const [was = 0, is = 0] = around(TOLD - 6 * HOUR + minutes * MINUTE);
      expect(Math.abs(is - was)).toBeLessThan(8);
    }
  });

  it("are told alone: nothing else happens by chance in their hours, at whatever time they are told", () => {
    const stream = { StreamName: "clicks" };
    const highest = Array.from({ length: 24 }, (_, index) => {
      const toldAt = TOLD + index * 4 * HOUR;
      const by = createMetricsEngine({ now: () => toldAt, toldAt });
      const age = read("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", stream, {
        stat: "Maximum",
        from: toldAt - 4 * HOUR,
        to: toldAt,
        by,
      });
      return Math.max(...age.map(({ value }) => value));
    });
    const month = read("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", stream, {
      stat: "Maximum",
      from: TOLD - 30 * DAY,
      period: 3600,
    });

    expect(Math.max(...highest)).toBeLessThan(1000);
    expect(Math.max(...month.map(({ value }) => value))).toBeGreaterThan(60_000);
  });
});
