/** All that is read for one alarm, side by side. What is beside the question may fail: the answer then says so. */
import type { Alarm, AlarmContributor, AlarmHistoryItem } from "../../domain/alarm.ts";
import type { Series } from "../../domain/metric.ts";
import { Problem } from "../../domain/problem.ts";
import type { Search } from "../../domain/search.ts";
import type { Window } from "../../domain/time.ts";
import type { CloudWatch } from "../../sources/cloudwatch.ts";
import type { Run } from "../../sources/trail.ts";
import { chartPeriod, chartQueries, measuredOf } from "./alarm-chart.ts";
import { type ChildAlarm, readChildren } from "./alarm-children.ts";
import { type Mutes, readMutes } from "./alarm-parts.ts";

export type AlarmReads = {
  history: AlarmHistoryItem[];
  isHistoryCut: boolean;
  mutes: Mutes;
  contributors: AlarmContributor[];
  children: ChildAlarm[];
  series: Series[];
  /** Seconds, of the series. */
  period?: number;
  searched: Search[];
  /** What could not be read. */
  notes: string[];
};

export async function readAround(
  alarm: Alarm,
  window: Window & { zone: string },
  { alarms, metrics }: CloudWatch,
  now: number,
  run: Run,
): Promise<AlarmReads> {
  const ref = { name: alarm.name, place: alarm.place };
  const beside = besideOf(run);
  const [history, mutes, contributors, children, drawn] = await Promise.all([
    beside("Its history", () => alarms.history(ref, window, run)),
    readMutes(alarms, { alarm: ref }, run),
    hasContributors(alarm) ? beside("Its series", () => alarms.contributors(ref, run)) : undefined,
    alarm.watch.kind === "composite"
      ? beside("Its children", () => readChildren(alarm, alarms, run))
      : undefined,
    beside("Its metric", () => readSeries(alarm, window, metrics, now, run)),
  ]);
  return {
    history: history?.value?.items ?? [],
    isHistoryCut: history?.value?.isCut ?? false,
    mutes,
    contributors: contributors?.value ?? [],
    children: children?.value?.children ?? [],
    series: drawn?.value?.series ?? [],
    ...(drawn?.value && { period: drawn.value.period }),
    searched: [
      ...(history?.value ? [history.value.searched] : []),
      ...(children?.value?.searched ?? []),
      ...(drawn?.value?.searched ?? []),
    ],
    notes: [history, contributors, children, drawn].flatMap((each) => each?.problem ?? []),
  };
}

/** Alarms over many series; of others CloudWatch tells none. */
function hasContributors({ watch }: Alarm): boolean {
  return watch.kind === "insights" || watch.kind === "promql";
}

type Beside<Value> = { value?: Value; problem?: string };

function besideOf(run: Run) {
  return async <Value>(what: string, read: () => Promise<Value>): Promise<Beside<Value>> => {
    try {
      return { value: await read() };
    } catch (error) {
      run.signal.throwIfAborted();
      if (!(error instanceof Problem)) throw error;
      return { problem: `${what} could not be read: ${error.message}` };
    }
  };
}

async function readSeries(
  alarm: Alarm,
  window: Window & { zone: string },
  metrics: CloudWatch["metrics"],
  now: number,
  run: Run,
): Promise<{ series: Series[]; period: number; searched: Search[] } | undefined> {
  const watch = measuredOf(alarm.watch);
  if (!watch) return undefined;
  const { from, to, zone } = window;
  const period = chartPeriod(watch, window, now);
  const queries = chartQueries(watch, period);
  const found = await metrics.read(
    [{ place: alarm.place, window: { from, to }, queries, zone }],
    run,
  );
  return {
    series: found.flatMap(({ series }) => series),
    period,
    searched: found.map(({ searched }) => searched),
  };
}
