/** What an alarm watches as a picture: its series, threshold or band, and when it stood in ALARM. */
import type { Line, Section } from "../../answers/answer.ts";
import { count, grouped } from "../../answers/words.ts";
import type {
  Chart,
  ChartBand,
  ChartMarker,
  ChartSeries,
  ChartSpan,
} from "../../charts/chart-data.ts";
import type { Alarm, AlarmHistoryItem, AlarmWatch, MuteRule } from "../../domain/alarm.ts";
import { limitWords, subjectWords } from "../../domain/alarm-words.ts";
import { stateSpans } from "../../domain/alarm-words-history.ts";
import { breachSide, secondsWords, valueWords } from "../../domain/alarm-words-metric.ts";
import type { Series, SeriesQuery } from "../../domain/metric.ts";
import type { Window } from "../../domain/time.ts";
import { muteSpans } from "./alarm-mutes.ts";
import type { ChangesSeen } from "./metric-changes.ts";
import { fittingPeriod } from "./widgets/spans.ts";

export type Measured = Extract<AlarmWatch, { queries: SeriesQuery[] }>;

/** Undefined for alarms that watch no metrics: composites, logs, PromQL. */
export function measuredOf(watch: AlarmWatch): Measured | undefined {
  return "queries" in watch && watch.queries.length > 0 ? watch : undefined;
}

const MOST_POINTS = 1500;
const MOST_INPUTS = 4;
const MOST_SERIES = 8;

/** The alarm's own period where the window allows it, else the next that CloudWatch still keeps. Seconds. */
export function chartPeriod(watch: Measured, window: Window, now: number): number {
  const isKept = fittingPeriod(watch.period, { from: window.from, to: window.from + 1 }, now);
  const isFew = (window.to - window.from) / 1000 / watch.period <= MOST_POINTS;
  return isKept === watch.period && isFew ? watch.period : fittingPeriod(watch.period, window, now);
}

/** What is asked of CloudWatch: inputs of metric math are shown too, as long as they are few. */
export function chartQueries(watch: Measured, period: number): SeriesQuery[] {
  const inputs = watch.queries.filter(({ id }) => id !== watch.alarmedId && id !== watch.bandId);
  const areShown = watch.kind === "math" && inputs.length <= MOST_INPUTS;
  return watch.queries.map((query) => {
    const { isHidden, ...rest } = query;
    const isOwn = query.id === watch.alarmedId || query.id === watch.bandId;
    const hidden = isOwn || areShown ? {} : { isHidden: true as const };
    return query.kind === "metric"
      ? { ...rest, ...hidden, kind: "metric", metric: query.metric, stat: query.stat, period }
      : { ...rest, ...hidden, kind: "expression", expression: query.expression, period };
  });
}

export type ChartParts = {
  alarm: Alarm;
  watch: Measured;
  series: readonly Series[];
  /** Seconds. */
  period: number;
  history: readonly AlarmHistoryItem[];
  /** What CloudTrail tells of the things that are measured. */
  changes: ChangesSeen;
  mutes: readonly MuteRule[];
  window: Window;
  zone: string;
};

/** The picture with what it cannot say itself. */
export function alarmChart(parts: ChartParts): Extract<Section, { kind: "chart" }> {
  const { alarm, watch, window, zone, period, history, changes } = parts;
  const { drawn, left } = drawnSeries(parts);
  const own = configured(history, window, changes.markers.length);
  const markers = [...changes.markers, ...own];
  const { unit } = watch;
  const isComparable = period === watch.period || !isSummed(watch);
  const band = bandOf(parts);
  const chart: Chart = {
    title: alarm.name,
    window,
    zone,
    ...(unit !== undefined && { unit }),
    series: drawn,
    ...(isComparable && watch.threshold !== undefined && { thresholds: [threshold(watch, unit)] }),
    ...(band && { band }),
    spans: [...spansOf(alarm, history, window), ...muteSpans(parts.mutes, window)],
    ...(markers.length > 0 && { markers }),
    emptyWords: "No data in this window",
  };
  const caption: Line[] = [
    ...(period === watch.period ? [] : [periodNote(period, watch, isComparable)]),
    ...(left > 0 ? [[`${grouped(left)} more series are not drawn.`]] : []),
    ...changes.caption,
    ...own.map(configuredLine),
    ...messages(parts.series),
  ];
  return {
    kind: "chart",
    title: [`${subjectWords(watch)} ${limitWords(watch)}`],
    chart,
    ...(caption.length > 0 && { caption }),
  };
}

