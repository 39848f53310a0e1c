import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAlarm } from "../../src/aws/cloudwatch/read-alarm.ts";
import type { AlarmKind } from "../../src/aws/cloudwatch/read-watch.ts";
import { inputWords, kindWords, watchSentence } from "../../src/domain/alarm-words.ts";
import { isInsights, parseInsights } from "../../src/domain/alarm-words-insights.ts";
import {
  evaluationWords,
  metricWords,
  numberWords,
  secondsWords,
  valueWords,
} from "../../src/domain/alarm-words-metric.ts";

import { reasonWords } from "../../src/domain/alarm-words-reason.ts";

const place = { account: "111122223333", region: "eu-west-1" };

const watchOf = (raw: object, kind?: AlarmKind) => readAlarm(raw, place, kind).watch;

const said = (raw: object, kind?: AlarmKind) => {
  const watch = watchOf(raw, kind);
  return [kindWords(watch), watchSentence(watch), ...inputWords(watch)].join("\n");
};

const errors = {
  MetricName: "Errors",
  Namespace: "AWS/Lambda",
  Dimensions: [{ Name: "FunctionName", Value: "checkout-api" }],
  Statistic: "Sum",
  Period: 60,
  EvaluationPeriods: 5,
  DatapointsToAlarm: 3,
  Threshold: 5,
  ComparisonOperator: "GreaterThanOrEqualToThreshold",
  TreatMissingData: "notBreaching",
};

const stat = (id: string, name: string, more: object = {}) => ({
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
  ReturnData: false,
  ...more,
});

/** One of every kind that CloudWatch has, as DescribeAlarms gives it. */
const KINDS: [string, object, AlarmKind | undefined][] = [
  ["a metric", errors, "metric"],
  [
    "metric math",
    {
      Metrics: [
        { Id: "share", Expression: "100 * bad / all", Label: "5xx share", ReturnData: true },
        stat("bad", "HTTPCode_Target_5XX_Count"),
        stat("all", "RequestCount"),
      ],
      EvaluationPeriods: 5,
      Threshold: 2.5,
      Unit: "Percent",
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "ignore",
    },
    "metric",
  ],
  [
    "an anomaly band",
    {
      Metrics: [
        stat("m1", "TargetResponseTime", { ReturnData: true }),
        { Id: "ad1", Expression: "ANOMALY_DETECTION_BAND(m1, 2)", ReturnData: true },
      ],
      ThresholdMetricId: "ad1",
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      ComparisonOperator: "LessThanLowerOrGreaterThanUpperThreshold",
    },
    "metric",
  ],
  [
    "a Metrics Insights query",
    {
      Metrics: [
        {
          Id: "q1",
          Expression:
            "SELECT SUM(Errors) FROM SCHEMA(\"AWS/Lambda\", FunctionName) WHERE env = 'prod' GROUP BY FunctionName ORDER BY SUM() DESC",
          Period: 60,
          ReturnData: true,
        },
      ],
      EvaluationPeriods: 3,
      Threshold: 10,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "breaching",
    },
    "metric",
  ],
  [
    "a PromQL query",
    {
      EvaluationCriteria: {
        PromQLCriteria: {
          Query: 'sum(rate(http_requests_total{code=~"5.."}[5m])) > 1',
          PendingPeriod: 300,
          RecoveryPeriod: 600,
        },
      },
      EvaluationInterval: 60,
    },
    "metric",
  ],
  [
    "logs",
    {
      ScheduledQueryConfiguration: {
        QueryString: "filter @message like /timeout/",
        LogGroupIdentifiers: [
          "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/checkout-api:*",
          "/ecs/payments",
        ],
        ScheduleConfiguration: { ScheduleExpression: "rate(5 minutes)" },
        AggregationExpression: "count(*)",
      },
      QueryResultsToAlarm: 2,
      QueryResultsToEvaluate: 3,
      Threshold: 1000,
      ComparisonOperator: "GreaterThanThreshold",
    },
    "log",
  ],
  [
    "other alarms",
    {
      AlarmRule: 'ALARM("checkout-api-errors") OR (ALARM("orders-5xx") AND NOT ALARM("deploying"))',
    },
    "composite",
  ],
  ["something unknown", { AlarmName: "new", SomethingNew: { A: 1 } }, "metric"],
];

describe("an alarm on", () => {
  it("each of its kinds is described", async () => {
    const text = KINDS.map(([name, raw, kind]) => `# ${name}\n${said(raw, kind)}\n`).join("\n");

    await expect(text).toMatchFileSnapshot("../goldens/alarms-of-every-kind.txt");
  });

  it("a metric says the statistic, the threshold and what missing data means", () => {
    expect(watchSentence(watchOf(errors))).toBe(
      "checkout-api Errors (sum over 1 min) ≥ 5, in 3 of the last 5 minutes; missing data counts as not breaching",
    );
  });

  it("DynamoDB ignores missing data whatever it is set to", () => {
    const dynamo = { ...errors, Namespace: "AWS/DynamoDB", MetricName: "ThrottledRequests" };

    expect(watchSentence(watchOf(dynamo))).toMatch(
      /missing data leaves the state as it is, as always with DynamoDB$/,
    );
  });

  it("a band that is left on one side alone says so", () => {
    const raw = (ComparisonOperator: string) => ({ ...KINDS[2]?.[1], ComparisonOperator });

    expect(watchSentence(watchOf(raw("GreaterThanUpperThreshold")))).toContain(
      " above the expected band of 2 standard deviations",
    );
    expect(watchSentence(watchOf(raw("LessThanLowerThreshold")))).toContain(
      " below the expected band of 2 standard deviations",
    );
  });

  it("a composite whose rule is broken shows the rule", () => {
    expect(watchSentence(watchOf({ AlarmRule: "ALARM(a" }))).toBe(
      "a rule that cannot be read: ALARM(a",
    );
  });
});

