import { describe, expect, it } from "vitest";
import { asksForContent } from "../../src/domain/data-calls.ts";

describe("an event pattern asks for content", () => {
  it.each([
    "SendMessage",
    "sqs:SendMessage",
    "Send*",
    "Invoke*",
    "lambda:Invoke",
    "PutObject",
    "Publish",
    "PutRecord*",
    "UpdateItem",
  ])("when it is %s", (pattern) => {
    expect(asksForContent(pattern)).toBe(true);
  });

  it.each([
    "Put*",
    "Delete*",
    "Update*",
    "Create*",
    "s3:*",
    "PutBucketPolicy",
    "SendCommand",
    "SendSSHPublicKey",
    "PublishVersion",
    "PublishLayerVersion",
    "Start*Execution",
    "*",
  ])("and not when it is %s", (pattern) => {
    expect(asksForContent(pattern)).toBe(false);
  });
});
