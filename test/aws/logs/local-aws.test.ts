import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AwsClients, createClients } from "../../../src/aws/clients.ts";
import { openBucket } from "../../../src/aws/logs/bucket.ts";
import { openFolderStore } from "../../../src/aws/logs/folder-store.ts";
import { type FollowSync, startSync, syncLogs } from "../../../src/aws/logs/follow.ts";
import type { SyncReport } from "../../../src/aws/logs/sync-report.ts";
import type { SyncSetup } from "../../../src/aws/logs/sync-work.ts";
import { createPublicKeys } from "../../../src/aws/logs/verify/public-keys.ts";
import { verifyTrail } from "../../../src/aws/logs/verify/verify.ts";
import { formatInstant, HOUR, MINUTE } from "../../../src/domain/time.ts";
import { type AwsServer, startAwsServer } from "../../../src/sandbox/aws/server.ts";
import { sandboxSetup } from "../../../src/sandbox/aws/setup.ts";
import { writeScenario } from "../../../src/sandbox/scenario/write.ts";
import { trailRecord } from "../../support/records.ts";
import { quietRun } from "../../trail/files/made-trail.ts";
import { emptyFolder, filesIn, NOW, PROD, removeFolder } from "./made-bucket.ts";

let bucket = "";
let dir = "";
let server: AwsServer;
let clients: AwsClients;
let setup: SyncSetup;
let now = NOW;
const clock = { now: () => now };

beforeAll(async () => {
  bucket = emptyFolder();
  await writeScenario({ dir: bucket, now: NOW, days: 2 });
  const own = sandboxSetup(bucket);
  server = await startAwsServer({ dir: bucket, now: clock.now, accounts: own.accounts });
  clients = createClients({ ...own, endpoint: server.endpoint, credentials: server.credentials });
  setup = { accounts: own.accounts, regions: own.regions, logs: own.logs };
}, 60_000);

afterAll(async () => {
  clients.close();
  await server.close();
  removeFolder(bucket);
});

beforeEach(() => {
  dir = emptyFolder();
  now = NOW;
  setup = { ...setup, logs: { ...setup.logs, dir, days: 3 } };
});

afterEach(() => removeFolder(dir));

async function verify(more: Partial<Parameters<typeof verifyTrail>[0]> = {}) {
  const { logs } = setup;
  const store = openBucket(await clients.s3(undefined, logs.region), logs.bucket);
  return verifyTrail({
    setup,
    digests: store,
    logs: store,
    isOffline: false,
    publicKeys: createPublicKeys(clients, undefined),
    window: { from: NOW - 12 * HOUR, to: NOW },
    run: quietRun,
    ...more,
  });
}

describe("the local AWS's bucket", () => {
  it("is copied whole through the SDK, and proved by its digests, here and there", async () => {
    const report = await syncLogs({ setup, clients, clock, run: quietRun });
    const there = await verify();
    const here = await verify({ logs: openFolderStore(dir, setup.logs) });

    const inBucket = [...filesIn(bucket)].filter(([path]) => path.includes("/CloudTrail/"));
    expect(filesIn(dir)).toEqual(new Map(inBucket));
    expect(report).toMatchObject({ copied: inBucket.length, refused: 0, gaps: [] });
    expect(there.digests).toBeGreaterThan(20);
    expect(there.digestsRight).toBe(there.digests);
    expect(there.logs).toBeGreaterThan(50);
    expect(there).toMatchObject({ logsRight: there.logs, findings: [], gaps: [] });
    expect(here).toEqual(there);
  }, 60_000);

  it("proves that a copy was changed", async () => {
    await syncLogs({ setup, clients, clock, run: quietRun });
    const [path = ""] = [...filesIn(dir).keys()].filter((each) => each.includes("20261122T0"));
    const text = gunzipSync(readFileSync(join(dir, path))).toString();
    writeFileSync(join(dir, path), gzipSync(text.replace(/"userName":"[^"]*/, '"userName":"x')));

    const { findings } = await verify({ logs: openFolderStore(dir, setup.logs) });

    expect(findings.map(({ kind, key }) => [kind, key])).toEqual([["log-changed", path]]);
  }, 60_000);
});

describe("a sync that goes on", () => {
  let sync: FollowSync | undefined;

  afterEach(async () => {
    await sync?.close();
  });

  /** Starts, and gives what each look with new files tells. */
  async function follow(more: object = {}) {
    const reports: SyncReport[] = [];
    const troubles: string[] = [];
    sync = await startSync({
      setup,
      clients,
      clock,
      everyMs: 20,
      onCopied: async (report) => void reports.push(report),
      onTrouble: (text) => void troubles.push(text),
      ...more,
    });
    return { reports, troubles };
  }

  async function until(isTrue: () => boolean): Promise<void> {
    for (let waited = 0; !isTrue(); waited += 20) {
      if (waited > 20_000) throw new Error("it did not happen in time");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  function somethingHappens(minute: number): void {
    const record = trailRecord({
      eventID: `00000000-0000-4000-8000-0000000000${10 + minute}`,
      eventTime: formatInstant(now),
      recipientAccountId: PROD,
      awsRegion: "eu-west-1",
    });
    server.arrive([record], now);
  }

  it("copies what is delivered meanwhile", async () => {
    const { reports } = await follow();
    await until(() => reports.length === 1);

    somethingHappens(1);
    now += 15 * MINUTE;
    await until(() => reports.length === 2);

    expect(reports[1]).toMatchObject({ copied: 1, gaps: [] });
  }, 60_000);

  it("hears of new files from the queue, and leaves nothing in it", async () => {
    setup = { ...setup, logs: { ...setup.logs, queueUrl: server.queueUrl } };
    const { reports, troubles } = await follow();
    await until(() => reports.length === 1);

    somethingHappens(2);
    now += 15 * MINUTE;
    await until(() => reports.length === 2);
    await sync?.close();

    expect(reports[1]).toMatchObject({ copied: 1 });
    expect(troubles).toEqual([]);
    const { GetQueueAttributesCommand } = await import("@aws-sdk/client-sqs");
    const sqs = await clients.sqs(undefined, "eu-west-1");
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: server.queueUrl, AttributeNames: ["All"] }),
    );
    expect(Attributes?.ApproximateNumberOfMessages).toBe("0");
  }, 60_000);

  it("refuses a folder that another sync keeps, until that one is closed", async () => {
    await follow();

    await expect(follow()).rejects.toMatchObject({ code: "logs.in-use" });
    await sync?.close();
    await follow();

    expect(existsSync(dir)).toBe(true);
  }, 60_000);

  it("says once what is wrong, and goes on trying", async () => {
    const { troubles } = await follow({
      setup: { ...setup, logs: { ...setup.logs, bucket: "no-such-bucket" } },
    });

    await until(() => troubles.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(troubles).toEqual([expect.stringContaining("no-such-bucket")]);
  }, 60_000);
});
