import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AwsClients, createClients } from "../../../src/aws/clients.ts";
import { openCloudWatch } from "../../../src/aws/cloudwatch/cloudwatch.ts";
import { HOUR } from "../../../src/domain/time.ts";
import { type LocalAws, openLocalAws } from "../../../src/sandbox/aws/local.ts";
import { type CloudWatch, dimensionsOf } from "../../../src/sources/cloudwatch.ts";
import { quietRun } from "../../support/ask.ts";

const [PROD, STAGING, SECURITY] = ["111122223333", "222233334444", "333344445555"] as const;
const now = () => Date.now();

let dir = "";
let aws: LocalAws;
let clients: AwsClients;
let cloudWatch: CloudWatch;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "trailwatch-cloudwatch-"));
  aws = await openLocalAws({ dir, now });
});
afterAll(async () => {
  clients.close();
  await aws.server.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Nothing of the roles that were assumed before is kept. */
function openAnew(): CloudWatch {
  clients?.close();
  clients = createClients(aws.setup);
  cloudWatch = openCloudWatch({ setup: aws.setup, clients, clock: { now } });
  return cloudWatch;
}

describe("CloudWatch of several accounts", { timeout: 20_000 }, () => {
  it("is read with each account's own role, in every Region", async () => {
    const found = await openAnew().alarms.find({}, quietRun);

    const places = await cloudWatch.metrics.places({});
    expect(found.searched.map(({ accounts, regions }) => [accounts[0], regions[0]])).toEqual(
      places.map(({ account, region }) => [account, region]),
    );
    expect(found).toMatchObject({ isCut: false });
    expect(new Set(found.alarms.map(({ place }) => place.account))).toEqual(
      new Set([PROD, STAGING, SECURITY]),
    );
    expect(found.alarms.filter(({ name }) => name === "checkout-api-errors")).toHaveLength(2);
  });

  it("holds every kind of alarm", async () => {
    const { alarms } = await openAnew().alarms.find({}, quietRun);

    expect(new Set(alarms.map(({ watch }) => watch.kind))).toEqual(
      new Set(["metric", "math", "insights", "anomaly", "promql", "log", "composite"]),
    );
    expect(alarms.every(({ stateSince }) => stateSince !== undefined)).toBe(true);
  });

  it("gives what the others have where an account refuses its role", async () => {
    aws.server.faults.set("denied", true);

    const found = await openAnew()
      .alarms.find({}, quietRun)
      .finally(() => aws.server.faults.set("denied", false));

    const gaps = found.searched.flatMap((search) => search.gaps);
    expect(new Set(found.alarms.map(({ place }) => place.account))).toEqual(
      new Set([PROD, STAGING]),
    );
    expect(gaps.length).toBeGreaterThan(0);
    expect(gaps).toEqual(
      gaps.map(() =>
        expect.stringMatching(`^account ${SECURITY}, .*: the role .* cannot be assumed`),
      ),
    );
  });

  it("gives metrics of each account, and nothing of another's", async () => {
    const ofFunction = (name: string) => ({
      id: "m1",
      kind: "metric" as const,
      metric: {
        namespace: "AWS/Lambda",
        name: "Duration",
        dimensions: dimensionsOf({ FunctionName: name }),
      },
      stat: "Average",
      period: 300,
    });
    const window = { from: now() - 3 * HOUR, to: now() };
    const ask = (account: string, name: string) => ({
      place: { account, region: "eu-west-1" },
      window,
      queries: [ofFunction(name)],
    });

    const found = await openAnew().metrics.read(
      [ask(PROD, "checkout-api"), ask(STAGING, "checkout-api")],
      quietRun,
    );
    const { metrics } = await cloudWatch.metrics.list({ accounts: [STAGING] }, quietRun);

    const [own, others] = found.map(({ series }) => series[0]?.points.length ?? 0);
    expect(own).toBeGreaterThan(30);
    expect(others).toBe(0);
    expect(found[1]?.searched).toMatchObject({ complete: true, accounts: [STAGING] });
    expect(metrics.length).toBeGreaterThan(10);
    expect(new Set(metrics.map(({ place }) => place.account))).toEqual(new Set([STAGING]));
  });

  it("gives each account's dashboards once", async () => {
    const { dashboards } = await openAnew().dashboards.list({}, quietRun);

    const told = dashboards.map(({ name, place }) => `${place.account} ${name}`);
    expect(told).toContain(`${PROD} checkout`);
    expect(new Set(told).size).toBe(told.length);
  });
});
