import { describe, expect, it } from "vitest";
import {
  proposeThreshold,
  thinned,
  tryOut,
} from "../../../src/questions/metrics/draft-alarm-trial.ts";
import type { PlacedMetric } from "../../../src/sources/cloudwatch.ts";
import {
  alarmOf,
  alarmWorld,
  asking,
  chartOf,
  NOW,
  PROD,
  STAGING,
  shownText,
} from "./alarm-world.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const errorsOf = (value: string, place = PROD): PlacedMetric => ({
  namespace: "AWS/Lambda",
  name: "Errors",
  dimensions: [{ name: "FunctionName", value }],
  place,
});

/** A day of quiet, with so many errors a minute at these minutes. */
const dayOf = (bad: Record<number, number>, quiet = 0) =>
  Array.from({ length: 1440 }, (_, index) => ({
    at: NOW - DAY + index * MINUTE,
    value: bad[index] ?? quiet,
  }));

const burst = (from: number, minutes: number, value: number) =>
  Object.fromEntries(Array.from({ length: minutes }, (_, index) => [from + index, value]));

const three = { ...burst(100, 10, 7), ...burst(500, 30, 9), ...burst(900, 1, 6) };
const metrics = [errorsOf("checkout-api")];

describe("draft-alarm", () => {
  it("says how often it would have fired, how long, and when", async () => {
    const world = alarmWorld({ metrics, points: { m1: dayOf(three) } });

    const answer = await asking("/draft-alarm lambda checkout-api errors >= 5 in 1m", world);

    expect(answer.outcome).toBe("found");
    expect(answer.headline).toBe(
      "It would have fired 3 times in 14 days, 41 min in all; the longest 30 min",
    );
    const { chart } = chartOf(answer);
    expect(chart.spans?.map(({ from, to }) => (to - from) / MINUTE)).toEqual([10, 30, 1]);
    expect(chart.thresholds).toEqual([{ value: 5, label: "threshold 5", breach: "above" }]);
    const text = shownText(answer);
    expect(text).toContain(
      "checkout-api Errors (sum over 1 min) ≥ 5, already at one datapoint; missing data counts as not breaching",
    );
    expect(text).toMatch(/for 30 min, up to 9\n/);
    expect(world.asked.series[0]?.window.from).toBeLessThan(NOW - 14 * DAY);
  });

  it("leaves the draft for an order, and the same as text", async () => {
    const world = alarmWorld({ metrics, points: { m1: dayOf(three) } });

    const { data, sections } = await asking(
      "/draft-alarm lambda checkout-api errors >= 5 in 1m for 3 of 5",
      world,
    );

    expect(data.draft).toMatchObject({
      name: "checkout-api-errors",
      place: PROD,
      alarmedId: "m1",
      threshold: 5,
      period: 60,
      evaluation: {
        comparison: "GreaterThanOrEqualToThreshold",
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        missingData: "notBreaching",
      },
    });
    const records = sections.flatMap((each) => (each.kind === "record" ? [each.title] : []));
    expect(records).toEqual(["AWS CLI", "CloudFormation", "Terraform"]);
  });

  it("proposes a threshold where it would never fire, as a question that can be asked", async () => {
    const world = alarmWorld({ metrics, points: { m1: dayOf(three) } });

    const answer = await asking("/draft-alarm lambda checkout-api errors > 1000 in 1m", world);

    expect(answer.headline).toBe("It would never have fired in 14 days");
    expect(shownText(answer)).toContain("Datapoints lay between 0 and 9");
    const [better] = answer.followUps;
    const again = await asking(better?.text ?? "", world);
    expect(again.data.verdict).toBe("sometimes");
    expect(again.data.times).toBeGreaterThan(0);
  });

  it("proposes a threshold where it would stand in ALARM all the time", async () => {
    const noisy = dayOf(burst(100, 20, 50), 6);
    const world = alarmWorld({ metrics, points: { m1: noisy } });

    const answer = await asking("/draft-alarm lambda checkout-api errors >= 5 last 24h", world);

    expect(answer.data.verdict).toBe("always");
    expect(shownText(answer)).toContain("It stands in ALARM nearly all of the time.");
    expect(answer.data.proposal).toEqual({ threshold: 50, times: 1 });
  });

  it("draws firings that lie closer than a picture can show as one", async () => {
    const flicker = dayOf(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [i * 2, 9])));
    const world = alarmWorld({ metrics, points: { m1: flicker } });

    const answer = await asking("/draft-alarm lambda checkout-api errors >= 5 in 1m", world);

    expect(answer.data.times).toBe(300);
    expect(chartOf(answer).chart.spans).toHaveLength(1);
  });

  it("takes another name where one is taken: it would be overwritten", async () => {
    const taken = alarmOf("checkout-api-errors");
    const world = alarmWorld({ metrics, alarms: [taken], points: { m1: dayOf(three) } });

    const answer = await asking("/draft-alarm lambda checkout-api errors >= 5 in 1m", world);

    expect(answer.data.draft).toMatchObject({ name: "checkout-api-errors-above-5" });
    expect(shownText(answer)).toMatch(/Watched already by\n {2}- checkout-api-errors ≥ 5/);
  });

  it("says that the words mean more than one series, and asks on for the others", async () => {
    const both = [errorsOf("checkout-api"), errorsOf("checkout-api", STAGING)];
    const world = alarmWorld({ metrics: both, points: { m1: dayOf(three) } });

    const answer = await asking("/draft-alarm lambda checkout-api errors >= 5 in 1m", world);

    expect(shownText(answer)).toContain("The words mean 1 other series too");
    const other = answer.followUps.find(({ label }) => label.startsWith("In "));
    const again = await asking(other?.text ?? "", { metrics: [errorsOf("checkout-api", STAGING)] });
    expect(again.data.draft).toMatchObject({ place: STAGING, threshold: 5, period: 60 });
  });

  it("says that there is nothing to try it on", async () => {
    const answer = await asking("/draft-alarm lambda checkout-api errors >= 5 in 1m", { metrics });

    expect(answer.headline).toBe("There was no data in 14 days to try it on");
    expect(chartOf(answer).chart.emptyWords).toBe("No data in this window");
  });

  it("says what there is where no such metric is", async () => {
    const answer = await asking("/draft-alarm lambda chekout-api errors >= 5 in 1m", { metrics });

    expect(answer.outcome).toBe("nothing");
    expect(answer.headline).toContain("chekout-api");
    expect(answer.followUps.map(({ text }) => text)).toContain(
      "draft alarm lambda checkout-api errors >= 5 in 1m",
    );
  });

  it("says what CloudWatch would refuse", async () => {
    const world = { metrics, points: { m1: dayOf(three) } };

    const long = await asking(
      "/draft-alarm lambda checkout-api errors >= 5 in 30m for 60 of 60",
      world,
    );
    const search = await asking(
      `/draft-alarm SEARCH('{AWS/Lambda,FunctionName} Errors', 'Sum') > 5`,
      world,
    );

    expect(shownText(long)).toContain(
      "CloudWatch refuses it: 60 periods of 30 min are 30 h, and an alarm may look back 1 day at most.",
    );
    expect(search.headline).toBe("CloudWatch has no alarms on SEARCH");
  });

  it("asks back where nothing says when it fires", async () => {
    const answer = await asking("/draft-alarm lambda checkout-api errors", { metrics });

    expect(answer.outcome).toBe("misunderstood");
    expect(answer.followUps[0]?.text).toMatch(/^\/?draft[- ]alarm .*>= /);
  });

  it("warns that an alarm on DynamoDB stays in ALARM while there is no data", async () => {
    const throttles: PlacedMetric = {
      namespace: "AWS/DynamoDB",
      name: "ThrottledRequests",
      dimensions: [{ name: "TableName", value: "carts" }],
      place: PROD,
    };
    const points = [{ at: NOW - 2 * DAY, value: 3 }];
    const world = { metrics: [throttles], points: { m1: points } };

    const answer = await asking("/draft-alarm dynamodb carts throttles > 0 in 1m", world);

    expect(answer.data.firings).toEqual([expect.not.objectContaining({ to: expect.anything() })]);
    expect(shownText(answer)).toContain("one that fired stays in ALARM");
  });

  it("takes silence for a fault of what should be high", async () => {
    const world = alarmWorld({ metrics, points: { m1: dayOf({}, 5) } });

    const { data } = await asking("/draft-alarm lambda checkout-api errors < 1 in 5m", world);

    expect(data.draft).toMatchObject({ evaluation: { missingData: "breaching" } });
  });
});

