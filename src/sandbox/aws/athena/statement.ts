/** What a SELECT says of the table that it reads, from the tree into which DuckDB parses it. */
import {
  arrayAt,
  isObject,
  type JsonObject,
  type JsonValue,
  stringAt,
} from "../../../domain/json.ts";
import type { Literal } from "./literals.ts";

/** Folder of log files: one account, Region and day of delivery. */
export type Place = { account: string; region: string; timestamp: string };

export type Statement = {
  /** Tables that are read, `database.table` or `table`. */
  tables: { database: string; table: string }[];
  /** How many parameters it wants. */
  marks: number;
  /** False for folders that the WHERE clauses rule out, as partition projection does. */
  reads(place: Place): boolean;
};

/** `tree` is one statement of `json_serialize_sql`. */
export function readStatement(tree: JsonObject, parameters: readonly Literal[]): Statement {
  const reading = { scans: [] as Scan[], names: new Set<string>(), marks: 0 };
  walk(tree, reading);
  const scans = reading.scans.filter(({ name }) => !reading.names.has(name.table));
  return {
    tables: scans.map(({ name }) => name),
    marks: reading.marks,
    reads: (place) =>
      scans.some(({ where }) => where === undefined || truthOf(where, place, parameters) !== false),
  };
}

type Scan = { name: { database: string; table: string }; where: JsonValue | undefined };
type Reading = { scans: Scan[]; names: Set<string>; marks: number };

/** Tables that stand alone behind FROM are cut by the WHERE beside it, others are read whole. */
function walk(value: JsonValue | undefined, reading: Reading): void {
  if (Array.isArray(value)) for (const item of value) walk(item, reading);
  if (!isObject(value)) return;
  if (value.class === "PARAMETER") {
    reading.marks = Math.max(reading.marks, Number(value.identifier) || 0);
  }
  noteNames(value, reading);
  const from = isObject(value.from_table) ? value.from_table : undefined;
  const isAlone = value.type === "SELECT_NODE" && from?.type === "BASE_TABLE";
  if (isAlone) reading.scans.push({ name: nameOf(from), where: value.where_clause ?? undefined });
  else if (value.type === "BASE_TABLE")
    reading.scans.push({ name: nameOf(value), where: undefined });
  for (const [key, inside] of Object.entries(value)) {
    if (!(isAlone && key === "from_table")) walk(inside, reading);
  }
}

/** Names that WITH gives stand where tables do. */
function noteNames(value: JsonObject, reading: Reading): void {
  for (const each of arrayAt(value, "cte_map", "map")) {
    const name = stringAt(each, "key");
    if (name !== undefined) reading.names.add(name);
  }
}

function nameOf(table: JsonObject): { database: string; table: string } {
  return {
    database: stringAt(table, "schema_name") ?? "",
    table: stringAt(table, "table_name") ?? "",
  };
}

/** Undefined where it hangs on more than the folder. */
type Truth = boolean | undefined;

function truthOf(node: JsonValue | undefined, place: Place, parameters: readonly Literal[]): Truth {
  if (!isObject(node)) return undefined;
  const inside = (value: JsonValue | undefined) => truthOf(value, place, parameters);
  const value = (of: JsonValue | undefined) => operandOf(of, place, parameters);
  const children = arrayAt(node, "children");
  switch (String(node.type)) {
    case "CONJUNCTION_AND":
      return allOf(children.map(inside));
    case "CONJUNCTION_OR":
      return not(allOf(children.map((child) => not(inside(child)))));
    case "OPERATOR_NOT":
      return not(inside(children[0]));
    case "COMPARE_BETWEEN":
      return allOf([
        compared(value(node.input), "COMPARE_GREATERTHANOREQUALTO", value(node.lower)),
        compared(value(node.input), "COMPARE_LESSTHANOREQUALTO", value(node.upper)),
      ]);
    case "COMPARE_IN":
      return isAmong(children.map(value));
    case "COMPARE_NOT_IN":
      return not(isAmong(children.map(value)));
    case "VALUE_CONSTANT":
      return value(node) === false ? false : undefined;
    default:
      return compared(value(node.left), stringAt(node, "type") ?? "", value(node.right));
  }
}

function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.every((truth) => truth === true) ? true : undefined;
}

function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function isAmong([sought, ...among]: readonly (Literal | undefined)[]): Truth {
  const truths = among.map((one) => compared(sought, "COMPARE_EQUAL", one));
  return not(allOf(truths.map(not)));
}

function compared(left: Literal | undefined, how: string, right: Literal | undefined): Truth {
  if (left === undefined || right === undefined) return undefined;
  // NULL is neither more nor less than anything.
  if (left === null || right === null) return false;
  if (typeof left !== typeof right) return undefined;
  switch (how) {
    case "COMPARE_EQUAL":
      return left === right;
    case "COMPARE_NOTEQUAL":
      return left !== right;
    case "COMPARE_LESSTHAN":
      return left < right;
    case "COMPARE_LESSTHANOREQUALTO":
      return left <= right;
    case "COMPARE_GREATERTHAN":
      return left > right;
    case "COMPARE_GREATERTHANOREQUALTO":
      return left >= right;
    default:
      return undefined;
  }
}

function operandOf(
  node: JsonValue | undefined,
  place: Place,
  parameters: readonly Literal[],
): Literal | undefined {
  if (!isObject(node)) return undefined;
  if (node.class === "PARAMETER") return parameters[Number(node.identifier) - 1];
  if (node.class === "COLUMN_REF") {
    const name = arrayAt(node, "column_names").at(-1);
    if (name === "account" || name === "region" || name === "timestamp") return place[name];
  }
  if (node.class !== "CONSTANT" || !isObject(node.value)) return undefined;
  if (node.value.is_null === true) return null;
  const { value } = node.value;
  return typeof value === "object" ? undefined : value;
}
