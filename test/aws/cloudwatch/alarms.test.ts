import { afterEach, describe, expect, it } from "vitest";
import { listOf } from "../../../src/aws/cloudwatch/members.ts";
import { DAY, HOUR } from "../../../src/domain/time.ts";
import { quietRun } from "../../support/ask.ts";
import {
  ACCOUNT,
  denied,
  NOW,
  REGIONS,
  seconds,
  type WireAnswer,
  type WireCall,
  type WiredCloudWatch,
  type WireOptions,
  wireCloudWatch,
} from "../../support/cloudwatch.ts";

let wired: WiredCloudWatch | undefined;
afterEach(async () => wired?.close());

async function open(answer: (call: WireCall) => WireAnswer, options?: WireOptions) {
  wired = await wireCloudWatch(answer, options);
  return wired;
}

const place = { account: ACCOUNT, region: "eu-west-1" };
const arnOf = (name: string, region = "eu-west-1", account = ACCOUNT) =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

const metricAlarm = (name: string, state = "OK") => ({
  AlarmName: name,
  AlarmArn: arnOf(name),
  StateValue: state,
  StateUpdatedTimestamp: seconds(NOW - HOUR),
  MetricName: "Errors",
  Namespace: "AWS/Lambda",
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
});

describe("alarms of many places", () => {
  it("are of all three kinds, page by page, each place for itself", async () => {
    const { cloudWatch, calls } = await open(({ input, region }) =>
      input.NextToken === undefined
        ? {
            body: {
              MetricAlarms: [metricAlarm(`metric-${region}`)],
              CompositeAlarms: [{ AlarmName: `both-${region}`, AlarmRule: "ALARM(a)" }],
              NextToken: "2",
            },
          }
        : { body: { LogAlarms: [{ AlarmName: `log-${region}` }, { AlarmArn: "no name" }, null] } },
    );

    const found = await cloudWatch.alarms.find({}, quietRun);

    expect(found.alarms.map(({ name, watch }) => [name, watch.kind])).toEqual(
      REGIONS.flatMap((region) => [
        [`both-${region}`, "composite"],
        [`metric-${region}`, "metric"],
        [`log-${region}`, "log"],
      ]),
    );
    expect(found.isCut).toBe(false);
    expect(found.searched.map(({ requests }) => requests)).toEqual([2, 2, 2]);
    expect(calls[0]?.input).toEqual({
      AlarmTypes: ["MetricAlarm", "CompositeAlarm", "LogAlarm"],
      MaxRecords: 100,
    });
  });

  it("are asked by state and beginning of the name where that is asked, up to the limit", async () => {
    const { cloudWatch, calls } = await open(() => ({
      body: {
        MetricAlarms: ["a", "b", "c"].map((name) => metricAlarm(name, "ALARM")),
        NextToken: "2",
      },
    }));

    const found = await cloudWatch.alarms.find(
      { regions: ["eu-west-1"], state: "ALARM", namePrefix: "check", limit: 2 },
      quietRun,
    );

    expect(found.alarms.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(found).toMatchObject({ isCut: true, searched: [{ complete: true }] });
    expect(calls.map(({ input }) => input)).toEqual([
      expect.objectContaining({ AlarmNamePrefix: "check", StateValue: "ALARM", MaxRecords: 2 }),
    ]);
  });

  it("are asked by their names a hundred at a time, whatever stands in a name", async () => {
    const odd = "🔥 team/payments: <5xx> & *more*";
    const names = [odd, ...Array.from({ length: 149 }, (_, index) => `a${index}`)];
    const { cloudWatch, calls } = await open(({ input }) => ({
      body: { MetricAlarms: listOf(input.AlarmNames).map((name) => metricAlarm(String(name))) },
    }));

    const found = await cloudWatch.alarms.find({ names, regions: ["eu-west-1"] }, quietRun);

    expect(found.alarms.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(calls.map(({ input }) => listOf(input.AlarmNames).length).sort()).toEqual([100, 50]);
  });

  it("come from the other Regions where one refuses, and the gap names the action", async () => {
    const { cloudWatch } = await open(({ region }) =>
      region === "us-east-1"
        ? denied("DescribeAlarms")
        : { body: { MetricAlarms: [metricAlarm(region)] } },
    );

    const found = await cloudWatch.alarms.find({}, quietRun);

    expect(found.alarms.map(({ name }) => name)).toEqual(["eu-west-1", "us-west-2"]);
    expect(found.isCut).toBe(true);
    expect(found.searched.flatMap(({ gaps }) => gaps)).toEqual([
      `account ${ACCOUNT}, us-east-1: not allowed to call cloudwatch:DescribeAlarms`,
    ]);
  });

  it("are a Problem where every Region refuses", async () => {
    const { cloudWatch } = await open(() => denied("DescribeAlarms"));

    const finding = cloudWatch.alarms.find({}, quietRun);

    await expect(finding).rejects.toMatchObject({
      code: "aws.denied",
      next: expect.stringContaining("Allow cloudwatch:DescribeAlarms"),
    });
  });

  it.each<[string, unknown]>([
    ["nothing", {}],
    ["lists of another type", { MetricAlarms: "all", CompositeAlarms: {} }],
  ])("are none where AWS gives %s", async (_, body) => {
    const { cloudWatch } = await open(() => ({ body }));

    const found = await cloudWatch.alarms.find({}, quietRun);

    expect(found).toMatchObject({ alarms: [], isCut: false });
  });
});

describe("children of a composite alarm", () => {
  it("are described where they lie, and those that are gone or lie elsewhere are named", async () => {
    const listed = [
      { AlarmName: "near", AlarmArn: arnOf("near") },
      { AlarmName: "far", AlarmArn: arnOf("far", "us-east-1") },
      { AlarmName: "gone", AlarmArn: arnOf("gone") },
      { AlarmName: "theirs", AlarmArn: arnOf("theirs", "eu-west-1", "999988887777") },
    ];
    const { cloudWatch, calls } = await open(({ input }) =>
      input.ChildrenOfAlarmName === "checkout-health"
        ? { body: { MetricAlarms: listed } }
        : {
            body: {
              MetricAlarms: listOf(input.AlarmNames)
                .filter((name) => name !== "gone")
                .map((name) => metricAlarm(String(name), "ALARM")),
            },
          },
    );

    const found = await cloudWatch.alarms.find(
      { childrenOf: "checkout-health", accounts: [ACCOUNT], regions: ["eu-west-1"] },
      quietRun,
    );

    expect(found.alarms.map(({ name, place: its }) => [name, its.region])).toEqual([
      ["near", "eu-west-1"],
      ["far", "us-east-1"],
    ]);
    expect(found.searched.flatMap(({ gaps }) => gaps).sort()).toEqual([
      "gone: a child that is not there any more",
      "theirs: in account 999988887777, eu-west-1, which is not set up",
    ]);
    expect(calls[0]?.input).toEqual({ ChildrenOfAlarmName: "checkout-health", MaxRecords: 100 });
  });

  it("are none of an alarm that is not there", async () => {
    const { cloudWatch } = await open(() => ({ code: "ResourceNotFound", status: 404 }));

    const found = await cloudWatch.alarms.find({ childrenOf: "nobody" }, quietRun);

    expect(found).toMatchObject({ alarms: [], isCut: false });
  });
});

const change = (from: string, to: string) => ({
  Timestamp: seconds(NOW - HOUR),
  HistoryItemType: "StateUpdate",
  HistorySummary: `Alarm updated from ${from} to ${to}`,
  HistoryData: JSON.stringify({
    version: "1.0",
    oldState: { stateValue: from },
    newState: { stateValue: to, stateReason: "crossed", stateReasonData: { threshold: 5 } },
  }),
});

describe("the history of an alarm", () => {
  it("tells changes of state and of the configuration, newest first", async () => {
    const { cloudWatch, calls } = await open(() => ({
      body: {
        AlarmHistoryItems: [
          {
            Timestamp: seconds(NOW - 2 * HOUR),
            HistoryItemType: "ConfigurationUpdate",
            HistorySummary: 'Alarm "x" created',
            HistoryData: '{"version":"1.0","type":"Create","createdAlarm":{}}',
          },
          change("OK", "ALARM"),
          { HistoryItemType: "Action", HistorySummary: "no time" },
          { Timestamp: seconds(NOW - 3 * HOUR), HistoryItemType: "Dance", HistoryData: "{broken" },
        ],
      },
    }));

    const { items, isCut, searched } = await cloudWatch.alarms.history(
      { name: "x", place },
      { from: NOW - 90 * DAY, to: NOW },
      quietRun,
    );

    expect(items).toEqual([
      {
        at: NOW - HOUR,
        kind: "state",
        summary: "Alarm updated from OK to ALARM",
        from: "OK",
        to: "ALARM",
        reason: "crossed",
        reasonData: { threshold: 5 },
      },
      { at: NOW - 2 * HOUR, kind: "configuration", summary: 'Alarm "x" created', change: "Create" },
      { at: NOW - 3 * HOUR, kind: "other", summary: "" },
    ]);
    expect(isCut).toBe(false);
    expect(searched.window.from).toBe(NOW - 30 * DAY);
    expect(calls[0]?.input).toMatchObject({
      AlarmName: "x",
      AlarmTypes: ["MetricAlarm", "CompositeAlarm", "LogAlarm"],
      ScanBy: "TimestampDescending",
    });
  });

  it("asks nothing of AWS about a time before the last 30 days", async () => {
    const { cloudWatch, calls } = await open(() => "tear");

    const found = await cloudWatch.alarms.history(
      { name: "x", place },
      { from: NOW - 60 * DAY, to: NOW - 40 * DAY },
      quietRun,
    );

    expect(found.searched).toMatchObject({
      complete: false,
      gaps: [expect.stringMatching(/30 days/)],
    });
    expect(calls).toEqual([]);
  });

  it("is a Problem where it may not be read", async () => {
    const { cloudWatch } = await open(() => denied("DescribeAlarmHistory"));

    const reading = cloudWatch.alarms.history({ name: "x", place }, { from: 0, to: NOW }, quietRun);

    await expect(reading).rejects.toMatchObject({ code: "aws.denied" });
  });
});

describe("contributors and mute rules", () => {
  it("gives the series that are in ALARM", async () => {
    const { cloudWatch } = await open(() => ({
      body: {
        AlarmContributors: [
          {
            ContributorId: "c1",
            ContributorAttributes: { FunctionName: "checkout-api" },
            StateReason: "crossed",
            StateTransitionedTimestamp: seconds(NOW),
          },
          { ContributorAttributes: { no: "id" } },
        ],
      },
    }));

    const contributors = await cloudWatch.alarms.contributors({ name: "x", place }, quietRun);

    expect(contributors).toEqual([
      { id: "c1", attributes: { FunctionName: "checkout-api" }, reason: "crossed", since: NOW },
    ]);
  });

  it("reads each rule that is listed, and passes over one that went meanwhile", async () => {
    const arn = (name: string) => `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm-mute-rule:${name}`;
    const { cloudWatch, calls } = await open(({ operation, input }) => {
      if (operation === "ListAlarmMuteRules") {
        const summaries = ["deploy", "gone"].map((name) => ({ AlarmMuteRuleArn: arn(name) }));
        return { body: { AlarmMuteRuleSummaries: summaries } };
      }
      if (input.AlarmMuteRuleName === "gone")
        return { code: "ResourceNotFoundException", status: 404 };
      return {
        body: {
          Name: "deploy",
          AlarmMuteRuleArn: arn("deploy"),
          Status: "ACTIVE",
          Rule: {
            Schedule: {
              Expression: "at(2026-11-22T12:30)",
              Duration: "PT1H30M",
              Timezone: "Europe/Berlin",
            },
          },
          MuteTargets: { AlarmNames: ["x"] },
        },
      };
    });

    const rules = await cloudWatch.alarms.mutes({ alarm: { name: "x", place } }, quietRun);

    expect(rules).toEqual([
      {
        name: "deploy",
        arn: arn("deploy"),
        place,
        status: "active",
        schedule: "at(2026-11-22T12:30)",
        duration: "PT1H30M",
        zone: "Europe/Berlin",
        alarmNames: ["x"],
        startsAt: NOW - HOUR / 2,
        expiresAt: NOW + HOUR,
      },
    ]);
    expect(calls[0]?.input).toEqual({ AlarmName: "x", Statuses: ["ACTIVE", "SCHEDULED"] });
  });
});
