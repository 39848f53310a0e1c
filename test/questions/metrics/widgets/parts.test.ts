import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../../../src/domain/time.ts";
import { planReads } from "../../../../src/questions/metrics/widgets/asks.ts";
import { parseDashboard } from "../../../../src/questions/metrics/widgets/body.ts";
import { dashboardUrl, graphUrl } from "../../../../src/questions/metrics/widgets/console-links.ts";
import { rowLabels } from "../../../../src/questions/metrics/widgets/labels.ts";
import { markdownLines } from "../../../../src/questions/metrics/widgets/markdown-lines.ts";
import {
  boundOf,
  fittingPeriod,
  storedWindow,
  wholePeriod,
} from "../../../../src/questions/metrics/widgets/spans.ts";
import type { MetricWidget } from "../../../../src/questions/metrics/widgets/widget.ts";
import { safeUrl } from "../../../../src/slack/views/mrkdwn.ts";
import { NOW, PROD } from "../fake-dashboards.ts";

const window = { from: NOW - 3 * HOUR, to: NOW };

function widgetOf(properties: Record<string, unknown>): MetricWidget {
  const body = parseDashboard(JSON.stringify({ widgets: [{ type: "metric", properties }] }));
  const content = body.widgets[0]?.content;
  if (content?.kind !== "metric") throw new Error("no metric widget");
  return content;
}

const placed = (number: number, properties: Record<string, unknown>) => ({
  number,
  metric: widgetOf(properties),
  place: PROD,
  window,
});

const sqs = (queue: string, options = {}) => ["AWS/SQS", "Age", "QueueName", queue, options];

describe("the windows of a dashboard", () => {
  it.each([
    ["-PT3H", NOW - 3 * HOUR],
    ["-P7D", NOW - 7 * DAY],
    ["-P1W", NOW - 7 * DAY],
    ["P0D", NOW],
    ["2026-11-22T10:00:00Z", Date.UTC(2026, 10, 22, 10)],
    ["yesterday", undefined],
    ["P", undefined],
  ])("begin at %s", (text, at) => {
    expect(boundOf(text, NOW)).toBe(at);
  });

  it("are those of the widget, else of the dashboard, and never end in the future", () => {
    const widget = { start: "-PT1H", end: "2027-01-01T00:00:00Z" };
    const dashboard = { start: "-PT6H" };

    expect(storedWindow([widget, dashboard], NOW)).toEqual({ from: NOW - HOUR, to: NOW });
    expect(storedWindow([{}, dashboard], NOW)).toEqual({ from: NOW - 6 * HOUR, to: NOW });
    expect(storedWindow([{ start: "2030-01-01T00:00:00Z" }], NOW)).toBeUndefined();
  });

  it.each([
    [60, 3 * HOUR, 60],
    [1, 3 * HOUR, 60],
    [60, 3 * DAY, 900],
    [60, 30 * DAY, 3600],
    [300, 400 * DAY, 24 * 3600],
    [90, 20 * DAY, 3600],
  ])(
    "have a period that CloudWatch keeps and a picture shows: %i s over %i ms",
    (period, length, fitting) => {
      expect(fittingPeriod(period, { from: NOW - length, to: NOW }, NOW)).toBe(fitting);
    },
  );

  it("can be one period as a whole", () => {
    expect(wholePeriod(window, NOW)).toBe(3 * 3600);
  });
});

