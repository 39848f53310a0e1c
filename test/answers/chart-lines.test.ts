import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartLines, chartNumbers } from "../../src/answers/chart-lines.ts";
import { toMarkdown } from "../../src/answers/to-markdown.ts";
import { toText } from "../../src/answers/to-text.ts";
import type { Chart } from "../../src/charts/chart-data.ts";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { chartAnswer, FROM, sampleChart, series } from "../slack/studio.ts";

const options = { zone: "UTC", width: 40, hasCaption: false };

function hourOf(values: (number | undefined)[], over: Partial<Chart> = {}): Chart {
  const points = values.flatMap((value, at) =>
    value === undefined ? [] : [{ at: FROM + at * 5 * MINUTE, value }],
  );
  return sampleChart({
    window: { from: FROM, to: FROM + HOUR },
    series: [{ label: "Errors", points, periodMs: 5 * MINUTE }],
    ...over,
  });
}

const rising = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

describe("a chart in a terminal", () => {
  it("is a row that rises where its values rise, its numbers, and the time below", () => {
    const lines = chartLines(hourOf(rising), { ...options, width: 24 });

    expect(lines).toEqual([
      "▁▁▂▂▃▃▃▃▄▄▅▅▅▅▆▆▇▇▇▇████",
      "Errors: latest 11 · least 0 · most 11",
      "12:00          13:00 UTC",
    ]);
  });

  it("leaves a gap where nothing was measured", () => {
    const [row] = chartLines(hourOf(rising.with(5, Number.NaN).slice(0, 10)), {
      ...options,
      width: 24,
    });

    expect(row).toMatch(/^\S{10} {2}\S{8} {4}$/);
  });

  it("keeps the highest value of a column: no peak is lost in a narrow terminal", () => {
    const points = Array.from({ length: 600 }, (_, at) => ({
      at: FROM + at * 6000,
      value: at === 301 ? 100 : 1,
    }));
    const chart = hourOf([], { series: [{ label: "Errors", points, periodMs: 6000 }] });

    const [row = ""] = chartLines(chart, { ...options, width: 20 });

    expect(row).toHaveLength(20);
    expect([...row].filter((letter) => letter === "█")).toHaveLength(1);
    expect(row.indexOf("█")).toBe(10);
  });

  it("numbers marks where they stand, and explains thresholds, spans and marks", () => {
    const chart = hourOf(rising, {
      unit: "Milliseconds",
      thresholds: [{ value: 5, label: "Threshold" }],
      spans: [{ from: FROM + 30 * MINUTE, to: FROM + HOUR, label: "in ALARM", tone: "alarm" }],
      markers: [
        { at: FROM + 30 * MINUTE, number: 1, label: "jane deployed", tone: "deployment" },
        { at: FROM + 31 * MINUTE, number: 2, label: "omar scaled", tone: "change" },
      ],
    });

    const lines = chartLines(chart, { ...options, zone: "Europe/Vienna", width: 24 });

    expect(lines).toEqual([
      expect.stringMatching(/^\S{24}$/),
      "Errors: latest 11 ms · least 0 s · most 11 ms",
      "            1",
      "13:00 14:00 Europe/Vienna",
      "— Threshold: 5 ms",
      "▓ 13:30 to 14:00: in ALARM",
      "1 13:30 jane deployed",
      "2 13:31 omar scaled",
    ]);
  });

  it("names the latest of many spans, and counts those before", () => {
    const spans = Array.from({ length: 30 }, (_, at) => ({
      from: FROM + at * MINUTE,
      to: FROM + at * MINUTE + 1,
      label: "ALARM",
      tone: "alarm" as const,
    }));

    const lines = chartLines(hourOf(rising, { spans }), options).filter((line) => /^▓/.test(line));

    expect(lines).toHaveLength(9);
    expect(lines[0]).toBe("▓ 22 earlier spans");
    expect(lines.at(-1)).toMatch(/^▓ 12:29 to 12:29: ALARM$/);
  });

  it("says that there is nothing", () => {
    expect(chartLines(hourOf([], { emptyWords: "No data." }), options)).toEqual(["No data."]);
    expect(chartLines(hourOf([], { series: [] }), options)).toEqual(["no data"]);
  });

  it("draws twelve of many series and counts the others", () => {
    const many = Array.from({ length: 500 }, (_, at) => series(`Series ${at}`, 12));

    const lines = chartLines(hourOf([], { series: many }), options);

    expect(lines.filter((line) => line.startsWith("Series "))).toHaveLength(12);
    expect(lines).toContain("… 488 more series");
  });

  it("is never wider than the terminal, nor breaks, whatever it holds", () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e300));
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 20 }),
        fc.integer({ min: 20, max: 200 }),
        (values, width) => {
          const [row = ""] = chartLines(hourOf(values), { ...options, width });
          expect(row.startsWith("no data") || row.length <= Math.min(width, 72)).toBe(true);
        },
      ),
    );
  });

  it("reads a hundred thousand values", () => {
    const [numbers] = chartNumbers(hourOf([], { series: [series("Errors", 100_000)] }));

    expect(numbers).toEqual({ label: "Errors", latest: "99,999", least: "0", most: "99,999" });
  });
});

describe("the numbered marks of a chart", () => {
  it("are explained by its caption alone where there is one", () => {
    const chart = hourOf(rising, {
      markers: [{ at: FROM, number: 1, label: "jane deployed", tone: "deployment" }],
    });

    const lines = chartLines(chart, { ...options, hasCaption: true });

    expect(lines.join("\n")).not.toContain("jane deployed");
    expect(lines).toContain("1");
  });
});

describe("an answer with a chart as text", () => {
  const answer = chartAnswer(
    hourOf(rising, { title: "Errors\u001b[2J", series: [series("a\u001b[31mb\u202e", 12)] }),
  );

  it("has title, drawing, numbers and caption, and no control character", () => {
    const text = toText(answer, { colour: false, zone: "UTC", width: 60 });

    expect(text).toContain("\nErrors [2J\n  ▁");
    expect(text).toContain("a [31mb : latest 11 · least 0 · most 11");
    expect(text).toContain("  ① jane cut the concurrency");
    expect(text).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  });

  it("has a table of its numbers in Markdown", () => {
    const text = toMarkdown(chartAnswer(hourOf(rising, { unit: "Percent" })), { zone: "UTC" });

    expect(text).toContain("**lambda checkout-api · Errors**");
    expect(text).toContain(
      "| Series | Latest | Least | Most |\n| --- | --- | --- | --- |\n| Errors | 11% | 0% | 11% |",
    );
    expect(text).toContain("- ① **jane** cut the concurrency");
  });
});
