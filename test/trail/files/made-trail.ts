/** Small trails made up for tests: folders of log files in all layouts and shapes, and what they hold, read the slow way. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import type { JsonObject } from "../../../src/domain/json.ts";
import { parseDocument } from "../../../src/domain/record-shapes.ts";
import { type NameMatch, parseSubject } from "../../../src/domain/subject.ts";
import { DAY, formatInstant, HOUR, MINUTE, utcDay } from "../../../src/domain/time.ts";
import { type EventClass, type TrailEvent, toTrailEvent } from "../../../src/domain/trail-event.ts";
import type { Run, TrailFound, TrailQuery } from "../../../src/sources/trail.ts";
import { bestNames, foundNames, isLoose, levels, matchLevel } from "../../../src/trail/match.ts";
import { trailRecord } from "../../support/records.ts";

export const allClasses: EventClass[] = [
  "change",
  "data-change",
  "sign-in",
  "session",
  "read",
  "attempt",
  "failed-sign-in",
  "failed-session",
  "failed-read",
];
export const notRead = allClasses.filter((name) => name !== "read");
export const quietRun: Run = { signal: new AbortController().signal, progress: () => undefined };

/** Noon of the second of four days. */
export const NOON = Date.UTC(2026, 10, 20, 12);
export const wholeSpan = { from: NOON - 5 * DAY, to: NOON + 5 * DAY };

export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), "trailwatch-test-"));
}

export function removeFolder(dir: string): void {
  rmSync(dir, { recursive: true, force: true });
}

/** Writes a file below a folder; `.gz` in its name packs it. */
export function writeLog(dir: string, path: string, text: string | Buffer): void {
  const full = join(dir, path);
  mkdirSync(dirname(full), { recursive: true });
  const isText = typeof text === "string";
  writeFileSync(full, isText && path.endsWith(".gz") ? gzipSync(text) : text);
}

/** A file as AWS writes it. */
export function compactFile(records: JsonObject[]): string {
  return JSON.stringify({ Records: records });
}

const NAMES = [
  "orders-prod",
  "orders-prod-logs",
  "Orders-Prod",
  "bücket x",
  'say "hi"',
  "web",
  "zone/web",
];

type Draft = {
  id: number;
  call: number;
  name: string;
  minutes: number;
  account: string;
  actor: number;
  isFailed: boolean;
  readOnly: boolean | undefined;
};

/** Different events; the same number always gives the same one, so that a file can bring it again. */
const EVENTS = 600;

function draftOf(id: number): Draft {
  const pick = (salt: number, count: number) => hash(id * 31 + salt) % count;
  return {
    id,
    call: pick(1, calls.length),
    name: NAMES[pick(2, NAMES.length)] ?? "web",
    minutes: pick(3, 6000) - 3000,
    account: pick(4, 3) === 0 ? "444455556666" : "111122223333",
    actor: pick(5, identities.length),
    isFailed: pick(6, 4) === 0,
    readOnly: [true, true, undefined][pick(7, 3)],
  };
}

