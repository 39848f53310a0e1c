import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer, Section } from "../../../src/answers/answer.ts";
import { toMarkdown } from "../../../src/answers/to-markdown.ts";
import { toText } from "../../../src/answers/to-text.ts";
import { Problem } from "../../../src/domain/problem.ts";
import { HOUR } from "../../../src/domain/time.ts";
import type { MetricsAsked } from "../../../src/questions/metrics/asked.ts";
import { answerDashboard } from "../../../src/questions/metrics/dashboard.ts";
import { answerDashboards } from "../../../src/questions/metrics/dashboards.ts";
import { answerView } from "../../../src/slack/views/answer-view.ts";
import { viewProblems } from "../../../src/slack/views/check.ts";
import { createFakeTrail } from "../../slack/desk-bot.ts";
import { quietRun } from "../../support/ask.ts";
import {
  alarmOf,
  askedFor,
  type FakeCloudWatch,
  fakeCloudWatch,
  NOW,
  PROD,
  STAGING,
} from "./fake-dashboards.ts";

const fixtures = resolve(import.meta.dirname, "../../fixtures/dashboards");
const checkout = readFileSync(join(fixtures, "checkout.json"), "utf8");
const context = {
  now: NOW,
  zone: "UTC",
  accountNames: { prod: PROD.account, staging: STAGING.account },
};

function graphs(count: number): string {
  const widgets = Array.from({ length: count }, (_, index) => ({
    type: "metric",
    x: 0,
    y: index,
    properties: {
      title: `Graph ${index + 1}`,
      metrics: [["AWS/SQS", "NumberOfMessagesSent", "QueueName", `queue-${index + 1}`]],
      region: "eu-west-1",
    },
  }));
  return JSON.stringify({ widgets });
}

const stored = [
  { name: "checkout", place: PROD, body: checkout },
  { name: "platform", place: PROD, body: graphs(50) },
  { name: "platform", place: STAGING, body: graphs(1) },
  { name: "Team Payments / weekly", place: PROD, body: graphs(2) },
];

function cloudWatch(more: Parameters<typeof fakeCloudWatch>[0] = {}): FakeCloudWatch {
  return fakeCloudWatch({
    dashboards: stored,
    alarms: [alarmOf("checkout-api-errors", { state: "ALARM" })],
    ...more,
  });
}

function show(
  asked: MetricsAsked,
  cloudwatch: FakeCloudWatch,
  question = answerDashboard,
): Promise<Answer> {
  const sources = { cloudwatch, trail: createFakeTrail([]) };
  return question(asked, `dashboard ${asked.name}`, sources, context, quietRun);
}

const kinds = (sections: Section[]) => sections.map(({ kind }) => kind);
const charts = ({ sections }: Answer) =>
  sections.flatMap((section) => (section.kind === "chart" ? [section] : []));

