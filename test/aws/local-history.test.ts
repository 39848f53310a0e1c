/** The real SDK against the local AWS, by the clock of this machine. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AwsClients, createClients } from "../../src/aws/clients.ts";
import { openLookupEvents } from "../../src/aws/lookup-events/lookup-events.ts";
import type { AwsSetup } from "../../src/aws/setup.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import { parseSubject } from "../../src/domain/subject.ts";
import { DAY, formatInstant, HOUR, MINUTE, SECOND } from "../../src/domain/time.ts";
import { type AwsServer, startAwsServer } from "../../src/sandbox/aws/server.ts";
import type { TrailQuery } from "../../src/sources/trail.ts";
import { trailRecord } from "../support/records.ts";

const IDS = ["111122223333", "222233334444", "333344445555"];
const REGIONS = ["eu-west-1", "eu-central-1", "us-east-1", "us-west-2"];
const NOW = Math.floor(Date.now() / SECOND) * SECOND;
/** Changes of the bucket by place: nothing, some, and more than two pages. */
const AMOUNTS = [0, 7, 120];

let dir = "";
let server: AwsServer;
let setup: AwsSetup;
let clients: AwsClients;

function write(account: string, region: string, records: JsonObject[]): void {
  const [day = ""] = formatInstant(NOW).split("T");
  const folder = join(dir, "AWSLogs", account, "CloudTrail", region, ...day.split("-"));
  mkdirSync(folder, { recursive: true });
  const stamp = formatInstant(NOW).replace(/[-:]/g, "").slice(0, "20261122T1205".length);
  const name = `${account}_CloudTrail_${region}_${stamp}Z_abcdefghijklmnop.json.gz`;
  writeFileSync(join(folder, name), gzipSync(JSON.stringify({ Records: records })));
}

function changesOf(account: string, region: string, amount: number): JsonObject[] {
  return Array.from({ length: amount }, (_, index) =>
    trailRecord({
      eventTime: formatInstant(NOW - HOUR - index * MINUTE),
      eventID: `${account}-${region}-${index}`,
      eventName: "PutBucketPolicy",
      awsRegion: region,
      recipientAccountId: account,
    }),
  );
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "trailwatch-history-"));
  for (const account of IDS) {
    for (const [row, region] of REGIONS.entries()) {
      write(account, region, changesOf(account, region, AMOUNTS[row % AMOUNTS.length] ?? 0));
    }
  }
  const [own = "", ...others] = IDS;
  const accounts = [
    { id: own },
    ...others.map((id) => ({
      id,
      role: { arn: `arn:aws:iam::${id}:role/audit`, externalId: `external-${id}` },
    })),
  ];
  server = await startAwsServer({ dir, accounts, now: () => NOW, lagMs: () => 0 });
  const { endpoint, credentials } = server;
  setup = { accounts, regions: REGIONS, lookupEvents: true, endpoint, credentials };
  clients = createClients(setup);
});

