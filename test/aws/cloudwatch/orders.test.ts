import { afterEach, describe, expect, it } from "vitest";
import type { AlarmDraft } from "../../../src/domain/alarm.ts";
import { DAY, HOUR, SECOND } from "../../../src/domain/time.ts";
import { alarmInput } from "../../../src/questions/metrics/draft-alarm-texts.ts";
import { quietRun } from "../../support/ask.ts";
import {
  ACCOUNT,
  denied,
  NOW,
  type WireAnswer,
  type WireCall,
  type WiredCloudWatch,
  wireCloudWatch,
} from "../../support/cloudwatch.ts";

let wired: WiredCloudWatch | undefined;
afterEach(async () => wired?.close());

async function open(answer: (call: WireCall) => WireAnswer = () => ({ body: {} })) {
  wired = await wireCloudWatch(answer);
  return wired;
}

const place = { account: ACCOUNT, region: "eu-west-1" };
const alarm = { name: "checkout-api-errors", place };

const draft: AlarmDraft = {
  name: "checkout-api-duration",
  place,
  queries: [
    {
      id: "m1",
      kind: "metric",
      metric: {
        namespace: "AWS/Lambda",
        name: "Duration",
        dimensions: [{ name: "FunctionName", value: "checkout-api" }],
      },
      stat: "p99",
      period: 60,
    },
  ],
  alarmedId: "m1",
  threshold: 800,
  evaluation: {
    comparison: "GreaterThanThreshold",
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    missingData: "notBreaching",
  },
  period: 60,
  alarmActions: [],
};

describe("orders", () => {
  it("create an alarm over one metric as the console writes it", async () => {
    const { orders, calls } = await open();

    await orders.create(draft, quietRun);

    expect(calls).toEqual([
      {
        operation: "PutMetricAlarm",
        region: "eu-west-1",
        input: {
          AlarmName: "checkout-api-duration",
          Namespace: "AWS/Lambda",
          MetricName: "Duration",
          Dimensions: [{ Name: "FunctionName", Value: "checkout-api" }],
          ExtendedStatistic: "p99",
          Period: 60,
          EvaluationPeriods: 3,
          DatapointsToAlarm: 2,
          ComparisonOperator: "GreaterThanThreshold",
          TreatMissingData: "notBreaching",
          Threshold: 800,
          AlarmActions: [],
        },
      },
    ]);
  });

  it("create an alarm over metric math with the one series that alarms", async () => {
    const { orders, calls } = await open();
    const share = { id: "e1", kind: "expression" as const, expression: "m1 / 10" };

    await orders.create(
      { ...draft, queries: [...draft.queries, share], alarmedId: "e1" },
      quietRun,
    );

    expect(calls[0]?.input.Metrics).toMatchObject([
      { Id: "m1", ReturnData: false },
      { Id: "e1", Expression: "m1 / 10", ReturnData: true },
    ]);
    expect(calls[0]?.input).not.toHaveProperty("MetricName");
  });

  it("send exactly what the answer shows as text for the AWS CLI", async () => {
    const { orders, calls } = await open();
    const query = 'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName)';
    const insights = { id: "q1", kind: "expression" as const, expression: query };
    const drafts: AlarmDraft[] = [
      draft,
      { ...draft, description: "slow", unit: "Milliseconds", alarmActions: ["arn:aws:sns:x"] },
      { ...draft, evaluation: { ...draft.evaluation, datapointsToAlarm: 3 } },
      { ...draft, queries: [insights], alarmedId: "q1", period: 300 },
    ];

    for (const each of drafts) await orders.create(each, quietRun);

    expect(calls.map(({ input }) => input)).toEqual(drafts.map(alarmInput));
  });

  it("mute from the next whole minute on, in UTC", async () => {
    const { orders, calls } = await open();
    const span = { from: NOW + 20 * SECOND, to: NOW + HOUR, reason: "deploying" };

    const name = await orders.mute(alarm, span, quietRun);

    expect(name).toBe("trailwatch-checkout-api-errors-202611221201");
    expect(calls[0]?.input).toEqual({
      Name: name,
      Description: "deploying",
      Rule: { Schedule: { Expression: "at(2026-11-22T12:01)", Duration: "PT59M" } },
      MuteTargets: { AlarmNames: ["checkout-api-errors"] },
    });
  });

  it("keep the rules of alarms apart whose names look alike", async () => {
    const { orders } = await open();
    const span = { from: NOW, to: NOW + HOUR };

    const names = await Promise.all(
      ["a b", "a/b", "a-b"].map((name) => orders.mute({ name, place }, span, quietRun)),
    );

    expect(new Set(names).size).toBe(3);
    expect(names.every((name) => /^[\w.-]{1,255}$/.test(name))).toBe(true);
  });

  it("do not mute for longer than AWS can", async () => {
    const { orders, calls } = await open();

    const muting = orders.mute(alarm, { from: NOW, to: NOW + 16 * DAY }, quietRun);

    await expect(muting).rejects.toMatchObject({ code: "cloudwatch.long-mute" });
    expect(calls).toEqual([]);
  });

  it("unmute by the rule's name, and say where it is gone already", async () => {
    let isThere = true;
    const { orders, calls } = await open(() =>
      isThere ? { body: {} } : { code: "ResourceNotFoundException", status: 404 },
    );

    await orders.unmute("trailwatch-x", place, quietRun);
    isThere = false;
    const again = orders.unmute("trailwatch-x", place, quietRun);

    await expect(again).rejects.toMatchObject({ code: "cloudwatch.not-there" });
    expect(calls.map(({ operation }) => operation)).toEqual([
      "DeleteAlarmMuteRule",
      "DeleteAlarmMuteRule",
    ]);
  });

  it("have unmuted where the answer to the first request was lost", async () => {
    let asked = 0;
    const { orders } = await open(() => {
      asked += 1;
      return asked === 1 ? "tear" : { code: "ResourceNotFoundException", status: 404 };
    });

    const unmuting = orders.unmute("trailwatch-x", place, quietRun);

    await expect(unmuting).resolves.toBeUndefined();
    expect(asked).toBe(2);
  });

  it("say which right is missing", async () => {
    const { orders } = await open(() => denied("PutMetricAlarm"));

    const creating = orders.create(draft, quietRun);

    await expect(creating).rejects.toMatchObject({
      code: "aws.denied",
      message: expect.stringContaining("cloudwatch:PutMetricAlarm"),
    });
  });
});
