import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartSvg } from "../../src/charts/chart.ts";
import type { Chart, ChartSeries } from "../../src/charts/chart-data.ts";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import { GALLERY, line, points, START } from "./gallery.ts";

const base: Chart = {
  title: "errors",
  window: { from: START, to: START + 3 * HOUR },
  zone: "UTC",
  unit: "Count",
  series: [],
};

const draw = (more: Partial<Chart>) => chartSvg({ ...base, ...more });

/** Texts of the picture, as they are read. */
function textsIn(svg: string): string[] {
  const found = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)];
  return found.map(([, text = ""]) => text.replaceAll("&lt;", "<").replaceAll("&amp;", "&"));
}

const count = (svg: string, part: string) => svg.split(part).length - 1;

/** Beginnings of lines in the path of the first series. */
function linesIn(svg: string, colour = "#0b5cad"): number {
  const path = svg
    .match(/<path [^>]*>/g)
    ?.find((each) => each.includes(`stroke="${colour}"`) && each.includes('fill="none"'));
  return (path?.match(/M/g) ?? []).length;
}

describe("a chart", () => {
  it("names title, series, unit, day and zone", () => {
    const texts = textsIn(draw({ series: [line("sum", 1, 10)], zone: "Europe/Berlin" }));

    expect(texts).toEqual(
      expect.arrayContaining(["errors", "sum", "Count", "Sun 22 Nov 2026", "Europe/Berlin"]),
    );
  });

  it("breaks lines at gaps and dots what stands alone", () => {
    const whole = points(60, () => 5);
    const torn = whole.filter((_, at) => at < 20 || at === 30 || at > 40);

    const svg = draw({ series: [{ label: "a", periodMs: MINUTE, points: torn }] });

    expect(linesIn(draw({ series: [{ label: "a", periodMs: MINUTE, points: whole }] }))).toBe(1);
    expect(linesIn(svg)).toBe(2);
    expect(count(svg, "<circle")).toBe(1);
  });

  it("holds the last step for its period", () => {
    const steps = points(18, () => 5, { periodMs: 10 * MINUTE });

    const svg = draw({
      series: [{ label: "a", look: "steps", periodMs: 10 * MINUTE, points: steps }],
    });

    const [, foot = ""] =
      /<line x1="[\d.]+" y1="[\d.]+" x2="([\d.]+)"[^>]*stroke="#9aa3af"/.exec(svg) ?? [];
    const path = /<path d="([^"]*)"[^>]*stroke="#0b5cad"/.exec(svg)?.[1] ?? "";
    expect(Number(path.split("L").at(-1)?.split(" ")[0])).toBeCloseTo(Number(foot), 0);
  });

  it("takes the usual distance for the period where none is told", () => {
    const torn = points(60, () => 5).filter((_, at) => at < 20 || at > 40);

    expect(linesIn(draw({ series: [{ label: "a", points: torn }] }))).toBe(2);
  });

  it("leaves out what is no number and says so", () => {
    const broken = points(50, (at) => (at === 7 ? Number.NaN : at === 9 ? Infinity : at));

    const texts = textsIn(draw({ series: [{ label: "a", points: broken }] }));

    expect(texts).toContain("2 values that are no numbers are left out");
  });

  it("draws the eleven largest of many series and counts the others", () => {
    const series = Array.from({ length: 500 }, (_, at) => ({
      label: `series-${at}`,
      points: points(20, (index) => at + index / 100),
    }));

    const texts = textsIn(draw({ series }));

    expect(texts.filter((text) => text.startsWith("series-"))).toHaveLength(11);
    expect(texts).toContain("series-499");
    expect(texts).toContain("489 more, not drawn");
  });

  it("sums what a stack has no room for, so that its height stays right", () => {
    const series = Array.from({ length: 20 }, (_, at) => ({
      label: `part-${at}`,
      periodMs: MINUTE,
      points: points(10, () => 10),
    }));

    const texts = textsIn(draw({ series, isStacked: true }));

    expect(texts).toContain("9 more");
    expect(texts).toContain("200");
  });

  it("keeps lines apart without colour", () => {
    const series = [1, 2, 3, 4].map((at) => line(`series ${at}`, at, at * 10));

    const svg = draw({ series });

    const paths = svg.match(/<path [^>]*stroke-width[^>]*>/g) ?? [];
    const dashes = paths.map((path) => /stroke-dasharray="([^"]*)"/.exec(path)?.[1]);
    expect(new Set(dashes).size).toBe(4);
    expect(textsIn(svg)).toEqual(expect.arrayContaining(series.map(({ label }) => label)));
  });

  it("says where a threshold lies that is far from all that was measured", () => {
    const near = textsIn(
      draw({ series: [line("a", 1, 4)], thresholds: [{ value: 9, label: "limit" }] }),
    );
    const far = textsIn(
      draw({ series: [line("a", 1, 4)], thresholds: [{ value: 900, label: "limit" }] }),
    );

    expect(near).toContain("limit");
    expect(far).toContain("↑ limit");
  });

  it("never puts numbers of markers on each other", () => {
    const markers = Array.from({ length: 60 }, (_, at) => ({
      at: START + at * 2 * MINUTE + (at % 3) * 20_000,
      number: at + 1,
      label: "change",
      tone: "change" as const,
    }));

    const svg = draw({ series: [line("a", 1, 4)], markers });

    const boxes = [
      ...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"[^>]*rx="18"/g),
    ];
    const placed = boxes.map(([, x, y, width]) => ({
      x: Number(x),
      y: Number(y),
      end: Number(x) + Number(width),
    }));
    const touching = placed.filter((a, at) =>
      placed.some((b, other) => at !== other && a.y === b.y && a.x < b.end && b.x < a.end),
    );
    expect(placed.length).toBeGreaterThan(10);
    expect(touching).toEqual([]);
    const said = textsIn(svg).join(" ");
    expect(said).toContain("–");
  });

  it("shows nothing but words where nothing was measured", () => {
    const svg = draw({ series: [{ label: "a", points: [] }], emptyWords: "No datapoints" });

    expect(textsIn(svg)).toContain("No datapoints");
    expect(linesIn(svg)).toBe(0);
  });

  it("draws no more points than a picture has room for", () => {
    const from = START - 3650 * DAY;
    const many = points(87_600, (at) => at % 100, { from, periodMs: HOUR });

    const svg = draw({
      window: { from, to: START },
      series: [{ label: "a", periodMs: HOUR, points: many }],
    });

    expect(svg.length).toBeLessThan(150_000);
    expect(linesIn(svg)).toBe(1);
  });

  it("cuts what labels share, so that what is left tells them apart", () => {
    const shared = "arn:aws:states:eu-west-1:111122223333:stateMachine:a-long-name-of-the-";
    const series = ["refunds", "orders"].map((end, at) => line(`${shared}${end}`, at, 10));

    const texts = textsIn(chartSvg({ ...base, series }, { width: 500, height: 300 }));

    expect(texts.some((text) => text.includes("…") && text.endsWith("refunds"))).toBe(true);
    expect(texts.some((text) => text.includes("…") && text.endsWith("orders"))).toBe(true);
  });
});

