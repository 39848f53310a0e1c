import { describe, expect, it } from "vitest";
import type { Chart } from "../../../src/charts/chart-data.ts";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { answerView } from "../../../src/slack/views/answer-view.ts";
import { viewProblems } from "../../../src/slack/views/check.ts";
import { nativeChart } from "../../../src/slack/views/native-chart.ts";
import type { ChartPicture } from "../../../src/slack/views/sections/chart.ts";
import { chartAnswer, FROM, sampleChart, series, smallChart } from "../studio.ts";

const hung: ChartPicture = { kind: "file", fileId: "F1" };

function view(charts: Chart[], picture?: ChartPicture) {
  return answerView(chartAnswer(...charts), { questionId: "q1", pictureOf: () => picture });
}

function typesOf(blocks: { type: string }[]): string[] {
  return blocks.map(({ type }) => type);
}

/** The texts in which Slack looks for mentions and markup. */
function marked(blocks: unknown): string {
  const texts: string[] = [];
  JSON.stringify(blocks, (_, value) => {
    if (value?.type === "mrkdwn") texts.push(value.text);
    return value;
  });
  return texts.join("\n");
}

describe("a chart in a message", () => {
  it("is its uploaded picture with description and caption; its own title is not said twice", () => {
    const { blocks } = view([sampleChart()], hung);

    const image = blocks.find(({ type }) => type === "image");
    expect(image).toMatchObject({
      slack_file: { id: "F1" },
      alt_text: expect.stringContaining("Errors"),
    });
    expect(image).not.toHaveProperty("title");
    expect(JSON.stringify(blocks)).toContain("① *jane* cut the concurrency");
  });

  it("has a title above its picture where that is another than the drawn one", () => {
    const answer = chartAnswer(sampleChart());
    const sections = answer.sections.map((one) => ({ ...one, title: ["3. ", "Errors"] }) as never);

    const { blocks } = answerView(
      { ...answer, sections },
      { questionId: "q", pictureOf: () => hung },
    );

    expect(blocks.find(({ type }) => type === "image")).toMatchObject({
      title: { text: "3. Errors" },
    });
  });

  it("is said in numbers while there is no picture, without a word of excuse", () => {
    const { blocks } = view([sampleChart()]);

    const text = JSON.stringify(blocks);
    expect(typesOf(blocks)).not.toContain("image");
    expect(text).toContain("*Errors* latest 35 · least 0 · most 35");
    expect(text).not.toContain("could not be shown");
  });

  it("is said in numbers with the reason where its picture could not be made", () => {
    const { blocks } = view([sampleChart()], { kind: "missing", why: "Add files:write." });

    const text = JSON.stringify(blocks);
    expect(text).toContain("latest 35");
    expect(text).toContain("The picture could not be shown: Add files:write.");
  });

  it("says thresholds, spans and marks in words too", () => {
    const { blocks } = view([
      sampleChart({
        thresholds: [{ value: 5, label: "Threshold" }],
        spans: [{ from: FROM, to: FROM + HOUR, label: "in ALARM", tone: "alarm" }],
        markers: [{ at: FROM + HOUR, number: 1, label: "deployed", tone: "deployment" }],
      }),
    ]);

    const text = JSON.stringify(blocks);
    expect(text).toContain("— Threshold: 5");
    expect(text).toContain("13:00 to 14:00: in ALARM");
    // The caption explains what is numbered.
    expect(text).not.toContain("1 14:00 deployed");
  });

  it("falls back to sections and contexts alone", () => {
    const { plain = [] } = view([sampleChart(), smallChart()], hung);

    expect(new Set(typesOf(plain))).toEqual(new Set(["section", "context"]));
  });

  it("is Slack's own chart where that shows everything", () => {
    const { blocks } = view([smallChart({ thresholds: [{ value: 5, label: "Threshold" }] })]);

    const chart = blocks.find(({ type }) => type === "data_visualization");
    expect(chart).toMatchObject({
      title: "lambda checkout-api · Errors",
      chart: {
        type: "line",
        series: [
          { name: "Errors", data: expect.arrayContaining([{ label: "13:00", value: 0 }]) },
          { name: "Threshold", data: expect.arrayContaining([{ label: "13:55", value: 5 }]) },
        ],
        axis_config: { x_label: "Europe/Vienna", y_label: "Count" },
      },
    });
  });

  it.each([1, 3, 10])(
    "%i in one message keep Slack's limits, with the longest names and captions",
    (count) => {
      const charts = Array.from({ length: count }, (_, at) =>
        sampleChart({
          title: `${"a long title ".repeat(30)} ${at}`,
          series: Array.from({ length: 40 }, (_unused, row) =>
            series(`${"series ".repeat(20)}${row}`, 36),
          ),
        }),
      );

      for (const picture of [hung, undefined, { kind: "missing", why: "x".repeat(900) } as const]) {
        expect(viewProblems(view(charts, picture))).toEqual([]);
      }
      const shown = view(charts, hung).blocks.filter(({ type }) => type === "image");
      expect(shown).toHaveLength(count);
    },
  );

  it("keeps control characters, mentions and markup of names out", () => {
    const evil = "<!channel> *x* \u001b[31m\u202e `y` :tada:";
    const chart = sampleChart({ title: evil, series: [series(evil, 36)] });

    for (const picture of [hung, undefined]) {
      const made = view([chart], picture);
      expect(viewProblems(made)).toEqual([]);
      expect(marked(made.blocks)).not.toContain("<!channel>");
      expect(JSON.stringify(made.blocks)).not.toContain("\\u001b");
    }
  });

  it("links to its graph, and says nothing of a link that is too long", () => {
    const captioned = (length: number) => {
      const answer = chartAnswer(sampleChart());
      const url = `https://console.aws.amazon.com/${"x".repeat(length)}`;
      const caption = [[{ kind: "link", text: "In the console", url }]];
      const sections = answer.sections.map((one) => ({ ...one, caption }) as never);
      return JSON.stringify(answerView({ ...answer, sections }, { questionId: "q" }).blocks);
    };

    expect(captioned(1000)).toContain("|In the console>");
    expect(captioned(2500)).not.toContain("In the console");
  });

  it("without any datapoint says so", () => {
    const chart = sampleChart({
      series: [{ label: "Errors", points: [] }],
      emptyWords: "No data in this window.",
    });

    const text = JSON.stringify(view([chart]).blocks);

    expect(text).toContain("No data in this window.");
    expect(text).toContain("*Errors* no data");
  });
});