function hash(value: number): number {
  const mixed = Math.imul(value ^ 0x9e3779b9, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

type Call = { source: string; name: string; request(name: string): JsonObject; isRead: boolean };

const arn = (name: string) => `arn:aws:ecs:eu-west-1:111122223333:service/shop/${name}`;

const calls: Call[] = [
  {
    source: "s3",
    name: "PutBucketPolicy",
    request: (name) => ({ bucketName: name }),
    isRead: false,
  },
  {
    source: "s3",
    name: "GetBucketPolicy",
    request: (name) => ({ bucketName: name }),
    isRead: true,
  },
  {
    source: "s3",
    name: "PutObject",
    request: (name) => ({ bucketName: name, key: "a/b.txt" }),
    isRead: false,
  },
  {
    source: "ecs",
    name: "UpdateService",
    request: (name) => ({ service: arn(name) }),
    isRead: false,
  },
  {
    source: "ecs",
    name: "DescribeServices",
    request: (name) => ({ services: [arn(name)] }),
    isRead: true,
  },
  {
    source: "ecs",
    name: "RegisterTaskDefinition",
    request: (name) => ({
      family: name,
      containerDefinitions: [{ mountPoints: [{ readOnly: true }] }],
    }),
    isRead: false,
  },
  {
    source: "lambda",
    name: "UpdateFunctionCode20150331v2",
    request: (name) => ({ functionName: name }),
    isRead: false,
  },
  {
    source: "sts",
    name: "AssumeRole",
    request: (name) => ({ roleArn: `arn:aws:iam::1:role/${name}` }),
    isRead: true,
  },
  { source: "signin", name: "ConsoleLogin", request: () => ({}), isRead: false },
];

function recordOf(made: Draft): JsonObject {
  const call = calls[made.call];
  const hex = made.id.toString(16).padStart(12, "0");
  const record = trailRecord({
    userIdentity: identities[made.actor] ?? {},
    eventTime: formatInstant(NOON + made.minutes * MINUTE),
    eventSource: `${call?.source}.amazonaws.com`,
    eventName: call?.name ?? "",
    requestParameters: call?.request(made.name) ?? null,
    responseElements:
      call?.name === "AssumeRole"
        ? { credentials: { accessKeyId: `ASIA${hex.toUpperCase()}` } }
        : null,
    eventID: `6f1c0b1e-0000-4000-8000-${hex}`,
    readOnly: made.readOnly === undefined ? undefined : call?.isRead === true,
    recipientAccountId: made.account,
    awsRegion: made.account === "111122223333" ? "eu-west-1" : "us-east-1",
  });
  if (!made.isFailed) return record;
  const { eventID, ...rest } = record;
  return { ...rest, errorCode: "AccessDenied", errorMessage: "no", eventID };
}

const identities: JsonObject[] = [
  { type: "IAMUser", userName: "jane", accountId: "111122223333", accessKeyId: "AKIAJANE" },
  {
    type: "AssumedRole",
    arn: "arn:aws:sts::111122223333:assumed-role/deploy/jane@example.com",
    principalId: "AROA:jane@example.com",
    accountId: "111122223333",
    accessKeyId: "ASIA000000000001",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        userName: "deploy",
        arn: "arn:aws:iam::111122223333:role/ops/deploy",
      },
    },
  },
  { type: "Root", accountId: "111122223333", arn: "arn:aws:iam::111122223333:root" },
  { type: "AWSService", invokedBy: "autoscaling.amazonaws.com" },
];

export type MadeFile = { path: string; text: string | Buffer };

type Shape = "compact" | "pretty" | "lines" | "array" | "torn";

function textOf(shape: Shape, records: JsonObject[]): string {
  switch (shape) {
    case "compact":
      return compactFile(records);
    case "pretty":
      return JSON.stringify({ Records: records }, undefined, 2);
    case "lines":
      return records.map((record) => JSON.stringify(record)).join("\n");
    case "array":
      return JSON.stringify(records);
    case "torn":
      return compactFile(records).slice(0, -20);
  }
}

const shape = fc.constantFrom<Shape>(
  "compact",
  "compact",
  "compact",
  "pretty",
  "lines",
  "array",
  "torn",
);

/** A file that lies where AWS would put it, in a flat folder, or deep in somebody's own. */
export const madeFile: fc.Arbitrary<MadeFile> = fc
  .record({
    shape,
    drafts: fc.array(fc.nat(EVENTS - 1).map(draftOf), { maxLength: 25 }),
    layout: fc.nat(2),
    packed: fc.boolean(),
    name: fc.nat(5),
  })
  .map(({ shape: form, drafts, layout, packed, name }) => {
    const records = drafts.map(recordOf);
    const newest = Math.max(NOON, ...drafts.map((made) => NOON + made.minutes * MINUTE));
    const day = utcDay(newest + HOUR).replaceAll("-", "/");
    const folders = [`AWSLogs/111122223333/CloudTrail/eu-west-1/${day}/`, "", "copy/of/2020/"];
    const path = `${layout === 0 ? "" : (folders[layout] ?? "")}${name}.json${packed ? ".gz" : ""}`;
    return { path, text: textOf(form, records) };
  });

export function writeFiles(dir: string, files: MadeFile[]): void {
  for (const { path, text } of files) writeLog(dir, path, text);
}

