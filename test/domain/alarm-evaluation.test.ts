import { describe, expect, it } from "vitest";
import type { Evaluation } from "../../src/domain/alarm.ts";
import {
  breaches,
  type Evaluated,
  evaluationRange,
  firings,
  missingDataOf,
  stateAt,
} from "../../src/domain/alarm-evaluation.ts";
import { MINUTE } from "../../src/domain/time.ts";

/** As the user guide writes them: 0 is well, X breaches, - is missing, the newest on the right. */
const slotsOf = (drawn: string) =>
  drawn.split(" ").map((mark) => (mark === "-" ? undefined : mark === "X" ? 9 : 0));

const evaluationOf = (
  datapointsToAlarm: number,
  evaluationPeriods: number,
  missingData: string,
): Evaluation => ({
  comparison: "GreaterThanOrEqualToThreshold",
  datapointsToAlarm,
  evaluationPeriods,
  missingData,
});

const TREATMENTS = ["missing", "ignore", "breaching", "notBreaching"];

const statesOf = (drawn: string, enough: number, needed: number): Evaluated[] =>
  TREATMENTS.map((missing) => stateAt(slotsOf(drawn), evaluationOf(enough, needed, missing), 5));

const pointsOf = (drawn: string, startAt = 0) =>
  slotsOf(drawn).flatMap((value, index) =>
    value === undefined ? [] : [{ at: startAt + index * MINUTE, value }],
  );

