/** A dashboard's body, as it was stored → its widgets in the order in which people read them. */
import { isObject, type JsonObject, type JsonValue, stringAt } from "../../../domain/json.ts";
import { type JsonFault, readJson } from "./broken-json.ts";
import { readContent } from "./content.ts";
import { accountOf, cut } from "./rows.ts";
import { readVariables, type Variable, withVariables } from "./variables.ts";
import type { DashboardBody, Widget, WidgetContent } from "./widget.ts";

/** CloudWatch's own limit. */
const MOST_WIDGETS = 500;

/** Never throws: what is broken or unknown is told among the problems, and the rest is shown. */
export function parseDashboard(text: string): DashboardBody {
  const { value, fault } = readJson(text);
  const problems = fault ? [faultWords(fault)] : [];
  if (!isObject(value)) {
    if (!fault) problems.push("The dashboard's body is no object.");
    return { widgets: [], variables: [], problems };
  }
  const variables = readVariables(value);
  const stored = value.widgets === undefined ? [] : withVariables(value.widgets, variables);
  const list = Array.isArray(stored) ? stored : [];
  if (!Array.isArray(stored)) problems.push("Its widgets are no list.");
  if (list.length > MOST_WIDGETS) {
    problems.push(
      `It has ${list.length} widgets; CloudWatch shows ${MOST_WIDGETS}, and so does this.`,
    );
  }
  const widgets = inOrder(list.slice(0, MOST_WIDGETS)).map(({ item, number }) =>
    readWidget(item, number, variables),
  );
  const [start, end] = [shortText(value, "start"), shortText(value, "end")];
  return {
    widgets,
    variables: variables.map((variable) => ({
      name: variable.name,
      ...(variable.value !== undefined && { value: variable.value }),
    })),
    problems,
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  };
}

function faultWords({ at, line, column, why }: JsonFault): string {
  const where = line === 1 ? "" : ` (line ${line}, column ${column})`;
  return `The dashboard's body is broken at character ${at + 1}${where}: ${why}. What stands whole before it is shown.`;
}

/** From top to bottom, then from left to right; those without a place stand below, as the console does it. */
function inOrder(list: readonly JsonValue[]): { item: JsonValue; number: number }[] {
  const placed = list.map((item, index) => ({
    item,
    index,
    x: spotOf(item, "x"),
    y: spotOf(item, "y"),
  }));
  const later = (left: number, right: number) => (left === right ? 0 : left < right ? -1 : 1);
  return placed
    .sort((a, b) => later(a.y, b.y) || later(a.x, b.x) || a.index - b.index)
    .map(({ item }, index) => ({ item, number: index + 1 }));
}

function spotOf(item: JsonValue, key: "x" | "y"): number {
  const value = isObject(item) ? item[key] : undefined;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return key === "y" ? Number.POSITIVE_INFINITY : 0;
}

function readWidget(item: JsonValue, number: number, variables: readonly Variable[]): Widget {
  if (!isObject(item)) {
    const content: WidgetContent = { kind: "other", type: "broken" };
    return { number, title: "", content, problems: ["it is no object"] };
  }
  const type = stringAt(item, "type") ?? "unnamed";
  const given = item.properties;
  const properties = isObject(given) ? given : {};
  const { content, problems } = readContent(type, properties, variables);
  if (given !== undefined && !isObject(given)) problems.push("its properties are no object");
  const [region, start, end] = [
    shortText(properties, "region"),
    shortText(properties, "start"),
    shortText(properties, "end"),
  ];
  const accountId = accountOf(properties.accountId);
  return {
    number,
    title: cut(stringAt(properties, "title") ?? "", 300),
    content,
    problems,
    ...(region !== undefined && /^[a-z0-9-]{2,30}$/.test(region) && { region }),
    ...(accountId !== undefined && { accountId }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  };
}

function shortText(value: JsonObject, key: string): string | undefined {
  const text = stringAt(value, key);
  return text === undefined || text.length > 40 ? undefined : text;
}
