import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AwsRefusal } from "../../../../../src/sandbox/aws/service.ts";
import { anyText, compute } from "../metrics/made-metrics.ts";

const M = { a: [1, 2], b: [3, 4] };

function refusalOf(expression: string): string {
  try {
    compute(expression, M);
  } catch (error) {
    if (error instanceof AwsRefusal && error.code === "ValidationError") return error.message;
    throw error;
  }
  return "";
}

describe("metric math", () => {
  it.each<[string, string]>([
    ["a+", "Unexpected end of expression at position 2"],
    ["a b", "Unexpected 'b' at position 2"],
    ["(a", "Expected ')' at position 2, but found end of expression"],
    ["[a,", "Unexpected end of expression"],
    ["SUM(a", "Expected ')'"],
    ["a ? b", "Unexpected character '?' at position 2"],
    ["METRICS('a", "Unterminated string at position 8"],
    ["'text'", "A string stands where a value belongs"],
    ["AND a", "Unexpected 'AND' at position 0"],
    ["zz + a", "Undefined variable 'zz'"],
    ["NOPE(a)", "Unsupported function 'NOPE'"],
    ["sum(a)", "functions are written in capitals, SUM"],
    ["constructor(a)", "Unsupported function 'constructor'"],
    ["__proto__", "Undefined variable '__proto__'"],
    ["SUM()", "Function SUM takes 1 arguments, but got 0"],
    ["IF(a)", "Function IF takes 2 to 3 arguments, but got 1"],
    ["SUM(1)", "takes a time series, not a number"],
    ["SORT(a, AVG, DESC)", "takes an array of time series"],
    ["SORT(METRICS(), MEDIAN, DESC)", "has to be one of AVG, MIN, MAX, SUM"],
    ["SORT(METRICS(), AVG, DOWN)", "has to be one of ASC, DESC"],
    ["SLICE(METRICS(), a)", "has to be a number"],
    ["PERIOD(a+b)", "PERIOD takes a metric"],
    ["METRICS(a)", "METRICS takes a string"],
    ["[1, 2]", "An array takes time series, not numbers"],
    ["METRICS() + METRICS()", "does not take two arrays"],
    ["IF(METRICS(), 1, 0)", "not arrays"],
    ["FILL(a, METRICS())", "FILL takes a number"],
    ["ANOMALY_DETECTION_BAND(METRICS())", "takes a single time series"],
    ["ANOMALY_DETECTION_BAND(a, 0)", "above 0"],
    ["ANOMALY_DETECTION_BAND(a+1)", "takes the id"],
    ["SERVICE_QUOTA(a)", "needs Service Quotas"],
    ["INSIGHT_RULE_METRIC('r', 'm')", "needs Contributor Insights"],
    ["SEARCH('{Test} M', 'Mean', 60)", "'Mean' is not a valid statistic"],
    ["SEARCH('{Test} M', 'Sum', 61)", "61 is not a valid period"],
    ["SEARCH(a, 'Sum', 60)", "takes a query and a statistic"],
    ["1 + 1", "The result is a number"],
    ["1/0", "The result is a number"],
    ["result + 1", "depends on itself"],
    [`${"(".repeat(400)}a${")".repeat(400)}`, "nested too deeply"],
    [`${"-".repeat(1000)}a`, "nested too deeply"],
    [`a${"^a".repeat(400)}`, "nested too deeply"],
  ])("refuses %j", (expression, message) => {
    expect(refusalOf(expression)).toContain(message);
  });

  it("names the expression that is wrong", () => {
    expect(refusalOf("a+")).toMatch(/^Error in expression 'result': /);
  });

  it("takes the longest chain that fits", () => {
    expect(compute(`a${"+a".repeat(1000)}`, M)[0]?.points[0]?.value).toBe(1001);
  });

  const piece = fc.constantFrom(
    "a",
    "b",
    "result",
    "1",
    "0",
    ".5",
    "+",
    "-",
    "*",
    "/",
    "^",
    "(",
    ")",
    "[",
    "]",
    ",",
    "==",
    "<",
    ">=",
    "AND",
    "OR",
    "SUM",
    "AVG",
    "IF",
    "FILL",
    "SORT",
    "SLICE",
    "METRICS",
    "REPEAT",
    "LINEAR",
    "DESC",
    "SEARCH",
    "'",
    '"',
    "\\",
    "{Test}",
    "'{Test} M'",
    "'Sum'",
    "60",
    "TIME_SERIES",
    "RATE",
    "ANOMALY_DETECTION_BAND",
    "FIRST",
    "PERIOD",
    "SELECT",
    "FROM",
    "MIN",
    "Test",
    "\u0000",
    "🙂",
    "1e999",
    " ",
  );

  it("gives series or refuses, whatever is written", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { minLength: 1, maxLength: 14 }).map((all) => all.join("")),
          fc.array(piece, { minLength: 1, maxLength: 14 }).map((all) => all.join(" ")),
          anyText(60),
        ),
        (expression) => {
          try {
            const found = compute(expression, M);
            const values = found.flatMap(({ points }) => points.map(({ value }) => value));
            return values.every(Number.isFinite);
          } catch (error) {
            return error instanceof AwsRefusal;
          }
        },
      ),
      { numRuns: 1000 },
    );
    expect(refusalOf("(")).not.toBe("");
  });
});
