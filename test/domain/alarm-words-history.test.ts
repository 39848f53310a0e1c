import { describe, expect, it } from "vitest";
import type { AlarmHistoryItem, AlarmState } from "../../src/domain/alarm.ts";
import { stateSpans, timesFired } from "../../src/domain/alarm-words-history.ts";

const turn = (at: number, from: AlarmState, to: AlarmState): AlarmHistoryItem => ({
  at,
  kind: "state",
  summary: `Alarm updated from ${from} to ${to}`,
  from,
  to,
});

const window = { from: 0, to: 100_000 };

describe("the states of an alarm over a window", () => {
  it("follow its history, whatever its order, and reach back to the state before it", () => {
    const items = [turn(60_000, "ALARM", "OK"), turn(20_000, "OK", "ALARM")];

    const spans = stateSpans(items, window, { state: "OK", since: 60_000 });

    expect(spans).toEqual([
      { from: 0, to: 20_000, state: "OK" },
      { from: 20_000, to: 60_000, state: "ALARM" },
      { from: 60_000, to: 100_000, state: "OK" },
    ]);
  });

  it("know from the state now where the history tells nothing", () => {
    expect(stateSpans([], window, { state: "ALARM", since: 40_000 })).toEqual([
      { from: 40_000, to: 100_000, state: "ALARM" },
    ]);
    expect(stateSpans([], window, { state: "ALARM", since: -5000 })).toEqual([
      { from: 0, to: 100_000, state: "ALARM" },
    ]);
    expect(stateSpans([], window, { state: "ALARM" })).toEqual([]);
  });

  it("leave out what lies before and after", () => {
    const items = [turn(-50_000, "OK", "ALARM"), turn(150_000, "ALARM", "OK")];

    const spans = stateSpans(items, window, { state: "OK", since: 150_000 });

    expect(spans).toEqual([{ from: 0, to: 100_000, state: "ALARM" }]);
  });
});

describe("the series of an alarm over many", () => {
  const own: AlarmHistoryItem = { ...turn(20_000, "OK", "ALARM"), kind: "contributor" };

  it("are not the alarm: neither its states nor its firings", () => {
    expect(timesFired([own], window)).toBe(0);
    expect(stateSpans([own], window, { state: "OK", since: 0 })).toEqual([
      { from: 0, to: 100_000, state: "OK" },
    ]);
  });
});

describe("how often an alarm fired", () => {
  it("counts changes into ALARM within the window alone", () => {
    const items = [
      turn(10_000, "OK", "ALARM"),
      turn(20_000, "ALARM", "OK"),
      turn(30_000, "INSUFFICIENT_DATA", "ALARM"),
      turn(40_000, "ALARM", "ALARM"),
      turn(200_000, "OK", "ALARM"),
    ];

    expect(timesFired(items, window)).toBe(2);
  });
});
