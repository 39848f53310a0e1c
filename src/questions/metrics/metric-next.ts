/** What to ask after a picture: the week before, who changed the thing, its alarms, a percentile, an alarm of its own. */
import type { FollowUp } from "../../answers/answer.ts";
import { DAY, type Window } from "../../domain/time.ts";
import { nameText, windowText } from "../audit/compose.ts";
import { quotedName } from "../quoted-name.ts";
import { numbersOf } from "./compare.ts";
import { thingOf } from "./metric-changes.ts";
import type { Seen } from "./metric-seen.ts";
import type { Meant } from "./naming/meant.ts";
import { metricText } from "./naming/unclear-name.ts";

/** Questions as texts; each names what it is about by itself. */
export function followUpsOf(seen: Seen): FollowUp[] {
  const { asked, series, alarms, window } = seen;
  const meant = series[0]?.meant;
  const said = meant ? metricSaid(seen, meant) : asked.name;
  const when = asked.window.byDefault ? "" : ` ${spanText(asked.window.words, window)}`;
  const where = placeWords(seen);
  const thing = meant && thingOf(meant);
  const { versus, stat } = asked;
  const own = series.map((each) => each.meant && thingOf(each.meant));
  const isOne = thing !== undefined && new Set(own).size === 1;
  if (series.every(({ points }) => points.length === 0)) {
    const text = `metric ${said}${statText(stat)}${where}`;
    return ["last 7 d", "last 60 d"]
      .filter((longer) => longer !== asked.window.words)
      .map((longer) => follow(longer, `${text} ${longer}`));
  }
  return [
    ...(versus ? [] : before(`metric ${said}${statText(stat)}${where}${when}`, window)),
    ...(isOne
      ? [follow(`Who changed ${thing}?`, `who changed ${nameText(thing)}${when || " last 24h"}`)]
      : []),
    ...alarmNames(alarms.alarms).map((name) =>
      follow(`Alarm ${name}`, `alarm ${quotedName(name)}`),
    ),
    ...percentile(seen, meant, `${said}${where}${when}`),
    ...draft(seen, meant, said),
    ...(meant ? companions(seen, meant, `${where}${when}`) : []),
  ];
}

/** `last 6 h` is read again as it is said. */
function spanText(words: string, window: Window): string {
  return /^last \d+ [a-z]+$/.test(words) ? words : windowText(window);
}

/** A window longer than a week is compared with the one before it; one of half a year with nothing that is kept. */
function before(text: string, { from, to }: Window): FollowUp[] {
  const length = to - from;
  if (length > 180 * DAY) return [];
  const versus = length > 7 * DAY ? "vs the time before" : "vs last week";
  return [follow(versus, `${text} ${versus}`)];
}

const MOST_ALARMS = 2;

function alarmNames(alarms: readonly { name: string }[]): string[] {
  return [...new Set(alarms.map(({ name }) => name))].slice(0, MOST_ALARMS);
}

function follow(label: string, text: string): FollowUp {
  return { label: label.slice(0, 70), text };
}

/** As it was typed where that is short; what a part of a name was taken for by its whole name. */
function metricSaid({ asked, series }: Seen, meant: Meant): string {
  const { service, names, said, metric } = meant;
  const isNamed = new Set(series.map((each) => each.meant?.names.join(" "))).size === 1;
  const isOneMetric = new Set(series.map((each) => each.meant?.said)).size === 1;
  if (!service || !isNamed || !isOneMetric || said === metric.name) return asked.name;
  return metricText(service, names, said).replace(/^metric /, "");
}

function statText(stat: string | undefined): string {
  return stat === undefined ? "" : ` ${stat}`;
}

function placeWords({ asked }: Seen): string {
  const accounts = (asked.accounts ?? []).map((account) => ` account ${account}`);
  const regions = (asked.regions ?? []).map((region) => ` region ${region}`);
  return [...accounts, ...regions].join("");
}

/** What is looked at together with it: the service's other usual metrics of the same thing. */
function companions({ series }: Seen, { service, names }: Meant, beside: string): FollowUp[] {
  const isNamed = new Set(series.map((each) => each.meant?.names.join(" "))).size === 1;
  if (!service || !isNamed) return [];
  return service.metrics
    .filter(
      (metric) =>
        !series.some((each) => each.meant?.said === metric.said) &&
        !metric.rate &&
        metric.namespace === undefined,
    )
    .slice(0, 3)
    .map((metric) => follow(metric.said, `${metricText(service, names, metric.said)}${beside}`));
}

/** Averages of times hide the slow ones. */
function percentile({ asked }: Seen, meant: Meant | undefined, said: string): FollowUp[] {
  const isTime = meant?.unit === "Milliseconds" || meant?.unit === "Seconds";
  if (!isTime || meant.rate || asked.stat === "p99") return [];
  return [follow("p99", `metric ${said} p99`)];
}

/** Where it would have fired at the height of the window; the draft itself tells how often. */
function draft(
  { series, alarms, period }: Seen,
  meant: Meant | undefined,
  said: string,
): FollowUp[] {
  const [only] = series;
  const numbers = only && numbersOf(only.points);
  if (!numbers || series.length > 1 || !meant || meant.rate || alarms.alarms.length > 1) return [];
  const most = numbers.most.value;
  if (!(most > 0)) return [];
  const threshold = niceBelow(most);
  const minutes = Math.max(1, Math.round(period / 60));
  const stat = ` ${meant.stat}`;
  return [
    follow(
      "Draft an alarm",
      `draft alarm ${said}${stat} >= ${threshold} in ${minutes}m for 3 of 5`,
    ),
  ];
}

/** 1, 2 or 5 with zeros, at most the value. */
function niceBelow(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value));
  const step = [5, 2, 1].find((each) => each * size <= value) ?? 1;
  return Number((step * size).toPrecision(3));
}
