import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isObject, type JsonObject, stringAt } from "../../src/domain/json.ts";
import { parseInstant } from "../../src/domain/time.ts";
import { TRAIL_END, TRAIL_START, thingName } from "./estate.ts";
import { type Generated, generate } from "./generate.ts";
import { LEAST_EVENTS, needleCounts } from "./needles.ts";
import { planFiles } from "./plan.ts";
import { createRandom } from "./random.ts";
import { fileText } from "./record.ts";

const EVENTS = LEAST_EVENTS;
const SEED = 7;
const PLACE =
  /^AWSLogs\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d{2})\/(\d{2})\/\1_CloudTrail_\2_\3\4\5T\d{4}Z_[A-Z0-9]{16}\.json\.gz$/;

let home: string;
let made: Generated;
let records: JsonObject[];

function recordsIn(text: string): JsonObject[] {
  const parsed: unknown = JSON.parse(text);
  const list = isObject(parsed) ? parsed.Records : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function pathsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".gz"))
    .map((path) => path.replaceAll("\\", "/"));
}

function writesNaming(text: string): JsonObject[] {
  return records.filter(
    (record) =>
      record.readOnly === false && JSON.stringify(record.requestParameters).includes(text),
  );
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "trailwatch-generate-"));
  made = await generate(EVENTS, SEED, home, 0);
  records = pathsIn(home).flatMap((path) =>
    recordsIn(gunzipSync(readFileSync(join(home, path))).toString()),
  );
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("a generated trail", () => {
  it("holds exactly the events that were asked for, each with an id of its own", () => {
    const ids = new Set(records.map((record) => record.eventID));

    expect(records).toHaveLength(EVENTS);
    expect(ids.size).toBe(EVENTS);
  });

  it("lies in the layout of an S3 trail, over seven accounts and twelve pairs of account and Region", () => {
    const places = pathsIn(home).map((path) => PLACE.exec(path));
    const pairs = new Set(places.map((place) => `${place?.[1]} ${place?.[2]}`));
    const accounts = new Set(places.map((place) => place?.[1]));

    expect(places.every(Boolean)).toBe(true);
    expect(places).toHaveLength(made.files);
    expect(pairs.size).toBe(12);
    expect(accounts.size).toBe(7);
  });

  it("has records that begin as AWS's do, with the fields that every record has", () => {
    const broken = records.filter((record) => {
      const at = parseInstant(stringAt(record, "eventTime") ?? "") ?? 0;
      const whole = ["eventSource", "eventName", "awsRegion", "recipientAccountId"].every((key) =>
        stringAt(record, key),
      );
      return !whole || !isObject(record.userIdentity) || at < TRAIL_START || at >= TRAIL_END;
    });
    const [path = ""] = pathsIn(home);
    const text = gunzipSync(readFileSync(join(home, path))).toString();

    expect(broken).toEqual([]);
    expect(text.startsWith('{"Records":[{"eventVersion":')).toBe(true);
  });

  it("is about a tenth writes of 1.4 kB records that gzip well", () => {
    const writes = records.filter((record) => record.readOnly === false).length / EVENTS;
    const bytes = made.rawBytes / EVENTS;

    expect(writes).toBeGreaterThan(0.08);
    expect(writes).toBeLessThan(0.2);
    expect(bytes).toBeGreaterThan(1300);
    expect(bytes).toBeLessThan(1650);
    expect(made.rawBytes / made.gzBytes).toBeGreaterThan(5);
  });

  it("holds the planted events in their known numbers", () => {
    const counts = needleCounts(EVENTS);
    const denied = (record: JsonObject) => record.errorCode !== undefined;
    const bucketX = writesNaming('"bucket-x"');

    const found = {
      "bucket-x": bucketX.filter((record) => !denied(record)).length,
      "bucket-x-denied": bucketX.filter(denied).length,
      "network-prod": writesNaming(":stack/network-prod/").length,
      "payments-key-by-name": writesNaming('"secretId":"payments/api-key"').length,
      "payments-key-by-arn": writesNaming(":secret:payments/api-key-AbCdEf").length,
      "orders-prod": writesNaming('"orders-prod"').length,
      "orders-prod-logs": writesNaming('"orders-prod-logs"').length,
    };

    expect(found).toEqual(
      Object.fromEntries(
        Object.keys(found).map((kind) => [kind, counts[kind as keyof typeof counts]]),
      ),
    );
  });

  it("issues the keys of role sessions on record before they are used", () => {
    const issuedAt = new Map<string, number>();
    for (const record of records) {
      const key = stringAt(record, "responseElements", "credentials", "accessKeyId");
      if (key) issuedAt.set(key, parseInstant(stringAt(record, "eventTime") ?? "") ?? 0);
    }
    const used = records.filter((record) =>
      issuedAt.has(stringAt(record, "userIdentity", "accessKeyId") ?? ""),
    );
    const early = used.filter((record) => {
      const issued = issuedAt.get(stringAt(record, "userIdentity", "accessKeyId") ?? "") ?? 0;
      return (parseInstant(stringAt(record, "eventTime") ?? "") ?? 0) < issued;
    });

    expect(used.length).toBeGreaterThan(EVENTS / 20);
    expect(early).toEqual([]);
  });

  it("joins jane to every session of the release manager", () => {
    const ofRole = records.filter((record) =>
      stringAt(record, "userIdentity", "arn")?.includes("/release-manager/"),
    );
    const issues = records.filter((record) =>
      stringAt(record, "requestParameters", "roleArn")?.endsWith(":role/release-manager"),
    );
    const keys = new Set(
      issues.map((record) => stringAt(record, "responseElements", "credentials", "accessKeyId")),
    );

    expect(issues).toHaveLength(30);
    expect(
      issues.every((record) =>
        stringAt(record, "userIdentity", "arn")?.endsWith("/jane@example.com"),
      ),
    ).toBe(true);
    expect(ofRole).toHaveLength(60);
    expect(
      ofRole.every((record) => keys.has(stringAt(record, "userIdentity", "accessKeyId"))),
    ).toBe(true);
  });

  it("is the same for the same seed and another for another", () => {
    const plan = planFiles(EVENTS, SEED)[40];
    if (!plan) throw new Error("no file 40");

    const again = fileText(plan, SEED);
    const other = fileText(plan, SEED + 1);

    expect(gunzipSync(readFileSync(join(home, plan.path))).toString()).toBe(again);
    expect(other).not.toBe(again);
  });

  it("refuses to be smaller than its planted events need", () => {
    expect(() => planFiles(LEAST_EVENTS - 1, SEED)).toThrow(String(LEAST_EVENTS));
  });
});

describe("names and chance", () => {
  it("gives different things different names", () => {
    const names = ["111122223333", "222233334444"].flatMap((account) =>
      Array.from({ length: 2600 }, (_, number) => thingName(account, number)),
    );

    expect(new Set(names).size).toBe(names.length);
  });

  it("meets the first thing most often and all of them now and then", () => {
    const random = createRandom(3);
    const met = new Map<number, number>();
    for (let draw = 0; draw < 20_000; draw += 1) {
      const number = random.zipf(100);
      met.set(number, (met.get(number) ?? 0) + 1);
    }

    expect(Math.max(...met.values())).toBe(met.get(0));
    expect(met.size).toBe(100);
    expect(Math.max(...met.keys())).toBe(99);
  });
});
