/** `alarms`: how alarms stand, those in ALARM first, since when and why. */
import type { Answer, FollowUp, Line, Outcome, Section } from "../../answers/answer.ts";
import { count, grouped } from "../../answers/words.ts";
import type { Alarm, AlarmState } from "../../domain/alarm.ts";
import { STATE_WORDS } from "../../domain/alarm-words.ts";
import type { Search } from "../../domain/search.ts";
import type { AskContext } from "../question.ts";
import { withUsualUnit } from "./alarm-metrics.ts";
import {
  alarmText,
  changedBefore,
  type Mutes,
  marksOf,
  noteSections,
  placeWords,
  readMutes,
  sinceWords,
  toAlarmData,
  whereOf,
} from "./alarm-parts.ts";
import { matchingAlarms, nearestNames } from "./alarms-filter.ts";
import { alarmLists, placeTable } from "./alarms-sections.ts";
import type { AnswerMetrics } from "./answering.ts";
import type { MetricsAsked } from "./asked.ts";

/** Rows of one page, unless the asker says `limit`. */
const PAGE = 20;
/** Alarms that the data carry at most. */
const MOST_DATA = 5000;

export const answerAlarms: AnswerMetrics = async (asked, text, { cloudwatch }, context, run) => {
  const where = whereOf(asked);
  const [found, mutes] = await Promise.all([
    cloudwatch.alarms.find(where, run),
    readMutes(cloudwatch.alarms, where, run),
  ]);
  const all = found.alarms.map(withUsualUnit);
  return composed({ asked, text, context, all, searched: found.searched, mutes });
};

type Parts = {
  asked: MetricsAsked;
  text: string;
  context: AskContext;
  /** All alarms of the places that were asked. */
  all: Alarm[];
  searched: Search[];
  mutes: Mutes;
};

function composed(parts: Parts): Answer {
  const { asked, text, context, all, searched, mutes } = parts;
  const named = matchingAlarms(all, asked.name);
  const meant = named
    .filter(({ state }) => asked.state === undefined || state === asked.state)
    .sort(byUrgency);
  const listedAlarms = toListed(meant, asked);
  const size = Math.max(1, asked.limit ?? PAGE);
  const first = (Math.max(1, asked.page ?? 1) - 1) * size;
  const shown = listedAlarms.slice(first, first + size);
  const hidden = listedAlarms.length - first - shown.length;
  const { outcome, headline } = heading(parts, named, meant);
  return {
    outcome,
    headline: isUnsure(headline, searched) ? `${headline}, as far as could be looked` : headline,
    question: { name: "alarms", text, window: asked.window, zone: asked.window.zone },
    sections: [
      ...noteSections(asked, mutes.problem ? [mutes.problem] : []),
      ...alarmLists(shown, { all, mutes, context, hidden: Math.max(0, hidden) }),
      ...leftOut(meant, listedAlarms),
      ...placeTable(named, mutes, context),
    ],
    searched,
    followUps: followUps(parts, shown, hidden),
    data: {
      alarms: meant.slice(0, MOST_DATA).map((alarm) => toAlarmData(alarm, mutes)),
      counts: countsOf(named, mutes),
      lookedAt: all.length,
      truncated: Math.max(0, meant.length - MOST_DATA),
    },
  };
}

const ORDER: AlarmState[] = ["ALARM", "INSUFFICIENT_DATA", "OK"];

/** ALARM first, the latest first; others by their names. */
function byUrgency(a: Alarm, b: Alarm): number {
  return (
    ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
    (a.state === "ALARM" ? (b.stateSince ?? 0) - (a.stateSince ?? 0) : 0) ||
    (a.name < b.name ? -1 : 1)
  );
}

/** Those that are OK are listed only where somebody asks for them or all fit a page. */
function toListed(alarms: Alarm[], { name, state }: MetricsAsked): Alarm[] {
  const isAll = name === "" && state === undefined && alarms.length > PAGE;
  return isAll ? alarms.filter((alarm) => alarm.state !== "OK") : alarms;
}

