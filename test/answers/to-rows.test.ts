import { describe, expect, it } from "vitest";
import { fileRows, toCsv, toJsonLines } from "../../src/answers/to-rows.ts";
import { chartAnswer, FROM, sampleChart, series } from "../slack/studio.ts";
import { sampleAnswer } from "../slack/views/answers.ts";

const metric = chartAnswer(
  sampleChart({
    unit: "Percent",
    series: [
      { label: "=CPU, main", points: [{ at: FROM, value: -1.5 }] },
      { ...series("Errors", 1), axis: "right" },
    ],
    rightUnit: "Count",
  }),
);

const place = { account: "111122223333", region: "eu-west-1" };
const alarm = {
  name: "checkout 🛒/errors",
  arn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:x",
  place,
  watch: { kind: "composite", rule: "ALARM(a)", children: ["a"] },
  state: "ALARM",
  stateSince: FROM,
  stateReason: 'Threshold Crossed: "5"',
  actionsEnabled: true,
};

describe("a metric as a file", () => {
  it("has one row a datapoint; a negative number stays a number, a formula becomes text", () => {
    expect(toCsv(metric)).toBe(
      [
        "time,chart,series,value,unit",
        `2026-11-22T12:00:00Z,lambda checkout-api · Errors,"'=CPU, main",-1.5,Percent`,
        "2026-11-22T12:00:00Z,lambda checkout-api · Errors,Errors,0,Count",
        "",
      ].join("\r\n"),
    );
  });

  it("has one datapoint a line as JSON, though the answer tells of changes too", () => {
    const changes = [{ eventId: "68c99c97", eventName: "PutBucketPolicy" }];

    const lines = toJsonLines({ ...metric, data: { changes } })
      .trimEnd()
      .split("\n");

    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { time: "2026-11-22T12:00:00Z", series: "=CPU, main", value: -1.5 },
      { series: "Errors", value: 0 },
    ]);
    expect(fileRows(metric)).toEqual({ noun: "datapoint", count: 2 });
  });
});

describe("a metric with its series as data", () => {
  it("has every series in its file, also those that are not drawn, with what they measure", () => {
    const dimensions = { FunctionName: "checkout-api" };
    const facts = { namespace: "AWS/Lambda", metric: "Errors", stat: "Sum", periodSeconds: 300 };
    const points = [{ time: "2026-11-22T12:00:00Z", value: 3 }];
    const series = [
      { label: "Errors", ...place, ...facts, dimensions, status: "complete", points },
    ];

    const csv = toCsv({ ...metric, data: { series } });

    expect(csv).toBe(
      [
        "time,series,value,unit,namespace,metric,dimensions,stat,periodSeconds,account,region",
        "2026-11-22T12:00:00Z,Errors,3,,AWS/Lambda,Errors,FunctionName=checkout-api,Sum,300,111122223333,eu-west-1",
        "",
      ].join("\r\n"),
    );
  });
});

describe("alarms and dashboards as a file", () => {
  it("have one row an alarm, with where it is and what kind it is", () => {
    const answer = sampleAnswer({ sections: [], data: { alarms: [alarm] } });

    expect(toCsv(answer)).toBe(
      [
        "name,state,stateSince,account,region,watches,stateReason,description,actionsEnabled,arn",
        `checkout 🛒/errors,ALARM,2026-11-22T12:00:00Z,111122223333,eu-west-1,composite,"Threshold Crossed: ""5""",,true,${alarm.arn}`,
        "",
      ].join("\r\n"),
    );
    expect(fileRows(answer)).toEqual({ noun: "alarm", count: 1 });
  });

  it("have one row a dashboard", () => {
    const dashboards = [{ name: "checkout", arn: "arn:x", place, modifiedAt: FROM, bytes: 12 }];

    const csv = toCsv(sampleAnswer({ sections: [], data: { dashboards } }));

    expect(csv.split("\r\n")[1]).toBe(
      "checkout,111122223333,eu-west-1,2026-11-22T12:00:00Z,12,arn:x",
    );
  });

  it("are no file where there is nothing", () => {
    expect(fileRows(sampleAnswer({ sections: [], data: { alarms: [] } }))).toBeUndefined();
  });
});
