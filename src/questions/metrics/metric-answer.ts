/** A picture of series with their numbers, what is missing in them, and what to ask next. */
import type { Answer, Line, Section } from "../../answers/answer.ts";
import { windowWords } from "../../answers/evidence.ts";
import { count } from "../../answers/words.ts";
import { valueWords } from "../../charts/units.ts";
import type { MetricsAsked } from "./asked.ts";
import { numbersOf } from "./compare.ts";
import { thresholdsOf } from "./metric-alarms.ts";
import { chartSections } from "./metric-chart.ts";
import { toSeriesData } from "./metric-data.ts";
import { factsSection } from "./metric-facts.ts";
import { missingSections } from "./metric-missing.ts";
import { clock, cutWords, MOST_DRAWN, type Seen, shownOf, subjectOf } from "./metric-seen.ts";
import type { SeenSeries } from "./metric-series.ts";

export function toMetricAnswer(seen: Seen): Answer {
  const { asked, text, context, series, searched, followUps } = seen;
  const drawn = topSeries(series);
  const hasData = series.some(({ points }) => points.length > 0);
  return {
    outcome: hasData ? "found" : "nothing",
    headline: headline(seen, hasData),
    question: {
      name: "metric",
      text: text.slice(0, 500),
      subject: subjectName(series) ?? cutWords(asked.name, 120),
      window: seen.window,
      zone: context.zone,
    },
    sections: [
      ...noteSections(seen.notes),
      ...(hasData ? chartSections(seen, drawn) : []),
      ...(hasData ? [factsSection(drawn, seen)] : []),
      ...missingSections(seen, drawn),
      ...alarmSections(seen),
    ],
    searched: [...searched, ...seen.alarms.searched, ...seen.changes.searched],
    followUps: followUps.slice(0, 6),
    data: {
      series: series.map(toSeriesData),
      markers: seen.changes.markers.map(({ at, number, label, tone }) => ({
        at,
        number,
        label,
        tone,
      })),
      changes: seen.changes.changes,
      alarms: seen.alarms.alarms.map(({ name, arn, place, state }) => ({
        name,
        arn,
        ...place,
        state,
      })),
    },
  };
}

/** The thing itself, so that "who changed it?" below means it. */
function subjectName(series: readonly SeenSeries[]): string | undefined {
  const names = new Set(series.map(({ meant }) => meant?.names.at(-1)));
  const [name] = names;
  return names.size === 1 ? name : undefined;
}

/** The highest first; equal ones in the order of their labels. */
export function topSeries(series: readonly SeenSeries[]): SeenSeries[] {
  if (series.length <= MOST_DRAWN) return [...series];
  const height = ({ points }: SeenSeries) =>
    points.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return series
    .map((each) => ({ each, height: height(each) }))
    .toSorted((a, b) => b.height - a.height || a.each.label.localeCompare(b.each.label))
    .slice(0, MOST_DRAWN)
    .map(({ each }) => each);
}

function headline(seen: Seen, hasData: boolean): string {
  const { series, context, window } = seen;
  const subject = subjectOf(seen);
  const span = windowSaid(seen.asked.window, context.zone);
  if (!hasData) return `No datapoints of ${subject} ${span}`;
  const [highest] = series
    .flatMap((each) => {
      const numbers = numbersOf(each.points);
      return numbers ? [{ each, numbers }] : [];
    })
    .toSorted((a, b) => b.numbers.most.value - a.numbers.most.value);
  if (!highest) return `No datapoints of ${subject} ${span}`;
  const { each, numbers } = highest;
  const unit = each.meant?.unit;
  const at = clock(numbers.most.at, window, context.zone);
  const most = `highest ${valueWords(numbers.most.value, unit)} at ${at}`;
  if (series.length > 1) return `${subject}: ${most}, ${each.label}`;
  return `${subject}: latest ${valueWords(numbers.latest.value, unit)}, ${most}`;
}

function windowSaid({ words, ...window }: MetricsAsked["window"], zone: string): string {
  if (
    /^(?:in|on|from|since|between|before|around|at|today|yesterday|this|last night)\b/.test(words)
  )
    return words;
  if (/^(?:last|past)\b/.test(words)) return `in the ${words}`;
  return words === "" ? windowWords(window, zone) : words;
}

function noteSections(notes: readonly string[]): Section[] {
  return [...new Set(notes)].map((note) => ({ kind: "callout", tone: "info", line: [note] }));
}

function alarmSections(seen: Seen): Section[] {
  const { alarms } = seen;
  if (alarms.alarms.length === 0) return [];
  const { undrawn } = thresholdsOf(alarms.alarms, shownOf(seen));
  const apart = new Set(undrawn.map(({ arn }) => arn));
  const items = alarms.alarms.map(
    ({ name, state, stateSince, arn }): Line => [
      { kind: "strong", text: name },
      ` ${state === "ALARM" ? "in ALARM" : state}`,
      ...(stateSince === undefined ? [] : [" since ", { kind: "time" as const, at: stateSince }]),
      ...(apart.has(arn)
        ? ["; its threshold is of other statistics or periods, and not drawn"]
        : []),
    ],
  );
  const shown = items.slice(0, 5);
  const title = count(items.length, "alarm on this metric", "alarms on this metric");
  return [{ kind: "list", title, items: shown, hidden: items.length - shown.length }];
}