export const madeQuery: fc.Arbitrary<TrailQuery> = fc
  .record({
    window: fc.tuple(fc.integer({ min: -3100, max: 3100 }), fc.integer({ min: 0, max: 6000 })),
    isWide: fc.boolean(),
    subject: fc.option(
      fc.constantFrom(
        ...NAMES,
        "orders",
        "rders-pro",
        "orders-*",
        "shop",
        "service/shop/web",
        "nothing",
      ),
      { nil: undefined },
    ),
    touching: fc.constantFrom(undefined, undefined, ["orders-prod", "shop", "nothing"]),
    roles: fc.constantFrom(undefined, [
      "target" as const,
      "container" as const,
      "mention" as const,
    ]),
    actor: fc.option(
      fc.constantFrom(
        { kind: "any" as const, text: "Jane" },
        { kind: "user" as const, text: "jane@example.com" },
        { kind: "role" as const, text: "deploy" },
        { kind: "role" as const, text: "dep*" },
        { kind: "any" as const, text: "role/deploy" },
        { kind: "address" as const, text: "203.0.113.0/24" },
        { kind: "root" as const, text: "" },
        { kind: "service" as const, text: "autoscaling" },
      ),
      { nil: undefined },
    ),
    keys: fc.constantFrom(undefined, undefined, ["ASIA000000000001"]),
    names: fc.constantFrom(
      undefined,
      undefined,
      ["s3:Put*"],
      ["UpdateFunctionCode"],
      ["ConsoleLogin"],
    ),
    accounts: fc.constantFrom(undefined, undefined, ["444455556666"]),
    words: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      ["AccessDenied"],
      ["orders-prod-lo"],
      ["ders-PROD"],
      ["arn:aws:ecs:eu", "shop"],
      ["ole/ops/dep"],
      ["jane@"],
      ["ogs"],
      ['say \\"'],
    ),
    limit: fc.constantFrom(1, 3, 100),
    reads: fc.boolean(),
  })
  .map(({ window: [start, length], isWide, subject, touching, reads, limit, ...rest }) => {
    const from = NOON + start * MINUTE;
    const query: TrailQuery = {
      window: isWide ? wholeSpan : { from, to: from + length * MINUTE },
      classes: reads ? allClasses : notRead,
      limit,
    };
    if (subject !== undefined) query.subject = parseSubject(subject);
    if (touching !== undefined) query.touching = touching.map(parseSubject);
    for (const [key, value] of Object.entries(rest)) {
      if (value !== undefined) Object.assign(query, { [key]: value });
    }
    return query;
  });

/** What a search of the files must find: everything parsed, every event judged. */
export function naiveFind(dir: string, paths: string[], query: TrailQuery): Answered {
  const events = readAll(dir, paths);
  for (const level of query.subject?.wildcard === false ? levels : levels.slice(0, 1)) {
    const matched = events.filter((event) => matchLevel(event, query) === level);
    if (matched.length > 0) return summary(matched, query, level);
  }
  return { ids: [], counts: {}, names: [], match: undefined };
}

function readAll(dir: string, paths: string[]): TrailEvent[] {
  const events = new Map<string, TrailEvent>();
  for (const path of paths) {
    const bytes = readFileSync(join(dir, path));
    const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
    for (const record of parseDocument(text).records) {
      const event = toTrailEvent(record);
      if (event) events.set(event.id, event);
    }
  }
  return [...events.values()];
}

function summary(matched: TrailEvent[], query: TrailQuery, level: NameMatch): Answered {
  const names = new Map<string, number>();
  const counts: TrailFound["counts"] = {};
  for (const event of matched) {
    counts[event.class] = (counts[event.class] ?? 0) + 1;
    const found = isLoose(query, level) ? foundNames(event, query, level) : [];
    for (const name of found) names.set(name, (names.get(name) ?? 0) + 1);
  }
  const ids = allClasses.flatMap((name) => newest(matched, name, query.limit));
  return { ids: ids.sort(), counts, names: bestNames(names), match: query.subject && level };
}

function newest(events: TrailEvent[], name: EventClass, limit: number): string[] {
  const own = events.filter((event) => event.class === name);
  own.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
  return own.slice(0, limit).map((event) => event.id);
}

export type Answered = {
  ids: string[];
  counts: TrailFound["counts"];
  names: string[];
  match: TrailFound["match"];
};

/** The part of an answer that does not depend on how it was found. */
export function answered({ events, counts, names, match }: TrailFound): Answered {
  return { ids: events.map((event) => event.id).sort(), counts, names, match };
}
