/** From any JSON document that holds CloudTrail records, in whatever wrapping, to the records themselves. */
import { isObject, type JsonObject, type JsonValue } from "./json.ts";
import { lookupRecord } from "./lookup-record.ts";
import { parseJson, tornValues } from "./torn-json.ts";

export type ParsedDocument = {
  records: JsonObject[];
  /** One sentence on what could not be read; absent when the whole text was. */
  torn?: string;
};

/** Wrappers are nested a few levels deep at most; below that stands somebody's data. */
const DEEPEST_WRAPPER = 8;

/** Keys under which a record is known to stand as JSON text: Splunk, SNS, SQS, Elastic, LookupEvents. */
const TEXT_KEYS = new Set(["_raw", "Message", "message", "body", "event.original", "original"]);

/**
 * The CloudTrail records in a parsed document: `{Records}`, a bare array, one record, the output of LookupEvents,
 * an EventBridge event with `detail`, `_raw` text, and other wrappers around these.
 * Insight records and digest documents give nothing. Never throws.
 */
export function readRecords(document: JsonValue): JsonObject[] {
  const records: JsonObject[] = [];
  collect(document, 0, records);
  return records;
}

function collect(value: JsonValue | undefined, depth: number, into: JsonObject[]): void {
  if (depth > DEEPEST_WRAPPER) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, depth + 1, into);
  } else if (isObject(value)) {
    collectObject(value, depth, into);
  }
}

function collectObject(value: JsonObject, depth: number, into: JsonObject[]): void {
  if (isInsight(value)) return;
  if (isRecord(value)) {
    into.push(value);
    return;
  }
  const looked = lookupRecord(value);
  if (looked) {
    if (!isInsight(looked)) into.push(looked);
    return;
  }
  for (const key of Object.keys(value)) {
    const inner = value[key];
    if (typeof inner !== "string") collect(inner, depth + 1, into);
    else if (TEXT_KEYS.has(key)) collect(parseJson(inner), depth + 1, into);
  }
}

/** S3 notifications and streams also say eventName and eventSource, as `aws:s3`. */
function isRecord(value: JsonObject): boolean {
  if (typeof value.eventName !== "string" || value.eventName === "") return false;
  const source = value.eventSource;
  if (typeof source === "string") return !source.startsWith("aws:");
  return (
    "userIdentity" in value ||
    "eventTime" in value ||
    "eventID" in value ||
    "eventVersion" in value ||
    "@timestamp" in value
  );
}

function isInsight(value: JsonObject): boolean {
  return (
    value.eventType === "AwsCloudTrailInsight" ||
    value.eventCategory === "Insight" ||
    isObject(value.insightDetails)
  );
}

/**
 * Reads a text file of records: one JSON document, JSON lines, or several documents in a row.
 * Of a text that breaks off, or holds broken lines, it gives all complete records, and says in `torn` what it left out.
 */
export function parseDocument(text: string): ParsedDocument {
  const clean = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const whole = parseJson(clean);
  if (whole !== undefined) return { records: readRecords(whole) };
  if (clean.trim() === "") return { records: [], torn: "The file is empty." };
  return parseLines(clean) ?? parseTorn(clean);
}

/** JSON lines; undefined where no line holds a record by itself (a document written over many lines). */
function parseLines(text: string): ParsedDocument | undefined {
  const records: JsonObject[] = [];
  const broken: number[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (!readLine(trimLine(line), records)) broken.push(index + 1);
  }
  if (broken.length === 0) return { records };
  return records.length === 0 ? undefined : { records, torn: brokenLines(broken, records.length) };
}

/** Adds the records of a line; false when it is not whole JSON. */
function readLine(line: string, into: JsonObject[]): boolean {
  if (line === "") return true;
  const value = parseJson(line);
  for (const found of value === undefined ? tornValues(line) : [value]) {
    for (const record of readRecords(found)) into.push(record);
  }
  return value !== undefined;
}

function trimLine(line: string): string {
  const trimmed = line.trim();
  const bare = trimmed.endsWith(",") ? trimmed.slice(0, -1) : trimmed;
  return bare.startsWith("\ufeff") ? bare.slice(1) : bare;
}

function parseTorn(text: string): ParsedDocument {
  if (!/[[{]/.test(text)) return { records: [], torn: "The file is not JSON." };
  const values = tornValues(text);
  const records = values.flatMap((value) => readRecords(value));
  return { records, torn: `The JSON is broken or cut off: ${complete(records.length)}.` };
}

function brokenLines(broken: number[], found: number): string {
  const first = broken[0];
  const which =
    broken.length === 1
      ? `Line ${first} is`
      : `${broken.length} lines, the first is line ${first}, are`;
  return `${which} not whole JSON: ${complete(found)}.`;
}

function complete(count: number): string {
  if (count === 0) return "no complete record was found";
  return count === 1 ? "1 complete record was read" : `${count} complete records were read`;
}