afterAll(async () => {
  clients.close();
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

function open() {
  return openLookupEvents({ setup, clients, clock: { now: () => NOW } });
}

const RUN = { signal: new AbortController().signal, progress: () => undefined, asker: "U0123ABCD" };
const QUERY: TrailQuery = {
  subject: parseSubject("bucket-x"),
  window: { from: NOW - 7 * DAY, to: NOW },
  classes: ["change", "data-change", "attempt"],
  limit: 1000,
};

describe("clients of AWS", () => {
  it("sign in another account by a role whose session names the asker", async () => {
    const client = await clients.sts("222233334444", "eu-west-1", "U0123 <jané>");
    const { Arn } = await client.send(new GetCallerIdentityCommand({}));

    expect(Arn).toBe("arn:aws:sts::222233334444:assumed-role/audit/trailwatch-U0123-jan");
  });

  it("are one for the same account, Region, service and asker", async () => {
    const [one, same, other] = await Promise.all([
      clients.cloudTrail("222233334444", "eu-west-1", "jane"),
      clients.cloudTrail("222233334444", "eu-west-1", "jane"),
      clients.cloudTrail("222233334444", "eu-west-1", "omar"),
    ]);
    const own = await clients.cloudTrail("111122223333", "eu-west-1", "jane");

    expect(one).toBe(same);
    expect(one).not.toBe(other);
    expect(await clients.cloudTrail(undefined, "eu-west-1", "omar")).toBe(own);
  });

  it("are none for an account that is not set up", () => {
    expect(() => clients.s3("999999999999", "eu-west-1")).toThrow(
      expect.objectContaining({ code: "aws.unknown-account" }),
    );
  });

  it("give up on an address where nobody answers, and the search says so", async () => {
    const silent = createClients({ ...setup, endpoint: "http://127.0.0.1:9" });
    const source = openLookupEvents({ setup, clients: silent, clock: { now: () => NOW } });

    await expect(source.find({ ...QUERY, regions: ["eu-west-1"] }, RUN)).rejects.toMatchObject({
      code: "aws.unreachable",
    });
    silent.close();
  });
});

describe("event history of three accounts in four Regions", () => {
  it("is read over seven days with the fewest requests, at the pace that AWS takes", async () => {
    const before = server.requests().length;
    const least = IDS.length * [1, 1, 3, 1].reduce((sum, pages) => sum + pages, 0);
    const startedAt = Date.now();

    const found = await open().find(QUERY, RUN);

    const tookMs = Date.now() - startedAt;
    const requests = server.requests().slice(before);
    expect(found.counts).toEqual({ change: IDS.length * (0 + 7 + 120 + 0) });
    expect(requests).toHaveLength(least);
    expect(found.searched[0]?.requests).toBe(least);
    expect(requests.filter(({ isRefused }) => isRefused)).toEqual([]);
    const busiest = requests.map(
      (one) =>
        requests.filter(
          ({ account, region, at }) =>
            account === one.account &&
            region === one.region &&
            at >= one.at &&
            at < one.at + SECOND,
        ).length,
    );
    expect(Math.max(...busiest)).toBeLessThanOrEqual(2);
    expect(tookMs).toBeLessThan(6 * SECOND);
  });

  it("is told without the account that refuses its role", async () => {
    server.faults.set("denied", true);
    const fresh = createClients(setup);

    const found = await openLookupEvents({
      setup,
      clients: fresh,
      clock: { now: () => NOW },
    }).find({ ...QUERY, regions: ["eu-central-1"] }, RUN);

    server.faults.set("denied", false);
    fresh.close();
    expect(found.counts).toEqual({ change: 14 });
    expect(found.searched[0]).toMatchObject({
      complete: false,
      gaps: [
        "account 333344445555: the role arn:aws:iam::333344445555:role/audit cannot be assumed",
      ],
    });
  });

  it("goes on with new sessions when those of the roles expire in the middle", async () => {
    server.faults.set("expired", true);

    const found = await open().find({ ...QUERY, regions: ["us-east-1", "eu-central-1"] }, RUN);

    server.faults.set("expired", false);
    expect(found.counts).toEqual({ change: IDS.length * (120 + 7) });
    expect(found.searched[0]).toMatchObject({ complete: true, gaps: [] });
    expect(found.searched[0]?.requests).toBeGreaterThan(IDS.length * (3 + 1));
  });

  it("gives up when AWS takes no requests for longer than there is patience, and says when to ask again", async () => {
    server.faults.set("throttling", true);
    const source = openLookupEvents({
      setup,
      clients,
      clock: { now: () => NOW },
      patienceMs: 1_500,
    });

    const finding = source.find({ ...QUERY, regions: ["eu-central-1"] }, RUN);

    await expect(finding).rejects.toMatchObject({
      code: "aws.throttled",
      message: expect.stringMatching(/ask again after \d\d:\d\d:\d\d UTC/),
    });
    server.faults.set("throttling", false);
  });
});
