/** What was found out for an answer about series, and how it is called. */
import type { FollowUp } from "../../answers/answer.ts";
import { count, listed } from "../../answers/words.ts";
import { secondsWords, statWords } from "../../domain/alarm-words-metric.ts";
import type { Search } from "../../domain/search.ts";
import { formatZoned, SECOND, type Window } from "../../domain/time.ts";
import type { AskContext } from "../question.ts";
import type { MetricsAsked } from "./asked.ts";
import { isAdditive, type Numbers } from "./compare.ts";
import type { AlarmsSeen, Shown } from "./metric-alarms.ts";
import type { ChangesSeen } from "./metric-changes.ts";
import type { SeenSeries } from "./metric-series.ts";

/** What a picture tells apart; of more the highest are drawn. */
export const MOST_DRAWN = 12;

/** All that an answer is made of. */
export type Seen = {
  asked: MetricsAsked;
  text: string;
  context: AskContext;
  window: Window;
  /** Every series that came back. */
  series: SeenSeries[];
  /** Seconds. */
  period: number;
  notes: string[];
  alarms: AlarmsSeen;
  changes: ChangesSeen;
  searched: Search[];
  followUps: FollowUp[];
  /** What is still being looked up. */
  pending?: string;
};

/** `checkout-api errors`, `errors of 3 Lambda functions`, or the expression. */
export function subjectOf({ asked, series }: Pick<Seen, "asked" | "series">): string {
  const [first] = series;
  const meant = first?.meant;
  if (asked.expression !== undefined || !meant) return cutWords(asked.name, 70);
  const isOne = series.length === 1;
  const said = [...new Set(series.map((each) => each.meant?.said ?? ""))];
  if (said.length > 1) return `${meant.names.join(" ")} ${listed(said)}`.trim();
  if (meant.names.length === 0) {
    const all = isOne ? first.label : count(series.length, "series", "series");
    return meant.service ? `${meant.said} of ${all}` : `${meant.metric.namespace} ${meant.said}`;
  }
  if (isOne) {
    const thing = first.label === meant.said ? meant.names.join(" ") : first.label;
    return `${thing} ${meant.said}`;
  }
  const kind = meant.service ? `${meant.service.said}s` : "series";
  const names = new Set(series.map((each) => each.meant?.names.join(" ")));
  const [name] = names;
  if (names.size === 1 && name) return `${name} ${meant.said}`;
  return `${meant.said} of ${series.length} ${kind}`;
}

/** `sum over 1 min`, `p99 over 5 min`; an expression's own. */
export function overWords({ asked, series, period }: Seen): string {
  const meant = series[0]?.meant;
  const over = `over ${secondsWords(drawnPeriod(series, period))}`;
  const isOneStat = new Set(series.map((each) => each.meant?.stat)).size === 1;
  return meant && isOneStat && !meant.rate && asked.expression === undefined
    ? `${statWords(meant.stat)} ${over}`
    : over;
}

function drawnPeriod(series: readonly SeenSeries[], period: number): number {
  const longest = Math.max(0, ...series.map(({ periodMs }) => periodMs));
  return longest > 0 ? longest / SECOND : period;
}

/** What thresholds are compared with. */
export function shownOf({ series, period }: Pick<Seen, "series" | "period">): Shown {
  const meant = series[0]?.meant;
  // A threshold on one part of a rate says nothing about the rate.
  const stat = meant?.rate ? "" : (meant?.stat ?? "");
  return {
    stat,
    period,
    ...(meant && { metric: meant.metric.name }),
    ...(meant?.unit !== undefined && { unit: meant.unit }),
  };
}

export function cutWords(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** The hour alone where the window is of one day. */
export function clock(at: number, window: Window, zone: string): string {
  const said = formatZoned(at, zone).slice(0, 16);
  const days = [window.from, window.to].map((each) => formatZoned(each, zone).slice(0, 10));
  return days[0] === days[1] ? said.slice(11) : said.slice(5);
}

/** What an additive statistic comes to, or the average of others. */
export function totalOf(numbers: Numbers, stat: string | undefined): number {
  return isAdditive(stat) ? numbers.sum : numbers.average;
}
