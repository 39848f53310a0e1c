import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { afterAll, describe, expect, it } from "vitest";
import { MINUTE } from "../../../../src/domain/time.ts";
import { type LocalAws, openLocalAws } from "../../../../src/sandbox/aws/local.ts";
import { HOME, NOW, writeTrail } from "../made-trail.ts";

const opened: { local: LocalAws; client: CloudWatchClient }[] = [];
afterAll(async () => {
  for (const { local, client } of opened) {
    client.destroy();
    await local.server.close();
  }
});

/** Calls of checkout-api that were not let in, in the five minutes before. */
async function throttles(client: CloudWatchClient, now: number): Promise<number> {
  const metric = {
    Namespace: "AWS/Lambda",
    MetricName: "Throttles",
    Dimensions: [{ Name: "FunctionName", Value: "checkout-api" }],
  };
  const { MetricDataResults } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - 5 * MINUTE),
      EndTime: new Date(now),
      MetricDataQueries: [{ Id: "t", MetricStat: { Metric: metric, Period: 300, Stat: "Sum" } }],
    }),
  );
  return MetricDataResults?.[0]?.Values?.reduce((sum, value) => sum + value, 0) ?? -1;
}

describe("the metrics of the local AWS", () => {
  it("tell the stories, and go on with what somebody makes happen", async () => {
    let now = NOW;
    const local = await openLocalAws({ dir: writeTrail([]), now: () => now });
    const { endpoint, credentials } = local.server;
    const client = new CloudWatchClient({ endpoint, credentials, region: HOME });
    opened.push({ local, client });

    const cut = await throttles(client, now);
    const isDone = local.switchboard.happen("set-concurrency", 0);
    now += 20 * MINUTE;
    const healed = await throttles(client, now);

    expect(cut).toBeGreaterThan(100);
    expect(isDone).toBe(true);
    expect(healed).toBe(0);
  });
});
