/** A dashboard's variables: their default values take the place of what they stand for. */
import {
  arrayAt,
  isObject,
  type JsonObject,
  type JsonValue,
  stringAt,
} from "../../../domain/json.ts";
import type { Metric } from "../../../domain/metric.ts";
import { cut } from "./rows.ts";

export type Variable = {
  name: string;
  /** Undefined where nobody has chosen one: then all stays as it was stored. */
  value?: string;
} & ({ kind: "property"; property: string } | { kind: "pattern"; pattern: string });

const MOST_VARIABLES = 25;
const LONGEST_VALUE = 255;
/** A longer text is no name in which a pattern would stand. */
const LONGEST_TEXT = 20_000;
const DEEPEST = 64;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_dashboard_variables.html */
export function readVariables(body: JsonObject): Variable[] {
  return arrayAt(body, "variables").slice(0, MOST_VARIABLES).flatMap(readVariable);
}

function readVariable(item: JsonValue): Variable[] {
  if (!isObject(item)) return [];
  const property = stringAt(item, "property");
  const pattern = stringAt(item, "pattern");
  const value = chosenValue(item);
  const name = cut(
    stringAt(item, "label") ?? stringAt(item, "id") ?? property ?? pattern ?? "?",
    100,
  );
  const chosen = value === undefined ? {} : { value: cut(value, LONGEST_VALUE) };
  if (stringAt(item, "type") === "pattern") {
    return pattern === undefined ? [] : [{ kind: "pattern", pattern, name, ...chosen }];
  }
  return property === undefined ? [] : [{ kind: "property", property, name, ...chosen }];
}

/** `__FIRST` means the first of the listed values; those that a search would find are not looked up. */
function chosenValue(item: JsonObject): string | undefined {
  const chosen = stringAt(item, "defaultValue");
  if (chosen !== "__FIRST") return chosen;
  const [first] = arrayAt(item, "values");
  return first === undefined ? undefined : stringAt(first, "value");
}

/** The widgets with patterns replaced in every text, and properties (`region`, `period`…) under their names. */
export function withVariables(value: JsonValue, variables: readonly Variable[]): JsonValue {
  const chosen = variables.filter((variable) => variable.value !== undefined);
  return chosen.length === 0 ? value : replaced(value, chosen, 0);
}

function replaced(value: JsonValue, variables: readonly Variable[], depth: number): JsonValue {
  if (typeof value === "string") return replacedText(value, variables);
  if (depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, variables, depth + 1));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    const set = variables.find((each) => each.kind === "property" && each.property === key);
    if (set?.value !== undefined && !isObject(item) && !Array.isArray(item)) {
      return [key, set.value] as const;
    }
    return [key, item === undefined ? item : replaced(item, variables, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
}

function replacedText(text: string, variables: readonly Variable[]): string {
  if (text.length > LONGEST_TEXT) return text;
  let result = text;
  for (const { value = "", ...variable } of variables) {
    if (variable.kind !== "pattern" || variable.pattern === "") continue;
    result = result.split(variable.pattern).slice(0, 1000).join(value);
  }
  return result.slice(0, 2 * LONGEST_TEXT);
}

/** A property is a dimension in the rows of metrics: `InstanceId`. */
export function withDimensions(metric: Metric, variables: readonly Variable[]): Metric {
  const dimensions = metric.dimensions.map(({ name, value }) => {
    const set = variables.find((each) => each.kind === "property" && each.property === name);
    return { name, value: set?.value ?? value };
  });
  return { ...metric, dimensions };
}
