import {
  DeleteAlarmMuteRuleCommand,
  GetAlarmMuteRuleCommand,
  ListAlarmMuteRulesCommand,
  PutAlarmMuteRuleCommand,
  type PutAlarmMuteRuleCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../../src/domain/time.ts";
import { parseSchedule } from "../../../../src/sandbox/aws/cloudwatch/mute-schedule.ts";
import { errorOf, NOW } from "../made-trail.ts";
import { startCloudWatch, writtenEngine } from "./made-cloudwatch.ts";

const QUIET = writtenEngine(() => 1);

function rule(
  Expression: string,
  rest: Partial<PutAlarmMuteRuleCommandInput> = {},
): PutAlarmMuteRuleCommand {
  return new PutAlarmMuteRuleCommand({
    Name: "quiet",
    Rule: { Schedule: { Expression, Duration: "PT1H" } },
    MuteTargets: { AlarmNames: ["a", "b"] },
    ...rest,
  });
}

describe("mute rules", () => {
  it("come into force and end, once", async () => {
    const made = await startCloudWatch(QUIET);
    await made.client.send(rule("at(2026-11-20T17:00)"));
    const read = () =>
      made.client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: "quiet" }));

    const before = await read();
    made.pass(10 * MINUTE);
    const inForce = await read();
    made.pass(HOUR);
    const after = await read();

    expect([before, inForce, after].map(({ Status }) => Status)).toEqual([
      "SCHEDULED",
      "ACTIVE",
      "EXPIRED",
    ]);
    expect(before).toMatchObject({
      Name: "quiet",
      MuteType: "ONE_TIME",
      Rule: { Schedule: { Expression: "at(2026-11-20T17:00)", Duration: "PT1H" } },
      MuteTargets: { AlarmNames: ["a", "b"] },
    });
  });

  it("are listed without their names, by alarm and by status", async () => {
    const { client } = await startCloudWatch(QUIET);
    await client.send(rule("cron(30 16 * * *)"));
    await client.send(
      rule("cron(0 2 * * *)", { Name: "night", MuteTargets: { AlarmNames: ["b"] } }),
    );
    const list = async (rest: object) => {
      const { AlarmMuteRuleSummaries = [] } = await client.send(
        new ListAlarmMuteRulesCommand(rest),
      );
      return AlarmMuteRuleSummaries.map((one) => one.AlarmMuteRuleArn?.split(":").at(-1));
    };

    const found = await Promise.all([
      list({}),
      list({ AlarmName: "a" }),
      list({ Statuses: ["ACTIVE"] }),
      list({ AlarmName: "b", Statuses: ["SCHEDULED"] }),
    ]);

    expect(found).toEqual([["night", "quiet"], ["quiet"], ["quiet"], ["night"]]);
  });

  it("are deleted, and refused when they make no sense", async () => {
    const { client } = await startCloudWatch(QUIET);
    await client.send(rule("cron(30 16 * * *)"));
    await client.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: "quiet" }));

    const gone = await errorOf(
      client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: "quiet" })),
    );
    const refused = await Promise.all(
      ["cron(0 2 * * ? *)", "cron(61 * * * *)", "at(2026-11-20T17:00:00)", "daily"].map((text) =>
        errorOf(client.send(rule(text))),
      ),
    );

    expect(gone).toBe("ResourceNotFoundException");
    expect(refused).toEqual(new Array<string>(4).fill("ValidationException"));
  });
});

describe("a schedule", () => {
  it.each([
    ["cron(0 2 * * *)", "UTC", "2026-11-20T02:00:00.000Z"],
    ["cron(0 2 * * *)", "Europe/Berlin", "2026-11-20T01:00:00.000Z"],
    ["cron(*/20 * * * *)", "UTC", "2026-11-20T16:40:00.000Z"],
    ["cron(0 18 * * MON-THU)", "UTC", "2026-11-19T18:00:00.000Z"],
    ["cron(0 9 1 * *)", "UTC", "2026-11-01T09:00:00.000Z"],
    ["cron(15,45 8-10 * JAN,OCT 7)", "UTC", "2026-10-25T10:45:00.000Z"],
  ])("%s in %s began last at %s", (expression, zone, expected) => {
    const schedule = parseSchedule(expression, "P1D", zone);

    const start = schedule?.lastStart(NOW);

    expect(start && new Date(start).toISOString()).toBe(expected);
  });

  it.each([
    ["PT1M", MINUTE],
    ["PT90M", 90 * MINUTE],
    ["P1DT2H", DAY + 2 * HOUR],
    ["P15D", 15 * DAY],
    ["PT30S", undefined],
    ["P16D", undefined],
    ["1h", undefined],
  ])("lasts %s", (duration, expected) => {
    const schedule = parseSchedule("cron(0 2 * * *)", duration, "UTC");

    expect(schedule?.durationMs).toBe(expected);
  });
});
