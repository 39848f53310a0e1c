/** Names, keys, addresses and people that really occur in a trail, read out of some of its files. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { isObject, type JsonObject, stringAt } from "../../src/domain/json.ts";
import { logFiles } from "./floor.ts";

export type Sample = {
  /** Names of buckets, tables, functions, databases and secrets that were changed: met often, met once. */
  common: string[];
  rare: string[];
  people: string[];
  keys: string[];
  addresses: string[];
  eventNames: string[];
};

const FILES = 60;
const NAMED_BY = [
  "bucketName",
  "tableName",
  "functionName",
  "dBInstanceIdentifier",
  "alarmName",
  "service",
];

/** Counts of texts, the most frequent first. */
function tally(texts: (string | undefined)[]): [text: string, count: number][] {
  const counts = new Map<string, number>();
  for (const text of texts) if (text) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]);
}

function recordsOf(path: string): JsonObject[] {
  const parsed: unknown = JSON.parse(gunzipSync(readFileSync(path)).toString());
  const records = isObject(parsed) ? parsed.Records : undefined;
  return Array.isArray(records) ? records.filter(isObject) : [];
}

/** Looks into files spread over the trail; only changes that took effect are counted. */
export function sampleTrail(folder: string): Sample {
  const files = logFiles(folder).toSorted((a, b) => a.path.localeCompare(b.path));
  const step = Math.max(1, Math.floor(files.length / FILES));
  const changes = files
    .filter((_, index) => index % step === 0)
    .flatMap(({ path }) => recordsOf(path))
    .filter((record) => record.readOnly === false && record.managementEvent === true)
    .filter((record) => record.errorCode === undefined);
  const texts = (...path: string[]) => tally(changes.map((record) => stringAt(record, ...path)));
  const names = tally(
    changes.flatMap((record) => NAMED_BY.map((key) => stringAt(record, "requestParameters", key))),
  ).filter(([name]) => !name.includes(":"));
  const people = tally(
    changes.map(
      (record) =>
        /\/([^/]+@example\.com)$/.exec(stringAt(record, "userIdentity", "arn") ?? "")?.[1],
    ),
  );
  return {
    common: names.filter(([, count]) => count > 1).map(([name]) => name),
    rare: names.filter(([, count]) => count === 1).map(([name]) => name),
    people: people.map(([mail]) => mail),
    keys: texts("userIdentity", "accessKeyId").map(([key]) => key),
    addresses: texts("sourceIPAddress")
      .map(([address]) => address)
      .filter((address) => /^\d/.test(address)),
    eventNames: texts("eventName").map(([name]) => name.replace(/\d{8}(v\d)?$/, "")),
  };
}
