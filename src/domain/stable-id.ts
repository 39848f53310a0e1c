/** An id for records without eventID: the same record gives the same id, whatever the order of its keys. */
import { isObject, type JsonObject, type JsonValue } from "./json.ts";

/** `no-id-` and 26 hexadecimal digits of a hash of the record. Not for security. */
export function stableId(record: JsonObject): string {
  const text = canonical(record, 0);
  return `no-id-${hash(text, 0)}${hash(text, 1)}`;
}

const DEEPEST = 500;

function canonical(value: JsonValue | undefined, depth: number): string {
  if (depth > DEEPEST) return "…";
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key], depth + 1)}`).join(",")}}`;
}

/** cyrb53 by bryc (public domain): 53 bits out of two multiplicative hashes. */
function hash(text: string, seed: number): string {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, "0").slice(1);
}
