/**
 * A row of Athena's result as the record it was made of, in CloudTrail's own shape, so that it is read like one from a file.
 *
 * What the table cannot hold, and a record from it lacks: fields that AWS added after the table was made, `eventContext`,
 * `credentialId` and the attributes of web identities (nothing is answered from these); of `resources` all but ARN, account
 * and type; in AWS's own table also source identity, `inScopeOf`, `identityProvider` and `managementEvent`.
 * A text field that was a number or a boolean has become text.
 */
import { isObject, type JsonObject, type JsonValue } from "../domain/json.ts";
import { truth } from "../domain/text.ts";
import { parseJson } from "../domain/torn-json.ts";
import { COLUMN_OF_NAME, type Column } from "./sql-columns.ts";

/**
 * The record of a row; `header` names its columns in their order, NULL is undefined.
 * Columns that are not ours are ignored. Never throws.
 */
export function toRecord(
  header: readonly string[],
  row: readonly (string | undefined)[],
): JsonObject {
  const record: JsonObject = {};
  for (const [index, name] of header.entries()) {
    const column = COLUMN_OF_NAME.get(name.toLowerCase());
    const text = row[index];
    if (column === undefined || text === undefined) continue;
    const value = cellValue(column, text);
    if (value !== undefined) put(record, column.path, value);
  }
  return record;
}

function put(record: JsonObject, path: readonly string[], value: JsonValue): void {
  let here = record;
  for (const key of path.slice(0, -1)) {
    const inside = here[key];
    const next: JsonObject = isObject(inside) ? inside : {};
    here[key] = next;
    here = next;
  }
  const last = path.at(-1);
  if (last !== undefined) here[last] = value;
}

function cellValue(column: Column, text: string): JsonValue | undefined {
  switch (column.form) {
    case "text":
      return text;
    case "truth":
      return truth(text) ?? text;
    case "json":
      return jsonOf(text);
    case "resources":
      return resourcesOf(parseJson(text));
  }
}

/** Text that is no JSON stays text: it was cut off at 100 KB, or it never was more. */
function jsonOf(text: string): JsonValue | undefined {
  if (text === "" || text === "null") return null;
  const isNested = /^\s*[[{]/.test(text);
  const value = isNested || text.startsWith('"') ? parseJson(text) : undefined;
  return value === undefined ? text : value;
}

function resourcesOf(value: JsonValue | undefined): JsonValue | undefined {
  if (!Array.isArray(value)) return undefined;
  const resources = value.map(resourceOf).filter((resource) => resource !== undefined);
  return resources.length > 0 ? resources : undefined;
}

/** Older Trino writes a structure as the list of its values: ARN, account, type. */
function resourceOf(value: JsonValue): JsonObject | undefined {
  if (Array.isArray(value)) return named(value[0], value[1], value[2]);
  if (!isObject(value)) return undefined;
  return named(value.arn ?? value.ARN, value.accountid ?? value.accountId, value.type);
}

function named(
  arn: JsonValue | undefined,
  accountId: JsonValue | undefined,
  type: JsonValue | undefined,
): JsonObject | undefined {
  const resource: JsonObject = {};
  if (typeof arn === "string") resource.ARN = arn;
  if (typeof accountId === "string") resource.accountId = accountId;
  if (typeof type === "string") resource.type = type;
  return resource.ARN === undefined ? undefined : resource;
}