function heading(
  { asked, all, context }: Parts,
  named: Alarm[],
  meant: Alarm[],
): { outcome: Outcome; headline: string } {
  const named_ = asked.name === "" ? "" : ` whose name holds “${shortened(asked.name)}”`;
  if (all.length === 0) return { outcome: "nothing", headline: "There is no alarm at all" };
  if (named.length === 0) {
    return {
      outcome: "nothing",
      headline: `There is no alarm${named_}: ${count(all.length, "alarm")} looked at`,
    };
  }
  const whole = `${count(named.length, "alarm")}${named_}`;
  const wanted = asked.state ?? "ALARM";
  const standing = named.filter(({ state }) => state === wanted);
  const [latest] = [...standing].sort((a, b) => (b.stateSince ?? 0) - (a.stateSince ?? 0));
  if (!latest) {
    return {
      outcome: meant.length > 0 ? "found" : "nothing",
      headline:
        named.length === 1
          ? `The only alarm${named_} is not ${STATE_WORDS[wanted]}`
          : `None of ${whole} is ${STATE_WORDS[wanted]}`,
    };
  }
  const since = sinceWords(latest, context.now);
  const last = standing.length > 1 ? `, the latest ${latest.name}` : `: ${latest.name}`;
  const of = named.length === 1 ? "1 alarm" : `${grouped(standing.length)} of ${whole}`;
  return {
    outcome: "found",
    headline: `${of} ${standing.length === 1 ? "is" : "are"} ${STATE_WORDS[wanted]}${last}${since === "" ? "" : ` ${since}`}`,
  };
}

/** "None" is only said of what was looked through. */
function isUnsure(headline: string, searched: Search[]): boolean {
  return (
    /^(?:None|There is no|The only)\b/.test(headline) && searched.some(({ complete }) => !complete)
  );
}

function leftOut(meant: Alarm[], listedAlarms: Alarm[]): Section[] {
  const rest = meant.length - listedAlarms.length;
  if (rest === 0) return [];
  const line: Line = [`${count(rest, "alarm")} ${rest === 1 ? "is" : "are"} OK.`];
  return [{ kind: "text", line }];
}

function followUps({ asked, all, context }: Parts, shown: Alarm[], hidden: number): FollowUp[] {
  if (shown.length === 0) {
    const near = asked.name === "" ? [] : nearestNames(asked.name, all);
    return near.map((name) => ({ label: name, text: alarmText({ name, place }, false) }));
  }
  // Where some places alone were looked at, others may have the same name.
  const isNarrowed = asked.accounts !== undefined || asked.regions !== undefined;
  const isTwice = (alarm: Alarm) => all.filter(({ name }) => name === alarm.name).length > 1;
  const details = shown.slice(0, 3).map((alarm) => ({
    label: isTwice(alarm) ? `${alarm.name}, ${placeWords(alarm.place, context)}` : alarm.name,
    text: alarmText(alarm, isNarrowed || isTwice(alarm)),
  }));
  const [first] = shown;
  const cause =
    first?.state === "ALARM" && first.stateSince !== undefined
      ? [changedBefore(first.stateSince, first.place)]
      : [];
  return [...details, ...cause, ...(hidden > 0 ? [nextPage(asked)] : [])];
}

/** Names alone are asked for here: no place is said. */
const place = { account: "", region: "" };

const STATE_TEXT: Record<AlarmState, string> = {
  ALARM: "in ALARM",
  OK: "in OK",
  INSUFFICIENT_DATA: "in INSUFFICIENT_DATA",
};

function nextPage({ name, state, page = 1, accounts, regions, limit }: MetricsAsked): FollowUp {
  const parts = [
    "alarms",
    state ? STATE_TEXT[state] : "",
    name,
    ...(accounts ?? []).map((account) => `account ${account}`),
    ...(regions ?? []).map((region) => `region ${region}`),
    limit === undefined ? "" : `limit ${limit}`,
    `page ${page + 1}`,
  ];
  return { label: "More", text: parts.filter((part) => part !== "").join(" ") };
}

function countsOf(alarms: Alarm[], mutes: Mutes) {
  const amount = (wanted: AlarmState) => alarms.filter(({ state }) => state === wanted).length;
  return {
    ALARM: amount("ALARM"),
    INSUFFICIENT_DATA: amount("INSUFFICIENT_DATA"),
    OK: amount("OK"),
    marked: alarms.filter((alarm) => marksOf(alarm, mutes).length > 0).length,
  };
}

function shortened(name: string): string {
  return name.length > 80 ? `${name.slice(0, 79)}…` : name;
}
