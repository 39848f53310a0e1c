import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/domain/json.ts";
import { toTrailEvent } from "../../src/domain/trail-event.ts";
import { eventOf, recordWithout } from "./record-of.ts";

const MANAGED = ["readOnly", "managementEvent", "eventCategory"];

/** A record of eventVersion 1.05 and older, which does not say what kind of call it is. */
function oldEvent(service: string, eventName: string) {
  const eventSource = `${service}.amazonaws.com`;
  return toTrailEvent(recordWithout(MANAGED, { eventVersion: "1.05", eventSource, eventName }));
}

describe("effect and class", () => {
  it.each([
    ["s3", "GetBucketPolicy", "read"],
    ["ec2", "DescribeInstances", "read"],
    ["dynamodb", "BatchGetItem", "read"],
    ["dynamodb", "TransactGetItems", "read"],
    ["cloudformation", "EstimateTemplateCost", "read"],
    ["iam", "SimulatePrincipalPolicy", "read"],
    ["logs", "StartQuery", "read"],
    ["logs", "GetQueryResults", "read"],
    ["athena", "StartQueryExecution", "read"],
    ["kms", "Decrypt", "read"],
    ["kms", "GenerateDataKeyWithoutPlaintext", "read"],
    ["s3", "PutBucketPolicy", "change"],
    ["s3", "PutBucketAcl", "change"],
    ["license-manager", "CheckoutLicense", "change"],
    ["cloudformation", "DetectStackDrift", "change"],
    ["kms", "CreateKey", "change"],
    ["s3", "PutObject", "data-change"],
    ["s3", "DeleteObjects", "data-change"],
    ["dynamodb", "UpdateItem", "data-change"],
    ["dynamodb", "UpdateTable", "change"],
    ["sqs", "SendMessage", "data-change"],
    ["sqs", "SetQueueAttributes", "change"],
    ["sns", "Publish", "data-change"],
    ["lambda", "Invoke", "data-change"],
    ["kinesis", "PutRecords", "data-change"],
    ["sts", "AssumeRole", "session"],
    ["sts", "AssumeRoleWithSAML", "session"],
    ["sts", "GetFederationToken", "session"],
    ["sts", "GetCallerIdentity", "read"],
    ["sso", "GetRoleCredentials", "session"],
    ["signin", "ConsoleLogin", "sign-in"],
    ["signin", "SwitchRole", "sign-in"],
    ["sso", "Federate", "sign-in"],
    ["signin", "CheckMfa", "read"],
  ])("files an old record of %s %s under %s", (service, name, expected) => {
    expect(oldEvent(service, name)?.class).toBe(expected);
  });

  it.each<[string, JsonObject, string]>([
    ["readOnly as text", { readOnly: "true" }, "read"],
    [
      "readOnly: false of GetFederationToken",
      { eventSource: "sts.amazonaws.com", eventName: "GetFederationToken" },
      "session",
    ],
    [
      "readOnly: false of CheckMfa",
      { eventSource: "signin.amazonaws.com", eventName: "CheckMfa" },
      "read",
    ],
    [
      "a data event",
      { eventName: "PutObject", managementEvent: false, eventCategory: "Data" },
      "data-change",
    ],
    [
      "a data event of a new service",
      {
        eventSource: "qapps.amazonaws.com",
        eventName: "PutThing",
        managementEvent: false,
        eventCategory: "Data",
      },
      "data-change",
    ],
    [
      "what passes a VPC endpoint",
      { eventCategory: "NetworkActivity", managementEvent: false, eventType: "AwsVpceEvent" },
      "read",
    ],
    [
      "a service event",
      { eventSource: "kms.amazonaws.com", eventName: "RotateKey", eventType: "AwsServiceEvent" },
      "change",
    ],
    [
      "a new sign-in event",
      {
        eventSource: "signin.amazonaws.com",
        eventName: "PasskeyLogin",
        eventType: "AwsConsoleSignIn",
      },
      "sign-in",
    ],
    [
      "a new root password",
      {
        eventSource: "signin.amazonaws.com",
        eventName: "PasswordUpdated",
        eventType: "AwsConsoleSignIn",
      },
      "change",
    ],
  ])("files %s under the right class", (_what, overrides, expected) => {
    expect(eventOf(overrides).class).toBe(expected);
  });
});