describe("any chart at all", () => {
  const word = fc.string({ unit: "binary", maxLength: 300 });
  const number = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constantFrom(Number.NaN, Infinity, 0, 1e308),
  );
  const moment = fc.oneof(
    fc.integer({ min: START - DAY, max: START + DAY }),
    fc.double(),
    fc.constantFrom(Number.NaN, Infinity, 8.7e15, -1),
  );
  const point = fc.record({ at: moment, value: number });
  const looks: NonNullable<ChartSeries["look"]>[] = ["line", "area", "bars", "steps", "earlier"];
  const chart: fc.Arbitrary<Chart> = fc.record({
    title: word,
    window: fc.record({ from: moment, to: moment }),
    zone: fc.oneof(word, fc.constantFrom("Europe/Berlin", "Asia/Kathmandu")),
    unit: fc.oneof(word, fc.constantFrom("Bytes", "Percent", "Seconds", "Count/Second")),
    isStacked: fc.boolean(),
    series: fc.array(
      fc.record({
        label: word,
        points: fc.array(point, { maxLength: 30 }),
        look: fc.constantFrom(...looks),
        axis: fc.constantFrom("left" as const, "right" as const),
      }),
      { maxLength: 14 },
    ),
    thresholds: fc.array(
      fc.record({ value: number, label: word, breach: fc.constant("above" as const) }),
      { maxLength: 3 },
    ),
    band: fc.record({ label: word, lower: fc.array(point), upper: fc.array(point) }),
    spans: fc.array(
      fc.record({ from: moment, to: moment, label: word, tone: fc.constant("alarm" as const) }),
      { maxLength: 3 },
    ),
    markers: fc.array(
      fc.record({ at: moment, number, label: word, tone: fc.constant("change" as const) }),
      { maxLength: 5 },
    ),
    range: fc.record({ min: number, max: number }),
  });

  it("is drawn with numbers that are numbers and text that is escaped", () => {
    fc.assert(
      fc.property(chart, (any) => {
        const svg = chartSvg(any);

        const attributes = svg.replace(/<text([^>]*)>[^<]*<\/text>/g, "<text$1/>");
        expect(attributes).not.toMatch(/NaN|Infinity|undefined/);
        expect(svg).not.toMatch(/\p{Cc}|[\ufffe\uffff]|\p{Cs}/u);
        expect(svg.replace(/&(amp|lt|gt|quot|apos);/g, "")).not.toContain("&");
      }),
      { numRuns: 150 },
    );
  });

  it("of the gallery is drawn the same twice", () => {
    for (const each of Object.values(GALLERY)) expect(chartSvg(each)).toBe(chartSvg(each));
  });
});
