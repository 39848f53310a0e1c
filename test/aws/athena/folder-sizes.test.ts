import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createCosts } from "../../../src/aws/athena/costs.ts";
import { createFolderSizes } from "../../../src/aws/athena/folder-sizes.ts";
import { openSizeMemory, type SizeMemory } from "../../../src/aws/athena/size-memory.ts";
import type { ObjectStore } from "../../../src/aws/logs/object-store.ts";
import type { Partitions } from "../../../src/trail/sql.ts";

const LOGS = { bucket: "logs", prefix: "audit", region: "eu-west-1", dir: "" };
const NOW = Date.UTC(2026, 10, 22, 16, 40);
const DAY = 86_400_000;
const SETUP = { region: "eu-west-1", database: "audit", table: "cloudtrail_logs" };

const signal = new AbortController().signal;
const dirs: string[] = [];
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "trailwatch-sizes-"));
  dirs.push(dir);
  return dir;
}

/** A bucket that lists its keys in order, and counts how often it is asked. */
function createBucket(objects: [key: string, sizeBytes: number][]) {
  const count = { listings: 0 };
  const sorted = objects.map(([key, sizeBytes]) => ({ key: `audit/AWSLogs/${key}`, sizeBytes }));
  sorted.sort((a, b) => (a.key < b.key ? -1 : 1));
  const store: Pick<ObjectStore, "list"> = {
    async *list(prefix, { startAfter = "" }) {
      count.listings++;
      for (const object of sorted) {
        if (!object.key.startsWith(prefix) || object.key <= startAfter) continue;
        yield object;
      }
    },
  };
  const nothing = () => Promise.reject(new TypeError("only listed"));
  return { count, store: { ...store, folders: nothing, open: nothing } };
}

const folders = (days: string[], more: Partial<Partitions> = {}): Partitions => ({
  accounts: ["111122223333"],
  regions: ["eu-west-1"],
  days,
  isNothing: false,
  ...more,
});

function createSizes(store: ObjectStore, memory: SizeMemory, now = () => NOW, mostPages?: number) {
  return createFolderSizes({
    logs: LOGS,
    open: async () => store,
    memory,
    clock: { now },
    ...(mostPages !== undefined && { mostPages }),
  });
}

const EU = "111122223333/CloudTrail/eu-west-1";

describe("the sizes of a trail's folders", () => {
  it("are those of the days that are asked for, and of no others", async () => {
    const { store } = createBucket([
      [`${EU}/2026/11/18/a.json.gz`, 1],
      [`${EU}/2026/11/19/a.json.gz`, 10],
      [`${EU}/2026/11/19/b.json.gz`, 20],
      [`${EU}/2026/11/20/a.json.gz`, 100],
      [`${EU}/2026/11/21/a.json.gz`, 1000],
      ["111122223333/CloudTrail/us-east-1/2026/11/19/a.json.gz", 10_000],
      ["111122223333/CloudTrail-Digest/eu-west-1/2026/11/19/a.json.gz", 10_000],
    ]);
    const sizes = createSizes(store, openSizeMemory(undefined));

    const sized = await sizes.bytesOf(folders(["2026/11/19", "2026/11/20"]), signal);

    expect(sized).toEqual({ scannedBytes: 130, isExact: true });
  });

  it("are listed once for days that are over, also by the next process", async () => {
    const dir = tempDir();
    const { store, count } = createBucket([[`${EU}/2026/11/19/a.json.gz`, 10]]);
    const asked = folders(["2026/11/18", "2026/11/19"]);

    for (let start = 0; start < 2; start++) {
      const memory = openSizeMemory(dir);
      const sizes = createSizes(store, memory);
      expect(await sizes.bytesOf(asked, signal)).toEqual({ scannedBytes: 10, isExact: true });
      expect(await sizes.bytesOf(asked, signal)).toEqual({ scannedBytes: 10, isExact: true });
      memory.close();
    }

    expect(count.listings).toBe(1);
  });

  it("are looked at again for the day that still grows, and nothing is listed for days to come", async () => {
    let now = NOW;
    const objects: [string, number][] = [[`${EU}/2026/11/22/a.json.gz`, 10]];
    const memory = openSizeMemory(undefined);
    const asked = folders(["2026/11/22", "2026/11/23"]);
    const before = createBucket(objects);

    const first = await createSizes(before.store, memory, () => now).bytesOf(asked, signal);
    now += 5 * 60_000;
    const after = createBucket([...objects, [`${EU}/2026/11/22/b.json.gz`, 5]]);
    const then = await createSizes(after.store, memory, () => now).bytesOf(asked, signal);

    expect(first).toEqual({ scannedBytes: 10, isExact: true });
    expect(then).toEqual({ scannedBytes: 15, isExact: true });
  });

  it("are guessed from the largest day where there is more than is listed, never from less", async () => {
    const days = Array.from({ length: 10 }, (_, at) => `2026/11/${10 + at}`);
    const objects = days.flatMap((day) =>
      Array.from({ length: 500 }, (_, at): [string, number] => [
        `${EU}/${day}/${1000 + at}.json.gz`,
        7,
      ]),
    );
    const { store } = createBucket(objects);
    const memory = openSizeMemory(undefined);

    const guessed = await createSizes(store, memory, () => NOW, 3).bytesOf(folders(days), signal);
    const known = await createSizes(store, memory, () => NOW, 30).bytesOf(folders(days), signal);

    expect(guessed).toEqual({ scannedBytes: 35_000, isExact: false });
    expect(known).toEqual({ scannedBytes: 35_000, isExact: true });
  });

  it("are unknown where nothing may be listed", async () => {
    const { store } = createBucket([[`${EU}/2026/11/19/a.json.gz`, 10]]);
    const sizes = createSizes(store, openSizeMemory(undefined), () => NOW, 0);

    expect(await sizes.bytesOf(folders(["2026/11/19", "2026/11/23"]), signal)).toBeUndefined();
  });

  it("are found out anew when the file that remembers them is damaged", async () => {
    const dir = tempDir();
    writeFileSync(join(dir, "athena.sqlite"), "this is no database".repeat(500));
    const { store } = createBucket([[`${EU}/2026/11/19/a.json.gz`, 10]]);

    const memory = openSizeMemory(dir);
    const sized = await createSizes(store, memory).bytesOf(folders(["2026/11/19"]), signal);
    memory.close();

    expect(sized?.scannedBytes).toBe(10);
  });
});

