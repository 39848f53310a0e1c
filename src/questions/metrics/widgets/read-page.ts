/** Reads what the widgets of one page show: their alarms, then all their metrics at once. */
import type { Alarm } from "../../../domain/alarm.ts";
import { Problem } from "../../../domain/problem.ts";
import type { Search } from "../../../domain/search.ts";
import type { Window } from "../../../domain/time.ts";
import type { CloudWatch, SeriesFound } from "../../../sources/cloudwatch.ts";
import type { Run } from "../../../sources/trail.ts";
import { type PlacedWidget, planReads, type ReadPlan } from "./asks.ts";
import { alarmOfArn, readAlarms } from "./read-alarms.ts";
import type { MetricRow, MetricWidget, Widget } from "./widget.ts";

export type PlacedPage = { widgets: (Widget & { place: PlacedWidget["place"]; window: Window })[] };

export type PageRead = {
  alarms: Map<string, Alarm>;
  plan: ReadPlan;
  found: SeriesFound[];
  /** Metric widgets as they were read: those of an alarm alone with its rows. */
  metrics: Map<number, MetricWidget>;
  searched: Search[];
  problems: string[];
};

/** What one source refuses is told, and the rest is shown. */
export async function readPage(
  { widgets }: PlacedPage,
  { alarms, metrics }: CloudWatch,
  now: number,
  run: Run,
): Promise<PageRead> {
  const read = await readAlarms(widgets.flatMap(arnsOf), alarms, run);
  const placed = widgets.flatMap((widget): PlacedWidget[] => {
    const { number, content, place, window } = widget;
    if (content.kind !== "metric") return [];
    const { metric, alarmPlace } = ofAlarmAlone(content, read.byArn);
    return [{ number, metric, place: alarmPlace ?? place, window }];
  });
  const plan = planReads(placed, now);
  const problems = [...read.problems];
  let found: SeriesFound[] = [];
  if (plan.asks.length > 0) {
    try {
      found = await metrics.read(plan.asks, run);
    } catch (error) {
      run.signal.throwIfAborted();
      if (!(error instanceof Problem)) throw error;
      problems.push(`The metrics are missing: ${error.message} ${error.next}`);
    }
  }
  return {
    alarms: read.byArn,
    plan,
    found,
    metrics: new Map(placed.map(({ number, metric }) => [number, metric])),
    searched: joined([...found.map(({ searched }) => searched), ...read.searched]),
    problems,
  };
}

/** All ARNs of alarms that a widget names. */
function arnsOf({ content }: Widget): string[] {
  return content.kind === "metric" || content.kind === "alarm" ? content.alarmArns : [];
}

/** A graph of an alarm names no metrics: it shows what the alarm watches. */
function ofAlarmAlone(metric: MetricWidget, byArn: Map<string, Alarm>) {
  const [arn = ""] = metric.alarmArns;
  const alarm = byArn.get(arn);
  if (metric.rows.length > 0 || !alarm || !("queries" in alarm.watch)) return { metric };
  const rows = alarm.watch.queries.map((query): MetricRow => {
    const common = {
      id: query.id,
      ...(query.label !== undefined && { label: query.label }),
      ...(query.isHidden && { isHidden: query.isHidden }),
      ...(query.period !== undefined && { period: query.period }),
    };
    return query.kind === "metric"
      ? { ...common, kind: "metric", metric: query.metric, stat: query.stat }
      : { ...common, kind: "expression", expression: query.expression };
  });
  return { metric: { ...metric, rows }, alarmPlace: alarmOfArn(arn)?.place };
}

/** One entry for each source, place and window: a page may ask one place several times. */
function joined(searched: readonly Search[]): Search[] {
  const byKey = new Map<string, Search>();
  for (const search of searched) {
    const { source, accounts, regions, window } = search;
    const key = JSON.stringify([source, accounts, regions, window.from, window.to]);
    const before = byKey.get(key);
    byKey.set(key, before ? sum(before, search) : search);
  }
  return [...byKey.values()];
}

function sum(one: Search, other: Search): Search {
  const requests = (one.requests ?? 0) + (other.requests ?? 0);
  return {
    ...one,
    examined: one.examined + other.examined,
    matched: one.matched + other.matched,
    ...(requests > 0 && { requests }),
    complete: one.complete && other.complete,
    gaps: [...new Set([...one.gaps, ...other.gaps])],
  };
}
