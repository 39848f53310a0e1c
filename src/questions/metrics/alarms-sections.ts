/** Alarms as lists by state and place, and how many of them stand how and where. */
import type { Line, Section } from "../../answers/answer.ts";
import { grouped, listed } from "../../answers/words.ts";
import type { Alarm, AlarmState } from "../../domain/alarm.ts";
import { alarmNameOf } from "../../domain/alarm-rule.ts";
import type { AskContext } from "../question.ts";
import {
  type Mutes,
  marksOf,
  mutedBy,
  placeWords,
  samePlace,
  sinceWords,
  whyWords,
} from "./alarm-parts.ts";

const TITLES: Record<AlarmState, string> = {
  ALARM: "In ALARM",
  INSUFFICIENT_DATA: "Without sufficient data",
  OK: "OK",
};

type Around = {
  /** All alarms, by which composites find their children. */
  all: readonly Alarm[];
  mutes: Mutes;
  context: AskContext;
  /** Beyond this page. */
  hidden: number;
};

/** A list for each state and place, in the order of the alarms. */
export function alarmLists(alarms: readonly Alarm[], around: Around): Section[] {
  const groups = new Map<string, Alarm[]>();
  for (const alarm of alarms) {
    const title = `${TITLES[alarm.state]}, ${placeWords(alarm.place, around.context)}`;
    const group = groups.get(title) ?? [];
    group.push(alarm);
    groups.set(title, group);
  }
  const last = groups.size - 1;
  return [...groups].map(([title, group], index) => ({
    kind: "list",
    title,
    items: group.map((alarm) => alarmItem(alarm, around)),
    hidden: index === last ? around.hidden : 0,
  }));
}

/** `checkout-api-errors since 14:03 (12 min): 7 errors at 14:03, threshold 5; muted by deploy`. */
export function alarmItem(alarm: Alarm, { all, mutes, context }: Omit<Around, "hidden">): Line {
  const { stateSince } = alarm;
  const span = sinceWords(alarm, context.now).replace(/^for /, "");
  const since: Line =
    stateSince === undefined ? [] : [" since ", { kind: "time", at: stateSince }, ` (${span})`];
  const why = alarm.state === "OK" ? [] : whyWords(alarm);
  const marks = [...childMarks(alarm, all), ...marksOf(alarm, mutes)];
  return [
    { kind: "strong", text: alarm.name },
    ...since,
    ...(why.length > 0 ? [": ", ...why] : []),
    ...(marks.length > 0 ? [`; ${marks.join("; ")}`] : []),
  ];
}

function childMarks(alarm: Alarm, all: readonly Alarm[]): string[] {
  if (alarm.watch.kind !== "composite" || alarm.state !== "ALARM") return [];
  const names = new Set(alarm.watch.children.map(alarmNameOf));
  const firing = all.filter(
    ({ name, place, state }) =>
      state === "ALARM" && names.has(name) && samePlace(place, alarm.place),
  );
  if (firing.length === 0) return [];
  const which = listed(firing.map(({ name }) => name));
  return [`${firing.length} of its ${names.size} children in ALARM: ${which}`];
}

const MOST_PLACES = 30;

/** Empty where there is one place alone. */
export function placeTable(alarms: readonly Alarm[], mutes: Mutes, context: AskContext): Section[] {
  const places = new Map<string, Alarm[]>();
  for (const alarm of alarms) {
    const key = placeWords(alarm.place, context);
    places.set(key, [...(places.get(key) ?? []), alarm]);
  }
  if (places.size < 2) return [];
  const rows = [...places]
    .sort(([, a], [, b]) => amount(b, "ALARM") - amount(a, "ALARM"))
    .map(([place, group]): Line[] => [
      [place],
      [grouped(amount(group, "ALARM"))],
      [grouped(amount(group, "INSUFFICIENT_DATA"))],
      [grouped(amount(group, "OK"))],
      [grouped(group.filter((alarm) => mutedBy(alarm, mutes)).length)],
      [grouped(group.filter(({ actionsEnabled }) => !actionsEnabled).length)],
    ]);
  return [
    {
      kind: "table",
      title: "By account and Region",
      columns: ["Where", "ALARM", "No data", "OK", "Muted", "Actions off"],
      rows: rows.slice(0, MOST_PLACES),
      hidden: Math.max(0, rows.length - MOST_PLACES),
    },
  ];
}

function amount(alarms: readonly Alarm[], wanted: AlarmState): number {
  return alarms.filter(({ state }) => state === wanted).length;
}
