/** A call as the summaries read it: its redacted parts, looked up by path, every text made safe to show. */
import { isObject, type JsonObject, type JsonValue } from "../json.ts";
import { redact } from "../redact.ts";
import type { TrailEvent } from "../trail-event.ts";
import { shortName } from "./short-name.ts";
import { shownValue } from "./words.ts";

export type Call = {
  event: TrailEvent;
  /** requestParameters, redacted; {} where the record has none. */
  request: JsonObject;
  /** responseElements, redacted. */
  response: JsonObject;
  /** additionalEventData or serviceEventDetails, redacted. */
  extra: JsonObject;
};

/**
 * What a call did. `act` opens with its verb in the infinitive, so that it reads as done ("deleted …") and as tried ("tried to delete …").
 * `detail` says with what values; `effect` what follows from it, which is true only when it was done.
 * `said` is a whole statement that stands as it is, done or not.
 */
export type Deed =
  | string
  | { act: string; detail?: string | undefined; effect?: string | undefined }
  | { said: string };

/** What a call did, out of its record; undefined when the record lacks what the words need. */
export type Summary = (call: Call) => Deed | undefined;
/** Event name without API version → summary. */
export type Summaries = Readonly<Record<string, Summary>>;

/** An answer looks at the same earlier event once for each later change; redacting is what costs. */
const calls = new WeakMap<TrailEvent, Call>();

/** The redacted parts of an event's record. */
export function toCall(event: TrailEvent): Call {
  const known = calls.get(event);
  if (known) return known;
  const { raw } = event;
  const call = {
    event,
    request: redacted(raw.requestParameters),
    response: redacted(raw.responseElements),
    extra: redacted(raw.additionalEventData ?? raw.serviceEventDetails),
  };
  calls.set(event, call);
  return call;
}

function redacted(value: JsonValue | undefined): JsonObject {
  if (!isObject(value)) return {};
  const safe = redact(value);
  return isObject(safe) ? safe : {};
}

/** The value at a dotted path; letter case of keys is ignored, for services differ in it. A number steps into a list. */
export function at(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let here: JsonValue | undefined = value;
  for (const key of path.split(".")) here = step(here, key);
  return here;
}

function step(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (Array.isArray(value)) return /^\d+$/.test(key) ? value[Number(key)] : undefined;
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, key)) return value[key];
  const lower = key.toLowerCase();
  const found = Object.keys(value).find((other) => other.toLowerCase() === lower);
  return found === undefined ? undefined : value[found];
}

/** The first of the paths that holds a text, number or boolean, ready to show. */
export function textAt(value: JsonValue | undefined, ...paths: string[]): string | undefined {
  for (const path of paths) {
    const text = shownValue(at(value, path));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Like textAt, with ARNs and queue URLs shortened to the name in them. */
export function nameAt(value: JsonValue | undefined, ...paths: string[]): string | undefined {
  for (const path of paths) {
    const found = at(value, path);
    if (typeof found === "string" && found.trim() !== "") return shortName(found);
    if (typeof found === "number") return String(found);
  }
  return undefined;
}

/** What was asked for: a value of requestParameters. */
export function asked(call: Call, ...paths: string[]): string | undefined {
  return textAt(call.request, ...paths);
}

/** A name out of requestParameters. */
export function name(call: Call, ...paths: string[]): string | undefined {
  return nameAt(call.request, ...paths);
}

/** The list at the first path that holds one; EC2's `{items: […]}` and single values are lists too. */
export function listAt(value: JsonValue | undefined, ...paths: string[]): JsonValue[] {
  for (const path of paths) {
    const found = at(value, path);
    const list = toList(found);
    if (list.length > 0) return list;
  }
  return [];
}

function toList(value: JsonValue | undefined): JsonValue[] {
  if (Array.isArray(value)) return value;
  if (isObject(value)) {
    const inner = at(value, "items") ?? at(value, "item") ?? at(value, "member");
    if (inner !== undefined) return toList(inner);
    return Object.keys(value).length === 0 ? [] : [value];
  }
  return value === undefined || value === null || value === "" ? [] : [value];
}

/** Names in a list of texts, or of objects that hold them under one of the keys. */
export function namesAt(value: JsonValue | undefined, path: string, ...keys: string[]): string[] {
  return listAt(value, path).flatMap((item) => {
    const found = isObject(item) ? nameAt(item, ...keys) : shownValue(item);
    return found === undefined ? [] : [shortName(found)];
  });
}

/** `role deploy`, or `a role` where the record does not name it. */
export function the(noun: string, name: string | undefined): string {
  if (name !== undefined) return `${noun} ${name}`;
  return `${/^(?:[aeio]|[AEIO]|RDS|MFA)/.test(noun) ? "an" : "a"} ${noun}`;
}

/** ` name` or nothing, to put behind a word. */
export function after(word: string, text: string | undefined): string {
  return text === undefined ? "" : ` ${word} ${text}`;
}

/** True for true and "true", false for false and "false", undefined for anything else. */
export function flagAt(value: JsonValue | undefined, ...paths: string[]): boolean | undefined {
  const text = textAt(value, ...paths)?.toLowerCase();
  if (text === "true" || text === "enabled") return true;
  if (text === "false" || text === "disabled") return false;
  return undefined;
}
