import { describe, expect, it } from "vitest";
import { parseFile } from "../src/config-file.ts";

function problemsOf(text: string): string[] {
  return parseFile(text, "t.yml").problems.map(({ where, text: words }) => `${where} ${words}`);
}

describe("trailwatch.yml", () => {
  it.each<[string, string, RegExp[]]>([
    [
      "an unknown key",
      "\nacounts: {}",
      [/^t\.yml:2 acounts is not a setting; did you mean accounts\?/],
    ],
    ["a key in capitals", "Trail: /x", [/^t\.yml:1 Trail is not a setting; did you mean trail\?/]],
    ["a key like nothing known", "frobnicate: 1", [/there are trail, cache, state, zone/]],
    [
      "a key that every object has",
      "toString: 1\n__proto__: 2",
      [/1 toString is not/, /2 __proto__ is not/],
    ],
    [
      "an unknown key of a rule",
      "access:\n  rules:\n    - users: [U0123]\n      chanels: [C0123]",
      [/^t\.yml:4 access\.rules\[0\]\.chanels is not a setting; did you mean channels\?/],
    ],
    [
      "an unknown key of access and of its auditors",
      "access:\n  askfor: x\n  auditors:\n    user: [U0123]",
      [
        /2 access\.askfor is not a setting; did you mean askFor\?/,
        /4 access\.auditors\.user is.*users\?/,
      ],
    ],
    ["a zone that is none", "trail: /x\nzone: Mars", [/^t\.yml:2 zone is no IANA.*Europe\/Berlin/]],
    [
      "an account without quotes",
      "accounts:\n  a: '111122223333'\n  b: 111122223333",
      [/^t\.yml:3 accounts\.b is no account id of 12 digits in quotes; an example: "111122223333"/],
    ],
    ["accounts that are a list", "accounts: [prod]", [/accounts is no table of names/]],
    ["a path that is a number", "state: 7", [/state is no path; an example: \//]],
    ["a level that is none", "log: loud", [/log is none of debug, info, warn, error, silent/]],
    [
      "access that is a word",
      "access: everybody",
      [/access is neither `open` nor rules.*access: open/],
    ],
    ["access without a value", "access:", [/access is neither `open` nor rules/]],
    ["rules that are no list", "access:\n  rules: {}", [/2 access\.rules is no list of rules/]],
    [
      "a rule that is a word",
      "access:\n  rules:\n    - U0123",
      [/3 access\.rules\[0\] is no rule/],
    ],
    [
      "an id of the wrong kind",
      "access:\n  rules:\n    - users:\n        - U0123\n        - C0123",
      [/^t\.yml:5 access\.rules\[0\]\.users\[1\] is no Slack id; an example: U0123ABCD/],
    ],
    [
      "a channel's name",
      'access:\n  rules:\n    - channels: ["#incidents"]',
      [/is no Slack id.*C0123ABCD/],
    ],
    [
      "one id without a list",
      "access:\n  rules:\n    - groups: S0123",
      [/is no list; an example: \[S0123ABCD\]/],
    ],
    [
      "an empty list",
      "access:\n  rules:\n    - users: []",
      [/is an empty list.*remove the key to mean any/],
    ],
    [
      "a question that is none",
      "access:\n  rules:\n    - questions: [who-changd]",
      [/questions\[0\] who-changd is no question; did you mean who-changed\?/],
    ],
    [
      "an account's name that is none",
      "accounts: {prod: '111122223333'}\naccess:\n  rules:\n    - accounts: [prd, mars]",
      [
        /4 access\.rules\[0\]\.accounts\[0\] prd is no name under accounts; did you mean prod\?/,
        /accounts\[1\] mars is no name under accounts; known are prod/,
      ],
    ],
    [
      "a region that is none",
      "access:\n  rules:\n    - regions: [Ireland]",
      [/is no region.*eu-west-1/],
    ],
    [
      "several of them",
      "zone: Mars\nlog: loud\ntrial: /x",
      [/1 zone/, /2 log/, /3 trial.*did you mean trail/],
    ],
    ["broken YAML", "a: [1", [/^t\.yml:1 is not YAML: /]],
    [
      "a key that stands twice",
      "zone: UTC\nzone: UTC",
      [/^t\.yml:2 is not YAML: Map keys must be unique/],
    ],
    ["an anchor that is not there", "zone: *none", [/is not YAML: /]],
    ["a document that is a list", "- trail: /x", [/holds no settings; an example: zone: UTC/]],
    ["a document that is a word", "hello", [/holds no settings/]],
  ])("names %s with its line", (_, text, expected) => {
    const problems = problemsOf(text);

    expect(problems).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(problems[index]).toMatch(words);
  });

  it.each([[""], ["# only a remark"], ["---"], ["{}"]])("takes %j", (text) => {
    const problems = problemsOf(text);

    expect(problems).toEqual([]);
  });

  it("keeps what is right beside what is wrong, and knows where each key stands", () => {
    const { settings, placeOf } = parseFile("trail: /x\n\nzone: Mars\n", "t.yml");

    expect(settings).toEqual({ trail: "/x" });
    expect(placeOf("zone")).toBe("t.yml:3");
  });

  it("is not held up by YAML that unfolds without end", () => {
    const bomb = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"];
    for (let n = 1; n < 12; n++) {
      bomb.push(
        `a${n}: &a${n} [${Array(10)
          .fill(`*a${n - 1}`)
          .join(",")}]`,
      );
    }

    expect(problemsOf(bomb.join("\n")).join()).toMatch(/is not YAML: .*alias/i);
  });
});