describe("the state of an alarm", () => {
  it.each([
    ["0 - X - X", ["OK", "OK", "OK", "OK"]],
    ["0 - - - -", ["OK", "OK", "OK", "OK"]],
    ["- - - - -", ["INSUFFICIENT_DATA", "keep", "ALARM", "OK"]],
    ["0 X X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    ["- - X - -", ["ALARM", "keep", "ALARM", "OK"]],
    ["- - - - X", ["INSUFFICIENT_DATA", "keep", "ALARM", "OK"]],
    ["X - - - -", ["ALARM", "keep", "ALARM", "OK"]],
  ])("3 of 3 over %s is what the guide's first table says", (drawn, expected) => {
    expect(statesOf(drawn, 3, 3)).toEqual(expected);
  });

  it.each([
    ["0 - X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    ["0 0 X 0 X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    ["0 - X - -", ["OK", "OK", "ALARM", "OK"]],
    ["- - - - 0", ["OK", "OK", "ALARM", "OK"]],
    ["- - - X -", ["ALARM", "keep", "ALARM", "OK"]],
    ["- - - - X", ["INSUFFICIENT_DATA", "keep", "ALARM", "OK"]],
  ])("2 of 3 over %s is what the guide's second table says", (drawn, expected) => {
    expect(statesOf(drawn, 2, 3)).toEqual(expected);
  });

  it("looks two periods further back than it needs datapoints, as the guide does", () => {
    expect(evaluationRange(evaluationOf(3, 3, "missing"))).toBe(5);
  });

  it("leaves older datapoints out where the newest suffice", () => {
    expect(statesOf("X X 0 0 0", 2, 3)).toEqual(["OK", "OK", "OK", "OK"]);
  });

  it("takes all of the datapoints where no number of them is set", () => {
    const { datapointsToAlarm: _, ...all } = evaluationOf(3, 3, "missing");

    expect(stateAt(slotsOf("0 0 X X X"), all, 5)).toBe("ALARM");
    expect(stateAt(slotsOf("0 0 0 X X"), all, 5)).toBe("OK");
  });

  it("takes NaN and infinite values for missing", () => {
    const evaluation = evaluationOf(1, 1, "missing");

    expect(stateAt([Number.NaN, Number.POSITIVE_INFINITY], evaluation, 5)).toBe(
      "INSUFFICIENT_DATA",
    );
  });

  it("measures against a band, and says nothing of periods without one", () => {
    const evaluation: Evaluation = {
      comparison: "LessThanLowerOrGreaterThanUpperThreshold",
      evaluationPeriods: 1,
      missingData: "missing",
    };
    const band = { lower: [10, 10, undefined], upper: [20, 20, undefined] };

    expect(stateAt([15, 25, undefined], evaluation, band)).toBe("ALARM");
    expect(stateAt([25, 15, undefined], evaluation, band)).toBe("OK");
    expect(stateAt([undefined, undefined, 99], evaluation, band)).toBe("INSUFFICIENT_DATA");
  });
});

describe("comparison operators", () => {
  const limit = { lower: 5, upper: 10 };

  it.each([
    ["GreaterThanOrEqualToThreshold", [false, false, true, true]],
    ["GreaterThanThreshold", [false, false, false, true]],
    ["GreaterThanUpperThreshold", [false, false, false, true]],
    ["LessThanThreshold", [true, false, false, false]],
    ["LessThanLowerThreshold", [true, false, false, false]],
    ["LessThanOrEqualToThreshold", [true, true, false, false]],
    ["LessThanLowerOrGreaterThanUpperThreshold", [true, false, false, true]],
    ["SomethingNew", [false, false, false, false]],
  ])("%s", (comparison, expected) => {
    expect([4, 5, 10, 11].map((value) => breaches(value, comparison, limit))).toEqual(expected);
  });
});

describe("missing data", () => {
  const dynamo = {
    id: "m1",
    kind: "metric" as const,
    metric: { namespace: "AWS/DynamoDB", name: "ThrottledRequests", dimensions: [] },
    stat: "Sum",
    period: 60,
  };

  it("is always ignored of DynamoDB's metrics", () => {
    expect(missingDataOf(evaluationOf(1, 1, "breaching"), [dynamo])).toBe("ignore");
  });

  it("is treated as set elsewhere", () => {
    const lambda = { ...dynamo, metric: { ...dynamo.metric, namespace: "AWS/Lambda" } };

    expect(missingDataOf(evaluationOf(1, 1, "breaching"), [lambda])).toBe("breaching");
    expect(missingDataOf(evaluationOf(1, 1, "breaching"), [])).toBe("breaching");
  });
});

describe("firings over a window", () => {
  const window = { from: 0, to: 10 * MINUTE };

  it("begin when the period that breaks it is over, and end when one that heals it is", () => {
    const points = pointsOf("0 0 X X 0 0 X 0 0 0");

    const found = firings(points, MINUTE, window, evaluationOf(1, 1, "missing"), 5);

    expect(found).toEqual([
      { from: 3 * MINUTE, to: 5 * MINUTE },
      { from: 7 * MINUTE, to: 8 * MINUTE },
    ]);
  });

  it("need as many datapoints as are asked for", () => {
    const points = pointsOf("0 X 0 X X X 0 0 0 0");

    const found = firings(points, MINUTE, window, evaluationOf(3, 3, "missing"), 5);

    expect(found).toEqual([{ from: 6 * MINUTE, to: 7 * MINUTE }]);
  });

  it("stay open where it still fires at the end", () => {
    const points = pointsOf("0 0 0 0 0 0 0 0 X X");

    const found = firings(points, MINUTE, window, evaluationOf(1, 1, "missing"), 5);

    expect(found).toEqual([{ from: 9 * MINUTE }]);
  });

  it("go on while missing data is ignored", () => {
    const points = pointsOf("0 X - - - - - 0 0 0");

    const found = firings(points, MINUTE, window, evaluationOf(1, 1, "ignore"), 5);

    expect(found).toEqual([{ from: 2 * MINUTE, to: 8 * MINUTE }]);
  });

  it("see datapoints from before the window", () => {
    const points = pointsOf("X X X 0 0 0 0 0 0 0", -2 * MINUTE);

    const found = firings(points, MINUTE, window, evaluationOf(3, 3, "missing"), 5);

    expect(found).toEqual([{ from: MINUTE, to: 2 * MINUTE }]);
  });

  it("are none without datapoints, and one from the beginning where missing data breaches", () => {
    expect(firings([], MINUTE, window, evaluationOf(1, 1, "missing"), 5)).toEqual([]);
    expect(firings([], MINUTE, window, evaluationOf(1, 1, "breaching"), 5)).toEqual([{ from: 0 }]);
    expect(firings([], 0, window, evaluationOf(1, 1, "breaching"), 5)).toEqual([]);
  });

  it("are measured against a band that moves", () => {
    const points = pointsOf("0 X X 0 X");
    const edge = (values: number[]) =>
      values.map((value, index) => ({ at: index * MINUTE, value }));
    const band = { lower: edge([-1, -1, -1, -1, -1]), upper: edge([5, 5, 10, 5, 10]) };
    const evaluation = {
      ...evaluationOf(1, 1, "missing"),
      comparison: "LessThanLowerOrGreaterThanUpperThreshold",
    };

    const found = firings(points, MINUTE, { from: 0, to: 5 * MINUTE }, evaluation, band);

    expect(found).toEqual([{ from: 2 * MINUTE, to: 3 * MINUTE }]);
  });
});
