/** A CloudWatch server at an address → what the contracts ask of it. */

import * as sdk from "@aws-sdk/client-cloudwatch";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { createClients } from "../../src/aws/clients.ts";
import { openAlarmOrders, openCloudWatch } from "../../src/aws/cloudwatch/cloudwatch.ts";
import type { AwsSetup } from "../../src/aws/setup.ts";
import type { Metric } from "../../src/domain/metric.ts";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import type { World } from "../contracts/fact.ts";

export type WorldOptions = {
  setup: AwsSetup & { endpoint: string; credentials: NonNullable<AwsSetup["credentials"]> };
  region: string;
  metric: Metric;
  now(): number;
};

/** The first account of the setup is asked; its key may write. */
export function openWorld({ setup, region, metric, now }: WorldOptions): World & { close(): void } {
  const { endpoint, credentials, accounts } = setup;
  const clients = createClients(setup);
  const writer = new CloudWatchClient({ endpoint, credentials, region });
  const options = { setup, clients, clock: { now } };
  // Minutes that are over do not change any more between two questions.
  const to = Math.floor(now() / (5 * MINUTE)) * 5 * MINUTE - 1;
  return {
    cloudWatch: openCloudWatch(options),
    orders: openAlarmOrders(options),
    place: { account: accounts[0]?.id ?? "", region },
    now,
    metric,
    window: { from: to + 1 - HOUR, to },
    run: { signal: AbortSignal.timeout(60_000), progress: () => undefined },
    server: serverOf(writer, metric),
    close() {
      clients.close();
      writer.destroy();
    },
  };
}

function serverOf(writer: CloudWatchClient, metric: Metric): World["server"] {
  return {
    async setState(AlarmName, StateValue) {
      const StateReason = "the contract says so";
      await writer.send(new sdk.SetAlarmStateCommand({ AlarmName, StateValue, StateReason }));
    },
    async putComposite(AlarmName, AlarmRule) {
      await writer.send(new sdk.PutCompositeAlarmCommand({ AlarmName, AlarmRule }));
    },
    async putDashboard(DashboardName, DashboardBody) {
      await writer.send(new sdk.PutDashboardCommand({ DashboardName, DashboardBody }));
    },
    async deleteAlarms(AlarmNames) {
      await writer.send(new sdk.DeleteAlarmsCommand({ AlarmNames }));
    },
    async putAlarms(names) {
      for (const AlarmName of names) {
        await writer.send(
          new sdk.PutMetricAlarmCommand({
            AlarmName,
            Namespace: metric.namespace,
            MetricName: metric.name,
            Dimensions: metric.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
            Statistic: "Sum",
            Period: 60,
            EvaluationPeriods: 1,
            Threshold: 1e9,
            ComparisonOperator: "GreaterThanThreshold",
          }),
        );
      }
    },
  };
}
