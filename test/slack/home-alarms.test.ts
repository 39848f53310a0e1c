import { describe, expect, it } from "vitest";
import type { Policy } from "../../src/access/policy.ts";
import type { Alarm } from "../../src/domain/alarm.ts";
import { Problem } from "../../src/domain/problem.ts";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { isMetricsUnderstood } from "../../src/questions/draft.ts";
import { understand } from "../../src/questions/understand.ts";
import { createHomeAlarms } from "../../src/slack/home-alarms.ts";
import { viewProblems } from "../../src/slack/views/check.ts";
import { homeAlarmBlocks } from "../../src/slack/views/home-alarms-view.ts";
import { homeView } from "../../src/slack/views/home-view.ts";
import type { Alarms } from "../../src/sources/cloudwatch.ts";
import {
  alarmOf,
  fakeCloudWatch,
  NOW,
  PROD,
  STAGING,
} from "../questions/metrics/fake-dashboards.ts";
import { controls } from "../support/bot.ts";
import { OPEN } from "./desk-bot.ts";

const names = { prod: PROD.account, staging: STAGING.account };
const person = { userId: "U1", name: "jane", groups: [] };
const HOSTILE = "<!channel> *x* : \u202e 🔥 / y";

const alarms: Alarm[] = [
  alarmOf("fine"),
  alarmOf("old", { state: "ALARM", stateSince: NOW - HOUR }),
  alarmOf("silent", { state: "INSUFFICIENT_DATA", stateSince: NOW }),
  alarmOf("fresh", { state: "ALARM", stateSince: NOW - MINUTE, place: STAGING }),
  alarmOf(HOSTILE, { state: "ALARM", stateSince: NOW - 2 * HOUR }),
];

function reader(policy: Policy, all = alarms, more: { alarms?: Alarms; patienceMs?: number } = {}) {
  const cloudwatch = fakeCloudWatch({ alarms: all });
  const now = { at: NOW };
  const clock = { now: () => now.at };
  const read = createHomeAlarms({ alarms: cloudwatch.alarms, policy, clock, ...more });
  return { read, cloudwatch, now };
}

describe("alarms on the Home", () => {
  it("come with the worst first, without those that are well", async () => {
    const { read } = reader(OPEN);

    const home = await read(person, "D1");

    expect(home.kind === "read" && home.alarms.map(({ name }) => name)).toEqual([
      "fresh",
      "old",
      HOSTILE,
      "silent",
    ]);
  });

  it("are ten at most, and the others are counted", async () => {
    const many = Array.from({ length: 25 }, (_, n) => alarmOf(`a${n}`, { state: "ALARM" }));
    const { read } = reader(OPEN, many);

    const home = await read(person, "D1");

    expect(home).toMatchObject({
      hidden: 15,
      accounts: [{ account: PROD.account, inAlarm: 25, withoutData: 0 }],
    });
    expect(home.kind === "read" && home.alarms).toHaveLength(10);
  });

  it("are those that a person may ask about", async () => {
    const rules = [{ users: ["U1"], accounts: [STAGING.account], questions: ["alarms"] }];
    const { read } = reader({ ...OPEN, kind: "rules", rules });

    const own = await read(person, "D1");
    const strange = await read({ ...person, userId: "U2" }, "D1");

    expect(own.kind === "read" && own.alarms.map(({ name }) => name)).toEqual(["fresh"]);
    expect(strange).toMatchObject({ kind: "read", alarms: [], hidden: 0 });
  });

  it("are read once for all who open it within some seconds", async () => {
    const { read, cloudwatch, now } = reader(OPEN);

    await Promise.all([read(person, "D1"), read({ ...person, userId: "U2" }, "D2")]);
    const together = cloudwatch.found.length;
    now.at += 11_000;
    await read(person, "D1");

    expect([together, cloudwatch.found.length]).toEqual([2, 4]);
  });

  it("say why there are none, and are read again the next time", async () => {
    const { alarms: good } = fakeCloudWatch({ alarms });
    let isBroken = true;
    const find: Alarms["find"] = async (query, run) => {
      if (isBroken) throw new Problem("aws.denied", "Not allowed.", "Allow DescribeAlarms.");
      return good.find(query, run);
    };
    const { read } = reader(OPEN, alarms, { alarms: { ...good, find } });

    const failed = await read(person, "D1");
    isBroken = false;
    const again = await read(person, "D1");

    expect(failed).toEqual({ kind: "failed", why: "Not allowed. Allow DescribeAlarms." });
    expect(again.kind).toBe("read");
  });

  it("say so when CloudWatch keeps silent", async () => {
    const { alarms: good } = fakeCloudWatch({});
    const find = () => new Promise<never>(() => undefined);
    const { read } = reader(OPEN, [], { alarms: { ...good, find }, patienceMs: 10 });

    const home = await read(person, "D1");

    expect(home).toMatchObject({ kind: "failed", why: expect.stringContaining("does not answer") });
  });

  it("fit into a view whatever they are called, and ask what is understood", async () => {
    const { read } = reader(OPEN);
    const home = await read(person, "D1");

    const view = homeView({ isAllowed: true, recent: [], accountNames: names, alarms: home });
    const texts = controls(homeAlarmBlocks(home, names)).map(({ value }) => String(value));
    const context = { now: NOW, zone: "UTC", accountNames: names };
    const asked = texts.map((text) => understand(text, context));

    expect(viewProblems(view)).toEqual([]);
    expect(JSON.stringify(view)).toContain("&lt;!channel&gt;");
    expect(JSON.stringify(view)).not.toMatch(/"mrkdwn","text":"(?:[^"\\]|\\.)*<!channel>/);
    expect(asked.map((each) => each.kind === "asked" && each.question)).toEqual([
      ...["alarm", "what-changed"],
      ...["alarm", "what-changed"],
      ...["alarm", "what-changed"],
      ...["alarm", "what-changed"],
      "alarms",
    ]);
    const [first] = asked;
    expect(first?.kind === "asked" && isMetricsUnderstood(first) && first.asked).toMatchObject({
      name: "fresh",
      accounts: [STAGING.account],
      regions: ["eu-west-1"],
    });
  });

  it("are not shown where nothing is in ALARM, and that is said", async () => {
    const { read } = reader(OPEN, [alarmOf("fine")]);

    const blocks = homeAlarmBlocks(await read(person, "D1"), names);

    expect(JSON.stringify(blocks)).toContain("Nothing is in ALARM.");
  });
});
