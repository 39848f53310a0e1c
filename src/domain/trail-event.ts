/** One CloudTrail record in our words. */
import { type Actor, readActor } from "./actor.ts";
import { readDeed } from "./effect.ts";
import { splitVersion } from "./event-name.ts";
import type { Failure } from "./failure.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import { redactObject, redactText } from "./redact.ts";
import { stableId } from "./stable-id.ts";
import { accountText, bareService, text } from "./text.ts";
import { parseInstant } from "./time.ts";
import { readTouched, type Touched } from "./touched.ts";
import { readVia } from "./via.ts";

/** Through what the call came. */
export type Via =
  | "console"
  | "cli"
  | "sdk"
  | "terraform"
  | "cloudformation"
  | "cdk"
  | "pulumi"
  | "kubernetes"
  | "service"
  | "unknown";

export type Effect = "read" | "change";
export type Result = "done" | "denied" | "failed";

/**
 * What a person would file the event under. When it was done:
 * `change` a management change; `data-change` a write to content (objects, items, messages, invocations);
 * `sign-in`; `session` credentials issued (AssumeRole…); `read` the rest.
 * When it was denied or failed: `attempt` (of a change or data change), `failed-sign-in`, `failed-session`, `failed-read`.
 */
export type EventClass =
  | "change"
  | "data-change"
  | "sign-in"
  | "session"
  | "read"
  | "attempt"
  | "failed-sign-in"
  | "failed-session"
  | "failed-read";

export type TrailEvent = {
  /** eventID; for records without one, a stable hash of the record. */
  id: string;
  /** eventTime, epoch milliseconds. */
  at: number;
  /** Event name with the API version suffix split off (UpdateFunctionCode20150331v2 → UpdateFunctionCode). */
  name: string;
  /** eventSource without `.amazonaws.com`, lower case. */
  service: string;
  /** The account whose trail holds it (recipientAccountId), else the principal's; "" when neither is there. */
  account: string;
  region: string;
  actor: Actor;
  via: Via;
  effect: Effect;
  result: Result;
  class: EventClass;
  /** Redacted. */
  error?: { code: string; message?: string };
  touched: Touched[];
  /** The record as delivered, not redacted: never shown, logged or stored outside the trail's index. */
  raw: JsonObject;
};

/**
 * The event that a record tells of, in our words, whatever the eventVersion (1.0 to 1.11);
 * unknown fields are ignored and wrongly typed ones count as missing.
 * Undefined only for a record without event name or without a time.
 */
export function toTrailEvent(record: JsonObject): TrailEvent | undefined {
  const recordedName = text(record.eventName);
  const at = readTime(record);
  if (recordedName === undefined || at === undefined) return undefined;
  const name = splitVersion(recordedName);
  const service = bareService(text(record.eventSource) ?? "");
  const actor = readActor(record);
  const deed = readDeed(record, service, name);
  const event: TrailEvent = {
    id: text(record.eventID) ?? stableId(record),
    at,
    name,
    service,
    account: readAccount(record, actor),
    region: text(record.awsRegion) ?? "",
    actor,
    via: readVia(record, actor),
    effect: deed.effect,
    result: deed.result,
    class: deed.class,
    touched: readTouched(record, { service, name }),
    raw: record,
  };
  if (deed.failure) event.error = shownError(deed.failure);
  return event;
}

/** `@timestamp` is what Logstash, `p_event_time` what Panther writes in its place. */
function readTime(record: JsonObject): number | undefined {
  return (
    instantOf(record.eventTime) ?? instantOf(record["@timestamp"]) ?? instantOf(record.p_event_time)
  );
}

function instantOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === "string") return parseInstant(value);
  if (typeof value !== "number" || !(value > 0)) return undefined;
  // Epoch seconds until the year 5138, milliseconds since 1973.
  return Math.round(value < 1e11 ? value * 1000 : value);
}

function readAccount(record: JsonObject, actor: Actor): string {
  const recipient = accountText(record.recipientAccountId);
  if (recipient !== undefined) return recipient;
  return actor.kind === "anonymous" ? "" : (actor.accountId ?? "");
}

function shownError(failure: Failure): { code: string; message?: string } {
  const code = redactText(failure.code);
  return failure.message === undefined ? { code } : { code, message: redactText(failure.message) };
}

const DETAILS = [
  "requestParameters",
  "responseElements",
  "additionalEventData",
  "serviceEventDetails",
];

/** What was asked and answered, redacted; parts that the record lacks are absent. */
export function eventDetails(event: TrailEvent): JsonObject {
  const details: JsonObject = {};
  for (const key of DETAILS) {
    const value = event.raw[key];
    if (value !== undefined && value !== null) details[key] = value;
  }
  return redactObject(details);
}

/** The whole record, redacted, for the raw view. */
export function redactedRecord(event: TrailEvent): JsonObject {
  return redactObject(event.raw);
}
