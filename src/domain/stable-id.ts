/** An id for records without eventID: the same record gives the same id, whatever the order of its keys. */
import { isObject, type JsonObject, type JsonValue } from "./json.ts";

/** `no-id-` and 26 hexadecimal digits of a hash of the record. Not for security. */
export function stableId(record: JsonObject): string {
  const text = canonical(record, 0);
  return `no-id-${hash(text, 0)}${hash(text, 1)}`;
}

/** The form of all event ids that CloudTrail gives: a random UUID. */
const GIVEN = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/** What makes a call another one, and is the same in all deliveries of one. */
const OWN_PARTS = [
  "eventName",
  "eventSource",
  "userIdentity",
  "errorCode",
  "requestParameters",
  "responseElements",
];

/**
 * Records with the same key are deliveries of one event. An id that CloudTrail gave says so alone; ids that were blanked out or made up
 * ("1", `EXAMPLE-1234`) are shared by many events of a trail that was made anonymous, so there what happened counts too.
 */
export function deliveryKey(event: { id: string; raw: JsonObject }): string {
  if (GIVEN.test(event.id)) return event.id;
  const own: JsonObject = {};
  for (const part of OWN_PARTS) own[part] = event.raw[part] ?? null;
  return `${event.id} ${stableId(own)}`;
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
