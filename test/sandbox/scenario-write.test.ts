import { createHash, createPublicKey, verify } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/domain/json.ts";
import { isWhole, parseSubject } from "../../src/domain/subject.ts";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import { type TrailEvent, toTrailEvent } from "../../src/domain/trail-event.ts";
import { isSyntheticId } from "../../src/sandbox/scenario/random.ts";
import { type ScenarioReport, writeScenario } from "../../src/sandbox/scenario/write.ts";

// A Friday afternoon, so that the last day holds office hours.
const NOW = Date.parse("2026-11-20T16:50:31Z");
const MINUTE_OF_NOW = Math.floor(NOW / MINUTE) * MINUTE;
const home = mkdtempSync(join(tmpdir(), "trailwatch-scenario-test-"));
const LOG =
  /^AWSLogs\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d{2})\/(\d{2})\/\1_CloudTrail_\2_(\d{8})T(\d{4})Z_[A-Za-z0-9]{16}\.json\.gz$/;

type LogFile = { path: string; deliveredAt: number; records: JsonObject[] };

function filesIn(dir: string): string[] {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .toSorted();
}

function readLog(dir: string, path: string): LogFile {
  const [, , , , , , day = "", clock = ""] = LOG.exec(path) ?? [];
  const iso = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${clock.slice(0, 2)}:${clock.slice(2)}:00Z`;
  const { Records } = JSON.parse(gunzipSync(readFileSync(join(dir, path))).toString());
  return { path, deliveredAt: Date.parse(iso), records: Records };
}

function digestOf(dir: string): string {
  const hash = createHash("sha256");
  for (const path of filesIn(dir)) hash.update(path).update(readFileSync(join(dir, path)));
  return hash.digest("hex");
}

type DigestText = {
  digestEndTime: string;
  digestS3Bucket: string;
  previousDigestS3Object: string | null;
  previousDigestHashValue: string | null;
  previousDigestSignature: string | null;
  logFiles: { s3Object: string; hashValue: string }[];
};

/** Ids of the changes of a thing since a moment, newest first: what a plain reading of all records gives. */
function changesOf(name: string, since: number, events: TrailEvent[]): string[] {
  const subject = parseSubject(name);
  return events
    .filter((event) => event.class === "change" && event.at >= since)
    .filter(({ touched }) =>
      touched.some(({ role, text }) => role === "target" && isWhole(text, subject)),
    )
    .toSorted((a, b) => b.at - a.at)
    .map((event) => event.id);
}

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("the scenario on disk", () => {
  const dir = join(home, "whole");
  let report: ScenarioReport;
  let logs: LogFile[];
  let events: Map<string, TrailEvent>;
  let unreadable: JsonObject[];

  beforeAll(async () => {
    const started = performance.now();
    report = await writeScenario({ dir, now: NOW });
    const tookMs = Math.round(performance.now() - started);
    process.stdout.write(
      `scenario: ${report.events} events in ${report.files} files, ${report.sizeBytes} bytes, written in ${tookMs} ms\n`,
    );
    logs = filesIn(dir)
      .filter((path) => LOG.test(path))
      .map((path) => readLog(dir, path));
    events = new Map();
    unreadable = [];
    for (const record of logs.flatMap((log) => log.records)) {
      const event = toTrailEvent(record);
      if (event) events.set(event.id, event);
      else unreadable.push(record);
    }
  }, 30_000);

  it("is as large as it says: about 50,000 events in at most about 3,000 files", () => {
    const delivered = logs.reduce((sum, log) => sum + log.records.length, 0);

    expect(unreadable).toEqual([]);
    expect(events.size).toBe(report.events);
    expect(delivered - events.size).toBe(report.duplicates);
    expect(report.events).toBeGreaterThan(45_000);
    expect(report.events).toBeLessThan(55_000);
    expect(logs).toHaveLength(report.files);
    expect(report.files).toBeLessThan(3300);
  });

  it("stands in the layout of a trail's bucket, under the day of delivery", () => {
    for (const { path, deliveredAt, records } of logs) {
      const [, account, region, year, month, day] = LOG.exec(path) ?? [];

      const newest = Math.max(...records.map((record) => Date.parse(String(record.eventTime))));

      expect(new Date(deliveredAt).toISOString().slice(0, 10)).toBe(`${year}-${month}-${day}`);
      expect(records.every((one) => one.recipientAccountId === account)).toBe(true);
      expect(records.every((one) => one.awsRegion === region)).toBe(true);
      expect(deliveredAt - newest).toBeGreaterThanOrEqual(5 * MINUTE);
      expect(deliveredAt).toBeLessThanOrEqual(MINUTE_OF_NOW);
    }
  });

  it("files events of the last minutes before midnight under the next day", () => {
    const late = logs.flatMap(({ path, records }) => {
      const folder = path.split("/").slice(4, 7).join("-");
      return records.filter((record) => String(record.eventTime).slice(0, 10) < folder);
    });

    expect(late.length).toBeGreaterThan(100);
    expect(late.some((record) => /T23:5[5-9]/.test(String(record.eventTime)))).toBe(true);
  });

  it("delivers some events twice, word for word", () => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const record of logs.flatMap((log) => log.records)) {
      const id = String(record.eventID);
      const text = JSON.stringify(record);
      if (seen.has(id)) twice.push(seen.get(id) === text ? id : "differs");
      seen.set(id, text);
    }

    expect(twice.length).toBeGreaterThan(20);
    expect(twice).not.toContain("differs");
  });

  it("marks every event as made up", () => {
    const unmarked = [...events.keys()].filter((id) => !isSyntheticId(id));

    expect(unmarked).toEqual([]);
  });

  it("is mostly reads, louder in office hours than at weekends", () => {
    const all = [...events.values()];
    const inDay = (iso: string) => {
      const from = Date.parse(iso);
      return all.filter((event) => event.at >= from && event.at < from + DAY).length;
    };

    const reads = all.filter((event) => event.raw.readOnly === true).length / all.length;

    expect(reads).toBeGreaterThan(0.84);
    expect(reads).toBeLessThan(0.95);
    expect(inDay("2026-11-18")).toBeGreaterThan(1.4 * inDay("2026-11-15"));
  });

  it("is fresh: the newest event is minutes old", () => {
    const newest = Math.max(...[...events.values()].map((event) => event.at));

    expect(MINUTE_OF_NOW - newest).toBeLessThan(20 * MINUTE);
  });

  function hashOf(path: string): string {
    return createHash("sha256")
      .update(gunzipSync(readFileSync(join(dir, path))))
      .digest("hex");
  }

  function readDigest(path: string): { digest: DigestText; text: string } {
    const text = gunzipSync(readFileSync(join(dir, path))).toString();
    return { digest: JSON.parse(text), text };
  }

  it("has digests beside the logs that hold the hashes of each hour's files", () => {
    const paths = filesIn(dir).filter((path) =>
      path.startsWith("AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/"),
    );

    const digests = paths.map((path) => readDigest(path).digest);
    const listed = digests.flatMap(({ logFiles }) => logFiles);
    const hashes = listed.map(({ s3Object }) => hashOf(s3Object));

    expect(paths).toHaveLength(24);
    expect(listed.length).toBeGreaterThan(24);
    expect(hashes).toEqual(listed.map(({ hashValue }) => hashValue));
  });

  it("signs each digest, and binds it to the one before", () => {
    const kept = JSON.parse(readFileSync(join(dir, ".trailwatch-digests.json"), "utf8"));
    const paths: string[] = Object.keys(kept.signatures);
    const der = Buffer.from(kept.publicKey, "base64");
    const key = createPublicKey({ key: der, format: "der", type: "pkcs1" });

    const unsigned = paths.filter((path) => {
      const { digest, text } = readDigest(path);
      const hash = createHash("sha256").update(text).digest("hex");
      const signed = `${digest.digestEndTime}\n${digest.digestS3Bucket}/${path}\n${hash}\n${digest.previousDigestSignature}`;
      return !verify("sha256", Buffer.from(signed), key, Buffer.from(kept.signatures[path], "hex"));
    });
    const unbound = paths.map(readDigest).filter(({ digest }) => {
      const before = digest.previousDigestS3Object;
      return (
        before !== null &&
        (digest.previousDigestSignature !== kept.signatures[before] ||
          digest.previousDigestHashValue !== hashOf(before))
      );
    });

    expect(paths).toHaveLength(9 * 24);
    expect(unsigned).toEqual([]);
    expect(unbound).toEqual([]);
    expect(paths.filter((path) => !readDigest(path).digest.previousDigestS3Object)).toHaveLength(9);
  });

  it("holds every event that its stories expect", () => {
    const expected = report.stories.flatMap((story) =>
      story.questions.flatMap((question) => [...question.eventIds, ...question.attemptIds]),
    );

    expect(expected.length).toBeGreaterThan(40);
    expect(expected.filter((id) => !events.has(id))).toEqual([]);
  });

  it("leaves the exact questions exact: the background adds no change to what they ask about", () => {
    const asked = report.stories
      .flatMap((story) => story.questions)
      .flatMap(({ text, exact, eventIds }) => {
        const match = /^who changed (?:role |user )?(\S+)(?: last (\d+)d)?$/.exec(text);
        return exact && match
          ? [{ name: match[1] ?? "", days: Number(match[2] ?? 1), eventIds }]
          : [];
      });

    for (const { name, days, eventIds } of asked) {
      const found = changesOf(name, MINUTE_OF_NOW - days * DAY, [...events.values()]);

      expect([name, found]).toEqual([name, eventIds]);
    }
    expect(asked.length).toBeGreaterThan(8);
  });
});

describe("writing the scenario", () => {
  const short = { now: NOW, days: 2 };

  it("gives the same bytes for the same seed and minute", async () => {
    const first = join(home, "first");
    const second = join(home, "second");

    await writeScenario({ ...short, dir: first, now: MINUTE_OF_NOW + 1 });
    await writeScenario({ ...short, dir: second, now: MINUTE_OF_NOW + 59_000 });

    const names = (dir: string) => filesIn(join(dir, "AWSLogs"));
    expect(names(second)).toEqual(names(first));
    expect(digestOf(join(second, "AWSLogs"))).toBe(digestOf(join(first, "AWSLogs")));
  });

  it("gives other records for another seed", async () => {
    const dir = join(home, "seed");

    const one = await writeScenario({ ...short, dir, seed: 1 });
    const two = await writeScenario({ ...short, dir, seed: 2 });

    expect(two.written).toBe(true);
    expect(two.stories[0]?.questions[0]?.eventIds).not.toEqual(
      one.stories[0]?.questions[0]?.eventIds,
    );
  });

  it("keeps the background of the past when it is told again later", async () => {
    const dir = join(home, "later");
    const background = (now: number) =>
      filesIn(dir)
        .filter((path) => path.includes("/333344445555/CloudTrail/eu-central-1/"))
        .filter((path) => readLog(dir, path).deliveredAt > now - DAY);

    await writeScenario({ ...short, dir });
    const before = background(NOW);
    await writeScenario({ ...short, dir, now: NOW + 3 * HOUR });
    const after = filesIn(dir);

    expect(before.length).toBeGreaterThan(0);
    expect(after).toEqual(expect.arrayContaining(before));
  });

  it("does not write what is there, and takes an older one that is young enough", async () => {
    const dir = join(home, "again");

    const first = await writeScenario({ ...short, dir });
    const same = await writeScenario({ ...short, dir });
    const young = await writeScenario({ ...short, dir, now: NOW + HOUR, maxAgeMs: 2 * HOUR });
    const old = await writeScenario({ ...short, dir, now: NOW + HOUR });

    expect(same).toEqual({ ...first, written: false });
    expect(young).toEqual({ ...first, written: false });
    expect(old.written).toBe(true);
    expect(old.now).toBe(MINUTE_OF_NOW + HOUR);
  });

  it("leaves a folder alone that holds something else", async () => {
    const dir = join(home, "foreign");
    mkdirSync(dir);
    writeFileSync(join(dir, "thesis.txt"), "years of work");

    const attempt = writeScenario({ ...short, dir });

    await expect(attempt).rejects.toMatchObject({ code: "scenario.folder" });
    expect(readdirSync(dir)).toEqual(["thesis.txt"]);
  });

  it("leaves nothing behind when it is cancelled", async () => {
    const parent = join(home, "cancelled");
    const dir = join(parent, "scenario");

    const attempt = writeScenario({ ...short, dir, signal: AbortSignal.abort() });

    await expect(attempt).rejects.toMatchObject({ name: "AbortError" });
    expect(existsSync(dir)).toBe(false);
    expect(readdirSync(parent)).toEqual([]);
  });
});
