import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listOf, membersOf } from "../../../src/aws/cloudwatch/members.ts";
import { readAlarm } from "../../../src/aws/cloudwatch/read-alarm.ts";
import { corpusFolder, unpackedCorpus } from "../../support/corpus.ts";

const PLACE = { account: "111122223333", region: "eu-west-1" };

const base = {
  AlarmName: "checkout-api-errors",
  AlarmArn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:checkout-api-errors",
  StateValue: "ALARM",
  StateUpdatedTimestamp: new Date("2026-11-22T10:05:00Z"),
  StateTransitionedTimestamp: new Date("2026-11-22T10:00:00Z"),
  ActionsEnabled: true,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  ComparisonOperator: "GreaterThanThreshold",
  TreatMissingData: "notBreaching",
};

const metricStat = (id: string, name: string, more: object = {}) => ({
  Id: id,
  MetricStat: {
    Metric: {
      Namespace: "AWS/ApplicationELB",
      MetricName: name,
      Dimensions: [{ Name: "LoadBalancer", Value: "app/orders/50dc6c495c0c9188" }],
    },
    Period: 60,
    Stat: "Sum",
  },
  ...more,
});

const watchOf = (members: object) => readAlarm({ ...base, ...members }, PLACE).watch;

describe("an alarm as CloudWatch describes it", () => {
  it("is read with its name, state, reason and actions, and nothing that is unknown", () => {
    const alarm = readAlarm(
      {
        ...base,
        MetricName: "Errors",
        Namespace: "AWS/Lambda",
        Statistic: "Sum",
        Dimensions: [{ Name: "FunctionName", Value: "checkout-api" }],
        Period: 60,
        Threshold: 5,
        StateReason: "Threshold Crossed",
        StateReasonData: '{"recentDatapoints":[9]}',
        AlarmActions: ["arn:aws:sns:eu-west-1:111122223333:oncall"],
        SomethingNew: { of: "tomorrow" },
      },
      PLACE,
    );

    expect(alarm).toEqual({
      name: "checkout-api-errors",
      arn: base.AlarmArn,
      place: PLACE,
      state: "ALARM",
      stateSince: Date.UTC(2026, 10, 22, 10),
      stateUpdatedAt: Date.UTC(2026, 10, 22, 10, 5),
      stateReason: "Threshold Crossed",
      reasonData: { recentDatapoints: [9] },
      actionsEnabled: true,
      actions: { ok: [], alarm: ["arn:aws:sns:eu-west-1:111122223333:oncall"], insufficient: [] },
      watch: {
        kind: "metric",
        alarmedId: "m1",
        threshold: 5,
        period: 60,
        evaluation: {
          comparison: "GreaterThanThreshold",
          evaluationPeriods: 3,
          datapointsToAlarm: 2,
          missingData: "notBreaching",
        },
        queries: [
          {
            id: "m1",
            kind: "metric",
            metric: {
              namespace: "AWS/Lambda",
              name: "Errors",
              dimensions: [{ name: "FunctionName", value: "checkout-api" }],
            },
            stat: "Sum",
            period: 60,
          },
        ],
      },
    });
  });

  it("takes the percentile before the statistic", () => {
    const watch = watchOf({ MetricName: "Duration", ExtendedStatistic: "p99", Period: 60 });

    expect(watch).toMatchObject({ kind: "metric", queries: [{ stat: "p99" }] });
  });

  it("knows metric math by its expression, and the series that alarms by what is returned", () => {
    const watch = watchOf({
      Threshold: 5,
      Metrics: [
        { Id: "share", Expression: "100*errors/requests", Label: "5xx share", ReturnData: true },
        metricStat("errors", "HTTPCode_Target_5XX_Count", { ReturnData: false }),
        metricStat("requests", "RequestCount", { ReturnData: false, AccountId: "222233334444" }),
      ],
    });

    expect(watch).toMatchObject({ kind: "math", alarmedId: "share", threshold: 5, period: 60 });
    expect(watch).toMatchObject({
      queries: [
        { id: "share", kind: "expression" },
        { isHidden: true },
        { account: "222233334444" },
      ],
    });
  });

  it("knows the band of an anomaly alarm from the series that alarms", () => {
    const watch = watchOf({
      ThresholdMetricId: "ad1",
      ComparisonOperator: "LessThanLowerOrGreaterThanUpperThreshold",
      Metrics: [
        { Id: "ad1", Expression: "ANOMALY_DETECTION_BAND(m1, 2)", ReturnData: true },
        metricStat("m1", "TargetResponseTime", { ReturnData: true }),
      ],
    });

    expect(watch).toMatchObject({ kind: "anomaly", alarmedId: "m1", bandId: "ad1" });
    expect(watch).not.toHaveProperty("threshold");
  });

  it("knows a Metrics Insights query, which has a period of its own", () => {
    const Expression = 'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName)';

    const watch = watchOf({ Metrics: [{ Id: "q1", Expression, Period: 300 }], Threshold: 1 });

    expect(watch).toMatchObject({ kind: "insights", alarmedId: "q1", period: 300 });
  });

  it("knows a metric that stands alone in a list as a metric", () => {
    expect(watchOf({ Metrics: [metricStat("m7", "RequestCount")] })).toMatchObject({
      kind: "metric",
      alarmedId: "m7",
      period: 60,
    });
  });

  it("knows PromQL, which names no metric", () => {
    const PromQLCriteria = { Query: "rate(errors[5m]) > 0.1", PendingPeriod: 120 };

    const watch = watchOf({ EvaluationCriteria: { PromQLCriteria }, EvaluationInterval: 30 });

    expect(watch).toEqual({
      kind: "promql",
      query: "rate(errors[5m]) > 0.1",
      pendingPeriod: 120,
      interval: 30,
    });
  });

  it("knows a log alarm with its schedule", () => {
    const watch = watchOf({
      ScheduledQueryConfiguration: {
        QueryString: "fields @message | filter @message like /ERROR/",
        LogGroupIdentifiers: ["/aws/lambda/checkout-api"],
        ScheduleConfiguration: { ScheduleExpression: "rate(5 minutes)", StartTimeOffset: 300 },
        AggregationExpression: "count(*)",
      },
      QueryResultsToAlarm: 1,
      QueryResultsToEvaluate: 3,
      Threshold: 10,
    });

    expect(watch).toEqual({
      kind: "log",
      query: "fields @message | filter @message like /ERROR/",
      logGroups: ["/aws/lambda/checkout-api"],
      schedule: "rate(5 minutes)",
      aggregation: "count(*)",
      threshold: 10,
      comparison: "GreaterThanThreshold",
      resultsToAlarm: 1,
      resultsToEvaluate: 3,
    });
  });

  it.each<[string, string[]]>([
    ['ALARM("a b") OR OK(c/d)', ["a b", "c/d"]],
    ["ALARM(a) AND NOT (INSUFFICIENT_DATA(b) OR ALARM(a))", ["a", "b"]],
    ['ALARM("say \\"hi\\" (now)")', ['say "hi" (now)']],
    ['AT_LEAST(2, ALARM, ("x, y", z, "w"))', ["x, y", "z", "w"]],
    [
      "alarm(arn:aws:cloudwatch:us-east-1:222233334444:alarm:z)",
      ["arn:aws:cloudwatch:us-east-1:222233334444:alarm:z"],
    ],
    ["TRUE", []],
    ['ALARM("never closed', []],
  ])("finds the children in the rule %s", (rule, children) => {
    expect(watchOf({ AlarmRule: rule })).toMatchObject({ kind: "composite", children });
  });

  it("keeps what an unknown kind says of itself", () => {
    const watch = watchOf({ QuantumCriteria: { At: new Date(0) } });

    expect(watch).toMatchObject({
      kind: "unknown",
      record: { QuantumCriteria: { At: "1970-01-01T00:00:00.000Z" } },
    });
  });

  it("reads times in each form, and drops those that no calendar has", () => {
    const python = { __class__: "datetime", year: 2022, month: 9, day: 27, hour: 10 };
    const since = (value: unknown) =>
      readAlarm(
        { ...base, StateTransitionedTimestamp: value, StateUpdatedTimestamp: undefined },
        PLACE,
      ).stateSince;

    expect(since(python)).toBe(Date.UTC(2022, 8, 27, 10));
    expect(since("2014-04-09T18:59:06.442Z")).toBe(Date.UTC(2014, 3, 9, 18, 59, 6, 442));
    expect(since(new Date(Number.NaN))).toBeUndefined();
    expect(since({ year: 90_000, month: 1, day: 1 })).toBeUndefined();
    expect(since("soon")).toBeUndefined();
  });

  it("never throws, whatever is in it", () => {
    const keys = fc.constantFrom(
      ...Object.keys(base),
      ...["Metrics", "MetricName", "Dimensions", "AlarmRule", "EvaluationCriteria", "Period"],
      ...["ScheduledQueryConfiguration", "StateReasonData", "ThresholdMetricId", "AlarmActions"],
    );
    const anything = fc.anything({ withDate: true, withBigInt: true, withNullPrototype: true });
    const rules = fc.stringMatching(/^[ALRMOK_TES(),"\\ab ]{0,40}$/);
    const values = fc.oneof(anything, rules, fc.array(fc.dictionary(keys, anything)));

    fc.assert(
      fc.property(fc.oneof(fc.dictionary(keys, values), anything), (raw) => {
        const alarm = readAlarm(raw, PLACE);

        expect(alarm.place).toBe(PLACE);
        expect(["OK", "ALARM", "INSUFFICIENT_DATA"]).toContain(alarm.state);
        expect(() => JSON.stringify(alarm)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});

describe.skipIf(!corpusFolder)("recorded alarms", () => {
  it("are all read whole", () => {
    const corpus = unpackedCorpus();
    const alarms = ["cw-custodian-placebo", "awscli-cloudwatch"].flatMap((folder) =>
      readdirSync(join(corpus, folder))
        .filter((name) => /describe-?alarms/i.test(name))
        .flatMap((name) => recordedIn(join(corpus, folder, name))),
    );

    const read = alarms.map((raw) => readAlarm(raw, PLACE));

    expect(read.length).toBeGreaterThan(15);
    expect(read.filter(({ watch }) => watch.kind === "unknown")).toEqual([]);
    expect(read.every(({ name, arn, stateSince }) => name && arn && stateSince)).toBe(true);
  });
});

function recordedIn(path: string): unknown[] {
  const parsed = membersOf(JSON.parse(readFileSync(path, "utf8")));
  const body = "data" in parsed ? membersOf(parsed.data) : parsed;
  return [...listOf(body.MetricAlarms), ...listOf(body.CompositeAlarms)];
}
