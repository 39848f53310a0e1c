import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSync } from "../../../src/aws/logs/sync.ts";
import { lockCopies } from "../../../src/aws/logs/sync-lock.ts";
import { SYNC_FOLDER } from "../../../src/aws/logs/sync-state.ts";
import { DAY, HOUR } from "../../../src/domain/time.ts";
import { quietRun } from "../../trail/files/made-trail.ts";
import {
  accessDenied,
  copiesOf,
  emptyFolder,
  filesIn,
  keyAt,
  logFile,
  madeObjects,
  memoryStore,
  NOW,
  type Objects,
  optionsFor,
  PROD,
  removeFolder,
  STAGING,
  setupFor,
} from "./made-bucket.ts";

let dir = "";

beforeEach(() => {
  dir = emptyFolder();
});

afterEach(() => {
  chmodSync(dir, 0o700);
  removeFolder(dir);
});

async function syncOnce(objects: Objects, more: Parameters<typeof setupFor>[1] = {}) {
  const setup = setupFor(dir, more);
  const store = memoryStore(objects);
  const session = await openSync(setup, quietRun.signal);
  return { store, setup, session, report: await session.pass(optionsFor(setup, store)) };
}

describe("a sync of a trail's bucket", () => {
  it("copies the log files of the configured days in the same layout", async () => {
    const objects = madeObjects(8);

    const { report } = await syncOnce(objects);

    const wanted = copiesOf(objects, (key) => key.slice(42) >= "2026/11/17");
    expect(wanted.size).toBeLessThan(objects.size);
    expect(filesIn(dir)).toEqual(wanted);
    expect(report).toMatchObject({ copied: wanted.size, held: 0, refused: 0, gaps: [] });
    expect(statSync(join(dir, keyAt(NOW - HOUR))).mode & 0o777).toBe(0o600);
  });

  it("leaves away what stands before AWSLogs, and keeps the folder of the organization", async () => {
    const at = NOW - HOUR;
    const inside = keyAt(at).replace("AWSLogs/", "AWSLogs/o-a1b2c3d4e5/");
    const objects: Objects = new Map([[`trails/eu/${inside}`, logFile(at)]]);

    await syncOnce(objects, { prefix: "trails/eu", organization: "o-a1b2c3d4e5" });

    expect([...filesIn(dir).keys()]).toEqual([inside]);
  });

  it("copies nothing twice, and lists only today and yesterday again", async () => {
    const objects = madeObjects(5);
    const { session, setup } = await syncOnce(objects);
    const store = memoryStore(objects);

    const report = await session.pass(optionsFor(setup, store));

    expect(store.opened).toEqual([]);
    expect(store.listed.map((prefix) => prefix.slice(-11, -1))).toEqual([
      "2026/11/22",
      "2026/11/21",
    ]);
    expect(report).toMatchObject({ copied: 0, gaps: [] });
  });

  it("takes what was delivered late for yesterday", async () => {
    const objects = madeObjects(3);
    const { session, setup } = await syncOnce(objects);
    const late = keyAt(NOW - DAY, PROD, "eu-west-1", "LateLateLateLate");
    objects.set(late, logFile(NOW - DAY));

    const report = await session.pass(optionsFor(setup, memoryStore(objects)));

    expect(report.copied).toBe(1);
    expect(filesIn(dir).has(late)).toBe(true);
  });

  it("copies again what somebody removed or cut short", async () => {
    const objects = madeObjects(5);
    await syncOnce(objects);
    const [oldest = "", newest = ""] = [keyAt(NOW - 4 * DAY - HOUR), keyAt(NOW - HOUR)];
    removeFolder(join(dir, oldest));
    writeFileSync(join(dir, newest), "cut");

    const { report } = await syncOnce(objects);

    expect(report.copied).toBe(2);
    expect(filesIn(dir)).toEqual(copiesOf(objects));
  });

  it("looks at the accounts and Regions that are set, and at us-east-1", async () => {
    const objects = madeObjects(1, [PROD, STAGING]);
    objects.set(keyAt(NOW - HOUR, PROD, "us-east-1"), logFile(NOW));
    const setup = { ...setupFor(dir), accounts: [{ id: PROD }], regions: ["eu-west-1"] };
    const session = await openSync(setup, quietRun.signal);

    await session.pass(optionsFor(setup, memoryStore(objects)));

    const places = [...filesIn(dir).keys()].map((path) => path.split("/").slice(1, 4).join("/"));
    expect(new Set(places)).toEqual(
      new Set([`${PROD}/CloudTrail/eu-west-1`, `${PROD}/CloudTrail/us-east-1`]),
    );
  });

  it("in between two whole looks lists only what was delivered of late", async () => {
    const objects = madeObjects(1);
    const { session, setup } = await syncOnce(objects);
    const store = memoryStore(objects);
    objects.set(keyAt(NOW - 60_000), logFile(NOW));

    const report = await session.pass(optionsFor(setup, store, { isQuick: true }));

    expect(store.listed).toHaveLength(1);
    expect(report).toMatchObject({ copied: 1, held: 1 });
  });
});

