/** One widget's properties → what it shows. */
import {
  arrayAt,
  isObject,
  type JsonObject,
  type JsonValue,
  objectAt,
  stringAt,
} from "../../../domain/json.ts";
import { parseInstant } from "../../../domain/time.ts";
import { cut, readPeriod, readRows } from "./rows.ts";
import { type Variable, withDimensions } from "./variables.ts";
import type {
  HorizontalLine,
  MetricWidget,
  VerticalLine,
  WidgetContent,
  WidgetView,
} from "./widget.ts";

export type ContentRead = { content: WidgetContent; problems: string[] };

const VIEWS: readonly WidgetView[] = ["timeSeries", "singleValue", "bar", "pie", "gauge", "table"];
const MOST_LINES = 20;
const MOST_ALARMS = 100;
const LONGEST_TEXT = 20_000;

/** Unknown types are kept by their names. */
export function readContent(
  type: string,
  properties: JsonObject,
  variables: readonly Variable[],
): ContentRead {
  switch (type) {
    case "metric":
      return readMetric(properties, variables);
    case "text":
      return plain({
        kind: "text",
        markdown: cut(stringAt(properties, "markdown") ?? "", LONGEST_TEXT),
      });
    case "alarm":
      return plain({
        kind: "alarm",
        alarmArns: textsAt(properties, "alarms").slice(0, MOST_ALARMS),
        states: textsAt(properties, "states"),
      });
    case "log":
      return readLog(properties);
    default:
      return plain({ kind: "other", type: cut(type, 60), ...detailOf(properties) });
  }
}

function plain(content: WidgetContent): ContentRead {
  return { content, problems: [] };
}

function detailOf(properties: JsonObject): { detail?: string } {
  const endpoint = stringAt(properties, "endpoint");
  return endpoint === undefined ? {} : { detail: cut(endpoint, 200) };
}

function textsAt(value: JsonObject, ...path: string[]): string[] {
  return arrayAt(value, ...path).flatMap((item) =>
    typeof item === "string" && item !== "" ? [cut(item, 1000)] : [],
  );
}

function readMetric(properties: JsonObject, variables: readonly Variable[]): ContentRead {
  const { rows, problems } = readRows(properties.metrics);
  const { horizontal, vertical } = readLines(properties);
  const view = stringAt(properties, "view");
  const known = VIEWS.find((each) => each === view);
  if (view !== undefined && !known) problems.push(`its view “${cut(view, 40)}” is not known`);
  const content: MetricWidget = {
    kind: "metric",
    view: known ?? "timeSeries",
    rows: rows.map((row) =>
      row.kind === "metric" ? { ...row, metric: withDimensions(row.metric, variables) } : row,
    ),
    isStacked: properties.stacked === true,
    stat: cut(stringAt(properties, "stat") ?? "Average", 100),
    period: readPeriod(properties.period) ?? 300,
    isWholeRange: properties.setPeriodToTimeRange === true,
    horizontal,
    vertical,
    alarmArns: textsAt(properties, "annotations", "alarms").slice(0, MOST_ALARMS),
    range: readRange(properties),
  };
  return { content, problems };
}

/** Lines may stand in pairs, which make a band. */
function readLines(properties: JsonObject) {
  const horizontal = arrayAt(properties, "annotations", "horizontal").slice(0, MOST_LINES);
  const vertical = arrayAt(properties, "annotations", "vertical").slice(0, MOST_LINES);
  return {
    horizontal: horizontal.flatMap(readHorizontal),
    vertical: vertical.flatMap(readVertical),
  };
}

const FILLS = ["above", "below", "between", "none"] as const;

function readHorizontal(item: JsonValue): HorizontalLine[] {
  const [line, other] = Array.isArray(item) ? item : [item, undefined];
  if (!isObject(line) || line.visible === false) return [];
  const value = numberOf(line.value);
  if (value === undefined) return [];
  const until = isObject(other) ? numberOf(other.value) : undefined;
  const fill = FILLS.find((each) => each === line.fill);
  return [
    {
      value,
      label: cut(stringAt(line, "label") ?? "", 200),
      ...(until !== undefined && { until, fill: "between" as const }),
      ...(until === undefined && fill && { fill }),
      ...(line.yAxis === "right" && { axis: "right" as const }),
    },
  ];
}

function readVertical(item: JsonValue): VerticalLine[] {
  const [line, other] = Array.isArray(item) ? item : [item, undefined];
  if (!isObject(line) || line.visible === false) return [];
  const at = momentOf(line);
  if (at === undefined) return [];
  const until = isObject(other) ? momentOf(other) : undefined;
  const label = cut(stringAt(line, "label") ?? "", 200);
  return [{ at, label, ...(until !== undefined && { until }) }];
}

function momentOf(line: JsonObject): number | undefined {
  const text = stringAt(line, "value");
  return text === undefined || text.length > 40 ? undefined : parseInstant(text);
}

function readRange(properties: JsonObject): { min?: number; max?: number } {
  const left = objectAt(properties, "yAxis", "left") ?? {};
  const [min, max] = [numberOf(left.min), numberOf(left.max)];
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

function numberOf(value: JsonValue | undefined): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

const SOURCE = /^\s*SOURCE\s+(.{1,2000}?)\s*\|\s*/is;
const QUOTED = /'([^']{1,512})'|"([^"]{1,512})"/g;

/** `SOURCE '/aws/lambda/x' | SOURCE 'y' | fields @message`: the groups stand before the query. */
function readLog(properties: JsonObject): ContentRead {
  let query = cut(stringAt(properties, "query") ?? "", LONGEST_TEXT);
  const groups: string[] = [];
  for (let found = SOURCE.exec(query); found && groups.length < 50; found = SOURCE.exec(query)) {
    const [whole, source = ""] = found;
    const names = [...source.matchAll(QUOTED)].map(([, single, double]) => single ?? double ?? "");
    groups.push(...(names.length > 0 ? names : [source]));
    query = query.slice(whole.length);
  }
  return plain({
    kind: "log",
    query: query.trim(),
    groups,
    view: cut(stringAt(properties, "view") ?? "table", 40),
  });
}
