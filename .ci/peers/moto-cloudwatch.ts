/** What questions ask of CloudWatch, asked of moto: the contracts of test/contracts, as far as moto's CloudWatch goes. */
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { AwsSetup } from "../../src/aws/setup.ts";
import { MINUTE } from "../../src/domain/time.ts";
import { dimensionsOf } from "../../src/sources/cloudwatch.ts";
import { ALARM_FACTS } from "../../test/contracts/alarms.ts";
import { DASHBOARD_FACTS } from "../../test/contracts/dashboards.ts";
import type { Skill, World } from "../../test/contracts/fact.ts";
import { METRIC_FACTS } from "../../test/contracts/metrics.ts";
import { openWorld } from "../../test/support/cloudwatch-world.ts";

/** Not in moto 5.2: expressions are ids only, no composite alarms, no history, no mute rules. */
const LACKS: readonly Skill[] = ["math", "search", "composites", "children", "history", "mutes"];
const REGION = "eu-west-1";
const METRIC = {
  namespace: "Acme/Checkout",
  name: "OrderValue",
  dimensions: dimensionsOf({ Shop: "north", Stage: "prod" }),
};

/** Calls `hold` for each fact that holds; fails at the first that does not. */
export async function checkCloudWatch(endpoint: string, hold: (what: string) => void): Promise<void> {
  const credentials = { accessKeyId: "AKIAPEER", secretAccessKey: "peer" };
  // The account that moto gives to keys that it does not know.
  const setup = { accounts: [{ id: "123456789012" }], regions: [REGION], lookupEvents: false, endpoint, credentials };
  const world = openWorld({ setup, region: REGION, metric: METRIC, now: () => Date.now() });
  try {
    await fill(setup, world);
    for (const { name, needs, holds } of [...METRIC_FACTS, ...ALARM_FACTS, ...DASHBOARD_FACTS]) {
      if (needs !== undefined && LACKS.includes(needs)) continue;
      try {
        await holds(world);
      } catch (error) {
        throw new Error(`peer moto: CloudWatch: ${name}: not so`, { cause: error });
      }
      hold(name);
    }
    await givesBack(world);
    hold("the values that were put");
  } finally {
    world.close();
  }
}

/** Four values in each minute, of which each is told by its minute. */
const valuesOf = (minute: number) => [1, 2, 3, (minute % 7) + 0.5];

function minutesOf({ window }: World): number[] {
  const first = Math.ceil(window.from / MINUTE);
  return Array.from({ length: Math.floor(window.to / MINUTE) - first + 1 }, (_, index) => first + index);
}

async function fill({ endpoint, credentials }: AwsSetup & { endpoint: string }, world: World): Promise<void> {
  const writer = new CloudWatchClient({ endpoint, region: REGION, ...(credentials && { credentials }) });
  const MetricData = minutesOf(world).map((minute) => ({
    MetricName: METRIC.name,
    Dimensions: METRIC.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
    Timestamp: new Date(minute * MINUTE + 15_000),
    Values: valuesOf(minute),
  }));
  await writer.send(new PutMetricDataCommand({ Namespace: METRIC.namespace, MetricData }));
  const Other = [{ MetricName: "OrdersPlaced", Timestamp: new Date(world.window.from), Value: 1 }];
  await writer.send(new PutMetricDataCommand({ Namespace: METRIC.namespace, MetricData: Other }));
  writer.destroy();
}

async function givesBack(world: World): Promise<void> {
  const { place, window, run } = world;
  const query = { id: "m1", kind: "metric" as const, metric: METRIC, stat: "Sum", period: 60 };
  const [found] = await world.cloudWatch.metrics.read([{ place, window, queries: [query] }], run);
  const expected = minutesOf(world).map((minute) => ({
    at: minute * MINUTE,
    value: valuesOf(minute).reduce((sum, value) => sum + value, 0),
  }));
  if (JSON.stringify(found?.series[0]?.points) !== JSON.stringify(expected)) {
    throw new Error("peer moto: CloudWatch: other values than were put");
  }
}
