import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesEventName, splitVersion } from "../../src/domain/event-name.ts";
import { serviceNames } from "../../src/domain/service-names.ts";
import { matchesWildcard } from "../../src/domain/wildcard.ts";
import { eventOf } from "./record-of.ts";

describe("splitVersion", () => {
  it.each([
    ["UpdateFunctionCode20150331v2", "UpdateFunctionCode"],
    ["PutFunctionConcurrency20171031", "PutFunctionConcurrency"],
    ["CreateDistribution2020_05_31", "CreateDistribution"],
    ["ListFunctions20150331_1", "ListFunctions"],
    ["PutBucketPolicy", "PutBucketPolicy"],
    ["ListObjectsV2", "ListObjectsV2"],
    ["GetDev2", "GetDev2"],
    ["20150331", "20150331"],
    ["", ""],
  ])("%s → %s", (name, expected) => {
    expect(splitVersion(name)).toBe(expected);
  });
});

describe("matchesEventName", () => {
  const called = (eventSource: string, eventName: string) =>
    eventOf({ eventSource: `${eventSource}.amazonaws.com`, eventName });

  it.each([
    ["lambda", "UpdateFunctionCode20150331v2", "UpdateFunctionCode"],
    ["lambda", "UpdateFunctionCode20150331v2", "updatefunctioncode20150331v2"],
    ["lambda", "UpdateFunctionCode20150331v2", "UpdateFunctionCode2015*"],
    ["lambda", "UpdateFunctionCode20150331v2", "lambda:Update*"],
    ["lambda", "UpdateFunctionCode20150331v2", "*:*Code"],
    ["lambda", "UpdateFunctionCode20150331v2", "lambda.amazonaws.com:UpdateFunctionCode"],
    ["lambda", "UpdateFunctionCode20150331v2", "Update????????Code"],
    ["s3", "DeleteBucketPublicAccessBlock", "DeletePublicAccessBlock"],
    ["s3", "DeleteBucketPublicAccessBlock", "*PublicAccessBlock*"],
    ["s3", "DeleteBucketPublicAccessBlock", "s3:Delete*"],
    ["monitoring", "PutMetricAlarm", "cloudwatch:PutMetricAlarm"],
  ])("finds %s %s by %s", (service, name, pattern) => {
    expect(matchesEventName(called(service, name), ["Nothing", pattern])).toBe(true);
  });

  it.each([
    ["lambda", "UpdateFunctionCode20150331v2", "UpdateFunction"],
    ["lambda", "UpdateFunctionCode20150331v2", "s3:*"],
    ["lambda", "UpdateFunctionCode20150331v2", ""],
    ["lambda", "UpdateFunctionCode20150331v2", "Code"],
    ["s3", "DeleteBucketPublicAccessBlock", "PutPublicAccessBlock"],
    ["monitoring", "PutMetricAlarm", "logs:*"],
  ])("does not find %s %s by %j", (service, name, pattern) => {
    expect(matchesEventName(called(service, name), [pattern])).toBe(false);
  });
});

describe("matchesWildcard", () => {
  it("agrees with the regular expression that says the same", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?"), maxLength: 8 });

    fc.assert(
      fc.property(text, pattern, (name, wanted) => {
        const source = wanted.replace(/\./g, "\\.").replace(/\*/g, ".*").replace(/\?/g, ".");

        expect(matchesWildcard(name, wanted)).toBe(new RegExp(`^${source}$`).test(name));
      }),
    );
  });
});

describe("serviceNames", () => {
  it.each([
    ["cloudwatch", ["monitoring"]],
    ["CloudWatch Logs", ["logs"]],
    ["logs", ["logs"]],
    ["console", ["signin"]],
    ["sign-in", ["signin"]],
    ["ALB", ["elasticloadbalancing"]],
    ["step functions", ["states"]],
    ["EventBridge", ["events", "scheduler", "pipes", "schemas"]],
    ["msk", ["kafka"]],
    ["Parameter Store", ["ssm"]],
    ["security group", ["ec2"]],
    ["vpc", ["ec2"]],
    ["cognito", ["cognito-idp", "cognito-identity", "cognito-sync"]],
    ["opensearch", ["es", "aoss"]],
    ["AWS Lambda", ["lambda"]],
    ["Amazon S3", ["s3", "s3express", "s3-outposts", "s3tables"]],
    ["iam.amazonaws.com", ["iam"]],
    ["secrets manager", ["secretsmanager"]],
    ["guard duty", ["guardduty"]],
  ])("%s is %j", (word, expected) => {
    expect(serviceNames(word)).toEqual(expected);
  });

  it.each(["bucket-x", "", "constructor", "__proto__", "jane"])("%j names no service", (word) => {
    expect(serviceNames(word)).toBeUndefined();
  });
});
