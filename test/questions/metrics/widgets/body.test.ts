import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDashboard } from "../../../../src/questions/metrics/widgets/body.ts";
import type { MetricWidget } from "../../../../src/questions/metrics/widgets/widget.ts";
import { corpusFolder, unpackedCorpus } from "../../../support/corpus.ts";

const fixtures = resolve(import.meta.dirname, "../../../fixtures/dashboards");
const checkout = readFileSync(join(fixtures, "checkout.json"), "utf8");

function metricAt(body: ReturnType<typeof parseDashboard>, index: number): MetricWidget {
  const content = body.widgets[index]?.content;
  if (content?.kind !== "metric") throw new Error(`widget ${index} shows no metrics`);
  return content;
}

function withRows(metrics: unknown): string {
  return JSON.stringify({ widgets: [{ type: "metric", properties: { metrics } }] });
}

describe("a dashboard's body", () => {
  it("gives its widgets from top to bottom and from left to right", () => {
    const body = parseDashboard(checkout);

    expect(body.problems).toEqual([]);
    expect(body.start).toBe("-PT6H");
    expect(body.widgets.map(({ number, content }) => [number, content.kind])).toEqual([
      [1, "text"],
      [2, "metric"],
      [3, "metric"],
      [4, "log"],
      [5, "alarm"],
      [6, "other"],
      [7, "other"],
    ]);
  });

  it("reads rows with what they repeat of the row above, and their options", () => {
    const { rows } = metricAt(parseDashboard(checkout), 2);

    const dimensions = (value: string) => [{ name: "FunctionName", value }];
    const lambda = (name: string, value: string) => ({
      kind: "metric",
      metric: { namespace: "AWS/Lambda", name, dimensions: dimensions(value) },
    });
    expect(rows).toEqual([
      { ...lambda("Invocations", "checkout-api"), id: "calls", axis: "right" },
      { ...lambda("Errors", "checkout-api"), id: "errors", isHidden: true },
      { ...lambda("Errors", "checkout-api"), label: "errors of the worker" },
      {
        kind: "expression",
        expression: "100 * errors / calls",
        label: "errors in percent",
        id: "share",
      },
    ]);
  });

  it("puts the default values of its variables in place", () => {
    const body = parseDashboard(checkout);

    expect(body.variables).toEqual([
      { name: "Function", value: "checkout-api" },
      { name: "Region", value: "eu-west-1" },
    ]);
    expect(body.widgets[2]?.region).toBe("eu-west-1");
  });

  it("reads annotations: lines, bands, moments and alarms", () => {
    const metric = metricAt(parseDashboard(checkout), 2);

    expect(metric.horizontal).toEqual([
      { value: 5, label: "too many", fill: "above" },
      { value: 1, label: "low", until: 2, fill: "between" },
    ]);
    expect(metric.vertical).toEqual([{ at: Date.UTC(2026, 10, 22, 10), label: "deploy" }]);
    expect(metric.alarmArns).toHaveLength(1);
    expect(metric.range).toEqual({ min: 0, max: 100 });
  });

  it("takes the log groups off a query", () => {
    const content = parseDashboard(checkout).widgets[3]?.content;

    expect(content).toMatchObject({
      kind: "log",
      groups: ["/aws/lambda/checkout-api", "/aws/lambda/jobs-worker"],
      query: "fields @timestamp, @message\n| filter @message like /ERROR/\n| limit 20",
    });
  });

  it.each([
    [[["...", 5]], "repeats a row that is not there"],
    [[["AWS/SQS"]], "names no metric"],
    [[["AWS/SQS", "Age", "QueueName"]], "a dimension without a value"],
    [["text"], "is no list"],
    [[[null, {}]], "holds something not a name"],
    [{ a: 1 }, "its metrics are no list"],
  ])("says what is wrong with the rows %j", (metrics, words) => {
    const [widget] = parseDashboard(withRows(metrics)).widgets;

    expect(widget?.problems.join()).toContain(words);
  });

  it("shows what stands whole in broken JSON, and says at which character it breaks", () => {
    const broken =
      '{"widgets":[{"type":"text","properties":{"markdown":"a"}},\n{"type":"metric",}]}';

    const { widgets, problems } = parseDashboard(broken);

    expect(widgets.map(({ content }) => content)).toEqual([{ kind: "text", markdown: "a" }]);
    expect(problems).toEqual([
      "The dashboard's body is broken at character 77 (line 2, column 18): a name in quotes is expected, and “}” stands there. What stands whole before it is shown.",
    ]);
    expect(broken[76]).toBe("}");
  });

  it("keeps the whole widgets of a text that is cut off anywhere", () => {
    const all = parseDashboard(checkout).widgets.length;

    for (let end = 0; end < checkout.trimEnd().length; end += 7) {
      const { widgets, problems } = parseDashboard(checkout.slice(0, end));
      expect(widgets.length).toBeLessThanOrEqual(all);
      expect(problems).toHaveLength(1);
    }
  });

  it("takes 500 widgets and says how many more there are", () => {
    const widgets = Array.from({ length: 750 }, () => ({ type: "text", properties: {} }));

    const body = parseDashboard(JSON.stringify({ widgets }));

    expect(body.widgets).toHaveLength(500);
    expect(body.problems.join()).toContain("750 widgets");
  });

  it("survives deep nesting, whole or torn", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const variables = '"variables":[{"type":"pattern","pattern":"x","defaultValue":"y","id":"v"}]';

    const whole = parseDashboard(`{${variables},"widgets":[${deep}]}`);
    const torn = parseDashboard(`{"widgets":[{"type":"text"},${deep}`);

    expect(whole.widgets[0]?.problems).toEqual(["it is no object"]);
    expect(torn.widgets).toHaveLength(1);
    expect(torn.problems[0]).toContain("nested more than 64 deep");
  });

  it("cuts texts of ten megabytes", () => {
    const long = "x".repeat(10_000_000);
    const text = { type: "text", properties: { title: long, markdown: long } };
    const rows = { type: "metric", properties: { metrics: [[long, long, { label: long }]] } };

    const { widgets } = parseDashboard(JSON.stringify({ widgets: [text, rows] }));

    expect(widgets).toHaveLength(2);
    expect(JSON.stringify(widgets).length).toBeLessThan(30_000);
  });

  it("lets no variable make a text grow without end", () => {
    const variables = [
      { type: "pattern", pattern: "a", defaultValue: "a".repeat(250) },
      { type: "pattern", pattern: "a", defaultValue: "a".repeat(250) },
    ];
    const widgets = [{ type: "text", properties: { markdown: "a".repeat(19_000) } }];

    const body = parseDashboard(JSON.stringify({ variables, widgets }));

    expect(JSON.stringify(body.widgets).length).toBeLessThan(50_000);
  });

  it("never throws, whatever the text", () => {
    const parts = fc.constantFrom(
      ..."widgets type metric text log alarm properties metrics annotations horizontal vertical alarms x y value variables property pattern defaultValue query expression id period stat region".split(
        " ",
      ),
    );
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 6 },
        parts,
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie("node"), { maxLength: 5 }),
        fc.dictionary(parts, tie("node"), { maxKeys: 6 }),
      ),
    })).node;
    const text = tree.chain((value) => {
      const json = JSON.stringify({ widgets: value, variables: value }) ?? "";
      return fc.integer({ min: 0, max: json.length }).map((end) => json.slice(0, end));
    });

    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (body) => {
        const read = parseDashboard(body);

        expect(read.widgets.map(({ number }) => number)).toEqual(
          read.widgets.map((_, index) => index + 1),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe.skipIf(!corpusFolder)("dashboards of others", () => {
  it("reads the bodies of the AWS CLI's own tests", () => {
    const folder = join(unpackedCorpus(), "awscli-cloudwatch");
    const text = readFileSync(join(folder, "get-dashboard.json"), "utf8");
    const bodies = [...text.matchAll(/"DashboardBody"\s*:\s*("(?:[^"\\]|\\.)*")/g)];

    const read = bodies.map(([, body = '""']) => parseDashboard(JSON.parse(body)));

    expect(read.length).toBeGreaterThan(0);
    for (const { widgets, problems } of read) {
      expect(problems).toEqual([]);
      expect(widgets.length).toBeGreaterThan(0);
      expect(widgets.flatMap((widget) => widget.problems)).toEqual([]);
    }
  });
});
