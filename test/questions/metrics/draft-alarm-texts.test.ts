import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { AlarmDraft } from "../../../src/domain/alarm.ts";
import {
  alarmInput,
  cliAlarmText,
  cloudFormationText,
  terraformText,
} from "../../../src/questions/metrics/draft-alarm-texts.ts";

const draftOf = (
  name: string,
  value = "checkout-api",
  more: Partial<AlarmDraft> = {},
): AlarmDraft => ({
  name,
  place: { account: "111122223333", region: "eu-west-1" },
  queries: [
    {
      id: "m1",
      kind: "metric",
      metric: {
        namespace: "AWS/Lambda",
        name: "Errors",
        dimensions: [{ name: "FunctionName", value }],
      },
      stat: "Sum",
      period: 60,
    },
  ],
  alarmedId: "m1",
  threshold: 5,
  evaluation: {
    comparison: "GreaterThanOrEqualToThreshold",
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    missingData: "notBreaching",
  },
  period: 60,
  alarmActions: [],
  ...more,
});

const math = draftOf("orders 5xx", "x", {
  queries: [
    {
      id: "part_m1",
      kind: "metric",
      metric: {
        namespace: "AWS/ApplicationELB",
        name: "HTTPCode_Target_5XX_Count",
        dimensions: [{ name: "LoadBalancer", value: "app/orders/50dc6c495c0c9188" }],
      },
      stat: "p99",
      period: 60,
      isHidden: true,
    },
    {
      id: "m1",
      kind: "expression",
      expression: "100 * part_m1 / 2",
      label: 'the "share"',
      period: 60,
    },
  ],
});

const HOSTILE = [
  "plain",
  "two words / slash 🚨",
  "'; rm -rf / #",
  '$(touch /tmp/x) `id` "$HOME"',
  "file:///etc/passwd",
  "--profile evil",
  `\${var.secret} %{ if true } $\${x}`,
  "a: b\n- c # d",
  `!Sub \${AWS::AccountId}`,
  "yes",
  "\u2028\u2029\u0085\ufeff\u0007 \\ \" ' \t",
  "<!channel> *x*",
];

/** What a shell hands to the program. */
function argumentsOf(command: string): string[] {
  const script = `aws() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

/** The strings of HCL, read by its own rules. */
function hclStrings(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([, inner = ""]) => {
    if (/[$%]\{/.test(inner)) throw new Error(`a template in ${inner}`);
    return inner.replace(/\\u([0-9a-f]{4})|\\(.)/g, (_, code, letter) => {
      if (code) return String.fromCharCode(Number.parseInt(code, 16));
      const known: Record<string, string> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
      const found = known[letter];
      if (found === undefined) throw new Error(`HCL knows no \\${letter}`);
      return found;
    });
  });
}

describe("a drafted alarm for the AWS CLI", () => {
  it.each(HOSTILE)("is one argument for any shell: %s", (name) => {
    const draft = draftOf(name, name);

    const words = argumentsOf(cliAlarmText(draft));

    expect(words.slice(0, 5)).toEqual([
      "cloudwatch",
      "put-metric-alarm",
      "--region",
      "eu-west-1",
      "--cli-input-json",
    ]);
    expect(JSON.parse(words[5] ?? "")).toEqual(alarmInput(draft));
    expect(words).toHaveLength(6);
  });

  it("holds what PutMetricAlarm takes", () => {
    expect(alarmInput(draftOf("checkout-api-errors"))).toEqual({
      AlarmName: "checkout-api-errors",
      AlarmActions: [],
      Namespace: "AWS/Lambda",
      MetricName: "Errors",
      Dimensions: [{ Name: "FunctionName", Value: "checkout-api" }],
      Statistic: "Sum",
      Period: 60,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      Threshold: 5,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      TreatMissingData: "notBreaching",
    });
  });

  it("holds metric math with its inputs", () => {
    expect(alarmInput(math)).toMatchObject({
      Metrics: [
        { Id: "part_m1", ReturnData: false, MetricStat: { Stat: "p99", Period: 60 } },
        { Id: "m1", ReturnData: true, Expression: "100 * part_m1 / 2", Period: 60 },
      ],
    });
    expect(alarmInput(math)).not.toHaveProperty("MetricName");
  });
});

describe("a drafted alarm for CloudFormation", () => {
  it.each(HOSTILE)("is YAML that says the same: %s", (name) => {
    const draft = draftOf(name, name);

    const { Resources } = parse(cloudFormationText(draft));

    const [[id, resource]] = Object.entries(Resources) as [
      [string, { Type: string; Properties: object }],
    ];
    expect(id).toMatch(/^[A-Za-z][A-Za-z0-9]*$/);
    expect(resource).toEqual({ Type: "AWS::CloudWatch::Alarm", Properties: alarmInput(draft) });
  });

  it("is so for every name there can be, and for metric math", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const draft = draftOf(name, name);
        const [[, resource] = []] = Object.entries<{ Properties: object }>(
          parse(cloudFormationText(draft)).Resources,
        );
        expect(JSON.stringify(resource?.Properties)).toBe(JSON.stringify(alarmInput(draft)));
      }),
      { numRuns: 30, seed: 7 },
    );
    expect(parse(cloudFormationText(math)).Resources.Orders5xx.Properties).toEqual(
      alarmInput(math),
    );
  });
});

describe("a drafted alarm for Terraform", () => {
  it.each(HOSTILE)("quotes what HCL would take for its own: %s", (name) => {
    const text = terraformText(draftOf(name, name));

    const strings = hclStrings(text);

    expect(strings.filter((each) => each === name)).toHaveLength(/^[a-z]+$/.test(name) ? 3 : 2);
    expect(text).toMatch(/^resource "aws_cloudwatch_metric_alarm" "[a-z][a-z0-9_]*" \{\n/);
  });

  it("is a whole resource", async () => {
    const text = `${terraformText(draftOf("checkout-api-errors"))}\n\n${terraformText(math)}\n`;

    await expect(text).toMatchFileSnapshot("../../goldens/drafted-alarms.tf");
  });
});