describe("alarms of any shape", () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom("Sum", "ALARM(a", "SELECT SUM(x) FROM", "rate("),
  );
  const member = fc.oneof(text, fc.integer(), fc.double(), fc.array(text), fc.object());
  const keys = [
    "Metrics",
    "MetricName",
    "Statistic",
    "Period",
    "EvaluationPeriods",
    "Threshold",
    "ThresholdMetricId",
    "ComparisonOperator",
    "TreatMissingData",
    "AlarmRule",
    "StateReason",
    "StateReasonData",
    "EvaluationCriteria",
    "ScheduledQueryConfiguration",
  ];

  it("are described in words all the same", () => {
    const bodies = fc.record(Object.fromEntries(keys.map((key) => [key, member])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(bodies, fc.constantFrom("metric", "log", "composite"), (raw, kind) => {
        const alarm = readAlarm(raw, place, kind);
        const { state, stateReason: reason, reasonData: data } = alarm;
        const told = { state, ...(reason && { reason }), ...(data && { data }) };

        const words = [
          kindWords(alarm.watch),
          watchSentence(alarm.watch),
          ...inputWords(alarm.watch),
          ...reasonWords(told, alarm.watch).filter((word) => typeof word === "string"),
        ];

        expect(words.join(" ")).not.toMatch(/\bundefined\b|\[object /);
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});

describe("words of numbers and times", () => {
  it.each([
    [5, "5"],
    [10000, "10,000"],
    [40.760000000000005, "40.76"],
    [0.02059944474, "0.0206"],
    [0.00000012, "1.2e-7"],
    [1234.567, "1,234.6"],
    [-3, "-3"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [2e18, "2000000000000000000"],
  ])("%s → %s", (value, expected) => {
    expect(numberWords(value)).toBe(expected);
  });

  it("units stand as people write them", () => {
    expect(valueWords(80, "Percent")).toBe("80%");
    expect(valueWords(1500, "Milliseconds")).toBe("1,500 ms");
    expect(valueWords(100_000_000, "Bytes")).toBe("100 MB");
    expect(valueWords(12, "Bytes")).toBe("12 bytes");
    expect(valueWords(3, "Megabytes/Second")).toBe("3 Megabytes/Second");
  });

  it.each([
    [10, "10 s"],
    [60, "1 min"],
    [90, "90 s"],
    [300, "5 min"],
    [3600, "1 h"],
    [86_400, "1 day"],
    [172_800, "2 days"],
  ])("%s s → %s", (seconds, expected) => {
    expect(secondsWords(seconds)).toBe(expected);
  });

  it("evaluations name their periods", () => {
    const evaluation = { comparison: "", missingData: "missing" };

    expect(evaluationWords({ ...evaluation, evaluationPeriods: 1 }, 60)).toBe(
      "already at one datapoint",
    );
    expect(
      evaluationWords({ ...evaluation, evaluationPeriods: 5, datapointsToAlarm: 3 }, 300),
    ).toBe("in 3 of the last 5 periods of 5 min");
    expect(evaluationWords({ ...evaluation, evaluationPeriods: 3 }, 3600)).toBe(
      "for 3 hours in a row",
    );
  });
});

describe("a metric", () => {
  it.each([
    ["LoadBalancer", "app/orders/50dc6c495c0c9188", "orders Errors"],
    ["TargetGroup", "targetgroup/orders/6d0ecf831eec9f09", "orders Errors"],
    [
      "StateMachineArn",
      "arn:aws:states:eu-west-1:111122223333:stateMachine:refunds",
      "refunds Errors",
    ],
    ["QueueName", "jobs", "jobs Errors"],
  ])("of a %s is known by its short name", (name, value, expected) => {
    const words = metricWords({ namespace: "X", name: "Errors", dimensions: [{ name, value }] });

    expect(words).toBe(expected);
  });
});

describe("a Metrics Insights query", () => {
  it("is told from metric math", () => {
    expect(isInsights('SELECT MAX(CPUUtilization) FROM "AWS/EC2"')).toBe(true);
    expect(isInsights("100 * errors / requests")).toBe(false);
    expect(isInsights("SEARCH('{AWS/EC2,InstanceId} CPU', 'Average')")).toBe(false);
  });

  it("is read with and without schema, groups and filter", () => {
    expect(
      parseInsights('SELECT MAX("CPU") FROM "AWS/EC2" GROUP BY InstanceId, "a b" LIMIT 5'),
    ).toEqual({
      stat: "maximum",
      metric: "CPU",
      namespace: "AWS/EC2",
      groupBy: ["InstanceId", "a b"],
    });
    expect(parseInsights("select avg(Latency) from SCHEMA(Acme, Api) where Api = 'x'")).toEqual({
      stat: "average",
      metric: "Latency",
      namespace: "Acme",
      where: "Api = 'x'",
      groupBy: [],
    });
  });
});
