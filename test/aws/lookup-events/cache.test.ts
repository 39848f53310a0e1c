import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLookupCache } from "../../../src/aws/lookup-events/cache.ts";
import { parseSubject } from "../../../src/domain/subject.ts";
import { DAY, HOUR, MINUTE } from "../../../src/domain/time.ts";
import type { EventClass } from "../../../src/domain/trail-event.ts";
import type { TrailFound } from "../../../src/sources/trail.ts";
import { trailRecord } from "../../support/records.ts";
import { NOW, openMade, recordAt } from "./made-history.ts";

const HOME = { awsRegion: "us-east-1" };
const RECORDS = [
  ...Array.from({ length: 300 }, (_, index) => recordAt(index * 37 * MINUTE, HOME)),
  // Thick: more than two pages within an hour.
  ...Array.from({ length: 120 }, (_, index) => recordAt(30 * HOUR + index * 20_000, HOME)),
];
const SUBJECT = parseSubject("bucket-x");

let dir = "";
let path = "";

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "trailwatch-lookups-"));
  path = join(dir, "cache", "event-history.db");
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function told({ events, counts, match }: TrailFound) {
  return { ids: events.map(({ id }) => id), counts, match };
}

describe("hours of event history that were read once", () => {
  it("are not asked for again", async () => {
    const query = { subject: SUBJECT, window: { from: NOW - 7 * DAY, to: NOW }, limit: 1000 };
    const made = openMade(RECORDS, { cachePath: path });

    const first = await made.find(query);
    const before = made.history.asked.length;
    const second = await made.find(query);

    expect(before).toBe(8);
    expect(made.history.asked.length - before).toBe(1);
    expect(told(second)).toEqual(told(first));
    made.source.close();
  });

  it("outlive the process and are for nobody else's eyes", async () => {
    const query = { subject: SUBJECT, window: { from: NOW - 7 * DAY, to: NOW }, limit: 1000 };
    const before = openMade(RECORDS, { cachePath: path });
    await before.find(query);
    before.source.close();

    const after = openMade(RECORDS, { cachePath: path });
    const found = await after.find(query);

    expect(after.history.asked).toHaveLength(1);
    expect(found.events).toHaveLength(273 + 120);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    after.source.close();
  });

  it("leave out the last half hour, in which events still come in", async () => {
    const query = { subject: SUBJECT, window: { from: NOW - DAY, to: NOW }, limit: 1000 };
    const early = openMade(RECORDS, { cachePath: path });
    const first = await early.find(query);
    early.source.close();
    const late = trailRecord({ ...HOME, eventTime: "2026-11-22T11:45:00Z", eventID: "late-event" });

    const made = openMade([...RECORDS, late], { cachePath: path });
    const second = await made.find(query);

    expect(second.counts.change).toBe((first.counts.change ?? 0) + 1);
    made.source.close();
  });

  it("change no answer, whatever windows are asked for in whatever order, and cost no request more", async () => {
    const windows = fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: 10 * 24 * 60 }),
        length: fc.integer({ min: 1, max: 8 * 24 * 60 }),
        limit: fc.constantFrom(1, 20, 1000),
        classes: fc.constantFrom<EventClass[]>(["change"], ["change", "attempt"]),
      }),
      { minLength: 2, maxLength: 5 },
    );
    let run = 0;

    await fc.assert(
      fc.asyncProperty(windows, async (asked) => {
        run += 1;
        const kept = openMade(RECORDS, { cachePath: join(dir, `${run}.db`) });
        const plain = openMade(RECORDS);
        for (const { from, length, limit, classes } of asked) {
          const end = NOW - from * MINUTE;
          const query = {
            subject: SUBJECT,
            window: { from: end - length * MINUTE, to: end },
            limit,
            classes,
          };
          const expected = await plain.find(query);
          const found = await kept.find(query);
          expect(found.events.map(({ id }) => id)).toEqual(expected.events.map(({ id }) => id));
          if (limit === 1000) expect(told(found)).toEqual(told(expected));
        }
        expect(kept.history.asked.length).toBeLessThanOrEqual(plain.history.asked.length);
        kept.source.close();
      }),
      { numRuns: 10 },
    );
  }, 20_000);

  it("are read again when the file is damaged", async () => {
    const query = { subject: SUBJECT, window: { from: NOW - 2 * DAY, to: NOW }, limit: 1000 };
    const before = openMade(RECORDS, { cachePath: path });
    const first = await before.find(query);
    before.source.close();
    writeFileSync(path, "this is no database".repeat(500));
    rmSync(`${path}-wal`, { force: true });
    rmSync(`${path}-shm`, { force: true });

    const after = openMade(RECORDS, { cachePath: path });
    const found = await after.find(query);
    after.source.close();

    expect(told(found)).toEqual(told(first));
    expect(readFileSync(path).subarray(0, 6).toString()).toBe("SQLite");
  });

  it("are made anew when another version wrote them", () => {
    const window = { from: NOW - HOUR, to: NOW };
    const old = openLookupCache({ path, now: () => NOW });
    old.keep("a", window, [recordAt(MINUTE)]);
    old.close();
    const db = new Database(path);
    db.exec("PRAGMA user_version = 99");
    db.close();

    const cache = openLookupCache({ path, now: () => NOW });
    const held = cache.held("a", window);
    cache.close();

    expect(held).toEqual([]);
  });

  it("give way to newer ones when there is no room, those first that nobody asked for", () => {
    let now = NOW;
    const cache = openLookupCache({ path, now: () => now, maxBytes: 6_000 });
    const hour = (index: number) => ({
      from: NOW - (index + 1) * HOUR,
      to: NOW - index * HOUR - 1,
    });
    for (let index = 0; index < 30; index += 1) {
      now += 1000;
      cache.keep("a", hour(index), [recordAt(index * HOUR)]);
      cache.held("a", hour(0));
    }

    const kept = cache.held("a", { from: NOW - 40 * HOUR, to: NOW });
    cache.close();

    const froms = kept.map(({ window }) => window.from);
    expect(froms).toContain(hour(0).from);
    expect(froms).toContain(hour(29).from);
    expect(kept.length).toBeLessThan(20);
  });

  it("are done without where no file can be written", async () => {
    writeFileSync(join(dir, "file"), "");
    const made = openMade(RECORDS, { cachePath: join(dir, "file", "cache.db") });

    const found = await made.find({ subject: SUBJECT, limit: 1000 });

    expect(found.events).toHaveLength(273 + 120);
  });
});
