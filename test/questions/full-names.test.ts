import { describe, expect, it } from "vitest";
import { understand } from "../../src/questions/understand.ts";
import { auditIn } from "../support/understood.ts";

const context = { now: Date.parse("2026-11-22T14:00:00Z"), zone: "UTC", accountNames: {} };

function meant(text: string) {
  const understood = understand(text, context);
  if (understood.kind !== "asked") return understood.kind;
  const { actor, subject } = auditIn(understood).asked;
  return { question: understood.question, actor: actor?.text, subject: subject?.text };
}

describe("people by first and last name, without quotes", () => {
  it.each([
    ["what did jane doe do today", "what-did", "jane doe", undefined],
    ["what has Jane Doe changed in the last 2 hours", "what-did", "Jane Doe", undefined],
    ["everything jane doe deleted", "what-did", "jane doe", undefined],
    ["everything jane doe did yesterday", "what-did", "jane doe", undefined],
    ["what buckets did jane doe delete", "what-did", "jane doe", undefined],
    ["who is behind jane doe", "what-did", "jane doe", undefined],
    ["what has deploy bot done", "what-did", "deploy bot", undefined],
    ["did jane doe delete bucket-x", "who-changed", "jane doe", "bucket-x"],
  ])("%s", (text, question, actor, subject) => {
    const found = meant(text);

    expect(found).toEqual({ question, actor, subject });
  });

  it("a name and a kind of thing are no person", () => {
    const found = meant("what did orders lambda do");

    expect(found).toEqual({ question: "who-changed", actor: undefined, subject: "orders" });
  });

  it("two people are still asked about one at a time", () => {
    const found = meant("what did jane and omar do");

    expect(found).toBe("misunderstood");
  });
});
