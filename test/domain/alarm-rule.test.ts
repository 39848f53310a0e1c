import { describe, expect, it } from "vitest";
import {
  alarmNameOf,
  parseAlarmRule,
  ruleChildren,
  ruleWords,
} from "../../src/domain/alarm-rule.ts";

const wordsOf = (text: string) => {
  const rule = parseAlarmRule(text);
  return rule && ruleWords(rule);
};

const childrenOf = (text: string) => {
  const rule = parseAlarmRule(text);
  return rule && ruleChildren(rule);
};

describe("the rule of a composite alarm", () => {
  it.each([
    ["ALARM(a)", "a is in ALARM"],
    ['ALARM("a") AND NOT OK(b)', "a is in ALARM and b is not OK"],
    [
      "ALARM(a) OR OK(b) AND INSUFFICIENT_DATA(c)",
      "a is in ALARM or (b is OK and c is without sufficient data)",
    ],
    ["(ALARM(a) OR ALARM(b)) AND ALARM(c)", "(a is in ALARM or b is in ALARM) and c is in ALARM"],
    ["NOT (ALARM(a) OR ALARM(b))", "not (a is in ALARM or b is in ALARM)"],
    ["NOT NOT ALARM(a)", "a is in ALARM"],
    ["TRUE", "always"],
    ["NOT TRUE", "never"],
    ["FALSE OR alarm(a)", "never or a is in ALARM"],
    ["AT_LEAST(2, ALARM, (a, b, c))", "at least 2 of a, b, c are in ALARM"],
    ["AT_LEAST(60%, NOT OK, (a, b))", "at least 60% of a, b are not OK"],
    ["NOT AT_LEAST(1, OK, (a))", "fewer than 1 of a is OK"],
  ])("%s", (text, expected) => {
    expect(wordsOf(text)).toBe(expected);
  });

  it("names alarms by ARN, with spaces, quotes, brackets and slashes, and by words of its own", () => {
    const text =
      'ALARM("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:Team / a (b)") AND ALARM("say \\"hi\\"") OR ALARM(OK) OR ALARM(two words)';

    expect(childrenOf(text)).toEqual([
      "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:Team / a (b)",
      'say "hi"',
      "OK",
      "two words",
    ]);
    expect(wordsOf(text)).toContain("Team / a (b) is in ALARM");
  });

  it("reads over comments and line breaks", () => {
    const text = "ALARM(a) /* the\n first */ AND # all\n ALARM(b) // and this\n AND NOT ALARM(c)";

    expect(childrenOf(text)).toEqual(["a", "b", "c"]);
  });

  it("names each alarm once", () => {
    expect(childrenOf("ALARM(a) OR (OK(b) AND NOT ALARM(a))")).toEqual(["a", "b"]);
  });

  it.each([
    "",
    "ALARM",
    "ALARM(",
    "ALARM()",
    "ALARM(a",
    "ALARM(a))",
    "ALARM(a) AND",
    "AND",
    '"',
    "a",
    "NOT",
    "AT_LEAST(x, ALARM, (a))",
    "AT_LEAST(2, ALARM, (a)",
    "ALARM(a) ALARM(b)",
  ])("is none: %s", (text) => {
    expect(parseAlarmRule(text)).toBeUndefined();
  });

  it("is given up where brackets or length know no bounds", () => {
    const deep = `${"(".repeat(5000)}ALARM(a)${")".repeat(5000)}`;
    const denials = `${"NOT ".repeat(3000)}ALARM(a)`;
    const long = Array.from({ length: 4000 }, (_, index) => `ALARM(alarm-${index})`).join(" OR ");

    expect(parseAlarmRule(deep)).toBeUndefined();
    expect(parseAlarmRule(denials)).toBeUndefined();
    expect(parseAlarmRule(long)).toBeUndefined();
  });

  it("of a hundred children is read whole", () => {
    const text = Array.from({ length: 100 }, (_, index) => `ALARM("alarm ${index}")`).join(" OR ");

    expect(childrenOf(text)).toHaveLength(100);
  });
});

describe("the name of an alarm", () => {
  it("stands at the end of its ARN", () => {
    expect(alarmNameOf("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a:b c")).toBe("a:b c");
    expect(alarmNameOf("checkout-api-errors")).toBe("checkout-api-errors");
    expect(alarmNameOf("arn:aws:sns:eu-west-1:111122223333:ops")).toBe(
      "arn:aws:sns:eu-west-1:111122223333:ops",
    );
  });
});
