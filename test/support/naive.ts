/** A judge that shares nothing with the product: raw JSON in, a predicate over it, the ids that must come out. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { FileTrail } from "../../src/trail/files/file-trail.ts";
import { askDocument, type DocumentOut, openIndexed } from "./ask.ts";
import { unpackedCorpus } from "./corpus.ts";

export type Raw = { [key: string]: unknown };
export type Predicate = (record: Raw) => boolean;

/** A question as it is typed, without its window, and who must be found in which list. */
export type Derived = {
  /** The tired engineer's words first, then the formal words. */
  ask: string[];
  /** Of the records in the window: exactly these are changes (none when absent), attempts, reads. */
  changes?: Predicate;
  attempts?: Predicate;
  reads?: Predicate;
  /** What may come on top in any list; `because` says why. */
  extras?: Predicate;
  because?: string;
  /** Words for the window, and the window they mean; absent for the folder's own. */
  during?: [words: string, from: string, to: string];
};

function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return text.split("\n").flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
  }
}

const isRaw = (value: unknown): value is Raw =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function unwrapped(value: unknown): Raw[] {
  if (Array.isArray(value)) return value.flatMap(unwrapped);
  if (!isRaw(value)) return [];
  if (typeof value.CloudTrailEvent === "string")
    return unwrapped(JSON.parse(value.CloudTrailEvent));
  if (typeof value._raw === "string") return unwrapped(JSON.parse(value._raw));
  if (typeof value.eventName === "string") return [value];
  return [value.Records, value.Events, value.detail, value.event].flatMap(unwrapped);
}

/** All records of a folder, each delivery once. */
export function rawRecords(folder: string): Raw[] {
  const byDelivery = new Map<string, Raw>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    const text = (entry.name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    for (const record of parsed(text).flatMap(unwrapped)) {
      const { eventID, eventName, errorCode, requestParameters, userIdentity } = record;
      const own = [eventID, eventName, errorCode, requestParameters, userIdentity];
      byDelivery.set(JSON.stringify(own), record);
    }
  }
  return [...byDelivery.values()];
}

export const instantOf = (record: Raw): number =>
  Date.parse(String(record.eventTime ?? record["@timestamp"]));

