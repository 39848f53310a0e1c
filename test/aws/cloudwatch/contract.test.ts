import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMetricsEngine } from "../../../src/sandbox/aws/cloudwatch/metrics/engine.ts";
import { createCloudWatch } from "../../../src/sandbox/aws/cloudwatch/service.ts";
import { createAwsFaults } from "../../../src/sandbox/aws/faults.ts";
import { type AwsServer, startAwsServer } from "../../../src/sandbox/aws/server.ts";
import { dimensionsOf } from "../../../src/sources/cloudwatch.ts";
import { ALARM_FACTS } from "../../contracts/alarms.ts";
import { DASHBOARD_FACTS } from "../../contracts/dashboards.ts";
import type { Fact } from "../../contracts/fact.ts";
import { METRIC_FACTS } from "../../contracts/metrics.ts";
import { openWorld } from "../../support/cloudwatch-world.ts";

const ACCOUNT = "111122223333";
const REGION = "eu-west-1";
const startedAt = Date.now();
const now = () => Date.now();

let dir = "";
let server: AwsServer;
let world: ReturnType<typeof openWorld>;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "trailwatch-contract-"));
  const faults = createAwsFaults();
  const engine = createMetricsEngine({ toldAt: startedAt, now });
  // Every look at this clock is a second later: nothing is refused as too many.
  let ticks = 0;
  const paceClock = () => (ticks += 1000);
  const accounts = [{ id: ACCOUNT }];
  server = await startAwsServer({
    dir,
    accounts,
    faults,
    now,
    services: [createCloudWatch({ now, engine, faults, paceClock })],
  });
  const { endpoint, credentials } = server;
  world = openWorld({
    setup: { accounts, regions: [REGION], lookupEvents: false, endpoint, credentials },
    region: REGION,
    metric: {
      namespace: "AWS/Lambda",
      name: "Duration",
      dimensions: dimensionsOf({ FunctionName: "checkout-api" }),
    },
    now,
  });
});
afterAll(async () => {
  world.close();
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

describe.each<[string, Fact[]]>([
  ["metrics", METRIC_FACTS],
  ["alarms", ALARM_FACTS],
  ["dashboards", DASHBOARD_FACTS],
])("the local AWS's %s", (_, facts) => {
  it.each(facts.map((fact) => [fact.name, fact] as const))(
    "%s",
    async (_name, { holds }) => {
      await expect(holds(world)).resolves.toBeUndefined();
    },
    20_000,
  );
});
