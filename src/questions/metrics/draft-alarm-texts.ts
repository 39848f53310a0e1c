/** A drafted alarm as text for the AWS CLI, CloudFormation and Terraform, safe whatever its names hold. */
import type { AlarmDraft } from "../../domain/alarm.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Metric, SeriesQuery } from "../../domain/metric.ts";
import { shellWord } from "../orders/cli-text.ts";

/** What PutMetricAlarm takes; CloudFormation's properties have the same names. */
export function alarmInput(draft: AlarmDraft): JsonObject {
  const { evaluation, threshold, alarmActions, description } = draft;
  return {
    AlarmName: draft.name,
    ...(description !== undefined && { AlarmDescription: description }),
    AlarmActions: alarmActions,
    ...watchedInput(draft),
    ComparisonOperator: evaluation.comparison,
    Threshold: threshold,
    EvaluationPeriods: evaluation.evaluationPeriods,
    DatapointsToAlarm: evaluation.datapointsToAlarm ?? evaluation.evaluationPeriods,
    TreatMissingData: evaluation.missingData,
  };
}

function watchedInput({ queries, alarmedId, period, unit }: AlarmDraft): JsonObject {
  const [only] = queries;
  if (queries.length === 1 && only?.kind === "metric") {
    return {
      ...metricInput(only.metric),
      ...(isPlainStat(only.stat) ? { Statistic: only.stat } : { ExtendedStatistic: only.stat }),
      Period: only.period,
      ...(unit !== undefined && { Unit: unit }),
    };
  }
  return { Metrics: queries.map((query) => queryInput(query, query.id === alarmedId, period)) };
}

function isPlainStat(stat: string): boolean {
  return /^(?:SampleCount|Average|Sum|Minimum|Maximum)$/.test(stat);
}

function metricInput({ namespace, name, dimensions }: Metric): JsonObject {
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: dimensions.map((each) => ({ Name: each.name, Value: each.value })),
  };
}

function queryInput(query: SeriesQuery, isAlarmed: boolean, period: number): JsonObject {
  const shared = {
    Id: query.id,
    ...(query.label !== undefined && { Label: query.label }),
    ReturnData: isAlarmed,
  };
  return query.kind === "expression"
    ? { ...shared, Expression: query.expression, Period: query.period ?? period }
    : {
        ...shared,
        MetricStat: { Metric: metricInput(query.metric), Period: query.period, Stat: query.stat },
      };
}

/** As JSON in one argument: the CLI would read files that names such as `file://…` point to if they were arguments. */
export function cliAlarmText(draft: AlarmDraft): string {
  const input = JSON.stringify(alarmInput(draft), null, 2);
  return `aws cloudwatch put-metric-alarm --region ${shellWord(draft.place.region)} --cli-input-json ${shellWord(input)}`;
}

/** YAML takes JSON's strings as they are; unquoted, a name could be anything. */
export function cloudFormationText(draft: AlarmDraft): string {
  const properties = yamlLines(alarmInput(draft), 3);
  return [
    "Resources:",
    `  ${logicalId(draft.name)}:`,
    "    Type: AWS::CloudWatch::Alarm",
    "    Properties:",
    ...properties,
  ].join("\n");
}

function yamlLines(object: JsonObject, depth: number): string[] {
  const inset = "  ".repeat(depth);
  return Object.entries(object).flatMap(([key, value]) => {
    if (Array.isArray(value) && value.length > 0) {
      return [`${inset}${key}:`, ...value.flatMap((item) => yamlItem(item, depth + 1))];
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return [`${inset}${key}:`, ...yamlLines(value, depth + 1)];
    }
    return [`${inset}${key}: ${jsonText(value)}`];
  });
}

function yamlItem(item: unknown, depth: number): string[] {
  const inset = "  ".repeat(depth);
  if (typeof item !== "object" || item === null) return [`${inset}- ${jsonText(item)}`];
  const [first = "", ...rest] = yamlLines(item as JsonObject, depth + 1);
  return [`${inset}- ${first.trimStart()}`, ...rest];
}

/** Line separators of Unicode end a line of YAML though not of JSON. */
function jsonText(value: unknown): string {
  return JSON.stringify(value ?? null).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, codeOf);
}

