/** A chart as lines of text: what stands in the picture, drawn with letters and said with its numbers. */
import type { Chart, ChartSeries, ChartSpan } from "../charts/chart-data.ts";
import { valueWords } from "../charts/units.ts";
import { DAY, formatZoned, type Window } from "../domain/time.ts";
import { count } from "./words.ts";

/** The numbers of one series, in words with their unit; undefined values where it has no datapoint. */
export type ChartNumbers = { label: string; latest?: string; least?: string; most?: string };

/** More series are counted and not drawn. */
const MOST_SERIES = 12;
const WIDEST = 72;
const NARROWEST = 12;
const LONGEST_LABEL = 40;

/** What each series says in numbers. */
export function chartNumbers(chart: Chart): ChartNumbers[] {
  return chart.series.map((series) => {
    const values = finiteOf(series).map(({ value }) => value);
    const last = values.at(-1);
    if (last === undefined) return { label: series.label };
    const unit = series.axis === "right" ? chart.rightUnit : chart.unit;
    const [least, most] = rangeOf(values);
    return {
      label: series.label,
      latest: valueWords(last, unit),
      least: valueWords(least, unit),
      most: valueWords(most, unit),
    };
  });
}

/** `latest 3 · least 0 · most 12`, or `no data`. */
export function numbersWords({ latest, least, most }: ChartNumbers): string {
  if (latest === undefined) return "no data";
  return `latest ${latest} · least ${least} · most ${most}`;
}

/** An alarm that flaps has hundreds; the picture shows them all. */
const MOST_SPANS = 8;

/** What is drawn besides the series; the numbered marks only where no caption explains them. */
export function chartNotes(chart: Chart, zone: string, hasCaption: boolean): string[] {
  const { thresholds = [], spans = [], markers = [], band, window } = chart;
  const clock = (at: number) => momentWords(at, window, zone);
  const within = ({ from, to, label }: ChartSpan) => `${clock(from)} to ${clock(to)}: ${label}`;
  return [
    ...thresholds.map(({ label, value, axis }) => {
      const words = valueWords(value, axis === "right" ? chart.rightUnit : chart.unit);
      return label.includes(words) ? `— ${label}` : `— ${label}: ${words}`;
    }),
    ...(band ? [`░ ${band.label}`] : []),
    ...(spans.length > MOST_SPANS ? [`▓ ${spans.length - MOST_SPANS} earlier spans`] : []),
    ...spans.slice(-MOST_SPANS).map((span) => `▓ ${within(span)}`),
    ...(hasCaption ? [] : markers).map(
      ({ number, at, label }) => `${number} ${clock(at)} ${label}`,
    ),
  ];
}

export type LineOptions = { zone: string; width: number; hasCaption: boolean };

/** The chart drawn with letters in so many columns: a row a series, the time below, and what is marked. */
export function chartLines(chart: Chart, { zone, width, hasCaption }: LineOptions): string[] {
  const shown = chart.series.slice(0, MOST_SERIES);
  const hasPoints = shown.some((series) => finiteOf(series).length > 0);
  if (!hasPoints) return [chart.emptyWords ?? "no data", ...chartNotes(chart, zone, hasCaption)];
  const numbers = chartNumbers({ ...chart, series: shown });
  const columns = Math.max(NARROWEST, Math.min(WIDEST, width));
  const rows = shown.flatMap((series, index) => {
    const row = numbers[index];
    if (!row) return [];
    const words = `${cutLabel(row.label)}: ${numbersWords(row)}`;
    return finiteOf(series).length === 0 ? [words] : [sparkline(series, chart, columns), words];
  });
  const hidden = chart.series.length - shown.length;
  return [
    ...rows,
    ...markerRow(chart, columns),
    timeRow(chart.window, zone, columns),
    ...(hidden > 0 ? [`… ${count(hidden, "more series", "more series")}`] : []),
    ...chartNotes(chart, zone, hasCaption),
  ];
}

function cutLabel(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}

function finiteOf({ points }: ChartSeries): ChartSeries["points"] {
  return points.filter(({ value }) => Number.isFinite(value));
}

/** Without spreading: a series may hold a hundred thousand values. */
function rangeOf(values: readonly number[]): [least: number, most: number] {
  return values.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

const STEPS = "▁▂▃▄▅▆▇█";

/** One letter a column, the highest value in it; a space where nothing was measured. Zero is the floor. */
function sparkline(series: ChartSeries, { window, range }: Chart, columns: number): string {
  const points = finiteOf(series);
  const highest = new Array<number | undefined>(columns).fill(undefined);
  // A point stands for its whole period: a narrow one is no gap between two columns.
  for (const { at, value } of points) {
    const first = columnOf(at, window, columns);
    const last = columnOf(at + Math.max(0, (series.periodMs ?? 1) - 1), window, columns);
    for (let column = first; column <= last; column++) {
      highest[column] = Math.max(highest[column] ?? Number.NEGATIVE_INFINITY, value);
    }
  }
  const [least, most] = rangeOf(points.map(({ value }) => value));
  const floor = range?.min ?? Math.min(0, least);
  const size = Math.max(range?.max ?? most, most) - floor;
  const letters = highest.map((value) => {
    if (value === undefined) return " ";
    // What is more than nothing stands out, however small it is.
    const step = size > 0 ? Math.ceil(((value - floor) / size) * (STEPS.length - 1)) : 0;
    return STEPS[Math.max(0, step)] ?? " ";
  });
  return letters.join("");
}

function columnOf(at: number, { from, to }: Window, columns: number): number {
  const share = to > from ? (at - from) / (to - from) : 0;
  return Math.max(0, Math.min(columns - 1, Math.floor(share * columns)));
}

/** The numbers of the marks below where they stand; one that another covers is told in the lines alone. */
function markerRow({ markers = [], window }: Chart, columns: number): string[] {
  const row = new Array<string>(columns).fill(" ");
  for (const { at, number } of markers) {
    const text = String(number);
    const start = Math.min(columnOf(at, window, columns), columns - text.length);
    const isFree =
      row
        .slice(Math.max(0, start - 1), start + text.length + 1)
        .join("")
        .trim() === "";
    if (isFree) row.splice(start, text.length, ...text);
  }
  const line = row.join("").trimEnd();
  return line === "" ? [] : [line];
}

function timeRow(window: Window, zone: string, columns: number): string {
  const start = momentWords(window.from, window, zone);
  const end = `${momentWords(window.to, window, zone)} ${zone}`;
  return `${start}${" ".repeat(Math.max(1, columns - start.length - end.length))}${end}`;
}

/** `14:05` on one day, `11-20 14:05` over several. */
function momentWords(at: number, { from, to }: Window, zone: string): string {
  const [date = "", clock = ""] = formatZoned(at, zone).split(" ");
  const isOneDay = to - from < DAY && formatZoned(from, zone).slice(0, 10) === date;
  return isOneDay ? clock.slice(0, 5) : `${date.slice(5)} ${clock.slice(0, 5)}`;
}
