import { describe, expect, it } from "vitest";
import type { AlarmState, AlarmWatch } from "../../src/domain/alarm.ts";
import { reasonWords, type Worded } from "../../src/domain/alarm-words-reason.ts";
import { formatInstant } from "../../src/domain/time.ts";

const errors: AlarmWatch = {
  kind: "metric",
  queries: [
    {
      id: "m1",
      kind: "metric",
      metric: { namespace: "AWS/Lambda", name: "Errors", dimensions: [] },
      stat: "Sum",
      period: 60,
    },
  ],
  alarmedId: "m1",
  threshold: 5,
  evaluation: {
    comparison: "GreaterThanOrEqualToThreshold",
    evaluationPeriods: 3,
    missingData: "missing",
  },
  period: 60,
};

const band: AlarmWatch = {
  ...errors,
  bandId: "ad1",
  evaluation: {
    ...errors.evaluation,
    comparison: "LessThanLowerOrGreaterThanUpperThreshold",
  },
};

const composite: AlarmWatch = { kind: "composite", rule: "ALARM(a)", children: ["a"] };

const plain = (words: Worded) =>
  words.map((word) => (typeof word === "string" ? word : formatInstant(word.at))).join("");

const why = (
  state: AlarmState,
  reason: string,
  data?: Record<string, unknown>,
  watch: AlarmWatch = errors,
) => plain(reasonWords({ state, reason, ...(data && { data }) }, watch));

const CROSSED = "Threshold Crossed: 1 out of the last 1 datapoints [7.0 (22/11/26 14:03:00)] was …";

