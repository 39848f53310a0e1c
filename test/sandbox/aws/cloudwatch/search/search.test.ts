import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Metric } from "../../../../../src/domain/metric.ts";
import { DAY, MINUTE } from "../../../../../src/domain/time.ts";
import {
  createTermMatch,
  tokensOf,
} from "../../../../../src/sandbox/aws/cloudwatch/search/tokens.ts";
import { AwsRefusal } from "../../../../../src/sandbox/aws/service.ts";
import { createCatalogue } from "../../../../../src/sandbox/scenario/metrics/catalogue.ts";
import { anyText, engineOf, math, metric, NOW, PLACE, sourceOf } from "../metrics/made-metrics.ts";

const METRICS: Metric[] = [
  metric("CPUUtilization", { InstanceId: "i-1234567890123456" }, "AWS/EC2"),
  metric("CPUUtilization", { InstanceId: "i-2" }, "AWS/EC2"),
  metric("NetworkPacketsIn", { InstanceId: "i-2" }, "AWS/EC2"),
  metric("CPUUtilization", { AutoScalingGroupName: "web" }, "AWS/EC2"),
  metric("CPUUtilization", {}, "AWS/EC2"),
  metric("VolumeReadOps", { VolumeId: "vol-1" }, "AWS/EBS"),
  metric("Errors", { FunctionName: "checkout-api" }, "AWS/Lambda"),
  metric("Errors", { FunctionName: "ProjectA" }, "AWS/Lambda"),
  metric("Invocations", { FunctionName: "ProjectA" }, "AWS/Lambda"),
  metric("Invocations", { FunctionName: "checkout-api" }, "AWS/Lambda"),
  metric("CustomCount1", { "Dimension@Name": "a" }, "My Namespace"),
  metric("Europe\\France Traffic(Network)", {}, "Custom"),
];

const engine = engineOf(
  METRICS.map((one) => sourceOf([{ at: NOW - MINUTE, value: 1, count: 1 }], { metric: one })),
);
const window = { from: NOW - 5 * MINUTE, to: NOW };

function found(query: string): string[] {
  const text = `SEARCH('${query}', 'Sum', 60)`;
  const series = engine.evaluate(PLACE, [math("s", text)], window);
  return series.map(({ label }) => label);
}

/** How many metrics a query finds. */
const count = (query: string) => found(query).length;

describe("tokens", () => {
  // The examples of the CloudWatch user guide.
  it.each([
    ["CustomCount1", ["Custom", "Count", "1"]],
    ["SDBFailure", ["SDB", "Failure"]],
    ["Project2-trial333", ["Project", "2", "trial", "333"]],
    ["couNT", ["cou", "NT"]],
    ["CPUUtilization", ["CPU", "Utilization"]],
    ["--", []],
  ])("of %s", (text, tokens) => {
    expect(tokensOf(text)).toEqual(tokens);
  });

  it.each([
    ["count", "CustomCount1", true],
    ["Count", "CustomCount1", true],
    ["COUNT", "CustomCount1", true],
    ["couNT", "CustomCount1", false],
    ["CustomCount", "CustomCount1", true],
    ["Count1", "CustomCount1", true],
    ["customcount", "CustomCount1", false],
    ["count1", "CustomCount1", false],
    ["network/errors", "Network-Errors-2", true],
    ["network+errors", "NetworkErrors2", true],
    ["Network_Errors", "Network-Errors-2", true],
    ["errors-network", "Network-Errors-2", false],
    ["api", "checkout-api", true],
    ["ap", "checkout-api", false],
  ])("%s in %s: %s", (term, name, expected) => {
    expect(createTermMatch(term)(name)).toBe(expected);
  });
});

