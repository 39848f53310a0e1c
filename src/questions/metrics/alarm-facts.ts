/** What there is to know of one alarm, as facts and lists. */
import type { Line, Section } from "../../answers/answer.ts";
import { duration } from "../../answers/words.ts";
import type { Alarm, AlarmContributor, AlarmHistoryItem, MuteRule } from "../../domain/alarm.ts";
import { alarmNameOf } from "../../domain/alarm-rule.ts";
import { inputWords, kindWords, STATE_WORDS, watchSentence } from "../../domain/alarm-words.ts";
import { actionWords } from "../../domain/alarm-words-actions.ts";
import { timesFired } from "../../domain/alarm-words-history.ts";
import { reasonWords } from "../../domain/alarm-words-reason.ts";
import { redactText } from "../../domain/redact.ts";
import type { AskContext } from "../question.ts";
import { consoleAlarmUrl } from "./alarm-console.ts";
import { type Mutes, placeWords } from "./alarm-parts.ts";
import type { MetricsAsked } from "./asked.ts";

type Fact = { label: string; value: Line };

export function alarmFacts(alarm: Alarm, mutes: Mutes, context: AskContext): Section {
  const { watch, description, updatedAt, place } = alarm;
  const facts: Fact[] = [
    { label: "State", value: stateLine(alarm, context.now) },
    { label: "Fires when", value: [watchSentence(watch)] },
    ...inputWords(watch).map((words) => ({ label: "With", value: [words] })),
    { label: "Kind", value: [kindWords(watch)] },
    { label: "Where", value: [placeWords(place, context)] },
    ...(description === undefined
      ? []
      : [{ label: "Description", value: [redactText(description)] }]),
    ...actionFacts(alarm),
    ...(watch.kind === "composite" && watch.suppressor !== undefined
      ? [
          {
            label: "Held back by",
            value: [`${alarmNameOf(watch.suppressor)}, while it is in ALARM`],
          },
        ]
      : []),
    ...mutes.rules.map((rule) => ({ label: "Muted", value: muteLine(rule) })),
    ...(updatedAt === undefined
      ? []
      : [{ label: "Configured", value: [{ kind: "time" as const, at: updatedAt }] }]),
    {
      label: "Console",
      value: [{ kind: "link", text: alarm.name, url: consoleAlarmUrl(alarm.name, place.region) }],
    },
  ];
  return { kind: "facts", facts };
}

function stateLine({ state, stateSince }: Alarm, now: number): Line {
  if (stateSince === undefined) return [STATE_WORDS[state]];
  const span = duration(Math.max(0, now - stateSince));
  return [`${STATE_WORDS[state]} since `, { kind: "time", at: stateSince }, ` (${span})`];
}

function actionFacts({ actions, actionsEnabled, place }: Alarm): Fact[] {
  const off = actionsEnabled ? "" : " (switched off)";
  const lists: [string, string[]][] = [
    ["On ALARM", actions.alarm],
    ["On OK", actions.ok],
    ["Without data", actions.insufficient],
  ];
  const facts = lists
    .filter(([, list]) => list.length > 0)
    .map(([label, list]): Fact => {
      const words = list.map((action) => actionWords(action, place)).join(", ");
      return { label, value: [`${words}${off}`] };
    });
  return facts.length > 0 ? facts : [{ label: "On ALARM", value: ["nothing: it has no actions"] }];
}

const MUTES: Record<MuteRule["status"], string> = {
  active: "now",
  scheduled: "not now",
  expired: "no longer",
};

function muteLine({ name, status, schedule, duration: span, zone, description }: MuteRule): Line {
  const when = `${schedule} for ${isoSpanWords(span)}, ${zone ?? "UTC"}`;
  const why = description === undefined ? "" : `: ${redactText(description)}`;
  return [`${MUTES[status]}, by `, { kind: "strong", text: name }, ` (${when})${why}`];
}

/** `PT1H30M` → `1 h 30 min`; what is none stays. */
function isoSpanWords(span: string): string {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(span);
  if (!match) return span;
  const [, days, hours, minutes, seconds] = match;
  const parts = [
    days && `${days} d`,
    hours && `${hours} h`,
    minutes && `${minutes} min`,
    seconds && `${seconds} s`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" ") : span;
}

const MOST_CONTRIBUTORS = 15;

export function contributorsSection(
  contributors: readonly AlarmContributor[],
  { watch }: Alarm,
): Section[] {
  if (contributors.length === 0) return [];
  const items = contributors
    .slice(0, MOST_CONTRIBUTORS)
    .map(({ attributes, reason, since, id }): Line => {
      const name = Object.values(attributes).join(" ") || id;
      return [
        { kind: "strong", text: name },
        ...(since === undefined ? [] : [" since ", { kind: "time" as const, at: since }]),
        ...(reason === undefined ? [] : [": ", ...reasonWords({ state: "ALARM", reason }, watch)]),
      ];
    });
  return [
    {
      kind: "list",
      title: `Series in ALARM: ${contributors.length}`,
      items,
      hidden: contributors.length - items.length,
    },
  ];
}

const MOST_HISTORY = 12;
/** So often into ALARM is flapping, not a fault and its end. */
const FLAPS = 3;

/** What happened, newest first, and above it how often it fired. */
export function historySections(
  alarm: Alarm,
  history: readonly AlarmHistoryItem[],
  isCut: boolean,
  { window }: MetricsAsked,
): Section[] {
  const items = [...history]
    .filter(({ at }) => at >= window.from && at <= window.to)
    .sort((a, b) => b.at - a.at);
  const span = duration(window.to - window.from);
  if (items.length === 0) {
    return [{ kind: "text", line: [`Nothing happened to it in ${span}.`] }];
  }
  const fired = timesFired(items, window);
  const flapped: Section[] =
    fired >= FLAPS
      ? [
          {
            kind: "callout",
            tone: "warning",
            line: [`It flapped: ${fired} times into ALARM in ${span}.`],
          },
        ]
      : [];
  const shown = items.slice(0, MOST_HISTORY);
  return [
    ...flapped,
    {
      kind: "list",
      title: `History of ${span}: ${fired} ${fired === 1 ? "time" : "times"} into ALARM`,
      items: shown.map((item) => historyLine(alarm, item)),
      hidden: items.length - shown.length,
    },
    ...(isCut ? [cutNote()] : []),
  ];
}

function cutNote(): Section {
  return { kind: "text", line: ["Older history was not read: there is more than one page of it."] };
}

function historyLine(alarm: Alarm, item: AlarmHistoryItem): Line {
  const { at, from, to, reason, reasonData: data, summary, change, kind } = item;
  const start: Line = [{ kind: "time", at }, " "];
  if (to !== undefined) {
    const told = { state: to, ...(reason && { reason }), ...(data && { data }) };
    const why = reasonWords(told, alarm.watch);
    const turn = from === undefined ? to : `${from} → ${to}`;
    const whose = kind === "contributor" ? "one of its series, " : "";
    return [
      ...start,
      whose,
      { kind: "strong", text: turn },
      ...(why.length > 0 ? [": ", ...why] : []),
    ];
  }
  if (change !== undefined) return [...start, `configuration: ${change.toLowerCase()}`];
  return [...start, summaryWords(summary, alarm)];
}

/** `Successfully executed action arn:…:ops` → `Successfully executed action SNS topic ops`. */
function summaryWords(summary: string, { place }: Alarm): string {
  const words = summary.replace(/arn:[\w-]+:\S+/g, (arn) => actionWords(arn, place));
  return redactText(words).slice(0, 300);
}
