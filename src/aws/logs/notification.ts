/**
 * What a queue says of new objects: S3's own notification, the same through SNS, EventBridge's form of it, and what
 * CloudTrail itself tells a topic. Bodies are somebody else's text.
 */
import { arrayAt, isObject, type JsonObject, type JsonValue, stringAt } from "../../domain/json.ts";

export type Notification =
  /** Objects of the bucket that are new; none when the message tells of something else that happened there. */
  | { kind: "objects"; keys: string[] }
  /** Nothing that is known here; the message is left for others. */
  | { kind: "unknown"; why: string };

/** SQS carries at most 1 MiB. */
const LONGEST = 1_100_000;

/** Reads a message's body; keys of other buckets make it unknown. */
export function readNotification(body: string, bucket: string): Notification {
  if (body.length > LONGEST) return unknown("it is longer than a message can be");
  const document = parse(body);
  if (!document) return unknown("it is no JSON document");
  const wrapped = stringAt(document, "Type") === "Notification" && stringAt(document, "Message");
  const inner = wrapped ? parse(wrapped) : document;
  return inner ? readDocument(inner, bucket) : unknown("its topic tells of something else");
}

function readDocument(document: JsonObject, bucket: string): Notification {
  if (stringAt(document, "Event") === "s3:TestEvent") return { kind: "objects", keys: [] };
  const records = arrayAt(document, "Records");
  if (records.length > 0) return readRecords(records, bucket);
  if (stringAt(document, "source") === "aws.s3") return readEvent(document, bucket);
  const keys = arrayAt(document, "s3ObjectKey").filter((key) => typeof key === "string");
  if (keys.length > 0) return fromBucket(stringAt(document, "s3Bucket"), bucket, keys);
  return unknown("it tells of no object in a bucket");
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html: keys are URL-encoded. */
function readRecords(records: readonly JsonValue[], bucket: string): Notification {
  const keys: string[] = [];
  for (const record of records) {
    if (stringAt(record, "eventSource") !== "aws:s3") {
      return unknown("it tells of no object in a bucket");
    }
    const key = decoded(stringAt(record, "s3", "object", "key"));
    const named = stringAt(record, "s3", "bucket", "name");
    if (key === undefined) return unknown("it names no key");
    if (named !== bucket) return otherBucket(named);
    if (stringAt(record, "eventName")?.startsWith("ObjectCreated:")) keys.push(key);
  }
  return { kind: "objects", keys };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html: keys stand as they are. */
function readEvent(document: JsonObject, bucket: string): Notification {
  const key = stringAt(document, "detail", "object", "key");
  if (key === undefined) return unknown("it names no key");
  const isCreated = stringAt(document, "detail-type") === "Object Created";
  const named = stringAt(document, "detail", "bucket", "name");
  return fromBucket(named, bucket, isCreated ? [key] : []);
}

function fromBucket(named: string | undefined, bucket: string, keys: string[]): Notification {
  return named === bucket ? { kind: "objects", keys } : otherBucket(named);
}

function otherBucket(named: string | undefined): Notification {
  return unknown(named === undefined ? "it names no bucket" : "it tells of another bucket");
}

function decoded(key: string | undefined): string | undefined {
  try {
    return key && decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function unknown(why: string): Notification {
  return { kind: "unknown", why };
}
