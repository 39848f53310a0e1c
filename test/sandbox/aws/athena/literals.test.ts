import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problem } from "../../../../src/domain/problem.ts";
import { readLiteral } from "../../../../src/sandbox/aws/athena/literals.ts";
import { sqlLiteral } from "../../../../src/trail/sql-text.ts";

describe("an execution parameter", () => {
  it.each<[string, unknown]>([
    ["'bucket-x'", "bucket-x"],
    ["'it''s'", "it's"],
    ["''", ""],
    ["42", 42],
    ["-1.5e3", -1500],
    ["TRUE", true],
    ["null", null],
  ])("%s is a literal", (text, value) => {
    expect(readLiteral(text)).toBe(value);
  });

  it.each(["bucket-x", "'a'b'", "'a' OR '1'='1'", "'open", "", "1 + 1", '"x"', "now()"])(
    "%s is none",
    (text) => {
      expect(readLiteral(text)).toBeUndefined();
    },
  );

  it("is read as the text that was written, whatever that is", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
      fc
        .array(fc.constantFrom("'", "''", "\\", "?", ";--", "\n", "\u0000", "%", "é"))
        .map((all) => all.join("")),
    );

    fc.assert(
      fc.property(text, (written) => {
        const literal = literalOf(written);

        expect(literal === undefined || readLiteral(literal) === written).toBe(true);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused.
        expect(literal ?? "").not.toMatch(/[\u0000-\u001f]/);
      }),
    );
  });
});

/** Undefined for text that is refused. */
function literalOf(text: string): string | undefined {
  try {
    return sqlLiteral(text);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
