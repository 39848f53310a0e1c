import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../src/domain/json.ts";
import { parseDocument, readRecords } from "../../src/domain/record-shapes.ts";
import { toTrailEvent } from "../../src/domain/trail-event.ts";
import { recordOf, recordWithout } from "./record-of.ts";

const record = recordOf();
const other = recordOf({ eventID: "other", eventName: "DeleteBucket" });

const INSIGHT: JsonObject = {
  eventVersion: "1.07",
  eventTime: "2026-11-20T14:03:00Z",
  eventType: "AwsCloudTrailInsight",
  insightDetails: { state: "Start", eventSource: "iam.amazonaws.com", eventName: "CreateUser" },
};

const DIGEST: JsonObject = {
  awsAccountId: "111122223333",
  digestStartTime: "2026-11-20T13:00:00Z",
  digestS3Object: "AWSLogs/111122223333/CloudTrail-Digest/x.json.gz",
  logFiles: [{ s3Object: "AWSLogs/x.json.gz", hashValue: "00" }],
};

const SHAPES: [string, JsonValue, JsonObject[]][] = [
  ["a file of a trail", { Records: [record, other] }, [record, other]],
  ["a file of a trail without events", { Records: [] }, []],
  ["a bare array", [record, other], [record, other]],
  ["one record", record, [record]],
  ["an EventBridge event", { source: "aws.s3", detail: record, "detail-type": "x" }, [record]],
  ["a Splunk line", { _raw: JSON.stringify(record), host: "h" }, [record]],
  ["an array of Splunk lines", [{ _raw: JSON.stringify(record) }], [record]],
  [
    "an SNS message",
    { Type: "Notification", Message: JSON.stringify({ detail: record }) },
    [record],
  ],
  ["a test of a rule", { rule: "r", test: "t", expected: true, event: record }, [record]],
  [
    "a list of tests",
    { test_events: [{ event: record }, { event: { detail: other } }] },
    [record, other],
  ],
  ["search hits", { hits: { hits: [{ _source: record }] } }, [record]],
  ["an Insight record", { Records: [INSIGHT, record] }, [record]],
  ["a digest", DIGEST, []],
  [
    "a notification of S3",
    { Records: [{ eventSource: "aws:s3", eventName: "ObjectCreated:Put" }] },
    [],
  ],
  ["null", null, []],
  ["text", "PutBucketPolicy", []],
];

describe("readRecords", () => {
  it.each(SHAPES)("reads %s", (_shape, document, expected) => {
    const records = readRecords(document);

    expect(records).toEqual(expected);
  });

  it("reads the output of LookupEvents, and fills in only what the inner record lacks", () => {
    const inner = recordWithout(["eventID"], { eventTime: "2026-11-20T14:03:07Z" });
    const output = {
      Events: [
        {
          EventId: "outer-id",
          EventName: "OuterName",
          EventTime: "2026-11-21 01:00:00+11:00",
          Username: "somebody",
          CloudTrailEvent: JSON.stringify(inner),
        },
      ],
      NextToken: "x",
    };

    const records = readRecords(output);

    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ ...inner, eventID: "outer-id" });
  });

  it("makes do with the outer fields of LookupEvents where the record inside is broken", () => {
    const event = {
      EventId: "e1",
      EventName: "RunInstances",
      EventTime: 1_700_000_000.25,
      EventSource: "ec2.amazonaws.com",
      Username: "jane",
      ReadOnly: "false",
      Resources: [{ ResourceName: "i-0123456789abcdef0", ResourceType: "AWS::EC2::Instance" }],
      CloudTrailEvent: '{"eventVersion":"1.08","userIden',
    };

    const [found] = readRecords(event).map((one) => toTrailEvent(one));

    expect(found).toMatchObject({ id: "e1", name: "RunInstances", at: 1_700_000_000_250 });
    expect(found?.actor.label).toBe("jane");
  });

  it("survives any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const records = readRecords(value as JsonValue);

        expect(Array.isArray(records)).toBe(true);
      }),
    );
  });
});

describe("parseDocument", () => {
  it("reads JSON lines with CRLF, a byte order mark, blank lines and trailing commas", () => {
    const text = `\ufeff${JSON.stringify(record)},\r\n\r\n${JSON.stringify(other)}\r\n`;

    const document = parseDocument(text);

    expect(document).toEqual({ records: [record, other] });
  });

  it("reads several documents in a row, written over many lines", () => {
    const text = [record, { Records: [other] }]
      .map((one) => JSON.stringify(one, null, 2))
      .join("\n");

    const document = parseDocument(text);

    expect(document.records).toEqual([record, other]);
  });

  it.each([
    ["compact", undefined],
    ["written over many lines", 2],
  ])("gives the complete records of a file that breaks off (%s)", (_form, indent) => {
    const text = JSON.stringify({ Records: [record, other, record] }, null, indent);

    const document = parseDocument(text.slice(0, -200));

    expect(document.records).toEqual([record, other]);
    expect(document.torn).toMatch(/2 complete records were read\.$/);
  });

  it("names the broken line among JSON lines", () => {
    const text = [JSON.stringify(record), '{"eventVersion": broken', JSON.stringify(other)].join(
      "\n",
    );

    const document = parseDocument(text);

    expect(document.records).toEqual([record, other]);
    expect(document.torn).toBe("Line 2 is not whole JSON: 2 complete records were read.");
  });

  it.each([
    ["", "The file is empty."],
    ["  \n", "The file is empty."],
    ["<html></html>", "The file is not JSON."],
    ['{"Records":[{"eventVer', "The JSON is broken or cut off: no complete record was found."],
  ])("says what is wrong with %j", (text, torn) => {
    const document = parseDocument(text);

    expect(document).toEqual({ records: [], torn });
  });

  it("loses at most the last record, wherever a file is cut", () => {
    const all = [record, other, recordOf({ eventID: 'quote " brace } \\', errorMessage: "[{\\" })];
    const text = JSON.stringify({ Records: all });

    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), (end) => {
        const document = parseDocument(text.slice(0, end));

        expect(document.torn).toBeTypeOf("string");
        expect(document.records).toEqual(all.slice(0, document.records.length));
        const complete = JSON.stringify(all.slice(0, document.records.length + 1)).length;
        expect(end).toBeLessThanOrEqual(complete + '{"Records":'.length);
      }),
    );
  });

  it("never throws, whatever the text", () => {
    const noise = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: fc.constantFrom("{", "}", "[", "]", '"', "\\", ",", ":", "\n", "1", "a") }),
      fc.json(),
    );

    fc.assert(
      fc.property(noise, (text) => {
        const document = parseDocument(text);

        expect(Array.isArray(document.records)).toBe(true);
      }),
    );
  });
});