describe("why an alarm stands as it does", () => {
  it("is a number of things at a time, and the threshold", () => {
    const data = {
      startDate: "2026-11-22T14:03:00.000+0000",
      period: 60,
      recentDatapoints: [7],
      threshold: 5,
    };

    expect(why("ALARM", CROSSED, data)).toBe("7 errors at 2026-11-22T14:03:00Z, threshold 5");
  });

  it("names the datapoints that breach, oldest first, and when the last of them was", () => {
    const data = {
      period: 60,
      threshold: 5,
      recentDatapoints: [9, 2, 7],
      evaluatedDatapoints: [
        { timestamp: "2026-11-22T14:09:00.000+0000", value: 7 },
        { timestamp: "2026-11-22T14:05:00.000+0000", value: 2 },
        { timestamp: "2026-11-22T14:04:00.000+0000" },
        { timestamp: "2026-11-22T14:03:00.000+0000", value: 9 },
      ],
    };

    expect(why("ALARM", CROSSED, data)).toBe(
      "2 of the last 3 datapoints breach: 9, 7, the last at 2026-11-22T14:09:00Z, threshold 5",
    );
  });

  it("is the latest value where it is well again", () => {
    const data = {
      startDate: "2026-11-22T14:08:00.000+0000",
      period: 60,
      recentDatapoints: [6, 1],
      threshold: 5,
    };

    expect(why("OK", CROSSED, data)).toBe("latest 1 error at 2026-11-22T14:09:00Z, threshold 5");
  });

  it("is a value outside what was expected", () => {
    const data = {
      startDate: "2019-10-03T15:58:00.000+0000",
      period: 60,
      recentDatapoints: [0],
      recentLowerThresholds: [0.0205],
      recentUpperThresholds: [0.3006],
    };

    expect(why("ALARM", "Thresholds Crossed: 1 out of …", data, band)).toBe(
      "0 errors at 2019-10-03T15:58:00Z, expected between 0.0205 and 0.3006",
    );
  });

  it("keeps the band and the times of datapoints that lie apart", () => {
    const data = {
      startDate: "2026-11-22T14:00:00.000+0000",
      period: 60,
      recentDatapoints: [9, 1],
      recentLowerThresholds: [0, 0],
      recentUpperThresholds: [2, 2],
      evaluatedDatapoints: [
        { timestamp: "2026-11-22T14:05:00.000+0000", value: 1 },
        { timestamp: "2026-11-22T14:00:00.000+0000", value: 9 },
      ],
    };

    expect(why("ALARM", "Thresholds Crossed: …", data, band)).toBe(
      "9 errors at 2026-11-22T14:00:00Z, expected between 0 and 2",
    );
    expect(why("OK", "Thresholds Crossed: …", data, band)).toBe(
      "latest 1 error at 2026-11-22T14:05:00Z, expected between 0 and 2",
    );
  });

  it("is read out of CloudWatch's sentence where no data are told", () => {
    const sentence = (points: string, some: number) =>
      `Threshold Crossed: ${some} out of the last 3 datapoints [${points}] were greater than or equal to the threshold (25.0) (minimum 2 datapoints for OK -> ALARM transition).`;
    const two = sentence("81.0 (23/11/26 02:35:00), 54.0 (23/11/26 02:30:00)", 2);
    const one = sentence("45628.0 (02/10/19 17:10:00)", 1);

    expect(why("ALARM", two)).toBe(
      "2 of the last 3 datapoints breach: 54, 81, the last at 2026-11-23T02:35:00Z, threshold 25",
    );
    expect(why("ALARM", one)).toBe("45,628 errors at 2019-10-02T17:10:00Z, threshold 25");
    expect(why("OK", one)).toBe("latest 45,628 errors at 2019-10-02T17:10:00Z, threshold 25");
  });

  it("names what made a composite alarm fire", () => {
    const arn = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:CompositeDemo.FirstChild";
    const data = {
      triggeringAlarms: [
        { arn, state: { value: "ALARM", timestamp: "2023-08-04T12:54:46.138+0000" } },
      ],
    };

    expect(why("ALARM", `${arn} transitioned to ALARM at Friday …`, data, composite)).toBe(
      "CompositeDemo.FirstChild became ALARM at 2023-08-04T12:54:46.138Z",
    );
  });

  it("names the last of its children where a composite alarm is well again", () => {
    const child = (name: string, timestamp: string) => ({
      arn: `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${name}`,
      state: { value: "OK", timestamp },
    });
    const triggeringAlarms = [
      child("a", "2026-07-12T02:00:00.000+0000"),
      child("b", "2026-11-22T14:10:00.000+0000"),
      child("c", "2026-11-20T02:00:00.000+0000"),
    ];

    expect(why("OK", "…", { triggeringAlarms }, composite)).toBe(
      "b became OK at 2026-11-22T14:10:00Z, as the last of 3",
    );
  });

  it("names some of many children, and how many more there are", () => {
    const triggeringAlarms = Array.from({ length: 8 }, (_, index) => ({
      arn: `arn:aws:cloudwatch:us-east-1:111122223333:alarm:child-${index}`,
      state: { value: "ALARM" },
    }));

    expect(why("ALARM", "…", { triggeringAlarms }, composite)).toMatch(/child-4 .*, and 3 more$/);
  });

  it.each([
    ["INSUFFICIENT_DATA", "Unchecked: Initial alarm creation", "not checked since it was created"],
    [
      "INSUFFICIENT_DATA",
      "Insufficient Data: 5 datapoints were unknown.",
      "no data in the last 5 periods",
    ],
    [
      "INSUFFICIENT_DATA",
      "Insufficient Data: 1 datapoint was unknown.",
      "no data in the last period",
    ],
    [
      "OK",
      "Threshold Crossed: no datapoints were received for 5 periods and 5 missing datapoints were treated as [NonBreaching].",
      "no data for 5 periods, which counts as not breaching",
    ],
    ["ALARM", "6 out of 6 time series evaluated to ALARM", "6 of 6 series are in ALARM"],
    [
      "ALARM",
      "Threshold Crossed: 1 out of the last 1 query results [172.0] was greater than or equal to the threshold (20.0).",
      "result 172, threshold 20",
    ],
    [
      "ALARM",
      "Threshold Crossed: 2 out of the last 3 query results [25.0, 31.0] were greater than the threshold (20.0).",
      "2 of the last 3 results breach: 25, 31, threshold 20",
    ],
    ["ALARM", "testing purposes", "testing purposes"],
    [
      "ALARM",
      "arn:aws:cloudwatch:us-east-1:111122223333:alarm:a transitioned to ALARM",
      "a transitioned to ALARM",
    ],
    ["OK", "", ""],
  ] as const)("%s, %s", (state, reason, expected) => {
    expect(why(state, reason)).toBe(expected);
  });

  it("keeps the words of whoever set the state by hand, whatever data stand beside them", () => {
    const data = { recentDatapoints: [1], threshold: 5 };

    expect(why("ALARM", "a drill", data)).toBe("a drill");
  });

  it("is cut where it never ends, and holds no secret", () => {
    const long = why("ALARM", "x".repeat(5000));

    expect(long).toHaveLength(400);
    expect(why("ALARM", "password=hunter2secret")).not.toContain("hunter2secret");
  });

  it("survives data of any shape", () => {
    const odd = {
      recentDatapoints: "none",
      evaluatedDatapoints: [null, 5, { value: "x" }],
      triggeringAlarms: [{ arn: 5 }, null],
      startDate: "soon",
      threshold: Number.NaN,
    };

    expect(why("ALARM", "Threshold Crossed: …", odd)).toBe("Threshold Crossed: …");
  });
});
