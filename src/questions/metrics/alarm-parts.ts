/** What answers about alarms have in common: places, marks, data for machines, words that ask on. */
import type { FollowUp, Line, Section } from "../../answers/answer.ts";
import { duration } from "../../answers/words.ts";
import type { Alarm, MuteRule } from "../../domain/alarm.ts";
import { alarmNameOf } from "../../domain/alarm-rule.ts";
import { kindWords, watchSentence } from "../../domain/alarm-words.ts";
import { reasonWords, type Worded } from "../../domain/alarm-words-reason.ts";
import type { AwsPlace } from "../../domain/place.ts";
import { Problem } from "../../domain/problem.ts";
import { redactText } from "../../domain/redact.ts";
import { formatInstant, MINUTE } from "../../domain/time.ts";
import type { Alarms, Where } from "../../sources/cloudwatch.ts";
import type { Run } from "../../sources/trail.ts";
import { accountName } from "../orders/ordered-alarm.ts";
import type { AskContext } from "../question.ts";
import { quotedName } from "../quoted-name.ts";
import { consoleAlarmUrl } from "./alarm-console.ts";
import type { MetricsAsked } from "./asked.ts";

export function whereOf({ accounts, regions }: MetricsAsked): Where {
  return { ...(accounts && { accounts }), ...(regions && { regions }) };
}

/** `prod (111122223333), eu-west-1`; an account without a name is its number alone. */
export function placeWords(place: AwsPlace, context: AskContext): string {
  const name = accountName(place, context);
  const account = name === place.account ? name : `${name} (${place.account})`;
  return `${account}, ${place.region}`;
}

/** As the grammar reads it. */
export function placeText({ account, region }: AwsPlace): string {
  return `account ${account} region ${region}`;
}

export function samePlace(one: AwsPlace, other: AwsPlace): boolean {
  return one.account === other.account && one.region === other.region;
}

/** The words that ask for one alarm, with its place where its name alone would not do. */
export function alarmText({ name, place }: { name: string; place: AwsPlace }, isPlaced: boolean) {
  return `alarm ${quotedName(name)}${isPlaced ? ` ${placeText(place)}` : ""}`;
}

/** Half an hour before a state changed, and a little after: what led to it. */
export function changedBefore(at: number, place: AwsPlace): FollowUp {
  const from = formatInstant(wholeSecond(at - 30 * MINUTE));
  const to = formatInstant(wholeSecond(at + MINUTE));
  return {
    label: "What changed before it",
    text: `what changed from ${from} to ${to} ${placeText(place)}`,
  };
}

function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}

export type Mutes = {
  rules: MuteRule[];
  /** Why nothing is known of them. */
  problem?: string;
};

/** Mute rules are beside the question: where they cannot be read, the answer says so and goes on. */
export async function readMutes(
  alarms: Alarms,
  query: Parameters<Alarms["mutes"]>[0],
  run: Run,
): Promise<Mutes> {
  try {
    return { rules: await alarms.mutes(query, run) };
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof Problem)) throw error;
    return { rules: [], problem: `Mute rules could not be read: ${error.message}` };
  }
}

/** The rule that holds back what an alarm does now. */
export function mutedBy(alarm: Alarm, { rules }: Mutes): MuteRule | undefined {
  return rules.find(
    (rule) =>
      rule.status === "active" &&
      samePlace(rule.place, alarm.place) &&
      rule.alarmNames.includes(alarm.name),
  );
}

/** Why it stands so, as CloudWatch told it. */
export function whyWords(alarm: Alarm): Worded {
  const { state, stateReason: reason, reasonData: data } = alarm;
  return reasonWords({ state, ...(reason && { reason }), ...(data && { data }) }, alarm.watch);
}

/** `for 12 min`. */
export function sinceWords({ stateSince }: Alarm, now: number): string {
  return stateSince === undefined ? "" : `for ${duration(Math.max(0, now - stateSince))}`;
}

/** `muted`, `its actions are off`, `actions held back (WaitPeriod)`. */
export function marksOf(alarm: Alarm, mutes: Mutes): string[] {
  const rule = mutedBy(alarm, mutes);
  return [
    ...(rule ? [`muted by ${rule.name}`] : []),
    ...(alarm.actionsEnabled ? [] : ["its actions are switched off"]),
    ...(alarm.suppressedBy ? [`actions held back (${alarm.suppressedBy})`] : []),
    ...(alarm.evaluationState ? [evaluationStateWords(alarm.evaluationState)] : []),
  ];
}

function evaluationStateWords(state: string): string {
  if (state === "PARTIAL_DATA") return "evaluated on a part of its series";
  if (state === "EVALUATION_ERROR") return "set up so that it cannot be evaluated";
  return state === "EVALUATION_FAILURE" ? "could not be evaluated" : state;
}

export function noteSections({ notes }: MetricsAsked, more: string[] = []): Section[] {
  return [...notes, ...more].map(
    (note): Section => ({ kind: "callout", tone: "info", line: [note] }),
  );
}

/** An alarm as machines read it; times as ISO 8601. */
export type AlarmData = ReturnType<typeof toAlarmData>;

export function toAlarmData(alarm: Alarm, mutes: Mutes) {
  const { name, arn, place, state, stateSince, description, watch } = alarm;
  const rule = mutedBy(alarm, mutes);
  return {
    name,
    arn,
    ...place,
    state,
    ...(stateSince !== undefined && { since: formatInstant(stateSince) }),
    reason: wordedText(whyWords(alarm)),
    kind: watch.kind,
    watches: watchSentence(watch),
    about: kindWords(watch),
    ...(description !== undefined && { description: redactText(description) }),
    ...(watch.kind === "composite" && { children: watch.children.map(alarmNameOf) }),
    actionsEnabled: alarm.actionsEnabled,
    muted: rule !== undefined,
    ...(rule && { mutedBy: rule.name }),
    ...(alarm.suppressedBy !== undefined && { suppressedBy: alarm.suppressedBy }),
    actions: alarm.actions,
    url: consoleAlarmUrl(name, place.region),
  };
}

/** Times in UTC. */
export function wordedText(words: Worded): string {
  return words.map((word) => (typeof word === "string" ? word : formatInstant(word.at))).join("");
}

export function toLine(words: Worded): Line {
  return words;
}
