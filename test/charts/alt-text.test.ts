import { describe, expect, it } from "vitest";
import { altText } from "../../src/charts/alt-text.ts";
import type { Chart } from "../../src/charts/chart-data.ts";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import { GALLERY, line, points, START } from "./gallery.ts";

const base: Chart = {
  title: "checkout-api: errors",
  window: { from: START, to: START + HOUR },
  zone: "UTC",
  unit: "Count",
  series: [],
};

function chartOf(values: (number | undefined)[], more: Partial<Chart> = {}): Chart {
  const all = values.map((value, index) => ({ at: START + index * MINUTE, value }));
  const known = all.filter(
    (point): point is { at: number; value: number } => point.value !== undefined,
  );
  return { ...base, series: [{ label: "Errors", periodMs: MINUTE, points: known }], ...more };
}

describe("the words of a picture", () => {
  it("say the latest, lowest and highest value with their moments, in the picture's zone", () => {
    const text = altText(chartOf([4, 1, 21, 7], { zone: "Europe/Berlin" }));

    expect(text).toBe(
      "checkout-api: errors. From 22 Nov 2026 10:00 to 11:00, Europe/Berlin. Errors: latest 7 at 10:03, lowest 1 at 10:01, highest 21 at 10:02.",
    );
  });

  it("say the date where a window has several days", () => {
    const window = { from: START - DAY, to: START + HOUR };

    const text = altText(chartOf([4, 1], { window }));

    expect(text).toContain("From 21 Nov 2026 09:00 to 22 Nov 2026 10:00, UTC");
    expect(text).toContain("latest 1 at 22 Nov 09:01");
  });

  it("say for how long a threshold was broken, and when", () => {
    const thresholds = [{ value: 5, label: "alarm at ≥ 5", breach: "above" as const }];
    const sometimes = altText(chartOf([1, 5, 9, 2, 6, 1], { thresholds }));
    const never = altText(chartOf([1, 2, 3], { thresholds }));
    const always = altText(chartOf([5, 6], { thresholds }));

    expect(sometimes).toContain(
      "Errors was at 5 or more (alarm at ≥ 5) for 3 minutes in all, first at 09:01, last at 09:04.",
    );
    expect(never).toContain("Errors was never at 5 or more (alarm at ≥ 5).");
    expect(always).toContain("Errors was always at 5 or more (alarm at ≥ 5).");
  });

  it("speak of less where the lower side is broken", () => {
    const thresholds = [{ value: 2, label: "", breach: "below" as const }];

    expect(altText(chartOf([1, 5, 9], { thresholds }))).toContain(
      "Errors was at 2 or less for 1 minute in all, at 09:00.",
    );
  });

  it("name gaps, the longest of many", () => {
    const two = [1, undefined, undefined, 4, 5, 6, 7, undefined, 8];
    const three = [1, undefined, undefined, 4, undefined, 6, undefined, undefined, undefined, 8];

    expect(altText(chartOf(two))).toContain(
      "no data from 09:01 to 09:03 (2 minutes) and from 09:07 to 09:08 (1 minute).",
    );
    expect(altText(chartOf(three))).toContain(
      "no data for 6 minutes in 3 gaps, the longest from 09:06 to 09:09 (3 minutes).",
    );
  });

  it("name what is shaded, marked and outside of what is expected", () => {
    const text = altText(
      chartOf([1, 1, 9, 1], {
        band: { label: "expected", lower: points(4, () => 0), upper: points(4, () => 2) },
        spans: [{ from: START - HOUR, to: START + MINUTE, label: "in ALARM", tone: "alarm" }],
        markers: [
          { at: START + MINUTE, number: 1, label: "deployment of v42", tone: "deployment" },
        ],
      }),
    );

    expect(text).toContain("Errors was outside of “expected” for 1 minute in all, at 09:02.");
    expect(text).toContain("Shaded: in ALARM from before to 09:01.");
    expect(text).toContain("Marked: 1, deployment of v42, at 09:01.");
  });

  it("say one value, equal values, none, and those that are no numbers", () => {
    expect(altText(chartOf([3]))).toContain("Errors: a single value, 3 at 09:00.");
    expect(altText(chartOf([3, 3]))).toContain("Errors: always 3, latest at 09:01.");
    expect(altText(chartOf([], { emptyWords: "No datapoints" }))).toBe(
      "checkout-api: errors. From 22 Nov 2026 09:00 to 10:00, UTC. No datapoints.",
    );
    expect(altText(chartOf([3, Number.NaN, Number.POSITIVE_INFINITY]))).toContain(
      "2 values that are no numbers are left out.",
    );
  });

  it("tell of five series of many, and how large the others are", () => {
    const series = Array.from({ length: 40 }, (_, at) => line(`f${at}`, at, 10 * (at + 1)));

    const text = altText({ ...base, series });

    expect(text).toContain("f39: latest");
    expect(text).not.toContain("f10: ");
    expect(text).toMatch(/35 more series, none above \d+/);
  });

  it("give units as people read them", () => {
    expect(altText(chartOf([0.25, 1.5], { unit: "Seconds" }))).toContain("lowest 250 ms at 09:00");
    expect(altText(chartOf([1024 ** 3], { unit: "Bytes" }))).toContain("1 GiB at 09:00");
    expect(altText(chartOf([87.456], { unit: "Percent" }))).toContain("87.46% at 09:00");
    expect(altText(chartOf([12_345_678]))).toContain("12.35M at 09:00");
  });

  it("stay within what Slack takes, in whole sentences, whatever is drawn", () => {
    const long = "very-".repeat(500);
    const series = Array.from({ length: 30 }, (_, at) => line(`${long}${at}`, at, 10));
    const markers = Array.from({ length: 90 }, (_, at) => ({
      at: START + at * 1000,
      number: at,
      label: long,
      tone: "change" as const,
    }));

    const text = altText({ ...base, title: long, series, markers });

    expect(text.length).toBeLessThanOrEqual(1900);
    expect(text).toMatch(/More is in the picture\.$/);
    for (const chart of Object.values(GALLERY)) expect(altText(chart).length).toBeLessThan(1900);
  });

  it("have no control characters and nothing that turns the reading direction", () => {
    const text = altText({ ...base, title: "a\u202eb\u0000c\nd", series: [] });

    expect(text).toMatch(/^ab c d\. From/);
  });
});