describe("trying an alarm", () => {
  const evaluation = {
    comparison: "GreaterThanThreshold",
    evaluationPeriods: 1,
    missingData: "notBreaching",
  };
  const window = { from: NOW - DAY, to: NOW };
  const tried = (points: { at: number; value: number }[], more = {}) => ({
    points,
    periodMs: MINUTE,
    window,
    evaluation: { ...evaluation, ...more },
  });

  it("tells never, sometimes, often and always apart", () => {
    const often = dayOf(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [i * 30, 9])));

    expect(tryOut(tried(dayOf({})), 5).verdict).toBe("never");
    expect(tryOut(tried(dayOf(burst(5, 9, 9))), 5).verdict).toBe("sometimes");
    expect(tryOut(tried(often), 5).verdict).toBe("often");
    expect(tryOut(tried(dayOf({}, 9)), 5).verdict).toBe("always");
  });

  it("proposes nothing where all datapoints are the same, or there are none", () => {
    expect(proposeThreshold(tried(dayOf({}, 3)), 5)).toBeUndefined();
    expect(proposeThreshold(tried([]), 5)).toBeUndefined();
  });

  it("proposes from below for what should be high", () => {
    const points = dayOf(burst(200, 15, 2), 40);

    const found = proposeThreshold(tried(points, { comparison: "LessThanThreshold" }), 1);

    expect(found?.trial.verdict).toBe("sometimes");
    expect(found?.threshold).toBeGreaterThan(2);
    expect(found?.threshold).toBeLessThanOrEqual(40);
  });

  it("draws of many points those that come nearest to firing", () => {
    const points = dayOf({ 700: 99 }, 1);

    const most = thinned(points, MINUTE, window, false, 100);
    const least = thinned(dayOf({ 700: -99 }, 1), MINUTE, window, true, 100);

    expect(most.points.length).toBeLessThanOrEqual(101);
    expect(Math.max(...most.points.map(({ value }) => value))).toBe(99);
    expect(Math.min(...least.points.map(({ value }) => value))).toBe(-99);
    expect(thinned(points, MINUTE, window, false, 5000).points).toEqual(points);
  });
});