describe("result", () => {
  const signIn = {
    eventSource: "signin.amazonaws.com",
    eventName: "ConsoleLogin",
    eventType: "AwsConsoleSignIn",
  };

  it.each<[JsonObject, string, string]>([
    [{ errorCode: "AccessDenied" }, "denied", "AccessDenied"],
    [{ errorCode: "AccessDeniedException" }, "denied", "AccessDeniedException"],
    [{ errorCode: "Client.UnauthorizedOperation" }, "denied", "Client.UnauthorizedOperation"],
    [{ errorCode: "UnauthorizedException" }, "denied", "UnauthorizedException"],
    [{ errorCode: "ForbiddenException" }, "denied", "ForbiddenException"],
    [{ errorCode: "NotAuthorizedException" }, "denied", "NotAuthorizedException"],
    [
      { errorCode: "VpceAccessDenied", eventCategory: "NetworkActivity" },
      "denied",
      "VpceAccessDenied",
    ],
    [
      { errorCode: "ClientException", errorMessage: "User: x is not authorized to perform: y" },
      "denied",
      "ClientException",
    ],
    [{ errorCode: "NoSuchBucket" }, "failed", "NoSuchBucket"],
    [{ errorCode: "ThrottlingException" }, "failed", "ThrottlingException"],
    [{ errorCode: "Client.DryRunOperation" }, "failed", "Client.DryRunOperation"],
    [
      { responseElements: { error: { code: "QuotaExceeded", message: "too many" } } },
      "failed",
      "QuotaExceeded",
    ],
  ])("tells that %j was %s", (overrides, result, code) => {
    const event = eventOf(overrides);

    expect(event).toMatchObject({ result, class: "attempt", error: { code } });
  });

  it.each<[string, JsonObject, string]>([
    [
      "a sign-in by its answer",
      { ...signIn, responseElements: { ConsoleLogin: "Failure" } },
      "failed-sign-in",
    ],
    [
      "a sign-in by its message",
      { ...signIn, errorMessage: "Failed authentication" },
      "failed-sign-in",
    ],
    [
      "a second factor",
      { ...signIn, eventName: "CheckMfa", responseElements: { CheckMfa: "Failure" } },
      "failed-sign-in",
    ],
    [
      "a password",
      {
        ...signIn,
        eventName: "CredentialVerification",
        serviceEventDetails: { CredentialVerification: "Failure" },
      },
      "failed-sign-in",
    ],
    [
      "an assumed role",
      { eventSource: "sts.amazonaws.com", eventName: "AssumeRole", errorCode: "AccessDenied" },
      "failed-session",
    ],
    [
      "a read",
      { eventName: "GetBucketPolicy", readOnly: true, errorCode: "NoSuchBucketPolicy" },
      "failed-read",
    ],
    [
      "an object",
      { eventName: "PutObject", eventCategory: "Data", errorCode: "AccessDenied" },
      "attempt",
    ],
  ])("files the failure of %s apart", (_what, overrides, expected) => {
    expect(eventOf(overrides).class).toBe(expected);
  });

  it.each<JsonObject>([
    {},
    { errorCode: null, errorMessage: "" },
    { ...signIn, responseElements: { ConsoleLogin: "Success" } },
    { responseElements: { _return: true } },
    { responseElements: { error: null } },
  ])("takes %j for done", (overrides) => {
    const event = eventOf(overrides);

    expect(event.result).toBe("done");
    expect(event.error).toBeUndefined();
  });
});