describe("a sync in trouble", () => {
  it("names an account that refuses, and copies the others", async () => {
    const objects = madeObjects(2, [PROD, STAGING]);
    const setup = setupFor(dir);
    const store = memoryStore(objects);
    store.refuse = (text) => (text.includes(STAGING) ? accessDenied() : undefined);
    const session = await openSync(setup, quietRun.signal);

    const report = await session.pass(optionsFor(setup, store));

    expect(report.copied).toBe(objects.size / 2);
    expect(report.gaps).toHaveLength(1);
    expect(report.gaps[0]).toContain(STAGING);
  });

  it("asks a refusing place once, not for each file and day", async () => {
    const objects = madeObjects(5);
    const setup = setupFor(dir);
    const store = memoryStore(objects);
    store.refuse = (text) => (text.endsWith(".json.gz") ? accessDenied() : undefined);
    const session = await openSync(setup, quietRun.signal);

    const outcome = session.pass(optionsFor(setup, store));

    await expect(outcome).rejects.toMatchObject({ name: "Problem" });
    expect(store.listed).toHaveLength(1);
    expect(store.opened.length).toBeLessThanOrEqual(8);
  });

  it("tries again where the connection broke, and keeps no half file", async () => {
    const objects = madeObjects(1);
    const [key = ""] = [...objects.keys()];
    const whole = objects.get(key) ?? Buffer.alloc(0);
    const setup = setupFor(dir);
    const store = memoryStore(objects);
    store.instead.set(key, [{ body: () => Readable.from([whole.subarray(0, 40)]) }]);
    const session = await openSync(setup, quietRun.signal);

    const report = await session.pass(optionsFor(setup, store));

    expect(report.gaps).toEqual([]);
    expect(store.opened.filter((each) => each === key)).toHaveLength(2);
    expect(filesIn(dir)).toEqual(copiesOf(objects));
  });

  it("leaves out an object that is damaged in the bucket, and lists its day again next time", async () => {
    const at = NOW - 3 * DAY;
    const objects: Objects = new Map([[keyAt(at), logFile(at).subarray(0, 60)]]);
    const { report, session, setup } = await syncOnce(objects);
    objects.set(keyAt(at), logFile(at));

    const second = await session.pass(optionsFor(setup, memoryStore(objects)));

    expect(report.gaps).toEqual([expect.stringContaining("no whole gzip file")]);
    expect(second).toMatchObject({ copied: 1, gaps: [] });
  });

  it("lets no object unpack to more than a log file can hold", async () => {
    const part = gzipSync(Buffer.alloc(2 ** 24));
    const bomb = Buffer.concat(Array.from({ length: 33 }, () => part));
    const objects: Objects = new Map([[keyAt(NOW - HOUR), bomb]]);

    const { report } = await syncOnce(objects);

    expect(report.gaps).toEqual([expect.stringContaining("unpacks to more")]);
    expect(filesIn(dir).size).toBe(0);
  }, 20_000);

  it("refuses and counts keys that CloudTrail does not write", async () => {
    const good = keyAt(NOW - HOUR);
    const folder = good.slice(0, good.lastIndexOf("/"));
    const odd = [
      `${folder}/../../evil.json.gz`,
      `${folder}/.hidden.json.gz`,
      `${folder}/a\u001b[2Jb`,
    ];
    const objects: Objects = new Map([good, ...odd].map((key) => [key, logFile(NOW)]));

    const { report } = await syncOnce(objects);

    expect([...filesIn(dir).keys()]).toEqual([good]);
    expect(report.refused).toBe(3);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may reach a terminal
    expect(report.gaps.join("")).not.toMatch(/[\u0000-\u001f]/);
  });

  it("refuses a second sync of the same folder, until the first has ended", () => {
    const release = lockCopies(dir);

    expect(() => lockCopies(dir)).toThrow(/Another sync copies into/);
    release();
    expect(() => lockCopies(dir)()).not.toThrow();
  });

  it("refuses a folder with copies of another bucket", async () => {
    await syncOnce(madeObjects(1));

    const outcome = syncOnce(madeObjects(1), { bucket: "other-trail" });

    await expect(outcome).rejects.toMatchObject({ code: "logs.other-bucket" });
  });

  it("begins anew with a damaged state, and copies nothing again", async () => {
    const objects = madeObjects(3);
    await syncOnce(objects);
    writeFileSync(join(dir, SYNC_FOLDER, "state.json"), "{");

    const { report } = await syncOnce(objects);

    expect(report).toMatchObject({ copied: 0, held: objects.size, gaps: [] });
  });

  it("says that the folder cannot be written", async () => {
    const file = join(dir, "a-file");
    writeFileSync(file, "");

    const outcome = openSync(setupFor(file), quietRun.signal);

    await expect(outcome).rejects.toMatchObject({ code: "logs.no-write" });
  });

  it("says that the disk is full, and keeps what is whole", async () => {
    const objects = madeObjects(2);
    const keys = [...objects.keys()];
    const setup = setupFor(dir);
    const store = memoryStore(objects);
    const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    const torn = () => Readable.from([Buffer.from("half")]).map(() => Promise.reject(full));
    store.instead.set(keys.at(-1) ?? "", [{ body: torn }]);
    const session = await openSync(setup, quietRun.signal);

    const outcome = session.pass(optionsFor(setup, store));

    await expect(outcome).rejects.toMatchObject({ code: "logs.no-room" });
    expect(filesIn(dir)).toEqual(copiesOf(objects, (key) => key !== keys.at(-1)));
    expect((await session.pass(optionsFor(setup, store))).gaps).toEqual([]);
    expect(filesIn(dir)).toEqual(copiesOf(objects));
  });

  it("says that the bucket holds no log files", async () => {
    const { report } = await syncOnce(new Map());

    expect(report.gaps).toEqual([expect.stringContaining("s3://acme-trail/AWSLogs/")]);
  });

  it("ends at once when it is cancelled, and leaves whole files alone", async () => {
    const objects = madeObjects(5);
    const abort = new AbortController();
    const setup = setupFor(dir);
    const session = await openSync(setup, abort.signal);
    const run = {
      signal: abort.signal,
      progress: ({ done }: { done: number }) => done === 2 && abort.abort(),
    };

    const outcome = session.pass(
      optionsFor(setup, memoryStore(objects), {
        run: { ...run, progress: (p) => void run.progress(p) },
      }),
    );

    await expect(outcome).rejects.toMatchObject({ name: "AbortError" });
    expect(filesIn(dir)).toEqual(copiesOf(objects, (key) => filesIn(dir).has(key)));
    expect(filesIn(dir).size).toBeLessThan(objects.size);
  });
});

