/** Thresholds, spans and numbered lines of a picture in words. */
import { type Clock, spanOfTime } from "./alt-text-times.ts";
import type { Chart, ChartThreshold } from "./chart-data.ts";
import { fitText } from "./lettering.ts";
import type { Measured } from "./series-words.ts";
import { valueWords } from "./units.ts";

/** For how long a series was on the wrong side, with the first and last time that it was. */
export function thresholdWords(
  series: Measured,
  { thresholds = [] }: Chart,
  clock: Clock,
): string[] {
  if (series.isEarlier || series.count === 0) return [];
  return thresholds
    .filter(({ axis = "left", value }) => axis === series.axis && Number.isFinite(value))
    .map((threshold) => brokenWords(series, threshold, clock));
}

function brokenWords(
  series: Measured,
  { value, label, breach }: ChartThreshold,
  clock: Clock,
): string {
  const { times, values, unit } = series;
  const side = breach === "below" ? "less" : "more";
  const line = `${valueWords(value, unit)} or ${side}`;
  const name = label === "" ? "" : ` (${said(label)})`;
  const broken = times.filter((_, index) => {
    const each = values[index] ?? 0;
    return side === "less" ? each <= value : each >= value;
  });
  return `${series.label} was ${howLong(broken, series, clock, `at ${line}${name}`)}`;
}

/** `state` is said with how long it held, or that it always or never did. */
function howLong(
  found: Float64Array,
  { count, periodMs }: Measured,
  clock: Clock,
  state: string,
): string {
  const [first, last] = [found[0], found.at(-1)];
  if (first === undefined || last === undefined) return `never ${state}`;
  if (found.length === count) return `always ${state}`;
  const length = periodMs > 0 ? ` for ${spanOfTime(found.length * periodMs)} in all` : "";
  if (first === last) return `${state}${length}, at ${clock.short(first)}`;
  return `${state}${length}, first at ${clock.short(first)}, last at ${clock.short(last)}`;
}

/** When the first series left what was expected. */
export function bandWords(
  series: readonly Measured[],
  { band, window }: Chart,
  clock: Clock,
): string[] {
  const first = series.find(
    ({ axis, isEarlier, count }) => axis === "left" && !isEarlier && count > 0,
  );
  if (!band || !first) return [];
  const edge = (points: typeof band.upper) => new Map(points.map(({ at, value }) => [at, value]));
  const [lower, upper] = [edge(band.lower), edge(band.upper)];
  const known = [...upper.keys()].filter((at) => at >= window.from && at <= window.to);
  if (known.length === 0) return [`${said(band.label)}: not known`];
  const outside = first.times.filter((at, index) => {
    const value = first.values[index] ?? 0;
    return (
      value > (upper.get(at) ?? Number.POSITIVE_INFINITY) ||
      value < (lower.get(at) ?? Number.NEGATIVE_INFINITY)
    );
  });
  return [
    `${first.label} was ${howLong(outside, first, clock, `outside of “${said(band.label)}”`)}`,
  ];
}

const SPANS = 6;

export function spanWords({ spans = [], window }: Chart, clock: Clock): string[] {
  const seen = spans.filter(({ from, to }) => from <= window.to && to >= window.from);
  if (seen.length === 0) return [];
  const words = seen.slice(0, SPANS).map(({ from, to, label }) => {
    const start = from > window.from ? `from ${clock.short(from)}` : "from before";
    const end = to < window.to ? `to ${clock.short(to)}` : "to the end";
    return `${said(label)} ${start} ${end}`;
  });
  const more = seen.length > SPANS ? `; and ${seen.length - SPANS} more` : "";
  return [`Shaded: ${words.join("; ")}${more}`];
}

const MARKERS = 12;

export function markerWords({ markers = [], window }: Chart, clock: Clock): string[] {
  const seen = markers.filter(({ at }) => at >= window.from && at <= window.to);
  if (seen.length === 0) return [];
  const words = seen
    .slice(0, MARKERS)
    .map(({ number, label, at }) => `${number}, ${said(label)}, at ${clock.short(at)}`);
  const more = seen.length > MARKERS ? `; and ${seen.length - MARKERS} more` : "";
  return [`Marked: ${words.join("; ")}${more}`];
}

function said(label: string): string {
  return fitText(label, 100, 1);
}
