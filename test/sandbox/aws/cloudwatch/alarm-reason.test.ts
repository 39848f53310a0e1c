import { describe, expect, it } from "vitest";
import type { Evaluation } from "../../../../src/domain/alarm.ts";
import {
  javaDouble,
  longStamp,
  reasonText,
  type Seen,
} from "../../../../src/sandbox/aws/cloudwatch/alarm-reason.ts";

function evaluation(rest: Partial<Evaluation> = {}): Evaluation {
  return {
    comparison: "GreaterThanThreshold",
    evaluationPeriods: 1,
    missingData: "missing",
    ...rest,
  };
}

function seen(at: string, value: number, rest: Partial<Seen> = {}): Seen {
  return { at: Date.parse(at), value, isBad: true, ...rest };
}

describe("the reason of a state", () => {
  // These sentences were written by CloudWatch itself.
  it("is what CloudWatch wrote of an alarm", () => {
    const text = reasonText({
      state: "ALARM",
      evaluation: evaluation(),
      threshold: 50,
      seen: [seen("2019-10-02T16:59:00Z", 99.50160229693434)],
    });

    expect(text).toBe(
      "Threshold Crossed: 1 out of the last 1 datapoints [99.50160229693434 (02/10/19 16:59:00)] was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).",
    );
  });

  it("is what CloudWatch wrote of several datapoints, the newest first", () => {
    const text = reasonText({
      state: "ALARM",
      evaluation: evaluation({
        comparison: "GreaterThanOrEqualToThreshold",
        evaluationPeriods: 3,
      }),
      threshold: 7,
      seen: [
        seen("2021-07-14T23:16:00Z", 9.18241509182415),
        seen("2021-07-14T23:17:00Z", 9.72),
        seen("2021-07-14T23:18:00Z", 8.891518474692088),
      ],
    });

    expect(text).toBe(
      "Threshold Crossed: 3 out of the last 3 datapoints [8.891518474692088 (14/07/21 23:18:00), 9.72 (14/07/21 23:17:00), 9.18241509182415 (14/07/21 23:16:00)] were greater than or equal to the threshold (7.0) (minimum 3 datapoints for OK -> ALARM transition).",
    );
  });

  it("is what CloudWatch wrote of an end", () => {
    const text = reasonText({
      state: "OK",
      evaluation: evaluation(),
      threshold: 50,
      seen: [seen("2019-10-01T13:46:00Z", 0.0666851903306472, { isBad: false })],
    });

    expect(text).toBe(
      "Threshold Crossed: 1 out of the last 1 datapoints [0.0666851903306472 (01/10/19 13:46:00)] was not greater than the threshold (50.0) (minimum 1 datapoint for ALARM -> OK transition).",
    );
  });

  it("is what CloudWatch wrote of a band, before and after", () => {
    const comparison = "LessThanLowerOrGreaterThanUpperThreshold";
    const bad = seen("2019-10-03T15:58:00Z", 0, {
      lower: 0.020599444741798756,
      upper: 0.3006915352732461,
    });
    const good = seen("2019-10-03T15:57:00Z", 0.166666666664241, {
      lower: 0.0206719426210418,
      upper: 0.30076870222143803,
      isBad: false,
    });

    const texts = [
      reasonText({ state: "ALARM", evaluation: evaluation({ comparison }), seen: [bad] }),
      reasonText({ state: "OK", evaluation: evaluation({ comparison }), seen: [good] }),
    ];

    expect(texts).toEqual([
      "Thresholds Crossed: 1 out of the last 1 datapoints [0.0 (03/10/19 15:58:00)] was less than the lower thresholds [0.020599444741798756] or greater than the upper thresholds [0.3006915352732461] (minimum 1 datapoint for OK -> ALARM transition).",
      "Thresholds Crossed: 1 out of the last 1 datapoints [0.166666666664241 (03/10/19 15:57:00)] was not less than the lower thresholds [0.0206719426210418] or not greater than the upper thresholds [0.30076870222143803] (minimum 1 datapoint for ALARM -> OK transition).",
    ]);
  });

  it("is what CloudWatch wrote of missing data", () => {
    const of = (rest: Partial<Evaluation>, state: "ALARM" | "OK" | "INSUFFICIENT_DATA") =>
      reasonText({ state, evaluation: evaluation(rest), threshold: 1, seen: [] });

    const texts = [
      of({ evaluationPeriods: 5 }, "INSUFFICIENT_DATA"),
      of({ evaluationPeriods: 3, missingData: "notBreaching" }, "OK"),
      of({ evaluationPeriods: 2, missingData: "breaching" }, "ALARM"),
    ];

    expect(texts).toEqual([
      "Insufficient Data: 5 datapoints were unknown.",
      "Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [NonBreaching].",
      "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].",
    ]);
  });

  it("lists the five newest of many datapoints", () => {
    const minutes = [28, 29, 30, 31, 32];
    const text = reasonText({
      state: "ALARM",
      evaluation: evaluation({ comparison: "LessThanThreshold", evaluationPeriods: 5 }),
      threshold: 65,
      seen: minutes.map((minute) => seen(`2020-04-29T23:${minute}:00Z`, 0)),
    });

    expect(text).toBe(
      "Threshold Crossed: 5 out of the last 5 datapoints were less than the threshold (65.0). The most recent datapoints which crossed the threshold: [0.0 (29/04/20 23:32:00), 0.0 (29/04/20 23:31:00), 0.0 (29/04/20 23:30:00), 0.0 (29/04/20 23:29:00), 0.0 (29/04/20 23:28:00)] (minimum 5 datapoints for OK -> ALARM transition).",
    );
  });

  it.each([
    [7, "7.0"],
    [0, "0.0"],
    [0.25, "0.25"],
    [12_345_678, "1.2345678E7"],
    [2e10, "2.0E10"],
    [0.00012, "1.2E-4"],
    [-3, "-3.0"],
  ])("writes %d as %s", (value, expected) => {
    const text = javaDouble(value);

    expect(text).toBe(expected);
  });

  it("writes times of composite alarms as CloudWatch does", () => {
    const text = longStamp(Date.parse("2022-07-22T15:57:45.394Z"));

    expect(text).toBe("Friday 22 July, 2022 15:57:45 UTC");
  });
});