describe("a dashboard", () => {
  it("shows each widget in its order, as picture, numbers or text", async () => {
    const answer = await show(askedFor("checkout"), cloudWatch());

    expect(answer.headline).toBe("Dashboard checkout: 7 widgets");
    expect(kinds(answer.sections)).toEqual([
      ...["text"],
      ...["text", "list"],
      ...["text", "table"],
      ...["chart"],
      ...["text", "text", "record"],
      ...["text", "table", "callout"],
      ...["text", "text"],
      ...["text", "text"],
    ]);
    expect(answer.data.widgets).toMatchObject([
      { number: 1, type: "text" },
      { number: 2, type: "metric", view: "singleValue", series: [{ label: expect.any(String) }] },
      { number: 3, type: "metric", view: "timeSeries", alarms: [{ state: "ALARM" }] },
      { number: 4, type: "log", groups: ["/aws/lambda/checkout-api", "/aws/lambda/jobs-worker"] },
      { number: 5, type: "alarm", alarms: [{ name: "checkout-api-errors", state: "ALARM" }] },
      { number: 6, type: "custom" },
      { number: 7, type: "hologram" },
    ]);
  });

  it("draws thresholds of lines and alarms, moments with numbers, and both axes", async () => {
    const [section] = charts(await show(askedFor("checkout"), cloudWatch()));

    expect(section?.chart).toMatchObject({
      title: "Calls and errors",
      range: { min: 0, max: 100 },
      thresholds: [
        { value: 5, label: "too many", breach: "above" },
        { value: 1 },
        { value: 2 },
        { value: 5, label: "checkout-api-errors", breach: "above" },
      ],
      markers: [{ number: 1, at: Date.UTC(2026, 10, 22, 10), label: "deploy" }],
    });
    expect(section?.chart.series.map(({ label, axis }) => [label, axis])).toEqual([
      ["Invocations", "right"],
      ["errors of the worker", undefined],
      ["errors in percent", undefined],
    ]);
    expect(JSON.stringify(section?.caption)).toContain("deploy");
  });

  it("asks all metrics of a page at once, formulas apart with their own ids", async () => {
    const cloudwatch = cloudWatch();

    await show(askedFor("checkout"), cloudwatch);

    const [asks = []] = cloudwatch.asked;
    expect(cloudwatch.asked).toHaveLength(1);
    expect(asks.map(({ queries }) => queries.map(({ id }) => id))).toEqual([
      ["w2_1"],
      ["calls", "errors", "row3", "share"],
    ]);
    expect(asks[0]?.queries[0]).toMatchObject({ stat: "Maximum", period: 6 * 3600 });
  });

  it("takes the dashboard's own window unless one is named", async () => {
    const cloudwatch = cloudWatch();
    const named = { ...askedFor("").window, from: NOW - HOUR, byDefault: false };

    await show(askedFor("checkout"), cloudwatch);
    await show(askedFor("checkout", { window: named }), cloudwatch);

    const windows = cloudwatch.asked.map(([ask]) => ask?.window);
    expect(windows).toEqual([
      { from: NOW - 6 * HOUR, to: NOW },
      { from: NOW - HOUR, to: NOW },
    ]);
  });

  it("keeps a dashboard of 50 graphs usable: six a page in one request, the next page at hand", async () => {
    const cloudwatch = cloudWatch();
    const asked = askedFor("platform", { accounts: [PROD.account] });

    const first = await show(asked, cloudwatch);
    const last = await show({ ...asked, page: 9 }, cloudwatch);
    const beyond = await show({ ...asked, page: 99 }, cloudwatch);

    expect(charts(first)).toHaveLength(6);
    expect(first.headline).toBe("Dashboard platform: 50 widgets, page 1 of 9");
    expect(first.followUps[0]).toEqual({ label: "Page 2 of 9", text: "dashboard platform page 2" });
    expect(cloudwatch.asked[0]).toHaveLength(1);
    expect(charts(last)).toHaveLength(2);
    expect(JSON.stringify(beyond.sections)).toContain("It has no page 99");
    expect(charts(beyond)).toHaveLength(2);
  });

  it("shows one widget by its number", async () => {
    const answer = await show(askedFor("platform widget 7"), cloudWatch());

    expect(answer.headline).toBe("Dashboard platform, widget 7 of 50");
    expect(charts(answer).map(({ chart }) => chart.title)).toEqual(["Graph 7"]);
  });

  it("says where else a dashboard of the name is", async () => {
    const answer = await show(askedFor("platform"), cloudWatch());

    expect(answer.followUps.map(({ text }) => text)).toContain(
      "dashboard platform in staging region eu-west-1",
    );
  });

  it("quotes names with spaces and slashes, and finds names by a part in any case", async () => {
    const answer = await show(askedFor("team payments"), cloudWatch());

    expect(answer.headline).toContain("Team Payments / weekly");
    expect(answer.followUps[0]?.text).toBe('dashboard "Team Payments / weekly" widget 1');
  });

  it("offers the nearest names for one that is not there", async () => {
    const answer = await show(askedFor("chekout"), cloudWatch());

    expect(answer.outcome).toBe("nothing");
    expect(answer.followUps[0]).toEqual({ label: "checkout", text: "dashboard checkout" });
  });

  it("shows the rest where the metrics cannot be read", async () => {
    const refused = new Problem("aws.denied", "No permission.", "Allow cloudwatch:GetMetricData.");

    const answer = await show(askedFor("checkout"), cloudWatch({ metricsFail: refused }));

    expect(answer.outcome).toBe("found");
    expect(JSON.stringify(answer.sections)).toContain("Allow cloudwatch:GetMetricData.");
    expect(answer.data.widgets).toHaveLength(7);
  });

  it("says which series are missing, and draws 16 of 500 lines", async () => {
    const search = JSON.stringify({
      widgets: [
        {
          type: "metric",
          properties: { metrics: [[{ expression: "SEARCH('x', 'Sum')", id: "e1" }]], title: "All" },
        },
      ],
    });
    const many = cloudWatch({
      dashboards: [{ name: "many", place: PROD, body: search }],
      series: (id, { window }) =>
        Array.from({ length: 500 }, (_, index) => ({
          id,
          label: `series ${index}`,
          points: [{ at: window.from, value: index }],
          status: index === 3 ? ("forbidden" as const) : ("complete" as const),
          messages: [],
        })),
    });

    const answer = await show(askedFor("many"), many);

    const [section] = charts(answer);
    expect(section?.chart.series).toHaveLength(16);
    expect(section?.chart.series.at(-1)?.label).toBe("series 499");
    expect(JSON.stringify(answer.sections)).toContain(
      "Missing: “series 3” may not be read; 484 series not drawn.",
    );
  });

  it("draws what an alarm watches where a graph names the alarm alone", async () => {
    const body = JSON.stringify({
      widgets: [
        {
          type: "metric",
          properties: {
            annotations: { alarms: [alarmOf("checkout-api-errors").arn] },
            title: "Errors",
          },
        },
      ],
    });
    const cloudwatch = cloudWatch({ dashboards: [{ name: "one", place: PROD, body }] });

    const answer = await show(askedFor("one"), cloudwatch);

    expect(cloudwatch.asked[0]?.[0]?.queries).toMatchObject([{ stat: "Sum" }]);
    expect(charts(answer)[0]?.chart).toMatchObject({ unit: "Count", series: [{}] });
  });

  it("says what is wrong with a broken body, and that it is empty", async () => {
    const dashboards = [{ name: "torn", place: PROD, body: '{"widgets":[' }];

    const answer = await show(askedFor("torn"), cloudWatch({ dashboards }));

    expect(answer.outcome).toBe("nothing");
    expect(JSON.stringify(answer.sections)).toContain("broken at character 13");
  });

  it("can be shown in Slack, in a terminal and as Markdown whatever it holds", async () => {
    const hostile = JSON.stringify({
      widgets: [
        {
          type: "text",
          properties: { markdown: "<!channel> *x* [a](javascript:alert(1)) \u202e" },
        },
        {
          type: "metric",
          properties: {
            title: "<!here> `x` \u0007",
            metrics: [["<@U1>", "*b*", "", "", { label: "~x~ :aws: |" }]],
            annotations: { horizontal: [{ value: 1e308, label: "<x>" }] },
          },
        },
        { type: "log", properties: { query: "```\n<!channel>" } },
        { type: "<!channel>" },
      ],
    });
    const cloudwatch = cloudWatch({
      dashboards: [{ name: "<!here>", place: PROD, body: hostile }],
    });

    const answer = await show(askedFor("<!here>"), cloudwatch);

    const content = answerView(answer, { questionId: "q" });
    expect(viewProblems(content)).toEqual([]);
    const mrkdwn = [...JSON.stringify(content).matchAll(/"mrkdwn","text":"(?:[^"\\]|\\.)*"/g)];
    expect(mrkdwn.length).toBeGreaterThan(3);
    expect(mrkdwn.join("\n")).not.toMatch(/<!(?:channel|here)|javascript:[^)]*\|/);
    expect(toText(answer, { colour: false, zone: "UTC" })).not.toContain("\u0007");
    expect(toMarkdown(answer, { zone: "UTC" })).not.toContain("\u202e");
  });

  it("fits into Slack's limits whatever its widgets hold", async () => {
    const text = fc.constantFrom(
      "<!here>",
      "*x*",
      "",
      "`",
      "AWS/SQS",
      ".",
      "...",
      "SELECT 1",
      "𝒳".repeat(300),
    );
    const value = fc.oneof(text, fc.double(), fc.constant(null), fc.array(text, { maxLength: 3 }));
    const widget = fc.record(
      {
        type: fc.constantFrom("metric", "text", "log", "alarm", "custom"),
        x: value,
        y: value,
        properties: fc.record(
          {
            title: value,
            markdown: value,
            query: value,
            view: fc.constantFrom("timeSeries", "pie", "gauge", "table", "bar", "singleValue"),
            metrics: fc.array(fc.array(value, { maxLength: 5 }), { maxLength: 4 }),
            stat: value,
            period: value,
            region: value,
            alarms: fc.array(value, { maxLength: 3 }),
            annotations: fc.dictionary(
              fc.constantFrom("horizontal", "vertical", "alarms"),
              fc.array(fc.record({ value, label: value, fill: value }), { maxLength: 3 }),
            ),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    );

    await fc.assert(
      fc.asyncProperty(fc.array(widget, { maxLength: 15 }), async (widgets) => {
        const body = JSON.stringify({ widgets });
        const cloudwatch = cloudWatch({ dashboards: [{ name: "any", place: PROD, body }] });

        const answer = await show(askedFor("any"), cloudwatch);

        expect(viewProblems(answerView(answer, { questionId: "q" }))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("reads 500 widgets of 20 rows each in a moment", async () => {
    const metrics = Array.from({ length: 20 }, (_, n) => ["AWS/SQS", "Age", "QueueName", `q${n}`]);
    const widgets = Array.from({ length: 500 }, () => ({
      type: "metric",
      properties: { metrics },
    }));
    const body = JSON.stringify({ widgets });
    const cloudwatch = cloudWatch({ dashboards: [{ name: "large", place: PROD, body }] });

    const from = performance.now();
    const answer = await show(askedFor("large"), cloudwatch);
    const tookMs = performance.now() - from;

    expect(answer.headline).toBe("Dashboard large: 500 widgets, page 1 of 84");
    expect(tookMs).toBeLessThan(1500);
  });
});

describe("the list of dashboards", () => {
  it("says where each is and how old, and asks the next question", async () => {
    const answer = await show(askedFor(""), cloudWatch(), answerDashboards);

    expect(answer.headline).toBe("4 dashboards");
    const [section] = answer.sections;
    expect(section?.kind === "table" && section.rows[1]?.slice(1, 3)).toEqual([
      ["prod, eu-west-1"],
      ["2 days ago"],
    ]);
    expect(answer.followUps.map(({ text }) => text)).toEqual([
      'dashboard "Team Payments / weekly"',
      "dashboard checkout",
      "dashboard platform in prod region eu-west-1",
      "dashboard platform in staging region eu-west-1",
    ]);
  });

  it.each([
    ["plat", 2],
    ["Team*weekly", 1],
    ["*o*t*", 1],
    ["nothing", 0],
  ])("takes %s as a part of the name", async (name, count) => {
    const answer = await show(askedFor(name), cloudWatch(), answerDashboards);

    expect(answer.data.dashboards).toHaveLength(count);
  });
});
