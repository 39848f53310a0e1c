/** The alarms that watch a metric: their thresholds as lines, and when they were in ALARM. */
import type { ChartSpan, ChartThreshold } from "../../charts/chart-data.ts";
import { valueWords } from "../../charts/units.ts";
import type { Alarm, AlarmWatch } from "../../domain/alarm.ts";
import { stateSpans } from "../../domain/alarm-words-history.ts";
import { breachSide, operatorWords } from "../../domain/alarm-words-metric.ts";
import type { Dimension, Metric, SeriesQuery } from "../../domain/metric.ts";
import type { Search } from "../../domain/search.ts";
import type { Window } from "../../domain/time.ts";
import type { Alarms, Where } from "../../sources/cloudwatch.ts";
import type { Run } from "../../sources/trail.ts";
import type { Meant } from "./naming/meant.ts";

export type AlarmsSeen = { alarms: Alarm[]; spans: ChartSpan[]; searched: Search[] };

export const NO_ALARMS: AlarmsSeen = { alarms: [], spans: [], searched: [] };

/** Alarms whose past is looked up. */
const MOST_HISTORIES = 3;

/** Every alarm of the places; never rejects but for an abort, as a picture is worth showing without them. */
export async function findAlarms(
  where: Where,
  alarms: Alarms,
  run: Run,
): Promise<{ alarms: Alarm[]; searched: Search[] }> {
  try {
    const found = await alarms.find(where, run);
    return { alarms: found.alarms, searched: found.searched.filter(({ complete }) => !complete) };
  } catch {
    run.signal.throwIfAborted();
    return { alarms: [], searched: [] };
  }
}

/** Those that watch one of the metrics, with the spans in which they were in ALARM. */
export async function alarmsOn(
  meant: readonly Meant[],
  found: { alarms: Alarm[]; searched: Search[] },
  window: Window,
  source: Alarms,
  run: Run,
): Promise<AlarmsSeen> {
  const alarms = found.alarms.filter((alarm) => meant.some((each) => watches(alarm, each)));
  const told = alarms.slice(0, MOST_HISTORIES);
  const histories = await Promise.all(
    told.map(async (alarm) => {
      try {
        const ref = { name: alarm.name, place: alarm.place };
        return (await source.history(ref, window, run)).items;
      } catch {
        run.signal.throwIfAborted();
        return [];
      }
    }),
  );
  const spans = told.flatMap((alarm, index) => {
    const since = alarm.stateSince;
    const now = { state: alarm.state, ...(since !== undefined && { since }) };
    return stateSpans(histories[index] ?? [], window, now)
      .filter(({ state }) => state === "ALARM")
      .map(({ from, to }): ChartSpan => ({ from, to, label: alarm.name, tone: "alarm" }));
  });
  return { alarms, spans, searched: found.searched };
}

function watches({ watch, place }: Alarm, { metric, place: there }: Meant): boolean {
  if (place.account !== there.account || place.region !== there.region) return false;
  return queriesIn(watch).some((query) => query.kind === "metric" && isSame(query.metric, metric));
}

function queriesIn(watch: AlarmWatch): SeriesQuery[] {
  return "queries" in watch ? watch.queries : [];
}

function isSame(a: Metric, b: Metric): boolean {
  return (
    a.namespace === b.namespace && a.name === b.name && keyOf(a.dimensions) === keyOf(b.dimensions)
  );
}

function keyOf(dimensions: readonly Dimension[]): string {
  return dimensions
    .map(({ name, value }) => `${name}=${value}`)
    .toSorted()
    .join("\n");
}

/** What the picture shows first: statistic, seconds, CloudWatch's name and unit. */
export type Shown = { stat: string; period: number; metric?: string; unit?: string };

/**
 * Thresholds that can be drawn on these series: of a single metric, with the same statistic, and for sums over the same
 * period, since a threshold of five in five minutes says nothing about each minute.
 */
export function thresholdsOf(
  alarms: readonly Alarm[],
  shown: Shown,
): { lines: ChartThreshold[]; undrawn: Alarm[] } {
  const lines: ChartThreshold[] = [];
  const undrawn: Alarm[] = [];
  for (const alarm of alarms) {
    const line = thresholdLine(alarm, shown);
    if (!line) undrawn.push(alarm);
    // The same alarm in two accounts is one line.
    else if (!lines.some(({ label, value }) => label === line.label && value === line.value))
      lines.push(line);
  }
  return { lines, undrawn };
}

function thresholdLine({ name, watch }: Alarm, shown: Shown): ChartThreshold | undefined {
  if (watch.kind !== "metric" || watch.threshold === undefined) return undefined;
  const query = watch.queries.find(({ id }) => id === watch.alarmedId);
  if (query?.kind !== "metric" || query.stat.toLowerCase() !== shown.stat.toLowerCase())
    return undefined;
  if (query.metric.name !== shown.metric) return undefined;
  const isAdded = shown.stat === "Sum" || shown.stat === "SampleCount";
  if (isAdded && watch.period !== shown.period) return undefined;
  const side = breachSide(watch.evaluation.comparison);
  const sign = operatorWords(watch.evaluation.comparison);
  return {
    value: watch.threshold,
    label: `${name} ${sign} ${valueWords(watch.threshold, watch.unit ?? shown.unit)}`,
    ...(side !== "both" && { breach: side }),
  };
}
