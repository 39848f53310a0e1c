import { describe, expect, it } from "vitest";
import { parseSubject } from "../../../src/domain/subject.ts";
import { deedWords } from "../../../src/questions/audit/deed-words.ts";

describe("what nobody did", () => {
  it.each([
    [undefined, "changed orders"],
    ["deleted", "deleted orders"],
    ["made public", "made orders public"],
    ["shut down", "shut down orders"],
    ["took a snapshot", "took a snapshot of orders"],
    ["gave access", "gave access to orders"],
    ["let anyone invoke", "let anyone invoke orders"],
    ["disabled deletion protection", "disabled deletion protection of orders"],
    ["bucket policy", "changed the bucket policy of orders"],
  ])("%s, to a thing: %s", (narrowedBy, words) => {
    const subject = parseSubject("orders");

    expect(deedWords({ subject, onlyReads: false, ...(narrowedBy && { narrowedBy }) })).toBe(words);
  });

  it.each([
    ["deleted", "deleted anything"],
    ["left the organisation", "left the organisation"],
    ["made public", "made anything public"],
    ["bucket policy", "changed the bucket policy"],
  ])("%s, to nothing in particular: %s", (narrowedBy, words) => {
    expect(deedWords({ onlyReads: false, narrowedBy })).toBe(words);
  });

  it("names the calls that were asked for", () => {
    const names = ["GetSecretValue"];

    expect(deedWords({ names, onlyReads: false })).toBe("called GetSecretValue");
    expect(deedWords({ names, onlyReads: false, subject: parseSubject("orders") })).toBe(
      "called GetSecretValue on orders",
    );
  });

  it("reads a thing", () => {
    const asked = { subject: parseSubject("orders"), onlyReads: true, narrowedBy: "looked at" };

    expect(deedWords(asked)).toBe("read orders");
  });
});