describe("the limit on copies", () => {
  const sizeOf = (objects: Objects) =>
    [...objects.values()].reduce((sum, body) => sum + body.length, 0);

  it("keeps the newest whole days, and does not fetch what it would drop", async () => {
    const objects = madeObjects(5);
    const maxBytes = Math.floor(sizeOf(objects) / 2);

    const { report, store } = await syncOnce(objects, { maxBytes });

    expect(report.bytes).toBeLessThanOrEqual(maxBytes);
    expect(report.keptFrom).toBeGreaterThan(NOW - 4 * DAY);
    expect(store.opened).toHaveLength(filesIn(dir).size);
  });

  it("drops the oldest days as new ones come, and says so", async () => {
    const objects = madeObjects(3);
    const maxBytes = sizeOf(objects) + 100;
    const { session, setup } = await syncOnce(objects, { maxBytes });
    objects.set(keyAt(NOW - 60_000), logFile(NOW));

    const report = await session.pass(optionsFor(setup, memoryStore(objects)));

    expect(report).toMatchObject({ copied: 1, droppedDays: 1 });
    expect(report.droppedBytes).toBeGreaterThan(0);
    expect(report.bytes).toBeLessThanOrEqual(maxBytes);
    const oldest = [...filesIn(dir).keys()][0];
    expect(oldest?.includes("2026/11/20")).toBe(true);
  });

  it("never drops today, though today alone is over the limit", async () => {
    const objects = madeObjects(3);

    const { report } = await syncOnce(objects, { maxBytes: 1 });

    const today = [...objects.keys()].filter((key) => key.includes("2026/11/22"));
    expect([...filesIn(dir).keys()]).toEqual(today.sort());
    expect(report.keptFrom).toBe(Date.UTC(2026, 10, 22));
  });

  it("does not bring back what it dropped, unless older days are asked for", async () => {
    const objects = madeObjects(4);
    const { setup } = await syncOnce(objects, { maxBytes: 1 });
    const roomy = setupFor(dir);
    const store = memoryStore(objects);

    const kept = await (await openSync(setup, quietRun.signal)).pass(optionsFor(roomy, store));
    const asked = await (await openSync(setup, quietRun.signal)).pass(
      optionsFor(roomy, store, { since: NOW - 10 * DAY }),
    );

    expect(kept.copied).toBe(0);
    expect(asked.copied).toBeGreaterThan(0);
    expect(filesIn(dir)).toEqual(copiesOf(objects));
  });

  it("ends a removal that was cut short, and copies nothing of it again", async () => {
    const objects = madeObjects(4);
    const { setup, session } = await syncOnce(objects);
    const path = join(dir, SYNC_FOLDER, "state.json");
    const state: object = JSON.parse(readFileSync(path, "utf8"));
    const keptFrom = Date.UTC(2026, 10, 21);
    writeFileSync(path, JSON.stringify({ ...state, keptFrom }));

    const report = await session.pass(optionsFor(setup, memoryStore(objects)));

    expect(report).toMatchObject({ copied: 0, keptFrom });
    expect(filesIn(dir)).toEqual(copiesOf(objects, (key) => key.slice(42) >= "2026/11/21"));
  });

  it("removes only copies, never what else lies in the folder", async () => {
    const own = join(dir, "AWSLogs", PROD, "CloudTrail", "eu-west-1", "2026", "11", "20");
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, "notes.txt"), "mine");

    await syncOnce(madeObjects(4), { maxBytes: 1 });

    expect(readFileSync(join(own, "notes.txt"), "utf8")).toBe("mine");
  });
});
