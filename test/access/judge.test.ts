import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Asker, isAuditor, judge, namesGroups, type Wanted } from "../../src/access/judge.ts";
import type { Policy, Rule } from "../../src/access/policy.ts";

const JANE: Asker = { userId: "U1", groups: ["S1"], channelId: "C1" };
const QUESTION: Wanted = { question: "who-changed" };

function policyOf(rules: Rule[], rest: Partial<Policy> = {}): Policy {
  return {
    kind: "rules",
    rules,
    askFor: "the platform team",
    auditors: { users: [], groups: [] },
    accountNames: { prod: "111122223333", staging: "222233334444" },
    ...rest,
  };
}

function refusalOf(policy: Policy, who: Asker, what: Wanted): string {
  const verdict = judge(policy, who, what);
  return verdict.kind === "refused" ? `${verdict.headline} ${verdict.next}` : "allowed";
}

describe("judging", () => {
  it("allows everything in an open policy", () => {
    const policy = policyOf([], { kind: "open" });

    const verdict = judge(policy, JANE, { question: "denied", accounts: ["999"] });

    expect(verdict).toEqual({ kind: "allowed" });
  });

  it.each<[string, Rule, Asker, Wanted]>([
    ["a rule without lists", {}, JANE, QUESTION],
    ["the user", { users: ["U1"] }, JANE, QUESTION],
    ["a group of the user", { groups: ["S1"] }, JANE, QUESTION],
    ["a user beside a group", { users: ["U1"], groups: ["S9"] }, JANE, QUESTION],
    ["the channel", { channels: ["C1"] }, JANE, QUESTION],
    ["direct messages", { channels: ["direct"] }, { ...JANE, channelId: "D7" }, QUESTION],
    ["the question", { questions: ["who-changed"] }, JANE, QUESTION],
    ["the account", { accounts: ["1", "2"] }, JANE, { ...QUESTION, accounts: ["2"] }],
    ["the region", { regions: ["eu-west-1"] }, JANE, { ...QUESTION, regions: ["eu-west-1"] }],
  ])("allows by %s", (_, rule, who, what) => {
    const verdict = judge(policyOf([rule]), who, what);

    expect(verdict).toEqual({ kind: "allowed" });
  });

  it.each<[string, Rule[], Asker, Wanted, RegExp]>([
    ["no rules at all", [], JANE, QUESTION, /no access rule is set.*ask the platform team/],
    [
      "a stranger",
      [{ users: ["U2"], groups: ["S2"] }],
      JANE,
      QUESTION,
      /No access rule allows you/,
    ],
    [
      "another channel",
      [{ channels: ["C2", "direct"] }],
      JANE,
      QUESTION,
      /in this channel\. Ask in a direct message to Trailwatch or channel C2\./,
    ],
    [
      "a channel whose id only begins like a direct message's",
      [{ channels: ["direct"] }],
      { ...JANE, channelId: "CD1" },
      QUESTION,
      /in this channel/,
    ],
    [
      "another question",
      [{ questions: ["denied", "what-did"] }],
      JANE,
      QUESTION,
      /may not ask `who-changed` here\. You may ask `denied`, `what-did`\./,
    ],
    [
      "all accounts where one is open",
      [{ accounts: ["111122223333"] }],
      JANE,
      QUESTION,
      /all accounts\. Add `in prod` to the question\./,
    ],
    [
      "all accounts, said with an empty list",
      [{ accounts: ["111122223333"] }],
      JANE,
      { ...QUESTION, accounts: [], regions: [] },
      /all accounts/,
    ],
    [
      "an account that is not open",
      [{ accounts: ["111122223333"] }],
      JANE,
      { ...QUESTION, accounts: ["111122223333", "222233334444"] },
      /about account staging\. Add `in prod`/,
    ],
    [
      "all regions where two are open",
      [{ regions: ["eu-west-1", "us-east-1"] }],
      JANE,
      QUESTION,
      /all regions\. Add `in eu-west-1` to the question; open to you are `eu-west-1`, `us-east-1`/,
    ],
    [
      "a region that is open in another account only",
      [
        { accounts: ["111122223333"], regions: ["eu-west-1"] },
        { accounts: ["222233334444"], regions: ["us-east-1"] },
      ],
      JANE,
      { ...QUESTION, accounts: ["111122223333"], regions: ["us-east-1"] },
      /region us-east-1 of account prod\. Add `in eu-west-1`/,
    ],
    ["an empty list, which nobody stands in", [{ users: [] }], JANE, QUESTION, /No access rule/],
  ])("refuses %s, and says so", (_, rules, who, what, words) => {
    const text = refusalOf(policyOf(rules), who, what);

    expect(text).toMatch(words);
  });

  it("joins rules: each account may be opened by a rule of its own", () => {
    const policy = policyOf([{ accounts: ["1"], users: ["U1"] }, { accounts: ["2"] }]);

    const verdict = judge(policy, JANE, { ...QUESTION, accounts: ["1", "2"] });

    expect(verdict).toEqual({ kind: "allowed" });
  });
});

