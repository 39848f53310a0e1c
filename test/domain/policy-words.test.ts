import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../src/domain/json.ts";
import {
  grantsIn,
  isPublicPolicy,
  policyWords,
  trustWords,
} from "../../src/domain/policy-words.ts";

function policyOf(...statements: JsonObject[]): JsonObject {
  return {
    Version: "2012-10-17",
    Statement: statements.map((one) => ({ Effect: "Allow", ...one })),
  };
}

const open = { Principal: "*", Action: "s3:GetObject", Resource: "*" };

describe("what a policy allows", () => {
  it("reads an object, JSON text and URL-encoded JSON text alike", () => {
    const policy = policyOf(open);
    const text = JSON.stringify(policy);

    const words = [policy, text, encodeURIComponent(text)].map(policyWords);

    expect(new Set(words)).toEqual(new Set(["allows s3:GetObject to anyone"]));
  });

  it("reads one statement that stands without a list", () => {
    expect(policyWords({ Statement: { Effect: "Allow", ...open } })).toBe(
      "allows s3:GetObject to anyone",
    );
  });

  it("says what is public before anything else", () => {
    const inside = { Principal: { AWS: "arn:aws:iam::111122223333:role/a" }, Action: "s3:*" };

    expect(policyWords(policyOf(inside, open))).toMatch(
      /^allows s3:GetObject to anyone, allows s3:\*/,
    );
  });

  it("counts the statements that it leaves out", () => {
    expect(policyWords(policyOf(open, open, open, open))).toMatch(/, 2 more statements$/);
  });

  it("tells denials and exceptions from permissions", () => {
    const denied = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const others = { NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" }, NotAction: "iam:*" };

    expect(policyWords(policyOf(denied))).toBe(
      "denies s3:* to anyone if aws:SecureTransport false",
    );
    expect(policyWords(policyOf(others))).toBe(
      "allows all but iam:* to anyone but arn:aws:iam::111122223333:root",
    );
  });

  it("says everything for all actions of an identity policy", () => {
    expect(policyWords(policyOf({ Action: "*", Resource: "*" }))).toBe("allows everything on *");
  });

  it("says nothing of what is no policy", () => {
    const none = [undefined, null, "", "x", "%7Bbroken", "{", 7, [], {}].map((value) =>
      policyWords(value as JsonValue),
    );

    expect(new Set(none)).toEqual(new Set([undefined]));
  });
});

describe("whether a policy is public", () => {
  it.each([
    ["a star", open, true],
    ["a star among AWS principals", { ...open, Principal: { AWS: ["*"] } }, true],
    ["everybody but somebody", { NotPrincipal: { AWS: "x" }, Action: "s3:*" }, true],
    ["an account", { ...open, Principal: { AWS: "999988887777" } }, false],
    ["a denial", { ...open, Effect: "Deny" }, false],
    [
      "one address range",
      { ...open, Condition: { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } } },
      false,
    ],
    ["every address", { ...open, Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }, true],
    [
      "one organization",
      { ...open, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } },
      false,
    ],
    [
      "a condition that narrows nobody",
      { ...open, Condition: { Bool: { "aws:SecureTransport": "true" } } },
      true,
    ],
  ])("%s", (_what, statement: JsonObject, expected) => {
    expect(isPublicPolicy(policyOf(statement))).toBe(expected);
  });
});

describe("who may assume a role", () => {
  it("names accounts, services and conditions", () => {
    const partner = {
      Principal: { AWS: "999988887777" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:PrincipalTag/team": "ops" } },
    };
    const service = { Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };

    expect(trustWords(policyOf(partner, service))).toBe(
      "account 999988887777 if aws:PrincipalTag/team ops, lambda.amazonaws.com may assume it",
    );
  });

  it("says when nobody may", () => {
    expect(trustWords(policyOf({ Effect: "Deny", Principal: "*" }))).toBe("nobody may assume it");
  });

  it("says nothing of a document without statements", () => {
    expect(trustWords('{"Version":"2012-10-17"}')).toBeUndefined();
  });
});

it("never throws, whatever stands in the document", () => {
  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
  const statement = fc.record({
    Effect: json,
    Principal: json,
    Action: json,
    Resource: json,
    Condition: json,
  });

  fc.assert(
    fc.property(fc.oneof(json, statement), (value) => {
      const policy = { Statement: value };

      expect(grantsIn(policy).length).toBeGreaterThanOrEqual(0);
      expect(typeof (policyWords(JSON.stringify(policy)) ?? "")).toBe("string");
      expect(typeof (trustWords(policy) ?? "")).toBe("string");
    }),
  );
});
