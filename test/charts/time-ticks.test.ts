import { describe, expect, it } from "vitest";
import { timeAxis } from "../../src/charts/time-ticks.ts";
import { DAY, HOUR, instantOf, MINUTE, parseInstant } from "../../src/domain/time.ts";

const at = (text: string) => parseInstant(text) ?? Number.NaN;
const labels = (from: string, to: string, zone: string, most = 7) =>
  timeAxis({ from: at(from), to: at(to) }, zone, most).ticks.map(({ label }) => label);
const eras = (from: string, to: string, zone: string) =>
  timeAxis({ from: at(from), to: at(to) }, zone, 7).eras.map(({ label }) => label);

describe("the moments that a time axis names", () => {
  it("are round on the clocks of the zone", () => {
    expect(labels("2026-11-22T09:07Z", "2026-11-22T12:00Z", "UTC")).toEqual([
      "09:30",
      "10:00",
      "10:30",
      "11:00",
      "11:30",
      "12:00",
    ]);
    expect(labels("2026-11-22T09:07Z", "2026-11-22T12:00Z", "Asia/Kathmandu")).toEqual([
      "15:00",
      "15:30",
      "16:00",
      "16:30",
      "17:00",
      "17:30",
    ]);
  });

  it("stay round where the clocks are put forward or back", () => {
    const spring = labels("2026-03-28T12:00Z", "2026-03-29T18:00Z", "Europe/Berlin");
    const autumn = labels("2026-10-24T12:00Z", "2026-10-25T18:00Z", "Europe/Berlin");

    expect(spring).toEqual(["18:00", "00:00", "06:00", "12:00", "18:00"]);
    expect(autumn).toEqual(["18:00", "00:00", "06:00", "12:00", "18:00"]);
  });

  it("lie where the clocks show them on the day of a change", () => {
    const window = { from: at("2026-03-28T12:00Z"), to: at("2026-03-29T18:00Z") };

    const { ticks } = timeAxis(window, "Europe/Berlin", 7);

    const noon = { year: 2026, month: 3, day: 29, hour: 12, minute: 0, second: 0 };
    const found = ticks.find((tick) => tick.label === "12:00");
    expect(found?.at).toBe(instantOf(noon, "Europe/Berlin"));
  });

  it("say the day below hours, and each new day where it begins", () => {
    const window = { from: at("2026-11-22T20:00Z"), to: at("2026-11-23T07:00Z") };

    const days = timeAxis(window, "America/New_York", 7).eras;

    expect(days).toEqual([
      { at: window.from, label: "Sun 22 Nov 2026" },
      { at: at("2026-11-23T05:00Z"), label: "Mon 23 Nov 2026" },
    ]);
  });

  it("are Mondays over weeks, months over a year, years over ten", () => {
    expect(labels("2026-10-13T09:00Z", "2026-11-22T09:00Z", "UTC")).toEqual([
      "19 Oct",
      "26 Oct",
      "2 Nov",
      "9 Nov",
      "16 Nov",
    ]);
    expect(labels("2026-01-15T00:00Z", "2026-11-22T00:00Z", "UTC")).toEqual([
      "Mar",
      "May",
      "Jul",
      "Sep",
      "Nov",
    ]);
    expect(labels("2016-11-22T00:00Z", "2026-11-22T00:00Z", "UTC")).toEqual([
      "2018",
      "2020",
      "2022",
      "2024",
      "2026",
    ]);
    expect(eras("2025-06-15T00:00Z", "2026-05-22T00:00Z", "UTC")).toEqual(["2025", "2026"]);
  });

  it("are never more than there is room for", () => {
    const from = at("2026-03-28T12:34:56Z");
    const lengths = [
      5000,
      MINUTE,
      7 * MINUTE,
      HOUR,
      5 * HOUR,
      DAY,
      9 * DAY,
      100 * DAY,
      4000 * DAY,
      9e5 * DAY,
    ];
    for (const zone of ["UTC", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia"]) {
      for (const length of lengths) {
        const { ticks } = timeAxis({ from, to: from + length }, zone, 6);

        expect(ticks.length, `${zone} ${length}`).toBeLessThanOrEqual(7);
        expect(ticks.length, `${zone} ${length}`).toBeGreaterThan(0);
      }
    }
  });
});
