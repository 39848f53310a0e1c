import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../../src/answers/answer.ts";
import type { MuteRule } from "../../../src/domain/alarm.ts";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import type { AnswerMetrics } from "../../../src/questions/metrics/answering.ts";
import { cliText, muteInput, shellWord } from "../../../src/questions/orders/cli-text.ts";
import { answerMuteAlarm } from "../../../src/questions/orders/mute-alarm.ts";
import { answerUnmuteAlarm } from "../../../src/questions/orders/unmute-alarm.ts";
import { createFakeTrail } from "../../slack/desk-bot.ts";
import { quietRun } from "../../support/ask.ts";
import {
  alarmOf,
  askedFor,
  fakeCloudWatch,
  NOW,
  PROD,
  STAGING,
} from "../metrics/fake-dashboards.ts";

const context = {
  now: NOW,
  zone: "UTC",
  accountNames: { prod: PROD.account, staging: STAGING.account },
};
const alarms = [
  alarmOf("orders-db-cpu"),
  alarmOf("jobs-age"),
  alarmOf("jobs-age", { place: STAGING }),
];

function ruleOf(name: string, alarmNames: string[], more: Partial<MuteRule> = {}): MuteRule {
  const schedule = "cron(0 2 * * *)";
  return {
    name,
    arn: "",
    place: PROD,
    status: "active",
    schedule,
    duration: "PT1H",
    alarmNames,
    ...more,
  };
}

function answer(question: AnswerMetrics, name: string, rules: MuteRule[] = []): Promise<Answer> {
  const fake = fakeCloudWatch({ alarms });
  const cloudwatch = { ...fake, alarms: { ...fake.alarms, mutes: async () => rules } };
  const asked = askedFor(name, { mute: { spanMs: 2 * HOUR, reason: "we migrate" } });
  const sources = { cloudwatch, trail: createFakeTrail([]) };
  return question(asked, `mute alarm ${name} for 2h`, sources, context, quietRun);
}

describe("muting an alarm", () => {
  it("says what would be done, and how to do it by oneself", async () => {
    const { headline, data, sections } = await answer(answerMuteAlarm, "orders-db-cpu");

    expect(headline).toBe("Mute orders-db-cpu for 2 h?");
    expect(data.order).toEqual({
      kind: "mute-alarm",
      alarm: { name: "orders-db-cpu", place: PROD },
      spanMs: 2 * HOUR,
      reason: "we migrate",
    });
    expect(JSON.stringify(sections)).toContain("aws cloudwatch put-alarm-mute-rule");
  });

  it("asks which one is meant where several accounts have it", async () => {
    const { outcome, data, followUps } = await answer(answerMuteAlarm, "jobs-age");

    expect(outcome).toBe("nothing");
    expect(data).toEqual({});
    expect(followUps.map(({ text }) => text)).toEqual([
      "mute alarm jobs-age for 120m in prod region eu-west-1 because we migrate",
      "mute alarm jobs-age for 120m in staging region eu-west-1 because we migrate",
    ]);
  });

  it("offers names that are near to one that is not there", async () => {
    const { headline, followUps } = await answer(answerMuteAlarm, "order-db-cpu");

    expect(headline).toBe("There is no alarm “order-db-cpu”");
    expect(followUps[0]?.label).toBe("orders-db-cpu");
  });
});

describe("unmuting an alarm", () => {
  it("says that it is not muted", async () => {
    const { headline, data } = await answer(answerUnmuteAlarm, "orders-db-cpu", [
      ruleOf("old", ["orders-db-cpu"], { status: "expired" }),
    ]);

    expect(headline).toContain("is not muted");
    expect(data).toEqual({});
  });

  it("warns of other alarms that its rules mute too", async () => {
    const rules = [ruleOf("night", ["orders-db-cpu", "jobs-age"])];

    const { data, sections } = await answer(answerUnmuteAlarm, "orders-db-cpu", rules);

    expect(data.order).toMatchObject({ kind: "unmute-alarm", rules: [{ name: "night" }] });
    expect(JSON.stringify(sections)).toContain("mute 1 other alarm too");
  });
});

describe("commands of the AWS CLI", () => {
  it("mute from the next minute on: one that has begun never comes", () => {
    const input = muteInput("a", NOW + 10_000, HOUR);

    expect(input.Rule).toEqual({
      Schedule: { Expression: "at(2026-11-22T12:31)", Duration: "PT60M", Timezone: "UTC" },
    });
    expect(muteInput("a", NOW, MINUTE)).toMatchObject({
      Rule: { Schedule: { Expression: "at(2026-11-22T12:30)", Duration: "PT1M" } },
    });
  });

  it("are one word for a shell, whatever a name holds", () => {
    const hostile = fc
      .string({ unit: "binary", maxLength: 40 })
      .map((text) => text.replaceAll("\0", ""));
    const names = fc.sample(hostile, { numRuns: 60, seed: 7 });
    const script = names.map((name) => `printf '%s\\0' ${shellWord(JSON.stringify({ name }))}`);

    const printed = execFileSync("/bin/sh", ["-c", script.join("\n")], { encoding: "utf8" });

    expect(printed.split("\0").slice(0, -1)).toEqual(names.map((name) => JSON.stringify({ name })));
  });

  it("carry the input as JSON", () => {
    const text = cliText("put-alarm-mute-rule", "eu-west-1", { Name: "it's" });

    expect(text).toBe(
      `aws cloudwatch put-alarm-mute-rule --region eu-west-1 --cli-input-json '{"Name":"it'\\''s"}'`,
    );
  });
});
