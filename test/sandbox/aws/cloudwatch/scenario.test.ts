import {
  CloudWatchClient,
  DescribeAlarmContributorsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  GetDashboardCommand,
  ListAlarmMuteRulesCommand,
  ListDashboardsCommand,
} from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../../src/domain/time.ts";
import { createMetricsEngine } from "../../../../src/sandbox/aws/cloudwatch/metrics/engine.ts";
import { createCloudWatch } from "../../../../src/sandbox/aws/cloudwatch/service.ts";
import { createAwsFaults } from "../../../../src/sandbox/aws/faults.ts";
import { scenarioAlarms, scenarioMutes } from "../../../../src/sandbox/scenario/alarms.ts";
import { scenarioDashboards } from "../../../../src/sandbox/scenario/dashboards.ts";
import { NOW, type Started, start } from "../made-trail.ts";

/** The company's CloudWatch at a moment, after `laterMs`. */
async function openAt(toldAt: number, restoredAt?: number): Promise<Started & { pass: Pass }> {
  let now = toldAt;
  const engine = createMetricsEngine({ now: () => now, toldAt, restoredAt: () => restoredAt });
  const seeds = {
    alarms: scenarioAlarms(toldAt),
    mutes: scenarioMutes(toldAt),
    dashboards: scenarioDashboards(toldAt),
  };
  const parts = { now: () => now, engine, faults: createAwsFaults(), seeds };
  const service = createCloudWatch({ ...parts, paceClock: () => now++ * 1000 });
  const started = await start([], { services: [service], now: () => toldAt });
  return { ...started, pass: (ms) => (now += ms) };
}

type Pass = (ms: number) => void;
const ALL: DescribeAlarmsCommandInput = {
  AlarmTypes: ["MetricAlarm", "CompositeAlarm", "LogAlarm"],
  MaxRecords: 100,
};

async function statesOf(client: CloudWatchClient): Promise<Record<string, string | undefined>> {
  const {
    MetricAlarms = [],
    CompositeAlarms = [],
    LogAlarms = [],
  } = await client.send(new DescribeAlarmsCommand(ALL));
  return Object.fromEntries(
    [...MetricAlarms, ...CompositeAlarms, ...LogAlarms].map(({ AlarmName, StateValue }) => [
      AlarmName,
      StateValue,
    ]),
  );
}

