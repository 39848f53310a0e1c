import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../src/domain/json.ts";
import { summarize } from "../../src/domain/summary.ts";
import { callOf, trailEventOf } from "../support/records.ts";

type Golden = { call: string; request: JsonObject | null; response?: JsonObject; line: string };

const folder = join(import.meta.dirname, "../fixtures/summaries");
const goldens = readdirSync(folder).flatMap((file) =>
  readFileSync(join(folder, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Golden),
);

describe("what a call did, in words", () => {
  it.each(goldens)("$call: $line", ({ call, request, response, line }) => {
    const words = summarize(callOf(call, request, response ?? null));

    expect(words).toBe(line);
  });

  it("has its goldens for at least 140 calls", () => {
    expect(new Set(goldens.map(({ call }) => call)).size).toBeGreaterThanOrEqual(140);
  });
});

describe("calls that did not succeed", () => {
  it("says what was tried and that it was denied", () => {
    const event = callOf("s3 DeleteBucket", { bucketName: "bucket-x" }, null, {
      errorCode: "AccessDenied",
    });

    expect(summarize(event)).toBe("tried to delete bucket bucket-x: denied (AccessDenied)");
  });

  it("says what was tried and why it failed, with the values asked for", () => {
    const request = {
      groupId: "sg-1",
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
      cidrIp: "0.0.0.0/0",
    };
    const event = callOf("ec2 AuthorizeSecurityGroupIngress", request, null, {
      errorCode: "Client.InvalidPermission.Duplicate",
    });

    expect(summarize(event)).toBe(
      "tried to open port 22/tcp of sg-1 to the whole internet (0.0.0.0/0): failed (Client.InvalidPermission.Duplicate)",
    );
  });

  it("never claims the effect of a stop that was denied", () => {
    const event = callOf("cloudtrail StopLogging", { name: "main" }, null, {
      errorCode: "AccessDenied",
    });

    expect(summarize(event)).toBe("tried to stop trail main: denied (AccessDenied)");
  });

  it("takes the resource out of the refusal where the call has no parameters", () => {
    const event = callOf("lambda UpdateFunctionCode20150331v2", null, null, {
      errorCode: "AccessDenied",
      errorMessage:
        "User: arn:aws:iam::111122223333:user/jane is not authorized to perform: lambda:UpdateFunctionCode on resource: arn:aws:lambda:eu-west-1:111122223333:function:checkout-api because no identity-based policy allows it",
    });

    expect(summarize(event)).toBe(
      "tried to deploy new code to a function (checkout-api): denied (AccessDenied)",
    );
  });

  it("keeps the reason when the rest is too long for the line", () => {
    const request = {
      queueUrl: "q",
      attributes: {
        A: "a".repeat(900),
        B: "b".repeat(900),
        C: "c".repeat(900),
        D: "d".repeat(900),
      },
    };
    const words = summarize(
      callOf("sqs SetQueueAttributes", request, null, { errorCode: "AccessDenied" }),
    );

    expect(words.length).toBeLessThanOrEqual(300);
    expect(words.endsWith(": denied (AccessDenied)")).toBe(true);
  });
});

describe("sign-ins", () => {
  const signIn = (answer: string, mfa: string, overrides: JsonObject = {}) =>
    callOf(
      "signin ConsoleLogin",
      null,
      { ConsoleLogin: answer },
      {
        eventType: "AwsConsoleSignIn",
        additionalEventData: { MFAUsed: mfa },
        ...overrides,
      },
    );

  it("says when there was no second factor", () => {
    expect(summarize(signIn("Success", "No"))).toBe("signed in to the console without MFA");
    expect(summarize(signIn("Success", "Yes"))).toBe("signed in to the console with MFA");
  });

  it("does not speak of MFA where the second factor was asked for elsewhere", () => {
    const event = signIn("Success", "No", {
      userIdentity: {
        type: "AssumedRole",
        arn: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_1b74cd717d47002b/jane@example.com",
        accountId: "111122223333",
        principalId: "AROAEXAMPLE:jane@example.com",
      },
    });

    expect(summarize(event)).toBe("signed in to the console");
  });

  it("says that it failed, and why, though the record has no error code", () => {
    const event = signIn("Failure", "No", { errorMessage: "Failed authentication" });

    expect(summarize(event)).toBe("failed to sign in (Failed authentication)");
  });
});

const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u;

describe("records of hostile or broken shape", () => {
  const calls = [...new Set(goldens.map(({ call }) => call))];

  it("gives one clean line of at most 300 characters for any JSON", () => {
    const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(fc.constantFrom(...calls), json, json, (call, request, response) => {
        const words = summarize(
          trailEventOf({
            eventSource: `${call.split(" ")[0]}.amazonaws.com`,
            eventName: call.split(" ")[1] ?? "",
            requestParameters: request,
            responseElements: response,
            additionalEventData: response,
          }),
        );

        expect(words).not.toBe("");
        expect(words.length).toBeLessThanOrEqual(300);
        expect(words).not.toMatch(UNSEEN);
      }),
      { numRuns: 2000 },
    );
  });

  it("stands the values of a real shape replaced by any JSON", () => {
    const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>;
    const shaped = goldens.filter(
      ({ request }) => request !== null && Object.keys(request).length > 0,
    );
    fc.assert(
      fc.property(fc.constantFrom(...shaped), json, fc.nat(), ({ call, request }, value, pick) => {
        const keys = Object.keys(request ?? {});
        const broken = { ...request, [keys[pick % keys.length] ?? ""]: value };

        expect(summarize(callOf(call, broken)).length).toBeLessThanOrEqual(300);
      }),
      { numRuns: 2000 },
    );
  });

  it("takes any text as an event name", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (eventName) => {
        const words = summarize(trailEventOf({ eventName, requestParameters: null }));

        expect(words).not.toBe("");
        expect(words).not.toMatch(UNSEEN);
      }),
    );
  });

  it("does not read words out of the prototype of objects", () => {
    for (const eventName of ["constructor", "toString", "__proto__"]) {
      expect(summarize(trailEventOf({ eventName }))).toContain(eventName.replaceAll("_", ""));
    }
  });

  it("cuts a huge value, and strips line breaks and direction marks", () => {
    const huge = summarize(callOf("s3 DeleteBucket", { bucketName: "b".repeat(250_000) }));
    const torn = summarize(callOf("s3 DeleteBucket", { bucketName: "a\nb\u001b[31m\u202ec" }));

    expect(huge).toBe(`deleted bucket ${"b".repeat(79)}…`);
    expect(torn).toBe("deleted bucket a b [31m c");
  });

  it("shows no secret", () => {
    const secret = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY";
    const lines = [
      callOf("rds ModifyDBInstance", { dBInstanceIdentifier: "db", masterUserPassword: secret }),
      callOf("secretsmanager PutSecretValue", { secretId: "s", secretString: secret }),
      callOf("lambda UpdateFunctionConfiguration20150331v2", {
        functionName: "f",
        environment: { variables: { KEY: secret } },
      }),
      callOf("ssm PutParameter", { name: "/p", value: secret }, { version: 1 }),
      callOf(
        "sts AssumeRole",
        { roleArn: "arn:aws:iam::1:role/r" },
        { credentials: { sessionToken: secret } },
      ),
      callOf("cloudformation UpdateStack", {
        stackName: "s",
        parameters: [{ parameterKey: "DbPassword", parameterValue: secret }],
      }),
      callOf("ecs RegisterTaskDefinition", {
        family: "f",
        containerDefinitions: [{ environment: [{ name: "DB_PASSWORD", value: secret }] }],
      }),
    ].map(summarize);

    expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  });
});
