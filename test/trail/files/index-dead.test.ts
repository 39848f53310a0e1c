import { rmSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, formatInstant, utcDay } from "../../../src/domain/time.ts";
import { type FileTrail, openFileTrail } from "../../../src/trail/files/file-trail.ts";
import { indexPath } from "../../../src/trail/files/index-store.ts";
import { trailRecord } from "../../support/records.ts";
import {
  compactFile,
  makeFolder,
  NOON,
  notRead,
  quietRun,
  removeFolder,
  writeLog,
} from "./made-trail.ts";

const clock = { now: () => NOON };
const everything = {
  window: { from: NOON - 30 * DAY, to: NOON + 30 * DAY },
  classes: notRead,
  limit: 1_000,
};

let dir = "";
let cacheDir = "";
let trail: FileTrail;

beforeEach(async () => {
  dir = makeFolder();
  cacheDir = makeFolder();
  trail = await openFileTrail({ dir, cacheDir, clock, lookAgainMs: 0 });
});

afterEach(async () => {
  await trail.close();
  removeFolder(dir);
  removeFolder(cacheDir);
});

function folderOf(day: number): string {
  return `AWSLogs/111122223333/CloudTrail/eu-west-1/${utcDay(day).replaceAll("-", "/")}`;
}

/** A day's file with 100 changes, half of them on things that no other day has. */
async function arrive(day: number): Promise<void> {
  const records = Array.from({ length: 100 }, (_, at) =>
    trailRecord({
      eventID: `${utcDay(day)}-${at}`,
      eventTime: formatInstant(day),
      requestParameters: { bucketName: at % 2 ? "orders" : `bucket-${utcDay(day)}-${at}` },
    }),
  );
  writeLog(dir, `${folderOf(day)}/day.json`, compactFile(records));
  await trail.update(quietRun);
}

function drop(day: number): void {
  rmSync(join(dir, folderOf(day)), { recursive: true });
}

/** Blocks of records, and segments, that the index holds. */
function heldRows(): { blocks: unknown; segments: unknown } {
  const db = new Database(indexPath(dir, cacheDir));
  const count = (table: string): unknown => db.prepare(`SELECT count(*) FROM ${table}`).raw().get();
  const held = { blocks: count("block"), segments: count("segment") };
  db.close();
  return held;
}

describe("an index whose oldest days are dropped as new ones come", () => {
  it("answers from none of them, and does not grow", async () => {
    await arrive(NOON);
    await arrive(NOON + DAY);
    const before = heldRows();

    for (let day = NOON; day < NOON + 6 * DAY; day += DAY) {
      drop(day);
      await arrive(day + 2 * DAY);
      const found = await trail.find(everything, quietRun);

      expect(found.counts).toEqual({ change: 200 });
      expect(found.events.map(({ at }) => at)).not.toContain(day);
      expect(heldRows()).toEqual(before);
    }
    expect(await trail.suggest("bucket-2026-11-20-3", 3)).not.toContain("bucket-2026-11-20-2");
  });

  it("keeps what a segment has of days that are still there", async () => {
    for (let day = NOON; day < NOON + 12 * DAY; day += DAY) await arrive(day);
    const before = heldRows();

    drop(NOON);
    await trail.update(quietRun);
    const found = await trail.find(everything, quietRun);

    expect(found.counts).toEqual({ change: 1_100 });
    expect(heldRows()).toEqual(before);
  });
});
