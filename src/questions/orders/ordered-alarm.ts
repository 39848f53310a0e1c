/** The one alarm that an order is about, or an answer that says why there is not one. */
import type { Answer, FollowUp } from "../../answers/answer.ts";
import { count, listed } from "../../answers/words.ts";
import type { Alarm } from "../../domain/alarm.ts";
import type { AwsPlace } from "../../domain/place.ts";
import type { Search } from "../../domain/search.ts";
import { nearest } from "../../language/nearest.ts";
import type { CloudWatch } from "../../sources/cloudwatch.ts";
import type { Run } from "../../sources/trail.ts";
import type { MetricsAsked } from "../metrics/asked.ts";
import { inPlace } from "../metrics/dashboard-found.ts";
import type { AskContext } from "../question.ts";
import { quotedName } from "../quoted-name.ts";

export type OrderedAlarm = { alarm: Alarm; searched: Search[] };

export type OrderWords = {
  question: "mute-alarm" | "unmute-alarm";
  text: string;
  /** The order's words for another name or place, `mute alarm X for 1h in prod`. */
  say(name: string, account?: string, region?: string): string;
};

/** Names that are near are offered where there is none of the name; its places where there are several. */
export async function findOrdered(
  asked: MetricsAsked,
  { alarms }: CloudWatch,
  words: OrderWords,
  context: AskContext,
  run: Run,
): Promise<OrderedAlarm | Answer> {
  const { name, accounts, regions } = asked;
  const where = { ...(accounts && { accounts }), ...(regions && { regions }) };
  const { alarms: found, searched } = await alarms.find({ ...where, names: [name] }, run);
  const [alarm, ...others] = found.filter((each) => each.name === name);
  const base = emptyAnswer(asked, words, searched);
  if (!alarm) {
    const all = await alarms.find({ ...where, limit: MOST_NAMES }, run);
    return { ...base, ...noneOf(name, words, all.alarms) };
  }
  if (others.length > 0) return { ...base, ...severalOf([alarm, ...others], words, context) };
  return { alarm, searched };
}

/** True for the way out that is an answer already. */
export function isAnswer(found: OrderedAlarm | Answer): found is Answer {
  return "outcome" in found;
}

/** Names of each place that are compared with a name that nothing has. */
const MOST_NAMES = 500;

/** What every answer about an order holds. */
export function emptyAnswer(
  { window, notes }: MetricsAsked,
  { question, text }: Pick<OrderWords, "question" | "text">,
  searched: Search[],
): Answer {
  return {
    outcome: "nothing",
    headline: "",
    question: { name: question, text: text.slice(0, 500), window, zone: window.zone },
    sections: notes.map((note) => ({ kind: "callout", tone: "info", line: [note] })),
    searched,
    followUps: [],
    data: {},
  };
}

function noneOf(name: string, words: OrderWords, all: Alarm[]): Partial<Answer> {
  const names = [...new Set(all.map((alarm) => alarm.name))];
  const lower = name.toLowerCase();
  const alike = names.filter((each) => each.toLowerCase().includes(lower));
  const near = nearest(name, names, Math.max(2, Math.floor(name.length / 3)));
  const offered = [...new Set([...alike, ...near])].slice(0, 5);
  return {
    outcome: "nothing",
    headline: `There is no alarm ${shown(name)}`,
    followUps: offered.map((each) => ({ label: each, text: words.say(each) })),
  };
}

function severalOf(found: Alarm[], words: OrderWords, context: AskContext): Partial<Answer> {
  const followUps: FollowUp[] = found.slice(0, 6).map(({ name, place }) => {
    const account = accountName(place, context);
    return {
      label: `In ${account}, ${place.region}`,
      text: words.say(name, account, place.region),
    };
  });
  const places = found.map(({ place }) => `${accountName(place, context)} ${place.region}`);
  return {
    outcome: "nothing",
    headline: `${count(found.length, "alarm")} have this name: in ${listed(places)}. Say which one is meant`,
    followUps,
  };
}

/** The question that shows the alarm itself, and not one of its name elsewhere. */
export function sayAlarm({ name, place }: Alarm, { accountNames }: AskContext): string {
  return `alarm ${quotedName(name)} ${inPlace(place, accountNames)}`;
}

/** `prod` where the account has a name. */
export function accountName({ account }: AwsPlace, { accountNames }: AskContext): string {
  return Object.entries(accountNames).find(([, id]) => id === account)?.[0] ?? account;
}

function shown(name: string): string {
  return `“${name.length > 120 ? `${name.slice(0, 119)}…` : name}”`;
}
