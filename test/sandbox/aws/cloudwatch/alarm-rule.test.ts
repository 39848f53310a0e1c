import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { childrenOf, holds, parseRule } from "../../../../src/sandbox/aws/cloudwatch/alarm-rule.ts";

const STATES = { a: "ALARM", b: "OK", c: "INSUFFICIENT_DATA" } as const;
const stateOf = (name: string) => STATES[name as keyof typeof STATES] ?? "OK";
const value = (text: string) => holds(parseRule(text), stateOf);

describe("a composite alarm's rule", () => {
  it.each([
    ["ALARM(a)", true],
    ['OK("b")', true],
    ["INSUFFICIENT_DATA(c)", true],
    ["NOT ALARM(a)", false],
    ["ALARM(a) AND ALARM(b)", false],
    ["ALARM(a) OR ALARM(b)", true],
    ["ALARM(b) AND ALARM(b) OR ALARM(a)", true],
    ["ALARM(b) AND (ALARM(b) OR ALARM(a))", false],
    ["NOT (ALARM(b) OR ALARM(c))", true],
    ["TRUE AND NOT FALSE", true],
    ["alarm( a ) and not ok(a)", true],
    ["\n  ALARM(a)\n  AND\n  OK(b)\n", true],
  ])("%s is %s", (text, expected) => {
    const found = value(text);

    expect(found).toBe(expected);
  });

  it("names its children once each, in their order, whatever is in their names", () => {
    const rule = parseRule(
      'ALARM("one (of two) AND more") OR OK(arn:aws:cloudwatch:eu-west-1:111122223333:alarm:x) OR ALARM("say \\"hi\\"") OR OK("one (of two) AND more")',
    );

    const children = childrenOf(rule);

    expect(children).toEqual([
      "one (of two) AND more",
      "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:x",
      'say "hi"',
    ]);
  });

  it.each(["", "ALARM", "ALARM()", "ALARM(a) AND", "(ALARM(a)", "ALARM(a))", "NOPE(a)", "AND"])(
    "is refused: %s",
    (text) => {
      const read = () => parseRule(text);

      expect(read).toThrow(SyntaxError);
    },
  );

  it("is read or refused, whatever is written", () => {
    const piece = fc.constantFrom("ALARM(", "a", '"', ")", "(", " AND ", " NOT ", "OK(b)", "\\");

    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          parseRule(pieces.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
    );
  });
});