/** The value at a path such as `requestParameters.instancesSet.items.0.instanceId`, "" where there is none. */
export function at(record: Raw, path: string): string {
  let value: unknown = record;
  for (const step of path.split(".")) {
    value = value !== null && typeof value === "object" ? (value as Raw)[step] : undefined;
  }
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const asked = (record: Raw): string => at(record, "requestParameters");
const answered = (record: Raw): string => at(record, "responseElements");

/** The text stands somewhere in what was asked (answered). */
export const asking =
  (text: string): Predicate =>
  (record) =>
    asked(record).includes(text);

export const answering =
  (text: string): Predicate =>
  (record) =>
    answered(record).includes(text);

/** One of these calls, whatever the version behind the name; `*` ends a beginning. */
export const call =
  (...names: string[]): Predicate =>
  (record) => {
    const bare = String(record.eventName).replace(/\d{8}(v\d)?$/, "");
    return names.some((name) =>
      name.endsWith("*") ? bare.startsWith(name.slice(0, -1)) : bare === name,
    );
  };

export const from =
  (service: string): Predicate =>
  (record) =>
    record.eventSource === `${service}.amazonaws.com`;

export const with_ =
  (path: string, value: string | RegExp): Predicate =>
  (record) => {
    const text = at(record, path);
    return typeof value === "string" ? text === value : value.test(text);
  };

export const param = (path: string, value: string | RegExp): Predicate =>
  with_(`requestParameters.${path}`, value);

export const all =
  (...parts: Predicate[]): Predicate =>
  (record) =>
    parts.every((part) => part(record));

export const any =
  (...parts: Predicate[]): Predicate =>
  (record) =>
    parts.some((part) => part(record));

export const not =
  (part: Predicate): Predicate =>
  (record) =>
    !part(record);

export const failed: Predicate = (record) =>
  at(record, "errorCode") !== "" ||
  at(record, "errorMessage") !== "" ||
  at(record, "responseElements.ConsoleLogin") === "Failure";

export const done = not(failed);

/** By what the record says, else by the beginning of the name. */
export const writing: Predicate = (record) =>
  record.readOnly === undefined
    ? !/^(Get|List|Describe|Head|Lookup|AssumeRole)/.test(String(record.eventName))
    : record.readOnly === false;

export const change = all(writing, done);
export const attempt = all(writing, failed);

export const byUser = (name: string): Predicate => with_("userIdentity.userName", name);
export const inRole = (name: string): Predicate =>
  with_("userIdentity.sessionContext.sessionIssuer.userName", name);

export const denied: Predicate = (record) =>
  /AccessDenied|Unauthorized|Forbidden|InvalidAccessException/i.test(at(record, "errorCode"));

const inWindow = (from: string, to: string): Predicate => {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  return (record) => instantOf(record) >= start && instantOf(record) <= end;
};

const idOf = (record: Raw) => String(record.eventID);

/** Judges an answer strictly: all that is expected in its own list, nothing on top, newest first. */
export function judge(
  answer: DocumentOut,
  each: Derived,
  records: Raw[],
  window: { from: string; to: string },
): void {
  const within = records.filter(inWindow(window.from, window.to));
  const extras = new Set(within.filter(each.extras ?? (() => false)).map(idOf));
  const lists = ["changes", "attempts", "reads"] as const;
  let expectedInAll = 0;
  const verdict: { [list: string]: { missing: string[]; surplus: string[] } } = {};
  const clean: typeof verdict = {};
  for (const list of lists) {
    const expected = within.filter(each[list] ?? (() => false));
    expectedInAll += expected.length;
    const wanted = new Set(expected.map(idOf));
    const given = answer.data[list];
    const ids = given.map((event) => event.eventId);
    verdict[list] = {
      missing: expected
        .filter((record) => !ids.includes(idOf(record)))
        .map((record) => `${record.eventName} ${idOf(record)}`),
      surplus: given
        .filter((event) => !wanted.has(event.eventId) && !extras.has(event.eventId))
        .map((event) => `${event.eventName} ${event.eventId}`),
    };
    clean[list] = { missing: [], surplus: [] };
    const times = given.map((event) => Date.parse(event.eventTime));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    // Records that were made anonymous share ids; what happened tells them apart.
    const deeds = given.map((event) => `${event.eventId} ${event.actor.label} ${event.summary}`);
    expect(new Set(deeds).size).toBe(deeds.length);
  }
  expect(verdict).toEqual(clean);
  // A predicate that fits no record judges nothing.
  if (each.changes ?? each.attempts ?? each.reads) expect(expectedInAll).toBeGreaterThan(0);
  expect(answer.data.changes.filter((event) => event.result !== "done")).toEqual([]);
  if (expectedInAll > 0) expect(answer.outcome).toBe("found");
  else if (extras.size === 0) expect(answer.outcome).toBe("nothing");
}

/** A test for each wording: asked of the folder's index at the end of the window, judged against its raw records. */
export function judgeEach(
  folder: string,
  own: { from: string; to: string },
  questions: Derived[],
): void {
  const now = Date.parse(own.to);
  let trail: FileTrail;
  let records: Raw[] = [];

  beforeAll(async () => {
    const dir = join(unpackedCorpus(), folder);
    records = rawRecords(dir);
    trail = await openIndexed(dir, now);
  });

  afterAll(async () => {
    await trail.close();
  });

  for (const each of questions) {
    it.each(each.ask)("%s", async (text) => {
      const [words, from, to] = each.during ?? [`from ${own.from} to ${own.to}`, own.from, own.to];

      const answer = await askDocument(`${text} ${words}`, trail, now);

      judge(answer, each, records, { from, to });
    });
  }
}
