import { describe, expect, it } from "vitest";
import type { MuteRule } from "../../../src/domain/alarm.ts";
import { muteSpans } from "../../../src/questions/metrics/alarm-mutes.ts";
import { alarmOf, asking, chartOf, NOW, PROD } from "./alarm-world.ts";

const HOUR = 3_600_000;
/** 2026-11-21 14:15 to 2026-11-22 14:15 UTC. */
const window = { from: NOW - 24 * HOUR, to: NOW };
const at = (day: number, hour: number, minute = 0) => Date.UTC(2026, 10, day, hour, minute);

const rule = (schedule: string, duration: string, more: Partial<MuteRule> = {}): MuteRule => ({
  name: "r",
  arn: "arn",
  place: PROD,
  status: "active",
  schedule,
  duration,
  alarmNames: ["errors"],
  ...more,
});

const spansOf = (schedule: string, duration: string, more: Partial<MuteRule> = {}) =>
  muteSpans([rule(schedule, duration, more)], window).map(({ from, to }) => [from, to]);

describe("mute rules in a picture", () => {
  it("that begin once are one span, in the zone of the rule, cut to the window", () => {
    expect(spansOf("at(2026-11-22T01:05)", "PT6H")).toEqual([[at(22, 1, 5), at(22, 7, 5)]]);
    expect(spansOf("at(2026-11-22T01:00)", "PT30M", { zone: "Asia/Tokyo" })).toEqual([
      [at(21, 16), at(21, 16, 30)],
    ]);
    expect(spansOf("at(2026-11-21T12:00)", "PT3H")).toEqual([[window.from, at(21, 15)]]);
    expect(spansOf("at(2026-11-22T14:00)", "P2D")).toEqual([[at(22, 14), window.to]]);
    expect(spansOf("at(2026-10-01T14:00)", "PT1H")).toEqual([]);
  });

  it("that begin each day are a span each, also one of the day before", () => {
    expect(spansOf("cron(0 2 * * *)", "PT1H")).toEqual([[at(22, 2), at(22, 3)]]);
    expect(spansOf("cron(0 14 * * *)", "PT1H")).toEqual([
      [window.from, at(21, 15)],
      [at(22, 14), window.to],
    ]);
  });

  it("do not mute before they start nor after they expire", () => {
    expect(spansOf("cron(0 2 * * *)", "PT1H", { expiresAt: at(22, 2, 20) })).toEqual([
      [at(22, 2), at(22, 2, 20)],
    ]);
    expect(spansOf("cron(0 2 * * *)", "PT1H", { startsAt: at(22, 12) })).toEqual([]);
  });

  it.each([
    ["cron(0 2 * * MON-FRI)", "PT1H"],
    ["at(soon)", "PT1H"],
    ["at(2026-11-22T01:05)", "an hour"],
    ["at(2026-11-22T01:05)", "PT"],
    ["", ""],
  ])("are left to words: %s for %s", (schedule, duration) => {
    expect(spansOf(schedule, duration)).toEqual([]);
    expect(spansOf("at(2026-11-22T01:05)", "PT1H", { zone: "Nowhere/Land" })).toEqual([]);
  });

  it("stand beside the times in ALARM", async () => {
    const alarms = [alarmOf("errors", { state: "ALARM", stateSince: NOW - HOUR })];
    const mutes = [rule("at(2026-11-22T14:00)", "PT1H")];

    const { chart } = chartOf(await asking("/alarm errors", { alarms, mutes }));

    expect(chart.spans?.map(({ tone, from }) => [tone, from])).toEqual([
      ["alarm", NOW - HOUR],
      ["muted", at(22, 14)],
    ]);
  });
});
