import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../src/domain/json.ts";
import { eventDetails, redactedRecord, toTrailEvent } from "../../src/domain/trail-event.ts";
import { eventOf, recordOf, recordWithout } from "./record-of.ts";

describe("toTrailEvent", () => {
  it("says a record in our words and keeps the record itself", () => {
    const record = recordOf({
      eventName: "UpdateFunctionCode20150331v2",
      eventSource: "lambda.amazonaws.com",
    });

    const event = toTrailEvent(record);

    expect(event).toMatchObject({
      id: "5f0a6d1c-0b7e-4e0f-9a43-0d6f0c1f2a01",
      at: Date.parse("2026-11-20T14:03:07Z"),
      name: "UpdateFunctionCode",
      service: "lambda",
      account: "111122223333",
      region: "eu-west-1",
      via: "cli",
      effect: "change",
      result: "done",
      class: "change",
    });
    expect(event?.raw).toBe(record);
    expect(event).not.toHaveProperty("error");
  });

  it.each([
    ["2026-11-20T14:03:07.250Z", "2026-11-20T14:03:07.250Z"],
    ["2026-11-20 14:03:07.000000000", "2026-11-20T14:03:07Z"],
    ["2026-11-20T15:03:07+01:00", "2026-11-20T14:03:07Z"],
    [1_795_183_387, "2026-11-20T14:03:07Z"],
    [1_795_183_387_000, "2026-11-20T14:03:07Z"],
  ])("reads the time %j", (eventTime, expected) => {
    const event = eventOf({ eventTime });

    expect(event.at).toBe(Date.parse(expected));
  });

  it("takes @timestamp where eventTime is missing", () => {
    const event = toTrailEvent(
      recordWithout(["eventTime"], { "@timestamp": "2020-09-14T00:43:50.000Z" }),
    );

    expect(event?.at).toBe(Date.parse("2020-09-14T00:43:50Z"));
  });

  it.each(["eventName", "eventTime"])("gives nothing for a record without %s", (field) => {
    expect(toTrailEvent(recordWithout([field]))).toBeUndefined();
  });

  it("gives nothing where the time is impossible", () => {
    expect(toTrailEvent(recordOf({ eventTime: "2026-02-30T25:00:00Z" }))).toBeUndefined();
  });

  it("falls back to the principal's account, and writes out its leading zeros", () => {
    const event = toTrailEvent(
      recordWithout(["recipientAccountId"], {
        userIdentity: { type: "IAMUser", accountId: 12345678901 },
      }),
    );

    expect(event?.account).toBe("012345678901");
  });

  it("gives a record without eventID the same id, whatever the order of its keys", () => {
    const record = recordWithout(["eventID"]);
    const turned = Object.fromEntries(Object.entries(record).reverse());

    const ids = [record, turned, { ...record, awsRegion: "eu-west-2" }].map(
      (one) => toTrailEvent(one)?.id,
    );

    expect(ids[0]).toMatch(/^no-id-[0-9a-f]{26}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it("redacts the error message", () => {
    const event = eventOf({
      errorCode: "InvalidParameterValue",
      errorMessage: "cannot connect to postgres://app:hunter2pw@db/orders",
    });

    expect(event.error).toEqual({
      code: "InvalidParameterValue",
      message: "cannot connect to postgres://app:[redacted]@db/orders",
    });
  });

  it("survives any value in any field", () => {
    const fields = Object.keys(recordOf({ errorCode: "x", serviceEventDetails: {} }));
    const wrong = fc.jsonValue({ maxDepth: 4 });

    fc.assert(
      fc.property(fc.subarray(fields), fc.array(wrong, { maxLength: 30 }), (chosen, values) => {
        const overrides: JsonObject = {};
        for (const [index, field] of chosen.entries())
          overrides[field] = values[index] as JsonValue;

        const event = toTrailEvent(recordOf(overrides));

        if (event) {
          expect(event.id).not.toBe("");
          expect(event.actor.label).not.toBe("");
          expect(JSON.stringify(redactedRecord(event))).toBeTypeOf("string");
        }
      }),
    );
  });

  it("survives any value in any part of the identity", () => {
    const wrong = fc.jsonValue({ maxDepth: 3 });
    const identity = fc.record(
      {
        type: fc.oneof(
          wrong,
          fc.constantFrom("Root", "AssumedRole", "AWSAccount", "__proto__", "constructor"),
        ),
        arn: fc.oneof(
          wrong,
          fc.constantFrom("arn:aws:sts::1:assumed-role/", "assumed-role/a", ":user/"),
        ),
        principalId: wrong,
        userName: wrong,
        invokedBy: wrong,
        sessionContext: wrong,
        inScopeOf: wrong,
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(identity, (userIdentity) => {
        const event = eventOf({ userIdentity: userIdentity as JsonObject });

        expect(event.actor.label).not.toBe("");
      }),
    );
  });
});

describe("eventDetails", () => {
  it("gives what was asked and answered without secrets, and leaves out what is not there", () => {
    const event = eventOf({
      requestParameters: { dBInstanceIdentifier: "orders-db", masterUserPassword: "hunter2pw" },
      responseElements: null,
      additionalEventData: { MFAUsed: "No" },
    });

    const details = eventDetails(event);

    expect(details).toEqual({
      requestParameters: { dBInstanceIdentifier: "orders-db", masterUserPassword: "[redacted]" },
      additionalEventData: { MFAUsed: "No" },
    });
  });
});

describe("redactedRecord", () => {
  it("keeps everything but the secrets", () => {
    const credentials = {
      accessKeyId: "ASIAEXAMPLESESSION00",
      sessionToken: "IQoJb3JpZ2lu",
      expiration: "soon",
    };
    const event = eventOf({ responseElements: { credentials } });

    const record = redactedRecord(event);

    expect(record).toEqual({
      ...event.raw,
      responseElements: { credentials: { ...credentials, sessionToken: "[redacted]" } },
    });
  });
});
