import { describe, expect, it } from "vitest";
import { causeKind, isPassing, toGap, toProblem } from "../../src/aws/problems.ts";
import { Problem } from "../../src/domain/problem.ts";

const PLACE = { account: "222233334444", region: "eu-west-1", action: "cloudtrail:LookupEvents" };

function awsError(name: string, message = "", status = 400): Error {
  const error = Object.assign(new Error(message), {
    $metadata: { httpStatusCode: status, requestId: "11111111-2222" },
    $fault: "client",
  });
  error.name = name;
  return error;
}

function networkError(code: string): Error {
  return Object.assign(new Error(`connect ${code} 127.0.0.1:1`), { code });
}

function problemOf(error: unknown): Problem {
  const problem = toProblem(error, PLACE);
  if (!(problem instanceof Problem)) throw new Error(`no Problem: ${problem.name}`);
  return problem;
}

describe("errors of the AWS SDK as problems", () => {
  it.each([
    [awsError("AccessDeniedException"), "aws.denied"],
    [awsError("UnauthorizedOperation", "You are not authorized", 403), "aws.denied"],
    [awsError("ThrottlingException", "Rate exceeded"), "aws.throttled"],
    [awsError("Throttling", "Rate exceeded"), "aws.throttled"],
    [awsError("Odd", "", 429), "aws.throttled"],
    [awsError("ExpiredTokenException", "The security token has expired"), "aws.expired"],
    [awsError("UnrecognizedClientException"), "aws.bad-credentials"],
    [awsError("SignatureDoesNotMatch", "", 403), "aws.bad-credentials"],
    [awsError("RequestTimeTooSkewed", "", 403), "aws.clock"],
    [
      awsError("InvalidSignatureException", "Signature expired: 20261122T100000Z is now earlier"),
      "aws.clock",
    ],
    [awsError("SignatureDoesNotMatch", "Signature not yet current: 2026"), "aws.clock"],
    [awsError("OptInRequired", "", 403), "aws.region-off"],
    [awsError("NoSuchBucket", "", 404), "aws.no-bucket"],
    [awsError("QueueDoesNotExist"), "aws.no-queue"],
    [awsError("InternalFailure", "", 500), "aws.unavailable"],
    [awsError("Odd", "", 503), "aws.unavailable"],
    [awsError("InvalidNextTokenException", "Invalid token"), "aws.refused"],
    [awsError("InvalidRequestException", "WorkGroup audit is not found."), "aws.no-workgroup"],
    [awsError("InvalidRequestException", "No output location provided."), "aws.no-output"],
    [
      awsError(
        "InvalidRequestException",
        "TABLE_NOT_FOUND: line 1:15: Table 'a.b.c' does not exist",
      ),
      "aws.no-table",
    ],
    [
      awsError("InvalidRequestException", "SCHEMA_NOT_FOUND: Schema 'x' does not exist"),
      "aws.no-database",
    ],
    [networkError("ECONNREFUSED"), "aws.unreachable"],
    [networkError("ENOTFOUND"), "aws.unreachable"],
    [networkError("ETIMEDOUT"), "aws.timeout"],
    [Object.assign(new Error("slow"), { name: "TimeoutError" }), "aws.timeout"],
    [
      Object.assign(new Error("Could not load credentials from any providers"), {
        name: "CredentialsProviderError",
      }),
      "aws.no-credentials",
    ],
    [
      Object.assign(new Error("The SSO session associated with this profile has expired."), {
        name: "CredentialsProviderError",
      }),
      "aws.expired",
    ],
  ])("%s is %s", (error, code) => {
    expect(problemOf(error).code).toBe(code);
  });

  it("name the missing action, the resource, who lacks it and why", () => {
    const denied = awsError(
      "AccessDeniedException",
      "User: arn:aws:sts::222233334444:assumed-role/audit/trailwatch-U1 is not authorized to perform: cloudtrail:LookupEvents on resource: arn:aws:cloudtrail:eu-west-1:222233334444:* with an explicit deny in a service control policy",
    );

    const { message, next } = problemOf(denied);

    expect(message).toBe(
      "Not allowed to call cloudtrail:LookupEvents on arn:aws:cloudtrail:eu-west-1:222233334444:* (account 222233334444, eu-west-1); a service control policy forbids it.",
    );
    expect(next).toContain(
      "Allow cloudtrail:LookupEvents to arn:aws:sts::222233334444:assumed-role/audit/trailwatch-U1",
    );
  });

  it("tell whose trust policy refuses a role", () => {
    const denied = awsError(
      "AccessDenied",
      "User: arn:aws:iam::111122223333:user/bot is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222233334444:role/audit",
      403,
    );

    const { message, next } = problemOf(denied);

    expect(message).toBe(
      "The role arn:aws:iam::222233334444:role/audit cannot be assumed (account 222233334444, eu-west-1).",
    );
    expect(next).toContain("trust policy name arn:aws:iam::111122223333:user/bot");
    expect(toGap(denied, { ...PLACE, roleArn: "arn:aws:iam::222233334444:role/audit" })).toBe(
      "account 222233334444, eu-west-1: the role arn:aws:iam::222233334444:role/audit cannot be assumed",
    );
  });

  it("show no token that AWS repeats", () => {
    const token = `IQoJb3JpZ2luX2VjE${"a1B".repeat(40)}`;
    const refused = awsError("InvalidThing", `The token ${token} is odd; password=hunter2secret`);

    const { message } = problemOf(refused);

    expect(message).not.toContain(token);
    expect(message).not.toContain("hunter2secret");
    expect(message).toContain("The token");
    expect(toGap(refused, PLACE)).not.toContain(token);
  });

  it("say how to renew credentials and to set a clock", () => {
    const expired = problemOf(awsError("ExpiredToken"));
    const skewed = problemOf(awsError("RequestTimeTooSkewed"));

    expect(expired.next).toContain("aws sso login");
    expect(skewed.message).toContain("clock");
  });

  it("leave what was cancelled, what is a Problem, and what is a fault of ours as it is", () => {
    const aborted = Object.assign(new Error("Request aborted"), { name: "AbortError" });
    const known = new Problem("trail.odd", "Odd.", "Look.");
    const fault = new TypeError("x is not a function");

    expect(toProblem(aborted)).toBe(aborted);
    expect(toProblem(known)).toBe(known);
    expect(toProblem(fault)).toBe(fault);
  });

  it("become one phrase for what an answer lacks", () => {
    const gaps = [
      toGap(awsError("AccessDenied"), { account: PLACE.account, action: PLACE.action }),
      toGap(awsError("ExpiredToken"), PLACE),
      toGap(problemOf(awsError("OptInRequired")), PLACE),
      toGap(new TypeError("x is not a function"), PLACE),
    ];

    expect(gaps).toEqual([
      "account 222233334444: not allowed to call cloudtrail:LookupEvents",
      "account 222233334444, eu-west-1: the credentials have expired",
      "account 222233334444, eu-west-1: the Region is not enabled",
      "account 222233334444, eu-west-1: it could not be read",
    ]);
  });

  it("pass by themselves only when the network, AWS or the clock was at fault", () => {
    const passing = [networkError("ECONNRESET"), awsError("Odd", "", 500)];
    const lasting = [awsError("AccessDenied"), awsError("ExpiredToken"), new TypeError("x")];

    expect(passing.map(isPassing)).toEqual([true, true]);
    expect(lasting.map(isPassing)).toEqual([false, false, false]);
    expect(causeKind(new TypeError("x"))).toBeUndefined();
  });
});
