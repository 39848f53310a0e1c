import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ActorQuery,
  actorQueryTerms,
  actorTerms,
  actsAs,
} from "../../src/domain/actor-query.ts";
import type { JsonObject, JsonValue } from "../../src/domain/json.ts";
import { eventOf, roleIdentity } from "./record-of.ts";

const SSO_ROLE = "AWSReservedSSO_PowerUser_0123456789abcdef";
const jane = eventOf();
const sso = eventOf({ userIdentity: roleIdentity(SSO_ROLE, "Jane@Example.com") });
const deploy = eventOf({
  userIdentity: roleIdentity("deploy", "ci-42", { sourceIdentity: "omar@example.com" }),
  sourceIPAddress: "10.20.30.40",
});
const adminUser = eventOf({
  userIdentity: { type: "IAMUser", userName: "admin", arn: "arn:aws:iam::111122223333:user/admin" },
});
const root = eventOf({
  userIdentity: { type: "Root", accountId: "111122223333", arn: "arn:aws:iam::111122223333:root" },
});
const rootByService = eventOf({
  userIdentity: { type: "Root", accountId: "111122223333", invokedBy: "autoscaling.amazonaws.com" },
});
const job = eventOf({
  userIdentity: { type: "WebIdentityUser", userName: "repo:acme/shop:ref:refs/heads/main" },
});
const otherAccount = eventOf({
  userIdentity: { type: "AWSAccount", accountId: "444455556666", principalId: "AROAX:sync" },
});
const fn = eventOf({
  userIdentity: {
    ...roleIdentity("checkout", "x"),
    inScopeOf: { sourceArn: "arn:aws:lambda:eu-west-1:111122223333:function:checkout-api" },
  },
  sourceIPAddress: "2001:DB8:0:0::1",
});

const EVENTS = { jane, sso, deploy, adminUser, root, rootByService, job, otherAccount, fn };
type Who = keyof typeof EVENTS;

const ACTS: [ActorQuery["kind"], string, Who[]][] = [
  ["any", "jane", ["jane", "sso"]],
  ["any", "JANE@example.com", ["sso"]],
  ["any", "jan", []],
  ["any", "jan*", ["jane", "sso"]],
  ["any", "PowerUser", ["sso"]],
  ["any", SSO_ROLE, ["sso"]],
  ["any", "omar@example.com", ["deploy"]],
  ["any", "omar", ["deploy"]],
  ["any", "deploy", ["deploy"]],
  ["any", "deploy/ci-42", ["deploy"]],
  ["any", "role/deploy", ["deploy"]],
  ["any", "user/admin", ["adminUser"]],
  ["any", "arn:aws:iam::111122223333:role/deploy", ["deploy"]],
  ["any", "arn:aws:sts::111122223333:assumed-role/deploy/ci-42", ["deploy"]],
  ["any", "arn:aws:iam::111122223333:user/admin", ["adminUser"]],
  ["any", "AKIAEXAMPLEJANE00000", ["jane"]],
  ["any", "10.20.30.40", ["deploy"]],
  ["any", "10.0.0.0/8", ["deploy"]],
  ["any", "2001:db8::1", ["fn"]],
  ["any", "2001:db8::/32", ["fn"]],
  ["any", "root", ["root"]],
  ["any", "acme/shop", ["job"]],
  ["any", "autoscaling", ["rootByService"]],
  ["any", "autoscaling.amazonaws.com", ["rootByService"]],
  ["any", "444455556666", ["otherAccount"]],
  ["any", "111122223333", []],
  ["any", "checkout-api", ["fn"]],
  ["any", "", []],
  ["user", "admin", ["adminUser"]],
  ["user", "jane", ["jane", "sso"]],
  ["user", "ci-42", ["deploy"]],
  ["user", "deploy", []],
  ["role", "admin", []],
  ["role", "deploy", ["deploy"]],
  ["role", "DEP*", ["deploy"]],
  ["role", "PowerUser", ["sso"]],
  ["key", "akiaexamplejane00000", ["jane"]],
  ["key", "jane", []],
  ["address", "10.20.30.40", ["deploy"]],
  ["address", "10.20.30.0/24", ["deploy"]],
  ["address", "10.20.31.0/24", []],
  [
    "address",
    "203.0.113.7",
    ["jane", "sso", "adminUser", "root", "rootByService", "job", "otherAccount"],
  ],
  ["root", "", ["root"]],
  ["service", "autoscaling", ["rootByService"]],
  ["service", "autoscaling.amazonaws.com", ["rootByService"]],
  ["service", "lambda", []],
];

describe("actsAs", () => {
  it.each(ACTS)("%s %j means %j", (kind, text, expected) => {
    const names = Object.keys(EVENTS) as Who[];

    const found = names.filter((name) => actsAs(EVENTS[name], { kind, text }));

    expect(found).toEqual(expected);
  });
});

describe("actorQueryTerms", () => {
  it.each<[ActorQuery, string[] | undefined]>([
    [{ kind: "any", text: "Jane" }, ["jane"]],
    [{ kind: "root", text: "" }, ["root"]],
    [{ kind: "service", text: "lambda.amazonaws.com" }, ["lambda"]],
    [{ kind: "any", text: "jan*" }, undefined],
    [{ kind: "address", text: "10.0.0.0/8" }, undefined],
  ])("of %j are %j", (query, expected) => {
    expect(actorQueryTerms(query)).toEqual(expected);
  });

  it("are among the terms of every event that the query means", () => {
    const text = fc.constantFrom(
      "jane",
      "deploy",
      "Jane@Example.com",
      "acme/shop",
      "i-0123456789abcdef0",
      "a:b",
      "",
    );
    const identity = fc.oneof(
      fc.record({
        type: fc.constantFrom(
          "IAMUser",
          "Root",
          "AWSAccount",
          "AWSService",
          "FederatedUser",
          "Unknown",
          "SAMLUser",
        ),
        userName: text,
        accountId: fc.constantFrom("111122223333", "ANONYMOUS_PRINCIPAL"),
        principalId: text,
        invokedBy: fc.constantFrom("", "rds.amazonaws.com", "AWS Internal"),
        arn: text.map((name) => `arn:aws:iam::111122223333:user/${name}`),
      }),
      fc
        .tuple(text, text, text)
        .map(
          ([role, session, sourceIdentity]): JsonObject =>
            roleIdentity(role, session, { sourceIdentity }),
        ),
    );
    const address = fc.constantFrom(
      "10.1.2.3",
      "2001:DB8::1",
      "::ffff:10.1.2.3",
      "rds.amazonaws.com",
      "AWS Internal",
    );
    const kind = fc.constantFrom<ActorQuery["kind"]>(
      "any",
      "user",
      "role",
      "key",
      "address",
      "root",
      "service",
    );
    const asked = fc.oneof(
      text,
      address,
      fc.constantFrom("role/deploy", "rds", "ASIAEXAMPLESESSION00", "2001:db8:0::1"),
    );

    fc.assert(
      fc.property(
        identity,
        address,
        kind,
        asked,
        (userIdentity, sourceIPAddress, queryKind, queryText) => {
          const event = eventOf({ userIdentity: userIdentity as JsonValue, sourceIPAddress });
          const query = { kind: queryKind, text: queryText };

          const terms = actorQueryTerms(query);

          if (!actsAs(event, query) || terms === undefined) return;
          const filed = new Set(actorTerms(event));
          expect(terms.some((term) => filed.has(term))).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
