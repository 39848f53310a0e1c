import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/domain/time.ts";
import { choosePeriod, keptWindow } from "../../../src/questions/metrics/metric-period.ts";

const NOW = Date.UTC(2026, 10, 22, 14);
const ago = (fromMs: number, toMs = 0) => ({ from: NOW - fromMs, to: NOW - toMs });

describe("the period of a picture", () => {
  it.each([
    ["an hour", ago(HOUR), 60],
    ["three hours", ago(3 * HOUR), 60],
    ["a day", ago(DAY), 300],
    ["a week", ago(7 * DAY), 3600],
    ["an hour of three weeks ago, of which minutes are gone", ago(21 * DAY, 21 * DAY - HOUR), 300],
    ["an hour of three months ago, of which hours are left", ago(90 * DAY, 90 * DAY - HOUR), 3600],
    ["all that is kept", ago(455 * DAY), 86_400],
  ])("of %s", (_, window, expected) => {
    const { seconds, notes } = choosePeriod(window, NOW);

    expect(seconds).toBe(expected);
    expect(notes).toEqual([]);
  });

  it("fits the window that it is compared with", () => {
    const { seconds } = choosePeriod(ago(3 * HOUR), NOW, { earlierMs: 28 * DAY });

    expect(seconds).toBe(300);
  });

  it("is the one that was asked, where that is kept", () => {
    const { seconds, notes } = choosePeriod(ago(DAY), NOW, { asked: 60 });

    expect(seconds).toBe(60);
    expect(notes).toEqual([]);
  });

  it("is raised to what is kept, and says so", () => {
    const { seconds, notes } = choosePeriod(ago(20 * DAY, 19 * DAY), NOW, { asked: 60 });

    expect(seconds).toBe(300);
    expect(notes).toEqual([
      "Period raised from 1 min to 5 min: CloudWatch keeps shorter ones for 15 days, and the window began 20 days ago.",
    ]);
  });

  it("is raised to what a picture shows, and says so", () => {
    const { seconds, notes } = choosePeriod(ago(7 * DAY), NOW, { asked: 60 });

    expect(seconds).toBe(420);
    expect(notes.join()).toContain("raised from 1 min to 7 min");
  });

  it.each([
    [90, 120],
    [45, 30],
    [7, 5],
    [10, 10],
  ])("of %d s is taken as one that CloudWatch has, %d s", (asked, expected) => {
    const { seconds } = choosePeriod(ago(30 * MINUTE), NOW, { asked });

    expect(seconds).toBe(expected);
  });
});

describe("a window", () => {
  it("of ten years is cut to what is kept, and says so", () => {
    const { window, notes } = keptWindow(ago(3650 * DAY), NOW);

    expect(window).toEqual(ago(455 * DAY));
    expect(notes).toEqual(["CloudWatch keeps datapoints for 455 days: what is older is gone."]);
  });

  it("of which nothing is kept is none", () => {
    const { window } = keptWindow(ago(3650 * DAY, 3000 * DAY), NOW);

    expect(window).toBeUndefined();
  });
});
