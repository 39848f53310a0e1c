/** Addresses of the AWS console that show the same as a widget. */
import type { AwsPlace } from "../../../domain/place.ts";
import { formatInstant, type Window } from "../../../domain/time.ts";
import type { LogWidget, MetricRow, MetricWidget } from "./widget.ts";

/** Several stand in one message, which takes 12,000 characters: a longer one leads to the dashboard instead. */
const LONGEST_URL = 700;

/** The dashboard itself. */
export function dashboardUrl(name: string, { region }: AwsPlace): string {
  return `${homeOf(region)}#dashboards/dashboard/${encodeURIComponent(wellFormed(name))}`;
}

/** The widget's graph with its window; undefined where an address cannot hold it. */
export function graphUrl(
  metric: MetricWidget,
  title: string,
  place: AwsPlace,
  { from, to }: Window,
): string | undefined {
  if (metric.rows.length === 0) return undefined;
  const graph = encoded({
    view: metric.view,
    stacked: metric.isStacked,
    metrics: metric.rows.map(rowValue),
    title,
    region: place.region,
    stat: metric.stat,
    period: metric.period,
    start: formatInstant(from),
    end: formatInstant(to),
  });
  return short(`${homeOf(place.region)}#metricsV2?graph=${graph}`);
}

/** The query in Logs Insights with its window. */
export function logsUrl(
  { query, groups }: LogWidget,
  { region }: AwsPlace,
  { from, to }: Window,
): string | undefined {
  const detail = encoded({
    start: formatInstant(from),
    end: formatInstant(to),
    timeType: "ABSOLUTE",
    tz: "UTC",
    editorString: query,
    source: groups,
  });
  return short(`${homeOf(region)}#logsV2:logs-insights$3FqueryDetail$3D${detail}`);
}

function homeOf(region: string): string {
  const domain = region.startsWith("cn-")
    ? "console.amazonaws.cn"
    : region.startsWith("us-gov-")
      ? "console.amazonaws-us-gov.com"
      : "console.aws.amazon.com";
  return `https://${region}.${domain}/cloudwatch/home?region=${region}`;
}

function short(url: string): string | undefined {
  return url.length <= LONGEST_URL ? url : undefined;
}

function rowValue(row: MetricRow): Value[] {
  const { id, label, stat, period, isHidden, axis, region, accountId } = row;
  const options = {
    ...(id !== undefined && { id }),
    ...(label !== undefined && { label }),
    ...(stat !== undefined && { stat }),
    ...(period !== undefined && { period }),
    ...(isHidden && { visible: false }),
    ...(axis && { yAxis: axis }),
    ...(region !== undefined && { region }),
    ...(accountId !== undefined && { accountId }),
  };
  if (row.kind === "expression") return [{ ...options, expression: row.expression }];
  const { namespace, name, dimensions } = row.metric;
  const names = [namespace, name, ...dimensions.flatMap((each) => [each.name, each.value])];
  return Object.keys(options).length === 0 ? names : [...names, options];
}

type Value = string | number | boolean | Value[] | { [key: string]: Value };

/** The form that the console's addresses have: https://github.com/Sage/jsurl. Apostrophes as %27, which it reads too. */
function encoded(value: Value): string {
  if (typeof value === "string") return `~%27${encodedText(value)}`;
  if (typeof value === "number" || typeof value === "boolean") return `~${value}`;
  if (Array.isArray(value)) return `~(${value.length === 0 ? "~" : value.map(encoded).join("")})`;
  const entries = Object.entries(value).map(([key, item]) => `${encodedText(key)}${encoded(item)}`);
  return `~(${entries.join("~")})`;
}

function encodedText(text: string): string {
  return text.replace(/[^\w.-]/g, (char) => {
    if (char === "$") return "!";
    const code = char.charCodeAt(0).toString(16);
    return code.length > 2 ? `**${code.padStart(4, "0")}` : `*${code.padStart(2, "0")}`;
  });
}

/** Half a surrogate pair cannot stand in an address. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}
