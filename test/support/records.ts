/** Records as CloudTrail writes them, made up for tests. */
import type { JsonObject } from "../../src/domain/json.ts";
import { type TrailEvent, toTrailEvent } from "../../src/domain/trail-event.ts";

/** A record of a realistic shape; `overrides` replace its top-level fields. */
export function trailRecord(overrides: JsonObject = {}): JsonObject {
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "IAMUser",
      principalId: "AIDAEXAMPLEJANE00000",
      arn: "arn:aws:iam::111122223333:user/jane",
      accountId: "111122223333",
      accessKeyId: "AKIAEXAMPLEJANE00000",
      userName: "jane",
    },
    eventTime: "2026-11-20T14:03:07Z",
    eventSource: "s3.amazonaws.com",
    eventName: "DeleteBucket",
    awsRegion: "eu-west-1",
    sourceIPAddress: "203.0.113.7",
    userAgent: "aws-cli/2.15.30 Python/3.11.8 Linux/6.1 exe/x86_64",
    requestParameters: { bucketName: "bucket-x" },
    responseElements: null,
    requestID: "6f1c0b1e-0000-4000-8000-000000000001",
    eventID: "6f1c0b1e-0000-4000-8000-000000000002",
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: "111122223333",
    eventCategory: "Management",
    ...overrides,
  };
}

/** The event of `trailRecord`. */
export function trailEventOf(overrides: JsonObject = {}): TrailEvent {
  const event = toTrailEvent(trailRecord(overrides));
  if (!event) throw new Error(`This record is no event: ${JSON.stringify(overrides)}`);
  return event;
}

/** The event of a call: `s3 DeleteBucket`, what was asked, what was answered. */
export function callOf(
  call: string,
  request: JsonObject | null = null,
  response: JsonObject | null = null,
  overrides: JsonObject = {},
): TrailEvent {
  const [service = "", eventName = ""] = call.split(" ");
  return trailEventOf({
    eventSource: `${service}.amazonaws.com`,
    eventName,
    requestParameters: request,
    responseElements: response,
    ...overrides,
  });
}
