/** One event as CloudTrail's LookupEvents returns it: PascalCase around the record as text. */
import { arrayAt, isObject, type JsonObject, type JsonValue, stringAt } from "./json.ts";
import { formatInstant } from "./time.ts";
import { parseJson } from "./torn-json.ts";

/**
 * The record inside one LookupEvents event; what it lacks is filled in from the outer fields.
 * Undefined when the object is no such event.
 */
export function lookupRecord(event: JsonObject): JsonObject | undefined {
  const text = event.CloudTrailEvent;
  if (text === undefined && !(isText(event.EventName) && isText(event.EventId))) return undefined;
  const inner = typeof text === "string" ? parseJson(text) : text;
  const outer = outerFields(event);
  if (!isObject(inner)) return outer.eventName === undefined ? undefined : outer;
  const record = { ...inner };
  for (const [key, value] of Object.entries(outer)) {
    if (record[key] === undefined || record[key] === null) record[key] = value;
  }
  return typeof record.eventName === "string" || isObject(record.insightDetails)
    ? record
    : undefined;
}

function isText(value: JsonValue | undefined): boolean {
  return typeof value === "string" && value !== "";
}

function outerFields(event: JsonObject): JsonObject {
  const user = stringAt(event, "Username");
  const key = stringAt(event, "AccessKeyId");
  const resources = arrayAt(event, "Resources").filter(isObject).map(outerResource);
  const fields: JsonObject = {
    eventID: stringAt(event, "EventId"),
    eventName: stringAt(event, "EventName"),
    eventSource: stringAt(event, "EventSource"),
    eventTime: outerTime(event.EventTime),
    readOnly: stringAt(event, "ReadOnly"),
    userIdentity:
      user || key ? { userName: user, ...(key ? { accessKeyId: key } : {}) } : undefined,
    resources: resources.length > 0 ? resources : undefined,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function outerResource(resource: JsonObject): JsonObject {
  const name = stringAt(resource, "ResourceName") ?? null;
  const type = stringAt(resource, "ResourceType") ?? null;
  return typeof name === "string" && name.startsWith("arn:")
    ? { ARN: name, type }
    : { resourceName: name, type };
}

/** The AWS CLI prints ISO text, version 1 of it epoch seconds with a fraction. */
function outerTime(time: JsonValue | undefined): JsonValue | undefined {
  if (typeof time !== "number") return time;
  const at = Math.round(time * 1000);
  return Math.abs(at) <= 8.64e15 ? formatInstant(at) : undefined;
}
