import { describe, expect, it } from "vitest";
import type { AlarmHistoryItem, AlarmState } from "../../../src/domain/alarm.ts";
import { callOf } from "../../support/records.ts";
import {
  alarmOf,
  alarmWorld,
  asking,
  chartOf,
  compositeOf,
  errorsQuery,
  lineText,
  NOW,
  PROD,
  shownText,
} from "./alarm-world.ts";

const MINUTE = 60_000;

const turn = (minutesAgo: number, from: AlarmState, to: AlarmState): AlarmHistoryItem => ({
  at: NOW - minutesAgo * MINUTE,
  kind: "state",
  summary: `Alarm updated from ${from} to ${to}`,
  from,
  to,
});

const points = (values: number[]) =>
  values.map((value, index) => ({ at: NOW - (values.length - index) * MINUTE, value }));

const errors = alarmOf("checkout-api-errors", {
  state: "ALARM",
  stateSince: NOW - 12 * MINUTE,
  stateReason: "Threshold Crossed: 1 out of the last 1 datapoints [7.0 (…)] …",
  reasonData: {
    startDate: "2026-11-22T14:03:00.000+0000",
    period: 60,
    recentDatapoints: [7],
    threshold: 5,
  },
  description: "Errors of the checkout",
  actions: { ok: [], alarm: ["arn:aws:sns:eu-west-1:111122223333:ops"], insufficient: [] },
  updatedAt: NOW - 86_400_000,
});