function drawnSeries({ watch, series }: ChartParts): { drawn: ChartSeries[]; left: number } {
  const own = series
    .filter(({ id }) => id === watch.alarmedId)
    .sort((a, b) => highest(b) - highest(a));
  const inputs = series.filter(({ id }) => id !== watch.alarmedId && id !== watch.bandId);
  const drawn = [
    ...own.slice(0, MOST_SERIES).map((each) => chartSeries(each, "left")),
    ...inputs.slice(0, MOST_INPUTS).map((each) => chartSeries(each, "right")),
  ];
  return { drawn, left: Math.max(0, own.length - MOST_SERIES) };
}

function highest({ points }: Series): number {
  return points.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

function chartSeries({ label, points, periodMs }: Series, axis: "left" | "right"): ChartSeries {
  return {
    label,
    points: points.filter(({ value }) => Number.isFinite(value)),
    ...(periodMs !== undefined && { periodMs }),
    look: axis === "left" ? "line" : "earlier",
    axis,
  };
}

function threshold(watch: Measured, unit: string | undefined) {
  const value = watch.threshold ?? 0;
  const side = breachSide(watch.evaluation.comparison);
  return {
    value,
    label: `threshold ${valueWords(value, unit)}`,
    ...(side !== "both" && { breach: side }),
  };
}

/** CloudWatch gives a band as two series of one id; which is the upper one shows in their values. */
function bandOf({ watch, series }: ChartParts): ChartBand | undefined {
  const edges = series
    .filter(({ id, points }) => id === watch.bandId && points.length > 0)
    .sort((a, b) => mean(a) - mean(b));
  const [lower, upper] = edges;
  return lower && upper
    ? { label: "expected", lower: lower.points, upper: upper.points }
    : undefined;
}

function mean({ points }: Series): number {
  return points.reduce((sum, { value }) => sum + value, 0) / Math.max(1, points.length);
}

function spansOf(alarm: Alarm, history: readonly AlarmHistoryItem[], window: Window): ChartSpan[] {
  const now = {
    state: alarm.state,
    ...(alarm.stateSince !== undefined && { since: alarm.stateSince }),
  };
  return stateSpans(history, window, now).flatMap(({ from, to, state }): ChartSpan[] => {
    if (state === "OK") return [];
    return state === "ALARM"
      ? [{ from, to, label: "ALARM", tone: "alarm" }]
      : [{ from, to, label: "no data", tone: "unknown" }];
  });
}

const MOST_MARKERS = 6;

/** `before`: marks that are there already. */
function configured(
  history: readonly AlarmHistoryItem[],
  window: Window,
  before: number,
): ChartMarker[] {
  return history
    .filter(({ kind, at }) => kind === "configuration" && at >= window.from && at <= window.to)
    .sort((a, b) => a.at - b.at)
    .slice(-MOST_MARKERS)
    .map(({ at }, index) => ({
      at,
      number: before + index + 1,
      label: "configuration",
      tone: "change" as const,
    }));
}

function configuredLine({ number, at }: ChartMarker): Line {
  return [
    { kind: "strong", text: String(number) },
    " ",
    { kind: "time", at },
    " the alarm's own configuration was changed",
  ];
}

function isSummed(watch: Measured): boolean {
  const query = watch.queries.find(({ id }) => id === watch.alarmedId);
  return query?.kind === "metric" && /^(?:Sum|SampleCount)$/.test(query.stat);
}

function periodNote(period: number, watch: Measured, isComparable: boolean): Line {
  const why = isComparable ? "" : ", so that its threshold cannot be drawn here";
  return [
    `Drawn in periods of ${secondsWords(period)}; the alarm looks at periods of ${secondsWords(watch.period)}${why}.`,
  ];
}

function messages(series: readonly Series[]): Line[] {
  const said = series.flatMap((each) => each.messages.map((text) => `${each.label}: ${text}`));
  const failed = series.filter(({ status }) => status === "forbidden" || status === "failed");
  const lines = [...new Set(said)].slice(0, 3).map((text): Line => [text]);
  return failed.length > 0
    ? [...lines, [`${count(failed.length, "series", "series")} could not be read.`]]
    : lines;
}
