/** Judges whether a person may ask a question, and says in words what stands in the way. */
import type { Policy, Rule } from "./policy.ts";

export type Asker = { userId: string; groups: string[]; channelId: string };

/** Absent accounts or regions mean all of them. */
export type Wanted = { question: string; accounts?: string[]; regions?: string[] };

export type Verdict =
  | { kind: "allowed" }
  | {
      kind: "refused";
      /** What was not allowed, one sentence. */
      headline: string;
      /** What may be asked instead, and whom to ask. */
      next: string;
    };

/** Channel ids of direct messages with a bot begin so. */
const DIRECT_CHANNEL = /^D/;

/**
 * Everything is allowed by an open policy; else each account and region asked about needs a rule that allows it
 * to this person in this channel. Rules only add rights, so their order means nothing.
 */
export function judge(policy: Policy, who: Asker, what: Wanted): Verdict {
  if (policy.kind === "open") return { kind: "allowed" };
  const ofPerson = policy.rules.filter((rule) => isAbout(rule, who));
  const here = ofPerson.filter((rule) => coversChannel(rule, who.channelId));
  const rules = here.filter((rule) => covers(rule.questions, what.question));
  if (rules.length > 0) return judgePlaces(policy, rules, what);
  if (policy.rules.length === 0) {
    return refused(policy, "Nobody may ask anything yet: no access rule is set.", [
      "Rules stand in `trailwatch.yml` under `access`.",
    ]);
  }
  if (ofPerson.length === 0) {
    return refused(policy, "No access rule allows you to ask Trailwatch.", []);
  }
  if (here.length === 0) {
    const channels = [...new Set(ofPerson.flatMap((rule) => rule.channels ?? []))];
    return refused(policy, "You may not ask Trailwatch in this channel.", [channelWords(channels)]);
  }
  const questions = [...new Set(here.flatMap((rule) => rule.questions ?? []))];
  return refused(policy, `You may not ask \`${what.question}\` here.`, [
    `You may ask ${listed(questions)}.`,
  ]);
}

/** True for those who may see who asked what; in an open policy everybody. */
export function isAuditor(policy: Policy, who: { userId: string; groups: string[] }): boolean {
  if (policy.kind === "open") return true;
  const { users, groups } = policy.auditors;
  return users.includes(who.userId) || groups.some((group) => who.groups.includes(group));
}

/** True when judging needs to know the asker's user groups. */
export function namesGroups(policy: Policy): boolean {
  if (policy.kind === "open") return false;
  return (
    policy.auditors.groups.length > 0 || policy.rules.some(({ groups = [] }) => groups.length > 0)
  );
}

function isAbout({ users, groups }: Rule, who: Asker): boolean {
  if (!users && !groups) return true;
  const inGroup = groups?.some((group) => who.groups.includes(group)) ?? false;
  return inGroup || (users?.includes(who.userId) ?? false);
}

function coversChannel({ channels }: Rule, channelId: string): boolean {
  if (covers(channels, channelId)) return true;
  return DIRECT_CHANNEL.test(channelId) && covers(channels, "direct");
}

/** `undefined` as the value means all: only a rule without a list covers that. */
function covers(list: readonly string[] | undefined, value: string | undefined): boolean {
  return list === undefined || (value !== undefined && list.includes(value));
}

function judgePlaces(policy: Policy, rules: Rule[], what: Wanted): Verdict {
  const accounts = orAll(what.accounts);
  const regions = orAll(what.regions);
  for (const account of accounts) {
    const ofAccount = rules.filter((rule) => covers(rule.accounts, account));
    if (ofAccount.length === 0) return refusedAccount(policy, rules, account);
    for (const region of regions) {
      if (ofAccount.some((rule) => covers(rule.regions, region))) continue;
      return refusedRegion(policy, ofAccount, { account, region });
    }
  }
  return { kind: "allowed" };
}

/** An empty list narrows nothing, so it means all. */
function orAll(list: string[] = []): (string | undefined)[] {
  return list.length > 0 ? list : [undefined];
}

function refusedAccount(policy: Policy, rules: Rule[], account: string | undefined): Verdict {
  const open = namesOf(
    policy,
    rules.flatMap((rule) => rule.accounts ?? []),
  );
  const headline =
    account === undefined
      ? "You may not ask about all accounts."
      : `You may not ask about account ${nameOf(policy, account)}.`;
  return refused(policy, headline, [addWords(open)]);
}

type Spot = { account: string | undefined; region: string | undefined };

function refusedRegion(policy: Policy, rules: Rule[], { account, region }: Spot): Verdict {
  const open = [...new Set(rules.flatMap((rule) => rule.regions ?? []))];
  const where = account === undefined ? "" : ` of account ${nameOf(policy, account)}`;
  const headline =
    region === undefined
      ? `You may not ask about all regions${where}.`
      : `You may not ask about region ${region}${where}.`;
  return refused(policy, headline, [addWords(open)]);
}

/** The words that would make the question one that is allowed. */
function addWords(open: string[]): string {
  const [first] = open;
  if (first === undefined) return "";
  if (open.length === 1) return `Add \`in ${first}\` to the question.`;
  return `Add \`in ${first}\` to the question; open to you are ${listed(open)}.`;
}

function nameOf(policy: Policy, account: string): string {
  const named = Object.entries(policy.accountNames ?? {}).find(([, id]) => id === account);
  return named ? named[0] : account;
}

function namesOf(policy: Policy, accounts: string[]): string[] {
  return [...new Set(accounts)].map((account) => nameOf(policy, account));
}

function channelWords(channels: string[]): string {
  const named = channels.filter((channel) => channel !== "direct");
  const direct = channels.includes("direct") ? ["a direct message to Trailwatch"] : [];
  const most = named.slice(0, MOST_LISTED).map((channel) => `channel ${channel}`);
  const ways = [...direct, ...most];
  return ways.length > 0 ? `Ask in ${ways.join(" or ")}.` : "";
}

const MOST_LISTED = 5;

function listed(names: string[]): string {
  const shown = names.slice(0, MOST_LISTED).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

function refused(policy: Policy, headline: string, hints: string[]): Verdict {
  const ask = `To be allowed, ask ${policy.askFor}.`;
  return { kind: "refused", headline, next: [...hints, ask].filter(Boolean).join(" ") };
}
