/** `alarm NAME`: what it watches as a picture, how it stands and why, its history, mute rules, actions, children. */
import type { Answer, FollowUp, Line, Section, Tone } from "../../answers/answer.ts";
import { count } from "../../answers/words.ts";
import type { Alarm, AlarmState } from "../../domain/alarm.ts";
import { STATE_WORDS } from "../../domain/alarm-words.ts";
import { formatInstant } from "../../domain/time.ts";
import type { AskContext } from "../question.ts";
import { alarmChart, measuredOf } from "./alarm-chart.ts";
import { childrenSection } from "./alarm-children.ts";
import { alarmFacts, contributorsSection, historySections } from "./alarm-facts.ts";
import { type AlarmMeant, findAlarm } from "./alarm-find.ts";
import { metricFollowUps, metricsOf, withUsualUnit } from "./alarm-metrics.ts";
import {
  alarmText,
  changedBefore,
  marksOf,
  noteSections,
  placeWords,
  sinceWords,
  toAlarmData,
  whereOf,
  whyWords,
} from "./alarm-parts.ts";
import { type AlarmReads, readAround } from "./alarm-reads.ts";
import { alarmLists } from "./alarms-sections.ts";
import type { AnswerMetrics } from "./answering.ts";
import type { MetricsAsked } from "./asked.ts";
import { type ChangesSeen, findChanges, NO_CHANGES } from "./metric-changes.ts";

/** Shows the picture as soon as there is one, and again with what changed when CloudTrail has told it. */
export const answerAlarm: AnswerMetrics = async (asked, text, sources, context, run, showPart) => {
  const { cloudwatch, trail } = sources;
  const meant = await findAlarm(asked.name, whereOf(asked), cloudwatch.alarms, run);
  if (meant.kind !== "one") return unclearAnswer(meant, asked, text, context);
  const alarm = withUsualUnit(meant.alarm);
  const settled = { isDone: false };
  const changing = findChanges(metricsOf(alarm), asked.window, trail, run).finally(() => {
    settled.isDone = true;
  });
  // Nobody waits for it where the alarm itself cannot be read.
  changing.catch(() => {});
  const reads = await readAround(alarm, asked.window, cloudwatch, context.now, run);
  const answer = (changes: ChangesSeen) =>
    foundAnswer({ ...meant, alarm }, { ...reads, changes }, asked, text, context);
  if (!settled.isDone && showPart) {
    const caption: Line[] = [["What changed meanwhile is still being looked up."]];
    showPart({ ...answer({ ...NO_CHANGES, caption }), followUps: [] });
  }
  return answer(await changing);
};

type Reads = AlarmReads & { changes: ChangesSeen };

type One = Extract<AlarmMeant, { kind: "one" }>;

function foundAnswer(
  { alarm, elsewhere, note, searched }: One,
  reads: Reads,
  asked: MetricsAsked,
  text: string,
  context: AskContext,
): Answer {
  const { mutes, children, contributors, history } = reads;
  const notes = [
    ...(note === undefined ? [] : [note]),
    ...elsewhere.slice(0, 5).map((other) => elsewhereWords(other, context)),
    ...(mutes.problem === undefined ? [] : [mutes.problem]),
    ...reads.notes,
  ];
  return {
    outcome: "found",
    headline: headlineOf(alarm, context.now),
    question: { ...questionOf(asked, text), subject: alarm.name },
    sections: [
      ...noteSections(asked, notes),
      reasonSection(alarm, reads),
      ...chartSections(alarm, reads, asked),
      alarmFacts(alarm, mutes, context),
      ...childrenSection(children),
      ...contributorsSection(contributors, alarm),
      ...unknownSection(alarm),
      ...historySections(alarm, history, reads.isHistoryCut, asked),
    ],
    searched: [...searched, ...reads.searched, ...reads.changes.searched],
    followUps: followUpsOf(alarm, elsewhere, context),
    data: dataOf(alarm, reads),
  };
}

function headlineOf(alarm: Alarm, now: number): string {
  const since = sinceWords(alarm, now);
  return `${alarm.name} ${since === "" ? "is" : "has been"} ${STATE_WORDS[alarm.state]}${since === "" ? "" : ` ${since}`}`;
}

const TONES: Record<AlarmState, Tone> = {
  ALARM: "problem",
  INSUFFICIENT_DATA: "warning",
  OK: "good",
};

function reasonSection(alarm: Alarm, { mutes }: AlarmReads): Section {
  const why = whyWords(alarm);
  const marks = marksOf(alarm, mutes);
  return {
    kind: "callout",
    tone: TONES[alarm.state],
    line: [
      ...(why.length > 0 ? why : ["CloudWatch does not say why"]),
      ...(marks.length > 0 ? [`; ${marks.join("; ")}`] : []),
    ],
  };
}

