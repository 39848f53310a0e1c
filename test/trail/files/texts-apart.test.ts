import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { toTrailEvent } from "../../../src/domain/trail-event.ts";
import { createApartFinder } from "../../../src/trail/files/texts-apart.ts";

const EVENT_ID = "2b09c369-9cc0-4715-a9fa-90622d300927";

function apartOf(rest: JsonObject, toJson = JSON.stringify): { texts: string[]; left: string } {
  const event = toTrailEvent({
    eventVersion: "1.10",
    eventTime: "2026-11-20T10:00:00Z",
    eventSource: "s3.amazonaws.com",
    eventName: "PutBucketPolicy",
    awsRegion: "eu-west-1",
    eventID: EVENT_ID,
    ...rest,
  });
  if (!event) throw new Error("no event");
  const json = Buffer.from(toJson(event.raw));
  const { texts, places } = createApartFinder()(event, json);
  let left = "";
  let from = 0;
  for (const { start, end } of places) {
    left += json.toString("latin1", from, start);
    from = end;
  }
  return { texts, left: left + json.toString("latin1", from) };
}

describe("texts that are filed apart", () => {
  it("are the names that a call touched and who called, wherever they stand as a whole", () => {
    const { texts, left } = apartOf({
      userAgent: "aws-cli/2.17.32",
      requestParameters: { bucketName: "orders-prod", alias: "orders-prod" },
    });

    expect(texts).toEqual(expect.arrayContaining(["orders-prod", "aws-cli/2.17.32"]));
    expect(left).not.toMatch(/orders-prod|aws-cli/);
  });

  it("leave longer strings that hold them to the signature", () => {
    const note = 'see "orders-prod" and orders-prod-logs';
    const { texts, left } = apartOf({
      requestParameters: { bucketName: "orders-prod", note },
    });

    expect(texts).toContain("orders-prod");
    expect(left).toContain(JSON.stringify(note));
  });

  it("are no ids of the call, which the signature leaves out too", () => {
    const { texts, left } = apartOf({ requestParameters: { bucketName: "a-b" } });

    expect(texts).not.toContain(EVENT_ID);
    expect(left).not.toContain(EVENT_ID);
  });

  it("are none where a session token stands beside, or letters behind their numbers", () => {
    const requestParameters = { bucketName: "orders-prod" };
    const escaped = (value: unknown) => JSON.stringify(value).replace('"alias"', '"\\u0061lias"');

    const withToken = apartOf({ requestParameters, responseElements: { sessionToken: "x" } });
    const withEscape = apartOf({ requestParameters: { ...requestParameters, alias: 1 } }, escaped);

    expect([withToken.texts, withEscape.texts]).toEqual([[], []]);
    expect(withToken.left).toContain("orders-prod");
  });

  it("are none that come from a longer text or are written in another form", () => {
    const { texts } = apartOf({
      requestParameters: { bucketName: "orders-prod" },
      resources: [{ ARN: "arn:aws:s3:::orders-prod", type: "AWS::S3::Bucket" }],
      additionalEventData: { path: "a\\b" },
    });

    expect(texts).toEqual(["orders-prod", "arn:aws:s3:::orders-prod"]);
  });
});