describe("SEARCH", () => {
  it.each<[string, number]>([
    ['{AWS/EC2,InstanceId} MetricName="CPUUtilization"', 2],
    ['{AWS/EC2, InstanceId }, MetricName="CPUUtilization"', 2],
    ["{AWS/EC2}", 5],
    ["{AWS/EC2,InstanceId}", 3],
    ["{AWS/Lambda,Function}", 0],
    ["{AWS/EC2,InstanceId} network packets", 1],
    ["{AWS/EC2,InstanceId} network AND packets", 1],
    ['{AWS/EC2,InstanceId} MetricName="CPUUtilization" NOT i-1234567890123456', 1],
    ['"CPUUtilization"', 4],
    ["cpu", 4],
    ["CPU Utilization", 4],
    ['"cpuutilization"', 0],
    ["NOT Namespace=AWS", 2],
    ["(EC2 OR EBS) AND MetricName=ReadOps", 1],
    ["(EC2 OR EBS) MetricName=ReadOps", 1],
    [
      '{AWS/Lambda,FunctionName} MetricName="Errors" OR (MetricName="Invocations" AND (ProjectA OR ProjectB))',
      3,
    ],
    ['MetricName=("Errors" OR "Invocations") FunctionName=checkout', 2],
    ['FunctionName="checkout-api" NOT MetricName="Errors"', 1],
    ['{"My Namespace","Dimension@Name"} "CustomCount1"', 1],
    ['"Europe\\\\France Traffic\\(Network\\)"', 1],
    ["or and not", 0],
    [`:aws.AccountId="${PLACE.account}" EBS`, 1],
    [':aws.AccountId="999988887777" EBS', 0],
    ["NOT NOT EBS", 1],
    ["NOT NOT NOT EBS", 11],
  ])("'%s' finds %i", (query, expected) => {
    expect(count(query)).toBe(expected);
  });

  it("calls series by what tells them apart", () => {
    expect(found('{AWS/EC2,InstanceId} MetricName="CPUUtilization"')).toEqual([
      "i-1234567890123456",
      "i-2",
    ]);
    expect(found("{AWS/EC2,InstanceId} i-2")).toEqual(["CPUUtilization", "NetworkPacketsIn"]);
    expect(found("EBS")).toEqual(["VolumeReadOps"]);
  });

  it("puts the expression's label before them, and can be computed with", () => {
    const all = `SEARCH('{AWS/EC2,InstanceId} MetricName="CPUUtilization"', 'Sum', 60)`;

    const labelled = engine.evaluate(PLACE, [math("s", all, { label: "CPU" })], window);
    const [sum] = engine.evaluate(
      PLACE,
      [math("s", all, { isHidden: true }), math("t", "SUM(s)*10")],
      window,
    );
    const [nested] = engine.evaluate(PLACE, [math("t", `SUM(${all})`)], window);

    expect(labelled.map(({ label }) => label)).toEqual(["CPU i-1234567890123456", "CPU i-2"]);
    expect(sum?.points).toEqual([{ at: NOW - MINUTE, value: 20 }]);
    expect(nested?.points).toEqual([{ at: NOW - MINUTE, value: 2 }]);
  });

  it("finds nothing that had no data for two weeks, and gives at most 500 series", () => {
    const many = Array.from({ length: 600 }, (_, at) =>
      sourceOf([], { metric: metric("A", { D: `d-${at}` }) }),
    );
    const old = { ...sourceOf([], { metric: metric("Old") }), endsAt: NOW - 15 * DAY };
    const search = (query: string) =>
      engineOf([...many, old]).evaluate(
        PLACE,
        [math("s", `SEARCH('${query}', 'Sum', 60)`)],
        window,
      );

    expect(search("{Test,D}")).toHaveLength(500);
    expect(search("MetricName=Old")).toHaveLength(0);
  });

  it.each([
    ["", "has a schema, a term, or both"],
    ["{}", "Unexpected '}'"],
    ["{AWS/EC2", "Unexpected the end"],
    ["{AWS/EC2,}", "Unexpected '}'"],
    ["(a", "Unexpected the end"],
    ["a)", "Unexpected ')'"],
    ["a AND", "Unexpected the end"],
    ["OR a", "Unexpected 'OR'"],
    ["NOT", "Unexpected the end"],
    ["MetricName=", "Unexpected the end"],
    ['"open', "is not closed"],
    ["x".repeat(1025), "at most 1024 characters"],
    ["(".repeat(200), "nested too deeply"],
  ])("refuses '%s'", (query, message) => {
    expect(() => found(query)).toThrow(
      expect.objectContaining({
        code: "ValidationError",
        message: expect.stringContaining(message),
      }),
    );
  });

  it("finds in the company what a plain look through the list finds", () => {
    const catalogue = createCatalogue({ toldAt: NOW });
    const company = engineOf(catalogue);
    const expected = company
      .list(PLACE)
      .filter(({ namespace, name, dimensions }) => {
        const names = dimensions.map((one) => one.name);
        return namespace === "AWS/Lambda" && name === "Errors" && names.join() === "FunctionName";
      })
      .map(({ dimensions }) => dimensions[0]?.value);

    const series = company.evaluate(
      PLACE,
      [math("s", `SEARCH('{AWS/Lambda,FunctionName} MetricName="Errors"', 'Sum', 300)`)],
      { from: NOW - DAY, to: NOW },
    );

    expect(expected).toContain("checkout-api");
    expect(expected).not.toContain("checkout-api-v1");
    expect(series.map(({ label }) => label)).toEqual(expected);
  });

  it("gives series or refuses, whatever is written", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "(",
      ")",
      "=",
      ",",
      '"',
      "\\",
      "AND",
      "OR",
      "NOT",
      "AWS/EC2",
      "InstanceId",
      "MetricName",
      "cpu",
      "i-2",
      " ",
      ":aws.AccountId",
      "🙂",
      "\u0000",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 14 }).map((all) => all.join(" ")),
          anyText(40),
        ),
        (query) => {
          try {
            return found(query.replaceAll("'", "")).length <= METRICS.length;
          } catch (error) {
            return error instanceof AwsRefusal;
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(count("cpu")).toBe(4);
  });
});
