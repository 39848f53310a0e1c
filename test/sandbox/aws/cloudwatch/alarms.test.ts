import {
  DeleteAlarmsCommand,
  DescribeAlarmContributorsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../../../src/domain/time.ts";
import { errorOf, NOW } from "../made-trail.ts";
import { type Made, startCloudWatch, writtenEngine } from "./made-cloudwatch.ts";

const TOPIC = "arn:aws:sns:eu-west-1:111122223333:oncall";

function errorsAlarm(rest: Partial<PutMetricAlarmCommandInput> = {}): PutMetricAlarmCommand {
  return new PutMetricAlarmCommand({
    AlarmName: "checkout-errors",
    Namespace: "AWS/Lambda",
    MetricName: "Errors",
    Dimensions: [{ Name: "FunctionName", Value: "checkout-api" }],
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    AlarmActions: [TOPIC],
    ...rest,
  });
}

async function readAlarm({ client }: Made, name = "checkout-errors") {
  const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  return MetricAlarms?.[0];
}

/** Seven errors a minute from three minutes past NOW for five minutes. */
const BURST = writtenEngine((_, at) => (at >= NOW + 3 * MINUTE && at < NOW + 8 * MINUTE ? 7 : 1));

describe("alarms of the local CloudWatch", () => {
  it("begin without data, and are evaluated from their metric", async () => {
    const made = await startCloudWatch(BURST);
    await made.client.send(errorsAlarm());

    const fresh = await readAlarm(made);
    made.pass(2 * MINUTE);
    const quiet = await readAlarm(made);
    made.pass(3 * MINUTE);
    const bad = await readAlarm(made);

    expect([fresh, quiet, bad].map((alarm) => alarm?.StateValue)).toEqual([
      "INSUFFICIENT_DATA",
      "OK",
      "ALARM",
    ]);
    expect(fresh?.StateReason).toBe("Unchecked: Initial alarm creation");
    expect(bad?.StateReason).toBe(
      "Threshold Crossed: 1 out of the last 1 datapoints [7.0 (20/11/26 16:53:00)] was greater than or equal to the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).",
    );
    expect(JSON.parse(bad?.StateReasonData ?? "")).toMatchObject({
      version: "1.0",
      startDate: "2026-11-20T16:53:00.000+0000",
      statistic: "Sum",
      period: 60,
      recentDatapoints: [7],
      threshold: 5,
      evaluatedDatapoints: [{ timestamp: "2026-11-20T16:53:00.000+0000", value: 7 }],
    });
    const since = bad?.StateTransitionedTimestamp?.getTime() ?? 0;
    expect(since).toBeGreaterThan(NOW + 4 * MINUTE);
    expect(since).toBeLessThan(NOW + 5 * MINUTE);
    expect(made.bugs).toEqual([]);
  });

  it("tell their history with what was and what is", async () => {
    const made = await startCloudWatch(BURST);
    await made.client.send(errorsAlarm());
    made.pass(30 * MINUTE);

    const { AlarmHistoryItems: items = [] } = await made.client.send(
      new DescribeAlarmHistoryCommand({ AlarmName: "checkout-errors" }),
    );
    const { AlarmHistoryItems: states = [] } = await made.client.send(
      new DescribeAlarmHistoryCommand({
        AlarmName: "checkout-errors",
        HistoryItemType: "StateUpdate",
        ScanBy: "TimestampAscending",
        MaxRecords: 2,
      }),
    );

    expect(items.map(({ HistorySummary }) => HistorySummary)).toEqual([
      "Alarm updated from ALARM to OK",
      `Successfully executed action ${TOPIC}`,
      "Alarm updated from OK to ALARM",
      "Alarm updated from INSUFFICIENT_DATA to OK",
      'Alarm "checkout-errors" created',
    ]);
    expect(states.map(({ HistorySummary }) => HistorySummary)).toEqual([
      "Alarm updated from INSUFFICIENT_DATA to OK",
      "Alarm updated from OK to ALARM",
    ]);
    expect(JSON.parse(states[1]?.HistoryData ?? "")).toMatchObject({
      version: "1.0",
      oldState: { stateValue: "OK" },
      newState: { stateValue: "ALARM", stateReasonData: { recentDatapoints: [7] } },
    });
    expect(JSON.parse(items[4]?.HistoryData ?? "")).toMatchObject({
      type: "Create",
      createdAlarm: { alarmName: "checkout-errors", threshold: 5, actionsEnabled: true },
    });
  });

  it("keep a state that somebody set until they are evaluated again", async () => {
    const made = await startCloudWatch(writtenEngine(() => 1));
    await made.client.send(errorsAlarm());
    made.pass(2 * MINUTE);
    await made.client.send(
      new SetAlarmStateCommand({
        AlarmName: "checkout-errors",
        StateValue: "ALARM",
        StateReason: "a drill",
      }),
    );

    const drill = await readAlarm(made);
    made.pass(90 * SECOND);
    const after = await readAlarm(made);

    expect([drill?.StateValue, drill?.StateReason]).toEqual(["ALARM", "a drill"]);
    expect(after?.StateValue).toBe("OK");
  });

  it("treat what is missing as they are told", async () => {
    const made = await startCloudWatch(writtenEngine(() => undefined));
    const kinds = ["missing", "breaching", "notBreaching", "ignore"];
    for (const TreatMissingData of kinds) {
      await made.client.send(
        errorsAlarm({ AlarmName: TreatMissingData, TreatMissingData, EvaluationPeriods: 2 }),
      );
    }
    made.pass(5 * MINUTE);

    const found = await Promise.all(kinds.map((name) => readAlarm(made, name)));

    expect(found.map((alarm) => alarm?.StateValue)).toEqual([
      "INSUFFICIENT_DATA",
      "ALARM",
      "OK",
      "INSUFFICIENT_DATA",
    ]);
    expect(found[1]?.StateReason).toBe(
      "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].",
    );
  });

  it("compare a metric with its band", async () => {
    const made = await startCloudWatch(
      writtenEngine((_, at) => (at >= NOW + 3 * MINUTE ? 24.5 : 15)),
    );
    await made.client.send(
      new PutMetricAlarmCommand({
        AlarmName: "band",
        EvaluationPeriods: 1,
        ComparisonOperator: "LessThanLowerOrGreaterThanUpperThreshold",
        ThresholdMetricId: "ad1",
        Metrics: [
          {
            Id: "m1",
            ReturnData: true,
            MetricStat: {
              Metric: { Namespace: "AWS/Lambda", MetricName: "Duration" },
              Period: 60,
              Stat: "Average",
            },
          },
          { Id: "ad1", Expression: "ANOMALY_DETECTION_BAND(m1, 2)", ReturnData: true, Period: 60 },
        ],
      }),
    );
    made.pass(5 * MINUTE);

    const alarm = await readAlarm(made, "band");

    expect(alarm?.StateValue).toBe("ALARM");
    expect(alarm?.StateReason).toBe(
      "Thresholds Crossed: 1 out of the last 1 datapoints [24.5 (20/11/26 16:53:00)] was less than the lower thresholds [10.0] or greater than the upper thresholds [20.0] (minimum 1 datapoint for OK -> ALARM transition).",
    );
    expect(JSON.parse(alarm?.StateReasonData ?? "")).toMatchObject({
      recentLowerThresholds: [10],
      recentUpperThresholds: [20],
    });
  });

  it("count the series of a query over many, and name those in ALARM", async () => {
    const made = await startCloudWatch(
      writtenEngine((name) => (name === "checkout-api" ? 9 : 0), ["checkout-api", "jobs-worker"]),
    );
    await made.client.send(
      new PutMetricAlarmCommand({
        AlarmName: "any",
        EvaluationPeriods: 1,
        Threshold: 5,
        ComparisonOperator: "GreaterThanThreshold",
        Metrics: [
          {
            Id: "q1",
            Expression:
              'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) GROUP BY FunctionName ORDER BY SUM() DESC',
            Period: 60,
          },
        ],
      }),
    );
    made.pass(3 * MINUTE);

    const alarm = await readAlarm(made, "any");
    const { AlarmContributors } = await made.client.send(
      new DescribeAlarmContributorsCommand({ AlarmName: "any" }),
    );

    expect(alarm?.StateReason).toBe("1 out of 2 time series evaluated to ALARM");
    expect(AlarmContributors).toMatchObject([
      { ContributorAttributes: { FunctionName: "checkout-api" } },
    ]);
    expect(AlarmContributors?.[0]?.ContributorId).toMatch(/^[0-9a-f]{16}$/);
  });

  it("give a type only where it is asked for, in pages over all types", async () => {
    const made = await startCloudWatch(writtenEngine(() => 1));
    for (const name of ["a", "b", "c"]) await made.client.send(errorsAlarm({ AlarmName: name }));
    await made.client.send(
      new PutCompositeAlarmCommand({ AlarmName: "both", AlarmRule: "ALARM(a) OR ALARM(b)" }),
    );
    const ask = (input: object) => made.client.send(new DescribeAlarmsCommand(input));
    const types = ["MetricAlarm", "CompositeAlarm"] as const;

    const usual = await ask({});
    const first = await ask({ AlarmTypes: types, MaxRecords: 2 });
    const second = await ask({ AlarmTypes: types, MaxRecords: 2, NextToken: first.NextToken });
    const foreign = await errorOf(ask({ MaxRecords: 2, NextToken: first.NextToken }));

    expect(usual.MetricAlarms?.length).toBe(3);
    expect(usual.CompositeAlarms).toEqual([]);
    expect(first.MetricAlarms?.map((alarm) => alarm.AlarmName)).toEqual(["a", "b"]);
    expect(second.MetricAlarms?.map((alarm) => alarm.AlarmName)).toEqual(["c"]);
    expect(second.CompositeAlarms?.map((alarm) => alarm.AlarmName)).toEqual(["both"]);
    expect(foreign).toBe("InvalidNextToken");
  });

  it("are filtered by name, prefix, state and action", async () => {
    const made = await startCloudWatch(writtenEngine(() => 1));
    for (const AlarmName of ["api-1", "api-2", "web-1"]) {
      await made.client.send(errorsAlarm({ AlarmName }));
    }
    await made.client.send(
      errorsAlarm({ AlarmName: "low", Threshold: 0, AlarmActions: [], OKActions: [`${TOPIC}-2`] }),
    );
    made.pass(3 * MINUTE);
    const names = async (input: object) => {
      const { MetricAlarms } = await made.client.send(new DescribeAlarmsCommand(input));
      return MetricAlarms?.map(({ AlarmName }) => AlarmName);
    };

    const found = await Promise.all([
      names({ AlarmNames: ["web-1", "api-1", "none"] }),
      names({ AlarmNamePrefix: "api-" }),
      names({ StateValue: "ALARM" }),
      names({ ActionPrefix: `${TOPIC}-2` }),
    ]);
    const refused = await Promise.all([
      errorOf(names({ AlarmNames: ["a"], AlarmNamePrefix: "a" })),
      errorOf(names({ MaxRecords: 101 })),
      errorOf(names({ StateValue: "LOUD" })),
    ]);

    expect(found).toEqual([["api-1", "web-1"], ["api-1", "api-2"], ["low"], ["low"]]);
    expect(refused).toEqual(new Array<string>(3).fill("ValidationException"));
  });

  it("are found by the metric that they watch, and have tags", async () => {
    const made = await startCloudWatch(writtenEngine(() => 1));
    await made.client.send(errorsAlarm({ Tags: [{ Key: "team", Value: "shop" }] }));

    const { MetricAlarms = [] } = await made.client.send(
      new DescribeAlarmsForMetricCommand({
        Namespace: "AWS/Lambda",
        MetricName: "Errors",
        Dimensions: [{ Name: "FunctionName", Value: "checkout-api" }],
      }),
    );
    const { Tags } = await made.client.send(
      new ListTagsForResourceCommand({ ResourceARN: MetricAlarms[0]?.AlarmArn }),
    );

    expect(MetricAlarms.map(({ AlarmName }) => AlarmName)).toEqual(["checkout-errors"]);
    expect(Tags).toEqual([{ Key: "team", Value: "shop" }]);
  });

  it("are deleted but for their history, and keep quiet when told", async () => {
    const made = await startCloudWatch(BURST);
    const { client } = made;
    await client.send(errorsAlarm());
    await client.send(new DisableAlarmActionsCommand({ AlarmNames: ["checkout-errors"] }));
    made.pass(20 * MINUTE);

    const quiet = await readAlarm(made);
    await client.send(new DeleteAlarmsCommand({ AlarmNames: ["checkout-errors"] }));
    const gone = await readAlarm(made);
    const { AlarmHistoryItems: items = [] } = await client.send(
      new DescribeAlarmHistoryCommand({ AlarmName: "checkout-errors" }),
    );

    expect(quiet?.ActionsEnabled).toBe(false);
    expect(gone).toBeUndefined();
    expect(items.map(({ HistoryItemType }) => HistoryItemType)).not.toContain("Action");
    expect(items[0]?.HistorySummary).toBe('Alarm "checkout-errors" deleted');
  });

  it("are refused as CloudWatch refuses them", async () => {
    const { client } = await startCloudWatch(writtenEngine(() => 1));

    const names = await Promise.all([
      errorOf(client.send(errorsAlarm({ Period: 45 }))),
      errorOf(client.send(errorsAlarm({ DatapointsToAlarm: 2 }))),
      errorOf(client.send(errorsAlarm({ Period: 3600, EvaluationPeriods: 200 }))),
      errorOf(client.send(errorsAlarm({ AlarmActions: ["oncall"] }))),
      errorOf(client.send(errorsAlarm({ AlarmName: "x".repeat(256) }))),
      errorOf(
        client.send(
          new SetAlarmStateCommand({ AlarmName: "none", StateValue: "OK", StateReason: "" }),
        ),
      ),
    ]);

    expect(names).toEqual([
      ...new Array<string>(5).fill("ValidationException"),
      "ResourceNotFound",
    ]);
  });

  it("cannot be described more than nine times a second", async () => {
    const { client } = await startCloudWatch(
      writtenEngine(() => 1),
      { paced: true },
    );

    const names = await Promise.all(
      Array.from({ length: 12 }, () => errorOf(client.send(new DescribeAlarmsCommand({})))),
    );

    expect(names.filter((name) => name === "none").length).toBe(9);
    expect(names.filter((name) => name === "Throttling").length).toBe(3);
  });
});