describe("who may see who asked what", () => {
  it("everybody in an open policy, those named in rules", () => {
    const auditors = { users: ["U2"], groups: ["S1"] };

    expect(isAuditor(policyOf([], { kind: "open" }), JANE)).toBe(true);
    expect(isAuditor(policyOf([{}]), JANE)).toBe(false);
    expect(isAuditor(policyOf([], { auditors }), JANE)).toBe(true);
    expect(isAuditor(policyOf([], { auditors }), { userId: "U2", groups: [] })).toBe(true);
    expect(isAuditor(policyOf([], { auditors }), { userId: "U3", groups: ["S2"] })).toBe(false);
  });

  it("asks for user groups only where the policy names some", () => {
    expect(namesGroups(policyOf([{ users: ["U1"] }]))).toBe(false);
    expect(namesGroups(policyOf([{ groups: ["S1"] }]))).toBe(true);
    expect(namesGroups(policyOf([], { auditors: { users: [], groups: ["S1"] } }))).toBe(true);
    expect(namesGroups(policyOf([{ groups: ["S1"] }], { kind: "open" }))).toBe(false);
  });
});

const few = (...values: string[]) => fc.subarray(values);
const maybe = (list: fc.Arbitrary<string[]>) => fc.option(list, { nil: undefined });
const anyWho = fc.record({
  userId: fc.constantFrom("U1", "U2"),
  groups: few("S1", "S2"),
  channelId: fc.constantFrom("C1", "D1"),
});
const anyWhat = fc
  .record({
    question: fc.constantFrom("who-changed", "denied"),
    accounts: maybe(fc.subarray(["1", "2"], { minLength: 1 })),
    regions: maybe(fc.subarray(["r1", "r2"], { minLength: 1 })),
  })
  .map(withoutAbsent<Wanted>);
const anyRule = fc
  .record({
    channels: maybe(few("C1", "direct")),
    users: maybe(few("U1", "U2")),
    groups: maybe(few("S1", "S2")),
    questions: maybe(few("who-changed", "denied")),
    accounts: maybe(few("1", "2")),
    regions: maybe(few("r1", "r2")),
  })
  .map(withoutAbsent<Rule>);

function withoutAbsent<Whole>(value: { [name: string]: unknown }): Whole {
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined),
  ) as Whole;
}

describe("any policy", () => {
  it("never takes a right away when a rule is added", () => {
    fc.assert(
      fc.property(fc.array(anyRule), anyRule, anyWho, anyWhat, (rules, added, who, what) => {
        const before = judge(policyOf(rules), who, what).kind;
        const after = judge(policyOf([...rules, added]), who, what).kind;

        expect(before === "allowed" && after === "refused").toBe(false);
      }),
    );
  });

  it("means the same in any order of its rules", () => {
    fc.assert(
      fc.property(fc.array(anyRule), anyWho, anyWhat, (rules, who, what) => {
        const reversed = judge(policyOf([...rules].reverse()), who, what).kind;

        expect(reversed).toBe(judge(policyOf(rules), who, what).kind);
      }),
    );
  });

  it("refuses everybody everything without rules", () => {
    fc.assert(
      fc.property(anyWho, anyWhat, (who, what) => {
        expect(judge(policyOf([]), who, what).kind).toBe("refused");
      }),
    );
  });

  it("allows all accounts only to those who may ask about each", () => {
    fc.assert(
      fc.property(fc.array(anyRule), anyWho, anyWhat, (rules, who, { accounts, ...what }) => {
        const all = judge(policyOf(rules), who, what).kind;
        const each = judge(policyOf(rules), who, { ...what, accounts: accounts ?? ["1", "2"] });

        expect(all === "allowed" && each.kind === "refused").toBe(false);
      }),
    );
  });
});