/** Letters and digits alone, as CloudFormation wants: `checkout-api-errors` → `CheckoutApiErrors`. */
function logicalId(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const id = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return (/^[A-Za-z]/.test(id) ? id : `Alarm${id}`).slice(0, 200);
}

/** A resource of Terraform's AWS provider. */
export function terraformText(draft: AlarmDraft): string {
  const { evaluation, description, threshold } = draft;
  const rows: [string, string][] = [
    ["alarm_name", hclText(draft.name)],
    ...(description === undefined ? [] : [hclRow("alarm_description", description)]),
    ["alarm_actions", `[${draft.alarmActions.map(hclText).join(", ")}]`],
    ["comparison_operator", hclText(evaluation.comparison)],
    ["threshold", String(threshold)],
    ["evaluation_periods", String(evaluation.evaluationPeriods)],
    ["datapoints_to_alarm", String(evaluation.datapointsToAlarm ?? evaluation.evaluationPeriods)],
    ["treat_missing_data", hclText(evaluation.missingData)],
  ];
  const [only] = draft.queries;
  const single = draft.queries.length === 1 && only?.kind === "metric" ? only : undefined;
  return [
    `resource "aws_cloudwatch_metric_alarm" "${resourceName(draft.name)}" {`,
    ...aligned([...rows, ...(single ? singleRows(single, draft.unit) : [])], 1),
    ...(single
      ? hclDimensions(single.metric, 1)
      : draft.queries.flatMap((query) => hclQuery(query, draft))),
    "}",
  ].join("\n");
}

function singleRows(
  { metric, stat, period }: Extract<SeriesQuery, { kind: "metric" }>,
  unit?: string,
): [string, string][] {
  return [
    hclRow("namespace", metric.namespace),
    hclRow("metric_name", metric.name),
    hclRow(isPlainStat(stat) ? "statistic" : "extended_statistic", stat),
    ["period", String(period)],
    ...(unit === undefined ? [] : [hclRow("unit", unit)]),
  ];
}

function hclQuery(query: SeriesQuery, { alarmedId, period }: AlarmDraft): string[] {
  const rows: [string, string][] = [
    hclRow("id", query.id),
    ...(query.label === undefined ? [] : [hclRow("label", query.label)]),
    ["return_data", String(query.id === alarmedId)],
    ...(query.kind === "expression"
      ? [
          hclRow("expression", query.expression),
          ["period", String(query.period ?? period)] satisfies [string, string],
        ]
      : []),
  ];
  if (query.kind === "expression") return ["", "  metric_query {", ...aligned(rows, 2), "  }"];
  const metric: [string, string][] = [
    hclRow("namespace", query.metric.namespace),
    hclRow("metric_name", query.metric.name),
    hclRow("stat", query.stat),
    ["period", String(query.period)],
  ];
  return [
    "",
    "  metric_query {",
    ...aligned(rows, 2),
    "    metric {",
    ...aligned(metric, 3),
    ...hclDimensions(query.metric, 3),
    "    }",
    "  }",
  ];
}

function hclDimensions({ dimensions }: Metric, depth: number): string[] {
  if (dimensions.length === 0) return [];
  const inset = "  ".repeat(depth);
  return [
    `${inset}dimensions = {`,
    ...dimensions.map(({ name, value }) => `${inset}  ${hclText(name)} = ${hclText(value)}`),
    `${inset}}`,
  ];
}

function hclRow(key: string, value: string): [string, string] {
  return [key, hclText(value)];
}

function aligned(rows: [string, string][], depth: number): string[] {
  const widest = Math.max(...rows.map(([key]) => key.length));
  return rows.map(([key, value]) => `${"  ".repeat(depth)}${key.padEnd(widest)} = ${value}`);
}

/**
 * HCL knows few escapes, and `${` and `%{` begin templates: their first letter is written by its code, since doubling it
 * is read differently after another of the kind. https://developer.hashicorp.com/terraform/language/expressions/strings
 */
function hclText(text: string): string {
  const escaped = text
    .replace(/["\\]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replace(/[\p{Cc}\u2028\u2029\ufeff]|[$%](?=\{)/gu, codeOf);
  return `"${escaped}"`;
}

function codeOf(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function resourceName(name: string): string {
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return (/^[a-z]/.test(id) ? id : `alarm_${id}`).slice(0, 64).replace(/_+$/, "");
}
