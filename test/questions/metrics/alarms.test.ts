import { describe, expect, it } from "vitest";
import type { Alarm, MuteRule } from "../../../src/domain/alarm.ts";
import {
  alarmOf,
  alarmWorld,
  asking,
  compositeOf,
  NOW,
  PROD,
  STAGING,
  shownText,
} from "./alarm-world.ts";

const MINUTE = 60_000;

const firing = (name: string, minutes: number, more: Partial<Alarm> = {}): Alarm =>
  alarmOf(name, {
    state: "ALARM",
    stateSince: NOW - minutes * MINUTE,
    stateReason: "Threshold Crossed: 1 out of the last 1 datapoints [7.0 …]",
    reasonData: {
      startDate: "2026-11-22T14:03:00.000+0000",
      period: 60,
      recentDatapoints: [7],
      threshold: 5,
    },
    ...more,
  });

const mute = (alarmNames: string[], more: Partial<MuteRule> = {}): MuteRule => ({
  name: "release",
  arn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm-mute-rule:release",
  place: PROD,
  status: "active",
  schedule: "at(2026-11-22T14:00)",
  duration: "PT1H",
  alarmNames,
  ...more,
});

describe("alarms", () => {
  it("shows those in ALARM first, the latest first, since when and why", async () => {
    const alarms = [
      alarmOf("quiet"),
      firing("old", 300),
      alarmOf("blind", { state: "INSUFFICIENT_DATA" }),
      firing("new", 12),
    ];

    const answer = await asking("/alarms", { alarms });

    expect(answer.outcome).toBe("found");
    expect(answer.headline).toBe("2 of 4 alarms are in ALARM, the latest new for 12 min");
    const text = shownText(answer);
    expect(text).toContain(
      "new since 2026-11-22 14:03:00 (12 min): 7 errors at 2026-11-22 14:03:00, threshold 5",
    );
    expect(answer.data.alarms).toMatchObject(
      ["new", "old", "blind", "quiet"].map((name) => ({ name })),
    );
    const order = ["new since", "old since", "blind since", "quiet since"];
    expect(
      order
        .map((words) => text.indexOf(words))
        .every((at, index, all) => at > (all[index - 1] ?? 0)),
    ).toBe(true);
  });

  it("counts by account and Region where there are several", async () => {
    const alarms = [firing("a", 1), alarmOf("b"), alarmOf("c", { place: STAGING })];

    const text = shownText(await asking("/alarms", { alarms }));

    expect(text).toContain("In ALARM, prod (111122223333), eu-west-1");
    expect(text).toMatch(/prod \(111122223333\), eu-west-1 +1 +0 +1 +0 +0/);
    expect(text).toMatch(/staging \(222233334444\), us-east-1 +0 +0 +1 +0 +0/);
  });

  it("marks what is muted, switched off, held back or could not be evaluated", async () => {
    const alarms = [
      firing("muted", 1),
      firing("off", 2, { actionsEnabled: false }),
      firing("held", 3, { suppressedBy: "WaitPeriod" }),
      firing("broken", 4, { evaluationState: "EVALUATION_ERROR" }),
    ];
    const mutes = [mute(["muted"]), mute(["off"], { name: "later", status: "scheduled" })];

    const answer = await asking("/alarms", { alarms, mutes });

    const text = shownText(answer);
    expect(text).toMatch(/muted since .*; muted by release\n/);
    expect(text).toMatch(/off since .*threshold 5; its actions are switched off\n/);
    expect(text).toMatch(/held since .*; actions held back \(WaitPeriod\)\n/);
    expect(text).toMatch(/broken since .*; set up so that it cannot be evaluated\n/);
    expect(answer.data.alarms).toMatchObject([
      { name: "muted", muted: true, mutedBy: "release" },
      { name: "off", muted: false, actionsEnabled: false },
      { name: "held" },
      { name: "broken" },
    ]);
  });

  it("says of a composite in ALARM which of its children are", async () => {
    const alarms = [
      compositeOf("health", ["a", "b", "c"], { state: "ALARM", stateSince: NOW - MINUTE }),
      firing("a", 1),
      firing("b", 2),
      alarmOf("c"),
    ];

    const text = shownText(await asking("/alarms", { alarms }));

    expect(text).toContain("2 of its 3 children in ALARM: a and b");
  });

  it("says how many were looked at where none is in ALARM", async () => {
    const alarms = [alarmOf("a"), alarmOf("b")];

    const all = await asking("/alarms", { alarms });
    const alarming = await asking("what is alarming?", { alarms });

    expect([all.outcome, all.headline]).toEqual(["found", "None of 2 alarms is in ALARM"]);
    expect([alarming.outcome, alarming.headline]).toEqual([
      "nothing",
      "None of 2 alarms is in ALARM",
    ]);
  });

  it("says that there are none, and that it is not sure where a Region could not be read", async () => {
    const none = await asking("/alarms", {});
    const unsure = await asking("/alarms", { gaps: ["us-east-1: not allowed to describe alarms"] });

    expect([none.outcome, none.headline]).toEqual(["nothing", "There is no alarm at all"]);
    expect(unsure.headline).toBe("There is no alarm at all, as far as could be looked");
    const { headline } = await asking("/alarms", {
      alarms: [alarmOf("a")],
      gaps: ["us-east-1: no"],
    });
    expect(headline).toBe("The only alarm is not in ALARM, as far as could be looked");
    expect(unsure.searched[0]?.gaps).toEqual(["us-east-1: not allowed to describe alarms"]);
  });

  it("takes words and patterns that stand in names, in whatever case", async () => {
    const alarms = [alarmOf("checkout-api-errors"), alarmOf("Checkout SLO"), alarmOf("orders")];
    const names = async (text: string) => {
      const { data } = await asking(text, { alarms });
      return (data.alarms as { name: string }[]).map(({ name }) => name).sort();
    };

    expect(await names("/alarms checkout")).toEqual(["Checkout SLO", "checkout-api-errors"]);
    expect(await names("/alarms checkout-*")).toEqual(["checkout-api-errors"]);
  });

  it("offers near names where no name holds the words", async () => {
    const alarms = [alarmOf("checkout-api-errors"), alarmOf("orders")];

    const answer = await asking("/alarms chekout-api-errors", { alarms });

    expect(answer.outcome).toBe("nothing");
    expect(answer.headline).toBe(
      "There is no alarm whose name holds “chekout-api-errors”: 2 alarms looked at",
    );
    expect(answer.followUps.map(({ text }) => text)).toEqual(["alarm checkout-api-errors"]);
  });

  it("stays readable with 2,000 alarms, and quick", async () => {
    const alarms = Array.from({ length: 2000 }, (_, index) =>
      index % 40 === 0 ? firing(`alarm-${index}`, index + 1) : alarmOf(`alarm-${index}`),
    );
    const started = performance.now();

    const answer = await asking("/alarms", { alarms });

    expect(performance.now() - started).toBeLessThan(4000);
    expect(answer.headline).toBe("50 of 2,000 alarms are in ALARM, the latest alarm-0 for 1 min");
    const text = shownText(answer);
    expect(text).toContain("… 30 more");
    expect(text).toContain("1,950 alarms are OK.");
    expect(text.length).toBeLessThan(6000);
    expect(answer.followUps.at(-1)).toEqual({ label: "More", text: "alarms page 2" });
    expect(answer.data.alarms).toHaveLength(2000);
  });

  it("shows the next page", async () => {
    const alarms = Array.from({ length: 45 }, (_, index) => firing(`alarm-${index}`, index + 1));

    const text = shownText(await asking("/alarms in ALARM page 3", { alarms }));

    expect(text).toContain("alarm-44 since");
    expect(text).not.toContain("alarm-39 since");
    expect(text).not.toContain("more");
  });

  it("goes on without mute rules where they cannot be read", async () => {
    const answer = await asking("/alarms", { alarms: [firing("a", 1)], refused: ["mutes"] });

    expect(answer.outcome).toBe("found");
    expect(shownText(answer)).toContain("Mute rules could not be read: Not allowed to read mutes.");
  });

  it("asks on with the place where a name stands twice, and for what changed before", async () => {
    const alarms = [firing("errors", 12), alarmOf("errors", { place: STAGING })];

    const { followUps } = await asking("/alarms", { alarms });

    expect(followUps.map(({ text }) => text)).toEqual([
      "alarm errors account 111122223333 region eu-west-1",
      "alarm errors account 222233334444 region us-east-1",
      "what changed from 2026-11-22T13:33:00Z to 2026-11-22T14:04:00Z account 111122223333 region eu-west-1",
    ]);
  });

  it("asks only the places that are named", async () => {
    const world = alarmWorld({ alarms: [alarmOf("a"), alarmOf("b", { place: STAGING })] });

    await asking("/alarms in staging region us-east-1", world);

    expect(world.asked.alarms).toEqual([{ accounts: ["222233334444"], regions: ["us-east-1"] }]);
  });

  it("asks on with the place where others were not looked at", async () => {
    const alarms = [alarmOf("errors"), firing("errors", 5, { place: STAGING })];

    const { followUps } = await asking("/alarms in prod", { alarms });

    expect(followUps[0]?.text).toBe("alarm errors account 111122223333 region eu-west-1");
  });
});
