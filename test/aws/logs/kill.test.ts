import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SyncReport } from "../../../src/aws/logs/sync-report.ts";
import { DAY, HOUR } from "../../../src/domain/time.ts";
import { type AwsServer, startAwsServer } from "../../../src/sandbox/aws/server.ts";
import { BUCKETS } from "../../../src/sandbox/scenario/company.ts";
import { openFileTrail } from "../../../src/trail/files/file-trail.ts";
import { allClasses, answered, quietRun } from "../../trail/files/made-trail.ts";
import {
  copiesOf,
  emptyFolder,
  filesIn,
  keyAt,
  logFile,
  NOW,
  type Objects,
  PROD,
  removeFolder,
  STAGING,
} from "./made-bucket.ts";

const clock = { now: () => NOW };
const everything = {
  window: { from: NOW - 30 * DAY, to: NOW },
  classes: allClasses,
  limit: 10_000,
};

/** 120 files: two accounts, five days, every two hours. */
function madeBucket(): Objects {
  const objects: Objects = new Map();
  for (let at = NOW - HOUR; at > NOW - 5 * DAY; at -= 2 * HOUR) {
    for (const account of [PROD, STAGING]) objects.set(keyAt(at, account), logFile(at, 20));
  }
  return objects;
}

describe("a sync that is killed", () => {
  const folders: string[] = [];
  const folder = () => {
    const dir = emptyFolder();
    folders.push(dir);
    return dir;
  };
  let objects: Objects;
  let server: AwsServer;

  beforeAll(async () => {
    objects = madeBucket();
    const bucket = folder();
    for (const [key, body] of objects) {
      mkdirSync(dirname(join(bucket, key)), { recursive: true });
      writeFileSync(join(bucket, key), body);
    }
    server = await startAwsServer({ dir: bucket, now: clock.now, accounts: [{ id: PROD }] });
  });

  afterAll(async () => {
    await server.close();
    for (const dir of folders) removeFolder(dir);
  });

  function startSync(dir: string, cacheDir: string): ChildProcess {
    const script = join(import.meta.dirname, "sync-child.ts");
    const { endpoint, credentials } = server;
    const words = [endpoint, credentials.accessKeyId, BUCKETS.logs, dir, cacheDir, String(NOW)];
    return spawn(process.execPath, ["--no-warnings", "--import", "tsx", script, ...words], {
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  /** Kills the process as soon as it has told so many steps of a kind; never where `steps` is Infinity. */
  async function runUntil(child: ChildProcess, kind: string, steps: number): Promise<string> {
    let output = "";
    child.stdout?.on("data", (text: Buffer) => {
      output += text.toString();
      if (output.split(kind).length - 1 >= steps) child.kill("SIGKILL");
    });
    await once(child, "exit");
    return output;
  }

  async function indexOf(dir: string, cacheDir: string): Promise<object> {
    const trail = await openFileTrail({ dir, cacheDir, clock });
    const found = await trail.find(everything, quietRun);
    const { index, files } = await trail.stat();
    await trail.close();
    const { searched } = found;
    const { records, waiting, files: indexed } = index ?? {};
    return {
      ...answered(found),
      searched: searched[0]?.complete,
      files,
      records,
      waiting,
      indexed,
    };
  }

  it("ends, started again, with the folder and the index of an undisturbed one", async () => {
    const [calm, calmCache, torn, tornCache] = [folder(), folder(), folder(), folder()];
    const undisturbed = await runUntil(startSync(calm, calmCache), "begun", Infinity);
    const held: number[] = [];

    for (const [kind, steps] of [
      ["begun", 1],
      ["copied", 40],
      ["indexed", 2],
    ] as const) {
      await runUntil(startSync(torn, tornCache), kind, steps);
      held.push(filesIn(torn).size);
      const own = [...filesIn(torn).keys()];
      expect(filesIn(torn)).toEqual(copiesOf(objects, (key) => own.includes(key)));
    }
    const last = await runUntil(startSync(torn, tornCache), "begun", Infinity);

    const reports: SyncReport[] = [undisturbed, last].map((text) =>
      JSON.parse(text.trim().split("\n").at(-1) ?? ""),
    );
    expect(reports.map(({ gaps }) => gaps)).toEqual([[], []]);
    expect(reports[0]?.copied).toBe(objects.size);
    expect(held[1]).toBeGreaterThan(0);
    expect(held[1]).toBeLessThan(objects.size);
    expect(held[2]).toBe(objects.size);
    expect(filesIn(torn)).toEqual(filesIn(calm));
    expect(filesIn(torn)).toEqual(copiesOf(objects));
    expect(await indexOf(torn, tornCache)).toEqual(await indexOf(calm, calmCache));
  }, 120_000);
});