function chartSections(alarm: Alarm, reads: Reads, { window }: MetricsAsked): Section[] {
  const watch = measuredOf(alarm.watch);
  if (!watch || reads.period === undefined) return [];
  const { series, period, history, changes } = reads;
  const { from, to, zone } = window;
  const mutes = reads.mutes.rules;
  return [
    alarmChart({
      alarm,
      watch,
      series,
      period,
      history,
      changes,
      mutes,
      window: { from, to },
      zone,
    }),
  ];
}

/** What CloudWatch says of a kind that is not known here is shown as it is. */
function unknownSection({ watch }: Alarm): Section[] {
  if (watch.kind !== "unknown") return [];
  const text = JSON.stringify(watch.record, null, 2).slice(0, 4000);
  return [{ kind: "record", title: "As CloudWatch describes it", text }];
}

function elsewhereWords(other: Alarm, context: AskContext): string {
  return `One of the same name is ${STATE_WORDS[other.state]} in ${placeWords(other.place, context)}.`;
}

function followUpsOf(alarm: Alarm, elsewhere: Alarm[], context: AskContext): FollowUp[] {
  const cause =
    alarm.stateSince === undefined ? [] : [changedBefore(alarm.stateSince, alarm.place)];
  const others = elsewhere.slice(0, 2).map((other) => ({
    label: `In ${placeWords(other.place, context)}`,
    text: alarmText(other, true),
  }));
  return [...cause, ...metricFollowUps(alarm.watch, alarm.place), ...others].slice(0, 6);
}

function dataOf(alarm: Alarm, reads: Reads): Answer["data"] {
  const { mutes, children, contributors, history, series } = reads;
  return {
    alarms: [toAlarmData(alarm, mutes)],
    series: series.map(({ id, label, status, periodMs, points }) => ({
      id,
      label,
      status,
      ...(periodMs !== undefined && { periodSeconds: periodMs / 1000 }),
      points: points.map(({ at, value }) => ({ time: formatInstant(at), value })),
    })),
    history: history.map(({ at, ...rest }) => ({ at: formatInstant(at), ...rest })),
    children: children.map(({ name, depth, alarm: child }) => ({
      name,
      depth,
      ...(child && { state: child.state }),
    })),
    contributors,
    mutes: mutes.rules,
    changes: reads.changes.changes,
  };
}

function questionOf({ window }: MetricsAsked, text: string): Answer["question"] {
  return { name: "alarm", text, window: { from: window.from, to: window.to }, zone: window.zone };
}

const MOST_LISTED = 20;

/** No alarm of the name, or several whose names hold it. */
function unclearAnswer(
  meant: Exclude<AlarmMeant, One>,
  asked: MetricsAsked,
  text: string,
  context: AskContext,
): Answer {
  const { searched, all } = meant;
  const base = { question: questionOf(asked, text), searched };
  const name = asked.name.length > 80 ? `${asked.name.slice(0, 79)}…` : asked.name;
  if (meant.kind === "several") {
    const shown = meant.alarms.slice(0, MOST_LISTED);
    const around = { all, mutes: { rules: [] }, context };
    return {
      ...base,
      outcome: "found",
      headline: `${count(meant.alarms.length, "alarm")} hold “${name}” in their names: say which one`,
      sections: [
        ...noteSections(asked),
        ...alarmLists(shown, { ...around, hidden: meant.alarms.length - shown.length }),
      ],
      followUps: shown.slice(0, 5).map((alarm) => ({
        label: `${alarm.name}, ${placeWords(alarm.place, context)}`,
        text: alarmText(alarm, true),
      })),
      data: { alarms: meant.alarms.map((alarm) => toAlarmData(alarm, { rules: [] })) },
    };
  }
  const isSure = searched.every(({ complete }) => complete);
  const none = name === "" ? "Say which alarm is meant" : `There is no alarm “${name}”`;
  return {
    ...base,
    outcome: name === "" ? "misunderstood" : "nothing",
    headline: `${none}${isSure ? "" : ", as far as could be looked"}: ${count(all.length, "alarm")} looked at`,
    sections: noteSections(asked),
    followUps: [
      ...meant.near.map((near) => ({
        label: near,
        text: alarmText({ name: near, place: NOWHERE }, false),
      })),
      { label: "All alarms", text: "alarms" },
    ],
    data: { alarms: [] },
  };
}

/** A name alone is asked for. */
const NOWHERE = { account: "", region: "" };
