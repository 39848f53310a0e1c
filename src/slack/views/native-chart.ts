/**
 * Charts that Slack draws itself, in the reader's colours, where nothing of them would be lost:
 * https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 */
import type { Section } from "../../answers/answer.ts";
import type { Chart, ChartSeries } from "../../charts/chart-data.ts";
import { unitCaption, unitScale } from "../../charts/units.ts";
import type { Datapoint } from "../../domain/metric.ts";
import { DAY, formatZoned } from "../../domain/time.ts";
import type { DataVisualizationBlock, NativeSeries } from "./blocks.ts";
import { LIMITS } from "./limits.ts";
import { cutPlain, shownLine } from "./shown.ts";

/** Fewer say nothing that a line of words does not. */
const LEAST_POINTS = 3;

/** The first charts of an answer that Slack draws itself, by their place among the sections. */
export function nativeCharts(
  sections: readonly Section[],
): ReadonlyMap<number, DataVisualizationBlock> {
  const fitting = sections.flatMap((section, index) => {
    const block = section.kind === "chart" ? nativeChart(section.chart) : undefined;
    return block ? [[index, block] as const] : [];
  });
  return new Map(fitting.slice(0, LIMITS.chartsInMessage));
}

/** Undefined where Slack could not show all of it: gaps, marks, many points, long or equal names. */
export function nativeChart(chart: Chart): DataVisualizationBlock | undefined {
  if (hasMarks(chart)) return undefined;
  const times = commonTimes(chart);
  if (!times) return undefined;
  const categories = timeLabels(times, chart);
  const { factor, label } = axisOf(chart);
  const scaled = (value: number) => Number((value / factor).toPrecision(4));
  const series = [...chart.series.map(ownSeries), ...thresholdSeries(chart, times)].map(
    ({ name, values }): NativeSeries => ({
      name: cutPlain(shownLine(name).trim(), LIMITS.chartLabel),
      data: values.map((value, index) => ({
        label: categories[index] ?? "",
        value: scaled(value),
      })),
    }),
  );
  const names = new Set(series.map(({ name }) => name));
  if (names.size < series.length || series.length > LIMITS.chartSeries) return undefined;
  if (new Set(categories).size < categories.length) return undefined;
  return {
    type: "data_visualization",
    title: cutPlain(shownLine(chart.title).trim(), LIMITS.chartTitle),
    chart: {
      type: chartType(chart),
      series,
      axis_config: {
        categories,
        x_label: cutPlain(shownLine(chart.zone), LIMITS.chartAxis),
        ...(label !== "" && { y_label: cutPlain(label, LIMITS.chartAxis) }),
      },
    },
  };
}

/** Slack writes numbers as they are: bytes and seconds come in a size that people read. */
function axisOf({ series, thresholds = [], unit }: Chart): { factor: number; label: string } {
  const values = [
    ...series.flatMap(({ points }) => points.map(({ value }) => Math.abs(value))),
    ...thresholds.map(({ value }) => Math.abs(value)),
  ];
  const { factor, suffix } = unitScale(unit, Math.max(0, ...values));
  const words = `${unitCaption(unit) ?? ""} ${suffix}`;
  return { factor, label: /\S/.test(words) ? shownLine(words).trim() : "" };
}

/** What Slack's chart has no sign for. */
function hasMarks({ band, markers, spans, series, isStacked, range }: Chart): boolean {
  const isOdd = series.some(({ axis, look }) => axis === "right" || look === "earlier");
  const isCut = range?.min !== undefined || range?.max !== undefined;
  const marks = (markers?.length ?? 0) + (spans?.length ?? 0);
  return (
    isOdd || isCut || band !== undefined || marks > 0 || (isStacked && series.length > 1) === true
  );
}

/** The moments that all series share, where they fill the window without a gap. */
function commonTimes({ series, window }: Chart): number[] | undefined {
  const [first] = series;
  if (!first) return undefined;
  const times = first.points.map(({ at }) => at);
  const [start, next] = times;
  const end = times.at(-1);
  if (start === undefined || next === undefined || end === undefined) return undefined;
  if (times.length < LEAST_POINTS || times.length > LIMITS.chartPoints) return undefined;
  const periodMs = first.periodMs ?? next - start;
  const isEven = times.every(
    (at, index) => index === 0 || at - (times[index - 1] ?? 0) === periodMs,
  );
  // The period that runs has no value yet.
  const isFull = start - window.from < periodMs && window.to - end <= 2 * periodMs;
  const isShared = series.every(({ points }) => isSame(points, times));
  return isEven && isFull && isShared ? times : undefined;
}

function isSame(points: Datapoint[], times: number[]): boolean {
  return (
    points.length === times.length &&
    points.every(({ at, value }, index) => at === times[index] && Number.isFinite(value))
  );
}

function timeLabels(times: number[], { zone, window }: Chart): string[] {
  const isLong = window.to - window.from >= DAY;
  return times.map((at) => {
    const [date = "", clock = ""] = formatZoned(at, zone).split(" ");
    return isLong ? `${date.slice(5)} ${clock.slice(0, 5)}` : clock.slice(0, 5);
  });
}

type Values = { name: string; values: number[] };

function ownSeries({ label, points }: ChartSeries): Values {
  return { name: label, values: points.map(({ value }) => value) };
}

/** There is no line of another kind: a threshold is a series that stays the same. */
function thresholdSeries({ thresholds = [] }: Chart, times: number[]): Values[] {
  return thresholds.map(({ label, value }) => ({ name: label, values: times.map(() => value) }));
}

function chartType({ series, thresholds = [] }: Chart): "line" | "bar" | "area" {
  const looks = new Set(series.map(({ look }) => look ?? "line"));
  // A threshold among bars would be bars.
  if (looks.size > 1 || thresholds.length > 0) return "line";
  if (looks.has("bars")) return "bar";
  return looks.has("area") ? "area" : "line";
}