describe("what is asked for the widgets of a page", () => {
  it("is one request for rows without formulas, and names the places apart", () => {
    const plan = planReads(
      [
        placed(1, { metrics: [sqs("a"), sqs("b")] }),
        placed(2, { metrics: [sqs("c"), sqs("d", { region: "us-east-1" })] }),
      ],
      NOW,
    );

    expect(plan.asks.map(({ place, queries }) => [place.region, queries.length])).toEqual([
      ["eu-west-1", 3],
      ["us-east-1", 1],
    ]);
    expect(plan.slots.get(2)?.map(({ ask, id }) => [ask, id])).toEqual([
      [0, "w2_1"],
      [1, "w2_2"],
    ]);
  });

  it("is one Metrics Insights query a request", () => {
    const insights = (id: string) => [{ expression: "SELECT AVG(Age) FROM SCHEMA(x)", id }];

    const { asks } = planReads([placed(1, { metrics: [insights("q1"), insights("q2")] })], NOW);

    expect(asks.map(({ queries }) => queries.map(({ id }) => id))).toEqual([["q1"], ["q2"]]);
  });

  it("leaves out formulas over several Regions, and says so", () => {
    const metrics = [
      sqs("a", { id: "a" }),
      sqs("b", { id: "b", region: "us-east-1" }),
      [{ expression: "a + b", id: "e" }],
    ];

    const { problems, slots } = planReads([placed(1, { metrics })], NOW);

    expect(problems.get(1)?.join()).toContain("mixes Regions or accounts (b)");
    expect(slots.get(1)).toHaveLength(2);
  });

  it("gives each row an id of its own, whatever ids a body repeats", () => {
    const metrics = [
      sqs("a", { id: "row2" }),
      sqs("b"),
      sqs("c", { id: "row2" }),
      [{ expression: "1" }],
    ];

    const { asks } = planReads([placed(1, { metrics })], NOW);

    const ids = asks.flatMap(({ queries }) => queries.map(({ id }) => id));
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9_]*$/);
  });
});

describe("what rows are called", () => {
  it("is what tells them apart", () => {
    const labels = (metrics: unknown[]) => rowLabels(widgetOf({ metrics }).rows);

    expect(labels([sqs("a"), sqs("b")])).toEqual(["a", "b"]);
    expect(labels([sqs("a")])).toEqual(["Age"]);
    expect(labels([sqs("a", { stat: "p50" }), sqs("a", { stat: "p99" })])).toEqual([
      "Age p50",
      "Age p99",
    ]);
    expect(labels([sqs("a", { label: "mine" }), [{ expression: "1", id: "e1" }]])).toEqual([
      "mine",
      "e1",
    ]);
  });
});

describe("a text widget", () => {
  it("is read without its markup, HTML and pictures", () => {
    const { lines } = markdownLines(
      "# Title\n\n* **bold** and _thin_\n[x](javascript:alert(1)) ![alt](https://a/b.png)\n[button:primary:Go](https://wiki.example.com)\n| a | b |\n|---|---|\n<img src=x onerror=alert(1)>",
    );

    expect(lines).toEqual([
      [{ kind: "strong", text: "Title" }],
      ["bold and thin"],
      ["[x](javascript:alert(1)) ", "alt"],
      [{ kind: "link", text: "Go", url: "https://wiki.example.com" }],
      [" a  ·  b "],
    ]);
  });

  it("is cut after fifteen lines, and says how many there are more", () => {
    const { lines, hidden } = markdownLines("line\n".repeat(40));

    expect([lines.length, hidden]).toEqual([15, 25]);
  });
});

describe("links to the console", () => {
  it("name dashboards with spaces and slashes", () => {
    expect(dashboardUrl("Team / weekly", PROD)).toBe(
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/Team%20%2F%20weekly",
    );
    expect(dashboardUrl("\ud800", { ...PROD, region: "cn-north-1" })).toContain(
      "cn-north-1.console.amazonaws.cn",
    );
  });

  it("show a graph as it stands, in the form of the console's addresses, which Slack may link", () => {
    const url = graphUrl(widgetOf({ metrics: [sqs("a'b|c")] }), "<t>", PROD, window) ?? "";

    expect(url).toContain("metrics~(~(~%27AWS*2fSQS~%27Age~%27QueueName~%27a*27b*7cc))");
    expect(safeUrl(url)).toBe(url);
  });

  it("are left out where they would grow too long", () => {
    const metrics = Array.from({ length: 60 }, (_, n) => sqs(`queue-${n}`));

    expect(graphUrl(widgetOf({ metrics }), "t", PROD, window)).toBeUndefined();
  });
});
