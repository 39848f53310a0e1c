import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { formatInstant } from "../../../src/domain/time.ts";
import { type FileTrail, openFileTrail } from "../../../src/trail/files/file-trail.ts";
import { trailRecord } from "../../support/records.ts";
import {
  compactFile,
  makeFolder,
  NOON,
  notRead,
  quietRun,
  removeFolder,
  wholeSpan,
  writeLog,
} from "./made-trail.ts";

const clock = { now: () => Date.now() };
const everything = { window: wholeSpan, classes: notRead, limit: 10_000 };
const FILES = 120;
const RECORDS = 30;

function recordOf(number: number): JsonObject {
  return trailRecord({
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    eventTime: formatInstant(NOON + number * 1000),
    requestParameters: { bucketName: `bucket-${number % 97}` },
  });
}

function startUpdate(dir: string, cacheDir: string): ChildProcess {
  const script = join(import.meta.dirname, "update-child.ts");
  return spawn(process.execPath, ["--import", "tsx", script, dir, cacheDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Kills the process as soon as it has read so many files. */
async function killAfter(child: ChildProcess, files: number): Promise<void> {
  child.stdout?.on("data", (text: Buffer) => {
    const done = Number(text.toString().trim().split("\n").at(-1));
    if (done >= files) child.kill("SIGKILL");
  });
  await once(child, "exit");
}

describe("an update that is killed", () => {
  let dir = "";
  let cacheDir = "";
  let trail: FileTrail;

  beforeAll(async () => {
    dir = makeFolder();
    cacheDir = makeFolder();
    for (let file = 0; file < FILES; file += 1) {
      const records = Array.from({ length: RECORDS }, (_, index) =>
        recordOf(file * RECORDS + index),
      );
      writeLog(dir, `${file}.json`, compactFile(records));
    }
    trail = await openFileTrail({ dir, cacheDir, clock });
  });

  afterAll(async () => {
    await trail.close();
    removeFolder(dir);
    removeFolder(cacheDir);
  });

  it("loses nothing: every answer in between is whole, and the next update finishes it", async () => {
    const indexed: number[] = [];
    for (const files of [20, 50, 80]) {
      await killAfter(startUpdate(dir, cacheDir), files);

      const found = await trail.find(everything, quietRun);
      const stat = await trail.stat();

      expect(found.counts).toEqual({ change: FILES * RECORDS });
      expect(found.searched[0]?.complete).toBe(true);
      indexed.push(stat.index?.files ?? 0);
    }
    const report = await trail.update(quietRun);

    expect(report.outcome).toBe("updated");
    expect(indexed[0]).toBeGreaterThan(0);
    expect(report.added).toBe(FILES - (indexed[2] ?? 0));
    expect(report.added).toBeLessThan(FILES);
    expect((await trail.find(everything, quietRun)).counts).toEqual({ change: FILES * RECORDS });
  }, 20_000);

  it("answers rightly in two processes while a third brings the index up to date", async () => {
    const fresh = makeFolder();
    const readers = await Promise.all(
      [1, 2].map(() => openFileTrail({ dir, cacheDir: fresh, clock })),
    );
    const child = startUpdate(dir, fresh);
    let isOver = false;
    const over = once(child, "exit").then(() => {
      isOver = true;
    });
    const counts = new Set<string>();
    const sources = new Set<string>();

    while (!isOver) {
      const found = await Promise.all(readers.map((reader) => reader.find(everything, quietRun)));
      // A search that reads no file waits for nothing, and the end of the process would never be heard of.
      await turn();
      for (const each of found) {
        counts.add(JSON.stringify(each.counts));
        sources.add(each.searched[0]?.source ?? "none");
      }
    }
    await over;
    for (const reader of readers) await reader.close();
    removeFolder(fresh);

    expect([...counts]).toEqual([JSON.stringify({ change: FILES * RECORDS })]);
    expect(sources).toContain("index of log files and log files");
  }, 20_000);

  it("leaves the work to a process that is at it", async () => {
    const fresh = makeFolder();
    const mine = await openFileTrail({ dir, cacheDir: fresh, clock, batchFiles: 1 });
    const other = await openFileTrail({ dir, cacheDir: fresh, clock });

    const [first, second] = await Promise.all([mine.update(quietRun), other.update(quietRun)]);
    await mine.close();
    await other.close();
    removeFolder(fresh);

    expect([first.outcome, second.outcome].sort()).toEqual(["busy", "updated"]);
  }, 20_000);
});
