import { createHash } from "node:crypto";
import { SQSClient } from "@aws-sdk/client-sqs";
import { HttpResponse } from "@smithy/core/protocols";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNotification } from "../../../src/aws/logs/notification.ts";
import { drainQueue } from "../../../src/aws/logs/queue.ts";
import { quietRun } from "../../trail/files/made-trail.ts";
import { keyAt, NOW } from "./made-bucket.ts";

const BUCKET = "acme-trail";
const KEY = keyAt(NOW);

function s3Record(key: string, more: object = {}) {
  return {
    eventSource: "aws:s3",
    eventName: "ObjectCreated:Put",
    s3: { bucket: { name: BUCKET }, object: { key, size: 10 } },
    ...more,
  };
}

const s3Body = (key: string, more?: object) => JSON.stringify({ Records: [s3Record(key, more)] });
const eventBody = (key: string, type = "Object Created") =>
  JSON.stringify({
    source: "aws.s3",
    "detail-type": type,
    detail: { bucket: { name: BUCKET }, object: { key } },
  });
const wrapped = (message: string) =>
  JSON.stringify({ Type: "Notification", TopicArn: "arn:aws:sns:…", Message: message });

describe("what a queue says of new objects", () => {
  it.each([
    ["S3 itself", s3Body(KEY)],
    ["S3 through SNS", wrapped(s3Body(KEY))],
    ["EventBridge", eventBody(KEY)],
    ["EventBridge through SNS", wrapped(eventBody(KEY))],
    ["CloudTrail's own topic", wrapped(JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: [KEY] }))],
  ])("is understood in the form of %s", (_who, body) => {
    expect(readNotification(body, BUCKET)).toEqual({ kind: "objects", keys: [KEY] });
  });

  it("has its keys decoded where S3 encodes them, and only there", () => {
    expect(readNotification(s3Body("a%2Bb+c%C3%BC"), BUCKET)).toMatchObject({ keys: ["a+b cü"] });
    expect(readNotification(eventBody("a+b"), BUCKET)).toMatchObject({ keys: ["a+b"] });
    expect(readNotification(s3Body("%E0%A4%A"), BUCKET)).toMatchObject({ kind: "unknown" });
  });

  it.each([
    [
      "the test that S3 sends first",
      JSON.stringify({ Service: "Amazon S3", Event: "s3:TestEvent" }),
    ],
    ["a deletion", s3Body(KEY, { eventName: "ObjectRemoved:Delete" })],
    ["a deletion through EventBridge", eventBody(KEY, "Object Deleted")],
  ])("brings no object where it is %s", (_what, body) => {
    expect(readNotification(body, BUCKET)).toEqual({ kind: "objects", keys: [] });
  });

  it.each([
    ["no JSON", "{"],
    ["another bucket", s3Body(KEY).replaceAll(BUCKET, "other")],
    ["an alarm", JSON.stringify({ AlarmName: "cpu" })],
    ["a topic's other message", wrapped("hello")],
    ["records of something else", JSON.stringify({ Records: [{ eventSource: "aws:ses" }] })],
    ["a record among others that is none", JSON.stringify({ Records: [s3Record(KEY), null] })],
    ["far too long", `"${"x".repeat(2_000_000)}"`],
  ])("is left alone where it is %s", (_what, body) => {
    expect(readNotification(body, BUCKET).kind).toBe("unknown");
  });

  it("never throws, whatever stands in a message", () => {
    const parts = fc.oneof(fc.jsonValue(), fc.constant(s3Record(KEY)), fc.constant(null));
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ Records: fc.array(parts), Type: parts, Message: parts })
        .map((it) => JSON.stringify(it)),
      fc.record({ source: fc.constant("aws.s3"), detail: parts }).map((it) => JSON.stringify(it)),
    );
    fc.assert(
      fc.property(bodies, (body) => {
        expect(["objects", "unknown"]).toContain(readNotification(body, BUCKET).kind);
      }),
    );
  });
});

/** A client whose queue holds these bodies; what it is asked to delete. */
function queueOf(bodies: string[]): { sqs: SQSClient; deleted: string[] } {
  const deleted: string[] = [];
  const reply = (value: unknown) => ({
    response: new HttpResponse({
      statusCode: 200,
      headers: { "content-type": "application/x-amz-json-1.0" },
      body: Buffer.from(JSON.stringify(value)),
    }),
  });
  const sqs = new SQSClient({
    region: "eu-west-1",
    endpoint: "http://queue.test",
    credentials: { accessKeyId: "AKIATEST", secretAccessKey: "secret" },
    requestHandler: {
      async handle(request: { headers: Record<string, string>; body: Uint8Array }) {
        if (request.headers["x-amz-target"]?.endsWith("ReceiveMessage")) {
          const Messages = bodies.map((Body, at) => ({
            MessageId: `message-${at}`,
            ReceiptHandle: `receipt-${at}`,
            Body,
            MD5OfBody: createHash("md5").update(Body).digest("hex"),
          }));
          return reply({ Messages });
        }
        const { Entries }: { Entries: { Id: string; ReceiptHandle: string }[] } = JSON.parse(
          Buffer.from(request.body).toString(),
        );
        deleted.push(...Entries.map(({ ReceiptHandle }) => ReceiptHandle));
        return reply({ Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] });
      },
    },
  });
  return { sqs, deleted };
}

describe("a queue that is read", () => {
  it("loses a message only when all of its objects are on the disk", async () => {
    const other = keyAt(NOW - 1, "222233334444");
    const both = JSON.stringify({ Records: [s3Record(KEY), s3Record(other)] });
    const { sqs, deleted } = queueOf([s3Body(KEY), both, "no notification"]);
    const copied: string[] = [];

    const { warnings, messages } = await drainQueue(
      { sqs, queueUrl: "http://queue.test/1/q", bucket: BUCKET },
      async (keys) => {
        copied.push(...keys);
        return new Set([KEY]);
      },
      quietRun.signal,
    );

    expect(messages).toBe(3);
    expect(copied).toEqual([KEY, KEY, other]);
    expect(deleted).toEqual(["receipt-0"]);
    expect(warnings).toEqual([expect.stringContaining("message-2")]);
  });

  it("loses no message when copying fails", async () => {
    const { sqs, deleted } = queueOf([s3Body(KEY)]);

    const outcome = drainQueue(
      { sqs, queueUrl: "http://queue.test/1/q", bucket: BUCKET },
      async () => {
        throw new Error("disk full");
      },
      quietRun.signal,
    );

    await expect(outcome).rejects.toThrow("disk full");
    expect(deleted).toEqual([]);
  });
});
