/** JSON as values, and safe ways to read what somebody else wrote. */

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export type JsonObject = { [key: string]: JsonValue | undefined };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of keys, or undefined where any step is missing or not an object. */
export function valueAt(value: JsonValue | undefined, ...path: string[]): JsonValue | undefined {
  let here: JsonValue | undefined = value;
  for (const key of path) {
    if (!isObject(here)) return undefined;
    here = Object.hasOwn(here, key) ? here[key] : undefined;
  }
  return here;
}

/** The object at a path, or undefined. */
export function objectAt(value: JsonValue | undefined, ...path: string[]): JsonObject | undefined {
  const found = valueAt(value, ...path);
  return isObject(found) ? found : undefined;
}

/** The non-empty string at a path, or undefined; a number or boolean is written out. */
export function stringAt(value: JsonValue | undefined, ...path: string[]): string | undefined {
  const found = valueAt(value, ...path);
  if (typeof found === "string") return found === "" ? undefined : found;
  if (typeof found === "number" || typeof found === "boolean") return String(found);
  return undefined;
}

/** The array at a path, or an empty one. */
export function arrayAt(value: JsonValue | undefined, ...path: string[]): JsonValue[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}