describe("what a query is expected to cost", () => {
  const clock = { now: () => NOW };

  it("is unknown before the first query where the bucket is not known", async () => {
    const costs = createCosts({
      setup: SETUP,
      sizes: undefined,
      memory: openSizeMemory(undefined),
      clock,
    });

    expect(await costs.expect(folders(["2026/11/19"]))).toBeUndefined();
  });

  it("is guessed from the dearest of the queries before, by the folders that have begun", async () => {
    const memory = openSizeMemory(undefined);
    const costs = createCosts({ setup: SETUP, sizes: undefined, memory, clock });
    costs.learn(folders(["2026/11/18", "2026/11/19"]), 2_000_000_000);
    costs.learn(folders(["2026/11/18", "2026/11/19", "2026/11/23"]), 4_000_000_000);
    costs.learn(folders(["2026/11/18"]), 10);

    const cost = await costs.expect(folders(["2026/11/21", "2026/11/22", "2026/11/23"]));

    expect(cost?.scannedBytes).toBe(2 * 2_000_000_000 * 1.5);
    expect(cost?.costUsd).toBeCloseTo(0.03, 10);
  });

  it("falls back to the queries before when the bucket cannot be listed", async () => {
    const memory = openSizeMemory(undefined);
    let tries = 0;
    const sizes = {
      bytesOf() {
        tries++;
        return Promise.reject(new Error("AccessDenied"));
      },
    };
    const costs = createCosts({ setup: SETUP, sizes, memory, clock });
    costs.learn(folders(["2026/11/18"]), 100_000_000);

    const cost = await costs.expect(folders(["2026/11/19"]));
    await costs.expect(folders(["2026/11/19"]));

    expect(cost?.scannedBytes).toBe(150_000_000);
    expect(tries).toBe(1);
  });

  it("forgets what was long ago", () => {
    const memory = openSizeMemory(undefined);
    memory.keepRead("t", 1e12, 1);
    for (let query = 0; query < 50; query++) memory.keepRead("t", 5, 1);

    expect(memory.rate("t")).toBe(5);
    expect(memory.rate("other")).toBeUndefined();
  });

  it("keeps apart what lies in different places", () => {
    const memory = openSizeMemory(undefined);
    const place = { bucket: "b", account: "1", region: "r" };
    memory.keepDays(place, new Map([[NOW - DAY, 7]]));

    expect(memory.days(place)).toEqual(new Map([[NOW - DAY, 7]]));
    expect(memory.days({ ...place, region: "s" })).toEqual(new Map());
  });
});