describe("Slack's own chart", () => {
  const unfit: [string, Partial<Chart>][] = [
    ["more than 20 points", sampleChart()],
    ["two points", { series: [series("Errors", 2)] }],
    [
      "a gap",
      {
        series: [{ ...series("Errors", 12), points: series("Errors", 12).points.toSpliced(5, 1) }],
      },
    ],
    ["nothing at its end", { window: { from: FROM, to: FROM + 2 * HOUR } }],
    ["nothing at its beginning", { window: { from: FROM - HOUR, to: FROM + HOUR } }],
    ["series of other moments", { series: [series("Errors", 12), series("Throttles", 11)] }],
    ["two series of one name", { series: [series("Errors", 12), series("Errors", 12)] }],
    ["seven series", { series: Array.from({ length: 7 }, (_, at) => series(`Series ${at}`, 12)) }],
    [
      "a value that is no number",
      {
        series: [
          {
            ...series("E", 12),
            points: series("E", 12).points.map((p) => ({ ...p, value: Number.NaN })),
          },
        ],
      },
    ],
    ["a mark", { markers: [{ at: FROM, number: 1, label: "x", tone: "change" }] }],
    ["a span", { spans: [{ from: FROM, to: FROM + MINUTE, label: "x", tone: "alarm" }] }],
    ["a band", { band: { label: "expected", lower: [], upper: [] } }],
    ["a right axis", { series: [{ ...series("E", 12), axis: "right" }] }],
    ["a fixed range", { range: { min: 0, max: 100 } }],
    ["no series", { series: [] }],
  ];

  it.each(unfit)("is not used for %s", (_, over) => {
    expect(nativeChart(smallChart(over))).toBeUndefined();
  });

  it.each([
    ["Milliseconds", 2400, "s", 2.4],
    ["Bytes", 3 * 1024 ** 3, "GiB", 3],
    ["Percent", 87.5, "%", 87.5],
    ["Count", 12_345_678, "Count M", 12.35],
    [undefined, 7, undefined, 7],
  ])("shows %s in a size that is read easily", (unit, most, label, shown) => {
    const points = series("E", 12).points.map((point) => ({ ...point, value: most }));

    const native = nativeChart({
      ...smallChart({ series: [{ ...series("E", 12), points }] }),
      ...(unit === undefined ? { unit: "None" } : { unit }),
    })?.chart;

    expect(native?.axis_config.y_label).toBe(label);
    expect(native?.series[0]?.data[0]?.value).toBe(shown);
  });

  it("names days where the window is longer than one", () => {
    const points = Array.from({ length: 8 }, (_, at) => ({ at: FROM + at * 6 * HOUR, value: at }));
    const chart = smallChart({
      window: { from: FROM, to: FROM + 48 * HOUR },
      series: [{ label: "Errors", points, periodMs: 6 * HOUR, look: "bars" }],
    });

    const native = nativeChart(chart)?.chart;

    expect(native?.type).toBe("bar");
    expect(native?.axis_config.categories.slice(0, 2)).toEqual(["11-22 13:00", "11-22 19:00"]);
  });

  it("is not used for the hour that a change of clocks repeats", () => {
    const from = Date.UTC(2026, 9, 25, 0, 30);
    const points = Array.from({ length: 12 }, (_, at) => ({
      at: from + at * 10 * MINUTE,
      value: at,
    }));
    const chart = smallChart({
      window: { from, to: from + 120 * MINUTE },
      series: [{ label: "Errors", points, periodMs: 10 * MINUTE }],
    });

    expect(nativeChart(chart)).toBeUndefined();
    expect(nativeChart({ ...chart, zone: "UTC" })).toBeDefined();
  });
});