describe("the company's alarms and dashboards", { timeout: 20_000 }, () => {
  let opened: Started & { pass: Pass };
  let client: CloudWatchClient;

  beforeAll(async () => {
    opened = await openAt(NOW);
    client = new CloudWatchClient(opened.client);
  });
  afterAll(() => client.destroy());

  it("stand as the stories left them", async () => {
    const states = await statesOf(client);

    expect(states).toMatchObject({
      "checkout-api-errors": "ALARM",
      "checkout-api-throttles": "ALARM",
      "checkout-api-duration-p99": "ALARM",
      "orders-db-cpu": "INSUFFICIENT_DATA",
      "orders-db-connections": "ALARM",
      "jobs-age": "ALARM",
      "orders-5xx": "ALARM",
      "any-lambda-errors": "ALARM",
      "checkout-slo": "ALARM",
      "checkout-log-errors": "ALARM",
      "checkout-health": "ALARM",
      "platform-down": "ALARM",
      "storefront-cpu": "OK",
      "deployment-window": "OK",
      "circle-left": "OK",
      "circle-right": "OK",
      "🛒 Shop / orders placed too low": "ALARM",
    });
    expect(Object.keys(states).length).toBeGreaterThan(36);
    expect(opened.bugs).toEqual([]);
  });

  it("tell of two weeks, with alarms that went to and fro", async () => {
    const ask = (AlarmName: string) =>
      client.send(
        new DescribeAlarmHistoryCommand({
          AlarmName,
          HistoryItemType: "StateUpdate",
          StartDate: new Date(NOW - 14 * DAY),
        }),
      );

    const [age, throttles, slo] = await Promise.all(
      ["jobs-age", "checkout-api-throttles", "checkout-slo"].map(ask),
    );

    expect(age?.AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary)).toEqual([
      "Alarm updated from OK to ALARM",
      ...new Array<string[]>(3)
        .fill(["Alarm updated from ALARM to OK", "Alarm updated from OK to ALARM"])
        .flat(),
    ]);
    const cutAt = NOW - 25 * MINUTE;
    const throttledAt = throttles?.AlarmHistoryItems?.[0]?.Timestamp?.getTime() ?? 0;
    expect(throttledAt - cutAt).toBeGreaterThan(2 * MINUTE);
    expect(throttledAt - cutAt).toBeLessThan(4 * MINUTE);
    expect(slo?.AlarmHistoryItems?.length).toBe(3);
  });

  it("name the functions that fail", async () => {
    const { AlarmContributors = [] } = await client.send(
      new DescribeAlarmContributorsCommand({ AlarmName: "any-lambda-errors" }),
    );

    const names = AlarmContributors.map((one) => one.ContributorAttributes?.FunctionName);
    expect(names).toContain("checkout-api");
    expect(names).not.toContain("image-resizer");
  });

  it("name the series of an objective in PromQL", async () => {
    const { AlarmContributors = [] } = await client.send(
      new DescribeAlarmContributorsCommand({ AlarmName: "checkout-slo" }),
    );

    expect(AlarmContributors).toMatchObject([
      {
        ContributorAttributes: { "@resource.service.name": "checkout" },
        StateReason: "1 out of 1 time series evaluated to ALARM",
      },
    ]);
  });

  it("know all children of checkout's health", async () => {
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({ ChildrenOfAlarmName: "checkout-health" }),
    );

    expect(MetricAlarms.map(({ AlarmName }) => AlarmName)).toEqual([
      "checkout-api-errors",
      "checkout-api-throttles",
      "checkout-api-duration-p99",
      "orders-5xx",
      "checkout-slo",
    ]);
    expect(Object.keys(MetricAlarms[0] ?? {}).toSorted()).toEqual([
      "AlarmArn",
      "AlarmName",
      "StateUpdatedTimestamp",
      "StateValue",
    ]);
    expect(CompositeAlarms).toEqual([]);
  });

  it("hold back one alarm that somebody works on", async () => {
    const ask = (AlarmName: string) =>
      client.send(new ListAlarmMuteRulesCommand({ AlarmName, Statuses: ["ACTIVE"] }));

    const [database, jobs] = await Promise.all([ask("orders-db-connections"), ask("jobs-age")]);

    expect(database?.AlarmMuteRuleSummaries).toMatchObject([
      {
        AlarmMuteRuleArn:
          "arn:aws:cloudwatch:eu-west-1:111122223333:alarm-mute-rule:orders-db-maintenance",
        Status: "ACTIVE",
        MuteType: "ONE_TIME",
      },
    ]);
    expect(jobs?.AlarmMuteRuleSummaries).toEqual([]);
  });

  it("have dashboards with up to fifty widgets", async () => {
    const { DashboardEntries = [] } = await client.send(new ListDashboardsCommand({}));
    const bodies = await Promise.all(
      DashboardEntries.map(async ({ DashboardName }) => {
        const { DashboardBody = "" } = await client.send(
          new GetDashboardCommand({ DashboardName }),
        );
        return JSON.parse(DashboardBody).widgets.length;
      }),
    );

    expect(DashboardEntries.map(({ DashboardName }) => DashboardName)).toEqual([
      "Team Payments / weekly",
      "checkout",
      "orders",
      "platform",
    ]);
    expect(bodies).toEqual([5, 8, 9, 50]);
  });

  it("stand so at every hour of the day", async () => {
    const hours = [1, 9, 17];

    const found = await Promise.all(
      hours.map(async (hour) => {
        const told = await openAt(Math.floor(NOW / DAY) * DAY + hour * HOUR);
        const own = new CloudWatchClient(told.client);
        const names = ["checkout-api-errors", "checkout-api-throttles", "jobs-age", "orders-5xx"];
        const { MetricAlarms = [] } = await own.send(
          new DescribeAlarmsCommand({ AlarmNames: names }),
        );
        own.destroy();
        return MetricAlarms.map(({ StateValue }) => StateValue).join();
      }),
    );

    expect(found).toEqual(hours.map(() => "ALARM,ALARM,ALARM,ALARM"));
  });

  it("calm down once checkout may run again", async () => {
    const told = await openAt(NOW, NOW + MINUTE);
    const own = new CloudWatchClient(told.client);
    told.pass(30 * MINUTE);

    const states = await statesOf(own);

    own.destroy();
    expect(states).toMatchObject({
      "checkout-api-throttles": "OK",
      "checkout-api-errors": "OK",
      "orders-db-connections": "ALARM",
    });
  });
});
