/** Rows of a metric widget: `["AWS/EC2", "CPUUtilization", "InstanceId", "i-1", {…}]`, with `.` and `...` for what stands above. */
import { isObject, type JsonObject, type JsonValue, stringAt } from "../../../domain/json.ts";
import type { Dimension } from "../../../domain/metric.ts";
import type { MetricRow, RowOptions } from "./widget.ts";

/** CloudWatch takes so many in one widget. */
export const MOST_ROWS = 500;
/** Names and values are 255 characters at most, expressions 2,048; what is longer is cut so that nothing grows. */
const LONGEST_NAME = 1024;
const LONGEST_EXPRESSION = 10_000;
/** A metric has 30 dimensions at most. */
const MOST_PARTS = 2 + 2 * 30;

export type RowsRead = { rows: MetricRow[]; problems: string[] };

/** Reads the rows; what is no row is told by its place, and left out. */
export function readRows(value: JsonValue | undefined): RowsRead {
  if (value === undefined) return { rows: [], problems: [] };
  if (!Array.isArray(value)) return { rows: [], problems: ["its metrics are no list"] };
  const problems: string[] = [];
  const rows: MetricRow[] = [];
  let above: string[] = [];
  for (const [index, item] of value.slice(0, MOST_ROWS).entries()) {
    const read = readRow(item, above);
    if (typeof read === "string") {
      problems.push(`row ${index + 1} ${read}`);
      continue;
    }
    if (read.names) above = read.names;
    rows.push(read.row);
  }
  if (value.length > MOST_ROWS) problems.push(`${value.length - MOST_ROWS} rows more than 500`);
  return { rows, problems };
}

type RowRead = { row: MetricRow; names?: string[] };

function readRow(item: JsonValue, above: readonly string[]): RowRead | string {
  if (!Array.isArray(item)) return "is no list";
  const last = item.at(-1);
  const options = isObject(last) ? readOptions(last) : {};
  const expression = isObject(last) ? stringAt(last, "expression") : undefined;
  if (expression !== undefined && item.length === 1) {
    return {
      row: { ...options, kind: "expression", expression: cut(expression, LONGEST_EXPRESSION) },
    };
  }
  const names = spelledOut(isObject(last) ? item.slice(0, -1) : item, above);
  if (typeof names === "string") return names;
  const [namespace = "", name = "", ...pairs] = names;
  if (namespace === "" || name === "") return "names no metric";
  if (pairs.length % 2 === 1) return "has a dimension without a value";
  const dimensions: Dimension[] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    dimensions.push({ name: pairs[at] ?? "", value: pairs[at + 1] ?? "" });
  }
  return { row: { ...options, kind: "metric", metric: { namespace, name, dimensions } }, names };
}

/** `.` repeats one name of the row above, `...` all that are not said: those behind it count from the end. */
function spelledOut(parts: readonly JsonValue[], above: readonly string[]): string[] | string {
  if (parts.length > MOST_PARTS) return "has more dimensions than a metric can have";
  const names: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (typeof part !== "string" && typeof part !== "number") return "holds something not a name";
    const behind = parts.length - index - 1;
    const meant = meantNames(String(part), above, names.length, behind);
    if (!meant) return "repeats a row that is not there";
    names.push(...meant);
  }
  return names;
}

function meantNames(
  part: string,
  above: readonly string[],
  at: number,
  behind: number,
): readonly string[] | undefined {
  if (part === "...") {
    const until = above.length - behind;
    return above.length === 0 || until < at ? undefined : above.slice(at, until);
  }
  if (part !== ".") return [cut(part, LONGEST_NAME)];
  const repeated = above[at];
  return repeated === undefined ? undefined : [repeated];
}

function readOptions(options: JsonObject): RowOptions {
  const text = (key: string) => {
    const value = stringAt(options, key);
    return value === undefined ? undefined : cut(value, LONGEST_NAME);
  };
  const [id, label, stat, region] = ["id", "label", "stat", "region"].map(text);
  const period = readPeriod(options.period);
  const accountId = accountOf(options.accountId);
  return {
    ...(id !== undefined && /^[a-z][A-Za-z0-9_]*$/.test(id) && { id }),
    ...(label !== undefined && { label }),
    ...(stat !== undefined && { stat }),
    ...(period !== undefined && { period }),
    ...(options.visible === false && { isHidden: true as const }),
    ...(options.yAxis === "right" && { axis: "right" as const }),
    ...(region !== undefined && { region }),
    ...(accountId !== undefined && { accountId }),
  };
}

/** Twelve digits; written as a number it has lost its zeros. */
export function accountOf(value: JsonValue | undefined): string | undefined {
  const text = typeof value === "number" ? String(value).padStart(12, "0") : value;
  return typeof text === "string" && /^\d{12}$/.test(text) ? text : undefined;
}

/** Seconds: 1, 5, 10, 20, 30, or a multiple of 60. */
export function readPeriod(value: JsonValue | undefined): number | undefined {
  const seconds = typeof value === "string" ? Number(value) : value;
  if (typeof seconds !== "number" || !Number.isInteger(seconds) || seconds < 1) return undefined;
  const isAllowed = seconds % 60 === 0 || [1, 5, 10, 20, 30].includes(seconds);
  return isAllowed && seconds <= 2_592_000 ? seconds : undefined;
}

export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
