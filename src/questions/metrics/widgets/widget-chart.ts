/** A metric widget as a picture. */
import type { Line } from "../../../answers/answer.ts";
import type {
  Chart,
  ChartMarker,
  ChartSeries,
  ChartSpan,
  ChartThreshold,
} from "../../../charts/chart-data.ts";
import type { Alarm } from "../../../domain/alarm.ts";
import type { Window } from "../../../domain/time.ts";
import type { MetricWidget } from "./widget.ts";
import { figuresOf, type RowSeries, type WidgetSeries } from "./widget-series.ts";

/** More lines than this cannot be told apart. */
const MOST_DRAWN = 16;

export type ChartParts = {
  title: string;
  metric: MetricWidget;
  series: WidgetSeries;
  alarms: readonly Alarm[];
  window: Window;
  zone: string;
  unit?: string;
  rightUnit?: string;
};

export type WidgetChart = { chart: Chart; caption: Line[]; hidden: number };

/** The series with the highest peaks where there are too many; `hidden` counts the others. */
export function widgetChart(parts: ChartParts): WidgetChart {
  const { title, metric, series, alarms, window, zone, unit, rightUnit } = parts;
  const drawn = highest(series.rows);
  const { markers, spans, caption } = verticalParts(metric, window);
  const thresholds = [...horizontalParts(metric), ...alarmThresholds(alarms)];
  const { range } = metric;
  const { band } = series;
  const chart: Chart = {
    title,
    window,
    zone,
    ...(unit !== undefined && { unit }),
    ...(rightUnit !== undefined && { rightUnit }),
    series: drawn.map((row) => toChartSeries(row, metric.isStacked)),
    ...(metric.isStacked && { isStacked: true }),
    ...(thresholds.length > 0 && { thresholds }),
    ...(band && {
      band: { label: band.label, lower: band.lower.points, upper: band.upper.points },
    }),
    ...(markers.length > 0 && { markers }),
    ...(spans.length > 0 && { spans }),
    ...((range.min !== undefined || range.max !== undefined) && { range }),
    emptyWords: "No datapoints in this window",
  };
  return { chart, caption, hidden: series.rows.length - drawn.length };
}

function highest(rows: readonly RowSeries[]): RowSeries[] {
  if (rows.length <= MOST_DRAWN) return [...rows];
  const peak = ({ series }: RowSeries) => figuresOf(series)?.most ?? Number.NEGATIVE_INFINITY;
  const kept = new Set([...rows].sort((a, b) => peak(b) - peak(a)).slice(0, MOST_DRAWN));
  return rows.filter((row) => kept.has(row));
}

function toChartSeries({ label, series, row }: RowSeries, isStacked: boolean): ChartSeries {
  return {
    label,
    points: series.points,
    ...(series.periodMs !== undefined && { periodMs: series.periodMs }),
    ...(isStacked && { look: "area" as const }),
    ...(row.axis && { axis: row.axis }),
  };
}

function horizontalParts({ horizontal }: MetricWidget): ChartThreshold[] {
  return horizontal.flatMap(({ value, label, fill, axis, until }) => {
    const line = {
      value,
      label,
      ...((fill === "above" || fill === "below") && { breach: fill }),
      ...(axis && { axis }),
    };
    return until === undefined ? [line] : [line, { ...line, value: until }];
  });
}

function alarmThresholds(alarms: readonly Alarm[]): ChartThreshold[] {
  return alarms.flatMap(({ name, watch }) => {
    const hasQueries = watch.kind === "metric" || watch.kind === "math";
    if (!hasQueries || watch.threshold === undefined) return [];
    const { comparison } = watch.evaluation;
    const breach = comparison.startsWith("Less") ? ("below" as const) : ("above" as const);
    return [{ value: watch.threshold, label: name, breach }];
  });
}

/** Lines across get numbers, which the caption explains; pairs of them are spans. */
function verticalParts({ vertical }: MetricWidget, window: Window) {
  const markers: ChartMarker[] = [];
  const spans: ChartSpan[] = [];
  const caption: Line[] = [];
  for (const { at, label, until } of vertical) {
    if (until !== undefined) {
      const [from, to] = [Math.min(at, until), Math.max(at, until)];
      if (from < window.to && to > window.from) spans.push({ from, to, label, tone: "unknown" });
    } else if (at >= window.from && at <= window.to) {
      const number = markers.length + 1;
      markers.push({ at, number, label, tone: "change" });
      caption.push([
        { kind: "strong", text: String(number) },
        "  ",
        { kind: "time", at },
        ` ${label}`,
      ]);
    }
  }
  return { markers, spans, caption };
}
