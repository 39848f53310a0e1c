/** Reads fields of blocks, which come from an app and may hold anything. */

export type Fields = Record<string, unknown>;

/** The value as fields; empty when it is no object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

export function fieldsIn(value: Fields, key: string): Fields | undefined {
  const found = value[key];
  return typeof found === "object" && found !== null && !Array.isArray(found)
    ? (found as Fields)
    : undefined;
}

/** A text or a number as text; empty when there is none. */
export function textIn(value: Fields, key: string): string {
  const found = value[key];
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}

export function listIn(value: Fields, key: string): Fields[] {
  const found = value[key];
  return Array.isArray(found) ? found.map(fieldsOf) : [];
}

export function textsIn(value: Fields, key: string): string[] {
  const found = value[key];
  return Array.isArray(found) ? found.filter((entry) => typeof entry === "string") : [];
}

/** The text of a text object (`{type, text}`) in a field. */
export function labelIn(value: Fields, key: string): string {
  return textIn(fieldsOf(value[key]), "text");
}
