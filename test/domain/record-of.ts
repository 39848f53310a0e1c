/** Records of the shape that CloudTrail writes, for the tests of this folder. */
import type { JsonObject } from "../../src/domain/json.ts";
import { type TrailEvent, toTrailEvent } from "../../src/domain/trail-event.ts";

const JANE: JsonObject = {
  type: "IAMUser",
  principalId: "AIDAEXAMPLEJANE00000",
  arn: "arn:aws:iam::111122223333:user/jane",
  accountId: "111122223333",
  accessKeyId: "AKIAEXAMPLEJANE00000",
  userName: "jane",
};

export function recordOf(overrides: JsonObject = {}): JsonObject {
  return {
    eventVersion: "1.08",
    userIdentity: JANE,
    eventTime: "2026-11-20T14:03:07Z",
    eventSource: "s3.amazonaws.com",
    eventName: "PutBucketPolicy",
    awsRegion: "eu-west-1",
    sourceIPAddress: "203.0.113.7",
    userAgent: "aws-cli/2.15.30 Python/3.11.8 Linux/6.1 exe/x86_64",
    requestParameters: { bucketName: "bucket-x" },
    responseElements: null,
    requestID: "EXAMPLE0REQUEST",
    eventID: "5f0a6d1c-0b7e-4e0f-9a43-0d6f0c1f2a01",
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: "111122223333",
    eventCategory: "Management",
    ...overrides,
  };
}

/** A record without the named fields: older versions and trimmed records lack many. */
export function recordWithout(fields: string[], overrides: JsonObject = {}): JsonObject {
  const record = recordOf(overrides);
  return Object.fromEntries(Object.entries(record).filter(([key]) => !fields.includes(key)));
}

export function eventOf(overrides: JsonObject = {}): TrailEvent {
  const event = toTrailEvent(recordOf(overrides));
  if (!event) throw new Error("This record is no event");
  return event;
}

/** The identity of a role session; `context` is added to its session context. */
export function roleIdentity(role: string, session: string, context: JsonObject = {}): JsonObject {
  return {
    type: "AssumedRole",
    principalId: `AROAEXAMPLE000000000:${session}`,
    arn: `arn:aws:sts::111122223333:assumed-role/${role}/${session}`,
    accountId: "111122223333",
    accessKeyId: "ASIAEXAMPLESESSION00",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: "AROAEXAMPLE000000000",
        arn: `arn:aws:iam::111122223333:role/${role}`,
        accountId: "111122223333",
        userName: role,
      },
      attributes: { creationDate: "2026-11-20T14:00:00Z", mfaAuthenticated: "false" },
      ...context,
    },
  };
}