describe("alarm", () => {
  it("says how it stands, why, what it watches, what it does, and where", async () => {
    const answer = await asking("/alarm checkout-api-errors", { alarms: [errors] });

    expect(answer.headline).toBe("checkout-api-errors has been in ALARM for 12 min");
    const text = shownText(answer);
    expect(text).toContain("7 errors at 2026-11-22 14:03:00, threshold 5");
    expect(text).toContain(
      "checkout-api Errors (sum over 1 min) ≥ 5, already at one datapoint; missing data counts as not breaching",
    );
    expect(text).toContain("in ALARM since 2026-11-22 14:03:00 (12 min)");
    expect(text).toMatch(/On ALARM +SNS topic ops\n/);
    expect(text).toMatch(/Where +prod \(111122223333\), eu-west-1\n/);
    expect(text).toContain("Errors of the checkout");
    expect(text).toContain(
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/checkout-api-errors",
    );
  });

  it("draws the metric with its threshold, the side that breaks it, and when it was in ALARM", async () => {
    const world = alarmWorld({
      alarms: [errors],
      points: { m1: points([0, 1, 7, 9]) },
      history: [turn(12, "OK", "ALARM"), turn(100, "ALARM", "OK"), turn(130, "OK", "ALARM")],
    });

    const { chart, title } = chartOf(await asking("/alarm checkout-api-errors", world));

    expect(lineText(title)).toBe("checkout-api Errors (sum over 1 min) ≥ 5");
    expect(chart.series.map(({ points: drawn }) => drawn.length)).toEqual([4]);
    expect(chart.unit).toBe("Count");
    expect(chart.thresholds).toEqual([{ value: 5, label: "threshold 5", breach: "above" }]);
    expect(chart.spans).toEqual([
      { from: NOW - 130 * MINUTE, to: NOW - 100 * MINUTE, label: "ALARM", tone: "alarm" },
      { from: NOW - 12 * MINUTE, to: NOW, label: "ALARM", tone: "alarm" },
    ]);
    expect(chart.window).toEqual({ from: NOW - 24 * 60 * MINUTE, to: NOW });
    expect(world.asked.series[0]?.queries).toEqual([errorsQuery()]);
  });

  it("asks for periods that CloudWatch still keeps, and then draws no threshold for sums", async () => {
    const world = alarmWorld({ alarms: [errors] });

    const section = chartOf(await asking("/alarm checkout-api-errors last 30d", world));

    expect(world.asked.series[0]?.queries[0]?.period).toBe(3600);
    expect(section.chart.thresholds).toBeUndefined();
    expect(section.caption?.map(lineText)).toEqual([
      "Drawn in periods of 1 h; the alarm looks at periods of 1 min, so that its threshold cannot be drawn here.",
    ]);
  });

  it("draws metric math with its inputs beside it", async () => {
    const alarm = alarmOf("orders-5xx", {
      watch: {
        kind: "math",
        queries: [
          { id: "share", kind: "expression", expression: "100 * m1 / m2", label: "5xx share" },
          { ...errorsQuery("a"), id: "m1", isHidden: true },
          { ...errorsQuery("b"), id: "m2", isHidden: true },
        ],
        alarmedId: "share",
        threshold: 2,
        unit: "Percent",
        evaluation: {
          comparison: "GreaterThanThreshold",
          evaluationPeriods: 2,
          missingData: "missing",
        },
        period: 60,
      },
    });
    const world = {
      alarms: [alarm],
      points: { share: points([1, 2]), m1: points([3]), m2: points([200]) },
    };

    const answer = await asking("/alarm orders-5xx", world);

    const { chart } = chartOf(answer);
    expect(chart.series.map(({ label, axis }) => [label, axis])).toEqual([
      ["5xx share", "left"],
      ["m1", "right"],
      ["m2", "right"],
    ]);
    expect(chart.thresholds?.[0]?.label).toBe("threshold 2%");
    expect(shownText(answer)).toMatch(/With +m1 = a Errors \(sum over 1 min\)/);
  });

  it("draws an anomaly band, whichever edge comes first", async () => {
    const alarm = alarmOf("orders-latency-band", {
      watch: {
        kind: "anomaly",
        queries: [
          errorsQuery(),
          { id: "ad1", kind: "expression", expression: "ANOMALY_DETECTION_BAND(m1, 3)" },
        ],
        alarmedId: "m1",
        bandId: "ad1",
        evaluation: {
          comparison: "LessThanLowerOrGreaterThanUpperThreshold",
          evaluationPeriods: 1,
          missingData: "missing",
        },
        period: 60,
      },
    });
    const world = {
      alarms: [alarm],
      points: { m1: points([5, 6]), ad1: [points([9, 9]), points([1, 1])] },
    };

    const { chart, title } = chartOf(await asking("/alarm orders-latency-band", world));

    expect(chart.series.map(({ label }) => label)).toEqual(["m1"]);
    expect(chart.band?.lower[0]?.value).toBe(1);
    expect(chart.band?.upper[0]?.value).toBe(9);
    expect(lineText(title)).toContain("outside the expected band of 3 standard deviations");
  });

  it("lists every child of a composite with its state, also of composites below, and loops end", async () => {
    const children = ["a", "b", "c", "d", "inner", "gone"];
    const alarms = [
      compositeOf("checkout-health", children, { state: "ALARM" }),
      ...["a", "b", "c", "d"].map((name) => alarmOf(name)),
      compositeOf("inner", ["deep", "checkout-health"], { state: "ALARM", stateSince: NOW }),
      alarmOf("deep", {
        state: "INSUFFICIENT_DATA",
        stateReason: "Unchecked: Initial alarm creation",
      }),
    ];

    const answer = await asking("/alarm checkout-health", { alarms });

    const text = shownText(answer);
    expect(text).toContain("Its 6 children, 1 in ALARM");
    for (const name of ["a", "b", "c", "d"]) expect(text).toContain(`  - ${name} is OK since`);
    expect(text).toContain("  - inner is in ALARM since");
    expect(text).toMatch(/ {2}- – deep is without sufficient data since .*: not checked since/);
    expect(text).toMatch(/ {2}- – checkout-health is in ALARM since .* \(see above\)/);
    expect(text).toContain("  - gone: there is no alarm of this name");
  });

  it("tells its history, and that it flaps", async () => {
    const history = Array.from({ length: 14 }, (_, index) => [
      turn(20 + index * 40, "OK", "ALARM"),
      turn(10 + index * 40, "ALARM", "OK"),
    ]).flat();

    const text = shownText(
      await asking("/alarm checkout-api-errors", { alarms: [errors], history }),
    );

    expect(text).toContain("It flapped: 14 times into ALARM in 24 h.");
    expect(text).toContain("History of 24 h: 14 times into ALARM");
    expect(text).toContain("… 16 more");
  });

  it("tells what its actions did by their names, and its single series apart", async () => {
    const history: AlarmHistoryItem[] = [
      {
        at: NOW - 20 * MINUTE,
        kind: "action",
        summary: "Successfully executed action arn:aws:sns:eu-west-1:111122223333:ops",
      },
      { ...turn(30, "OK", "ALARM"), kind: "contributor" },
    ];

    const text = shownText(
      await asking("/alarm checkout-api-errors", { alarms: [errors], history }),
    );

    expect(text).toContain("13:55:00 Successfully executed action SNS topic ops\n");
    expect(text).toContain("13:45:00 one of its series, OK → ALARM\n");
    expect(text).toContain("History of 24 h: 0 times into ALARM");
  });

  it("shows times in the asker's zone", async () => {
    const answer = await asking("/alarm checkout-api-errors", { alarms: [errors] }, "Asia/Tokyo");

    expect(shownText(answer, "Asia/Tokyo")).toContain(
      "in ALARM since 2026-11-22 23:03:00 (12 min)",
    );
    expect(chartOf(answer).chart.zone).toBe("Asia/Tokyo");
  });

  it("tells values in the unit of the metric", async () => {
    const query = {
      ...errorsQuery(),
      kind: "metric" as const,
      stat: "p99",
      period: 60,
      metric: { namespace: "AWS/Lambda", name: "Duration", dimensions: [] },
    };
    const slow = alarmOf("slow", {
      watch: {
        kind: "metric",
        queries: [query],
        alarmedId: "m1",
        threshold: 1500,
        evaluation: {
          comparison: "GreaterThanThreshold",
          evaluationPeriods: 1,
          missingData: "missing",
        },
        period: 60,
      },
    });

    const answer = await asking("/alarm slow", { alarms: [slow] });

    expect(shownText(answer)).toContain("AWS/Lambda Duration (p99 over 1 min) > 1,500 ms");
    expect(chartOf(answer).chart.unit).toBe("Milliseconds");
  });

  it("names changes of its configuration with numbers in the picture", async () => {
    const history: AlarmHistoryItem[] = [
      { at: NOW - 30 * MINUTE, kind: "configuration", summary: "updated", change: "Update" },
      { at: NOW - 20 * MINUTE, kind: "action", summary: "Successfully executed action ops" },
    ];

    const answer = await asking("/alarm checkout-api-errors", { alarms: [errors], history });

    const { chart, caption } = chartOf(answer);
    expect(chart.markers).toEqual([
      { at: NOW - 30 * MINUTE, number: 1, label: "configuration", tone: "change" },
    ]);
    expect(caption?.map(lineText)).toEqual([
      `1 <${NOW - 30 * MINUTE}> the alarm's own configuration was changed`,
    ]);
    expect(shownText(answer)).toContain("Successfully executed action ops");
  });

  it("marks what changed on the thing that is measured, and who did it", async () => {
    const events = [
      callOf("lambda", null, null, {
        eventSource: "lambda.amazonaws.com",
        eventName: "UpdateFunctionCode20150331v2",
        requestParameters: { functionName: "checkout-api" },
        eventTime: "2026-11-22T14:01:00Z",
      }),
    ];
    const history: AlarmHistoryItem[] = [
      { at: NOW - 5 * MINUTE, kind: "configuration", summary: "updated", change: "Update" },
    ];

    const answer = await asking("/alarm checkout-api-errors", {
      alarms: [errors],
      events,
      history,
    });

    const { chart, caption } = chartOf(answer);
    expect(chart.markers?.map(({ at, number, tone }) => [at, number, tone])).toEqual([
      [Date.UTC(2026, 10, 22, 14, 1), 1, "deployment"],
      [NOW - 5 * MINUTE, 2, "change"],
    ]);
    expect(caption?.map(lineText)[0]).toMatch(/^1 <\d+> deployment: jane /);
    expect(answer.data.changes).toMatchObject([{ eventName: "UpdateFunctionCode" }]);
  });

  it("says that changes could not be looked up, and shows all else", async () => {
    const answer = await asking("/alarm checkout-api-errors", {
      alarms: [errors],
      refused: ["trail"],
    });

    expect(chartOf(answer).caption?.map(lineText)).toEqual([
      "What changed meanwhile could not be looked up.",
    ]);
  });

  it("names the series in ALARM of an alarm over many", async () => {
    const alarm = alarmOf("any-lambda-errors", {
      state: "ALARM",
      stateReason: "2 out of 2 time series evaluated to ALARM",
      watch: {
        kind: "insights",
        queries: [
          {
            id: "q1",
            kind: "expression",
            expression:
              'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) GROUP BY FunctionName',
          },
        ],
        alarmedId: "q1",
        threshold: 5,
        evaluation: {
          comparison: "GreaterThanThreshold",
          evaluationPeriods: 1,
          missingData: "missing",
        },
        period: 60,
      },
    });
    const contributors = [
      { id: "1", attributes: { FunctionName: "checkout-api" }, since: NOW, reason: "7 > 5" },
      { id: "2", attributes: { FunctionName: "jobs-worker" } },
    ];

    const text = shownText(
      await asking("/alarm any-lambda-errors", { alarms: [alarm], contributors }),
    );

    expect(text).toContain("Errors (sum over 1 min) of any function in AWS/Lambda > 5");
    expect(text).toContain("2 of 2 series are in ALARM");
    expect(text).toMatch(
      /Series in ALARM: 2\n {2}- checkout-api since .*: 7 > 5\n {2}- jobs-worker/,
    );
  });

  it("tells of the mute rules that it has", async () => {
    const mutes = [
      {
        name: "release",
        arn: "arn",
        place: PROD,
        status: "active" as const,
        schedule: "cron(0 14 * * *)",
        duration: "PT1H30M",
        zone: "Europe/Berlin",
        alarmNames: ["checkout-api-errors"],
      },
    ];

    const text = shownText(await asking("/alarm checkout-api-errors", { alarms: [errors], mutes }));

    expect(text).toMatch(/threshold 5; muted by release\n/);
    expect(text).toMatch(
      /Muted +now, by release \(cron\(0 14 \* \* \*\) for 1 h 30 min, Europe\/Berlin\)/,
    );
  });

  it("has no picture where it watches no metric, and shows an unknown kind as it is", async () => {
    const promql = alarmOf("slo", { watch: { kind: "promql", query: "up == 0" } });
    const odd = alarmOf("odd", { watch: { kind: "unknown", record: { Novelty: [1] } } });

    const [first, second] = await Promise.all(
      ["/alarm slo", "/alarm odd"].map((text) => asking(text, { alarms: [promql, odd] })),
    );

    expect(first?.sections.some(({ kind }) => kind === "chart")).toBe(false);
    expect(first && shownText(first)).toContain("PromQL up == 0 gives a series");
    expect(second && shownText(second)).toContain('"Novelty": [');
  });

  it("goes on where history, series and mute rules cannot be read, and says so", async () => {
    const refused = ["history", "series", "mutes"] as const;

    const answer = await asking("/alarm checkout-api-errors", {
      alarms: [errors],
      refused: [...refused],
    });

    const text = shownText(answer);
    expect(answer.outcome).toBe("found");
    expect(text).toContain("Its history could not be read: Not allowed to read history.");
    expect(text).toContain("Its metric could not be read: Not allowed to read series.");
    expect(text).toContain("Mute rules could not be read: Not allowed to read mutes.");
  });

  it("shows a gap where there is no data at all", async () => {
    const { chart } = chartOf(await asking("/alarm checkout-api-errors", { alarms: [errors] }));

    expect(chart.series[0]?.points).toEqual([]);
    expect(chart.emptyWords).toBe("No data in this window");
  });
});
