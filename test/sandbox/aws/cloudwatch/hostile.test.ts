import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AWS_COVERAGE } from "../../../../src/sandbox/aws/coverage.ts";
import { NOW } from "../made-trail.ts";
import { startCloudWatch, writtenEngine } from "./made-cloudwatch.ts";

const SIGNED =
  "AWS4-HMAC-SHA256 Credential=AKIATRAILWATCHEXAMPL/20261120/eu-west-1/monitoring/aws4_request, SignedHeaders=host, Signature=00";
const OPERATIONS = AWS_COVERAGE.filter(({ service }) => service === "monitoring");

const name = fc.constantFrom("a", "b", "", "x".repeat(300), "*a* <b>", "🛒 / c", "__proto__");
const seconds = fc.constantFrom(0, -1, 1, 10, 45, 60, 300, 86_400, 1e12, 1.5);
const time = fc.constantFrom(0, -1, NOW / 1000, NOW / 1000 - 3600, 4e9, 1e15);
const odd = fc.oneof(fc.constant(null), fc.constant([]), fc.constant({}), fc.string());
const either = <Value>(usual: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 40, arbitrary: usual }, { weight: 1, arbitrary: odd });
const rule = fc.constantFrom(
  "ALARM(a)",
  'ALARM("b") AND NOT OK(a)',
  "((",
  "(".repeat(9000),
  `${"NOT ".repeat(2500)}TRUE`,
  "ALARM(both) OR ALARM(a)",
);
const metric = fc.record(
  {
    Id: either(fc.constantFrom("m1", "m2", "M", "")),
    Expression: either(fc.constantFrom("m1 * 2", "SEARCH('x', 'Sum', 60)", "")),
    MetricStat: either(
      fc.record({
        Metric: fc.record({ Namespace: name, MetricName: name }, { requiredKeys: [] }),
        Period: seconds,
        Stat: fc.constantFrom("Sum", "p99", "NOPE", ""),
      }),
    ),
    ReturnData: either(fc.boolean()),
    Period: either(seconds),
  },
  { requiredKeys: ["Id"] },
);
const schedule = fc.record({
  Expression: fc.constantFrom("cron(* * * * *)", "cron(0 0 31 2 *)", "at(2026-13-40T99:99)", "x"),
  Duration: fc.constantFrom("PT1H", "P15D", "P", "-PT1H"),
  Timezone: fc.constantFrom("UTC", "Mars/Base", ""),
});
/** Members as they stand in the inputs of all operations, most of them of the right shape. */
const input = fc.record(
  {
    AlarmName: either(name),
    AlarmNames: either(fc.array(name, { maxLength: 3 })),
    AlarmNamePrefix: either(name),
    AlarmTypes: either(fc.array(fc.constantFrom("MetricAlarm", "CompositeAlarm", "X"))),
    AlarmRule: either(rule),
    ChildrenOfAlarmName: either(name),
    StateValue: either(fc.constantFrom("ALARM", "OK", "LOUD")),
    StateReason: either(fc.string()),
    StateReasonData: either(fc.constantFrom("{}", "[", "null")),
    MaxRecords: either(fc.constantFrom(0, 1, 100, 101)),
    NextToken: either(fc.constantFrom("", "x", "AAAA")),
    Namespace: either(name),
    MetricName: either(name),
    Statistic: either(fc.constantFrom("Sum", "p99")),
    Statistics: either(fc.constant(["Sum"])),
    Period: either(seconds),
    EvaluationPeriods: either(fc.constantFrom(0, 1, 3, 1e6)),
    DatapointsToAlarm: either(fc.constantFrom(0, 1, 4)),
    Threshold: either(fc.constantFrom(0, 5, -1e300)),
    ComparisonOperator: either(fc.constantFrom("GreaterThanThreshold", "Nope")),
    TreatMissingData: either(fc.constantFrom("breaching", "Nope")),
    Metrics: either(fc.array(metric, { maxLength: 3 })),
    MetricDataQueries: either(fc.array(metric, { maxLength: 3 })),
    ThresholdMetricId: either(fc.constantFrom("m2", "none")),
    StartTime: either(time),
    EndTime: either(time),
    StartDate: either(time),
    Name: either(name),
    Rule: either(fc.record({ Schedule: schedule })),
    MuteTargets: either(fc.record({ AlarmNames: fc.array(name) })),
    AlarmMuteRuleName: either(name),
    DashboardName: either(name),
    DashboardBody: either(fc.constantFrom('{"widgets":[null]}', "[", "null")),
    ResourceARN: either(name),
  },
  { requiredKeys: [] },
);

/** Some of these are taken. */
const alarm = fc.record({
  AlarmName: fc.constantFrom("a", "b", "🛒 / c"),
  Namespace: fc.constant("AWS/Lambda"),
  MetricName: name,
  Statistic: fc.constant("Sum"),
  Period: seconds,
  EvaluationPeriods: fc.constantFrom(1, 3, 700),
  DatapointsToAlarm: fc.constantFrom(1, 2),
  Threshold: fc.constantFrom(0, 5, -1e300),
  ComparisonOperator: fc.constantFrom("GreaterThanThreshold", "LessThanOrEqualToThreshold"),
  TreatMissingData: fc.constantFrom("missing", "breaching", "notBreaching", "ignore"),
});
const call = fc.oneof(
  fc.record({ operation: fc.constantFrom(...OPERATIONS.map((row) => row.operation)), input }),
  fc.record({ operation: fc.constant("PutMetricAlarm"), input: alarm }),
  fc.record({
    operation: fc.constant("PutCompositeAlarm"),
    input: fc.record({ AlarmName: fc.constantFrom("both", "loop"), AlarmRule: rule }),
  }),
  fc.record({ operation: fc.constant("DescribeAlarms"), input: fc.constant({}) }),
  fc.record({ operation: fc.constant("DescribeAlarmHistory"), input: fc.constant({}) }),
);

describe("the local CloudWatch", () => {
  it("answers or refuses whatever is sent, without a mistake of its own", {
    timeout: 60_000,
  }, async () => {
    const made = await startCloudWatch(
      writtenEngine((_, at) => (at > NOW - 3_600_000 ? 7 : undefined)),
    );
    const { protocol, hostname, port, path } = (await made.client.config.endpoint?.()) ?? {
      protocol: "",
      hostname: "",
      path: "",
    };
    const endpoint = `${protocol}//${hostname}:${port}${path}`;

    await fc.assert(
      fc.asyncProperty(call, async ({ operation, input: value }) => {
        const response = await fetch(endpoint, {
          method: "POST",
          headers: { authorization: SIGNED, "x-amz-target": `X.${operation}` },
          body: JSON.stringify(value),
        });
        await response.text();
        made.pass(30_000);

        expect(made.bugs).toEqual([]);
        expect(response.status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });
});
