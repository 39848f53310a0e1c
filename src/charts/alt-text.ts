/** What a picture says, in words with its numbers: for those who hear it, and where it cannot be shown. */
import { isTimeZone } from "../domain/time.ts";
import { bandWords, markerWords, spanWords, thresholdWords } from "./alt-text-parts.ts";
import { clockOf } from "./alt-text-times.ts";
import type { Chart, ChartSeries } from "./chart-data.ts";
import { cleanText } from "./lettering.ts";
import { type Glance, glanceAt } from "./points.ts";
import { soundWindow } from "./prepare.ts";
import { type Measured, measured, seriesWords } from "./series-words.ts";
import { valueWords } from "./units.ts";

/** Slack takes 2,000 characters. */
const MOST_LETTERS = 1900;
const TOLD = 5;

/** Sentences, the most telling first; what does not fit any more is left out and said to be. */
export function altText(wanted: Chart, mostLetters = MOST_LETTERS): string {
  const chart = { ...wanted, window: soundWindow(wanted.window) };
  const zone = isTimeZone(chart.zone) ? chart.zone : "UTC";
  const clock = clockOf(chart.window, zone);
  const all = bySize(chart);
  const told = all.slice(0, TOLD).map(({ series }) => measured(series, chart));
  const sentences = [
    cleanText(chart.title),
    `From ${clock.whole(chart.window.from)} to ${clock.end(chart.window.to)}, ${zone.replaceAll("_", " ")}`,
    ...(all.every(({ count }) => count === 0) ? [cleanText(chart.emptyWords ?? "No data")] : []),
    ...told.filter(({ count }) => count > 0).map((each) => seriesWords(each, clock)),
    ...withoutWords(told),
    ...restWords(all.slice(TOLD), chart),
    ...told.flatMap((each) => thresholdWords(each, chart, clock)),
    ...bandWords(told, chart, clock),
    ...spanWords(chart, clock),
    ...markerWords(chart, clock),
    ...droppedWords(all),
  ];
  return joined(sentences, mostLetters);
}

type Glanced = Glance & { series: ChartSeries };

/** Largest first; as they come where there are few. Those that are not told are only glanced at. */
function bySize({ series, window }: Chart): Glanced[] {
  const all = series.map((each) => ({ series: each, ...glanceAt(each.points, window) }));
  return all.length <= TOLD
    ? all
    : all.sort((a, b) => (a.most < b.most ? 1 : a.most > b.most ? -1 : 0));
}

function withoutWords(told: readonly Measured[]): string[] {
  const without = told.filter(({ count }) => count === 0).map(({ label }) => label);
  return without.length > 0 && without.length < told.length
    ? [`No data: ${without.join(", ")}`]
    : [];
}

function restWords(rest: readonly Glanced[], { unit, rightUnit }: Chart): string[] {
  const [first] = rest;
  if (!first) return [];
  const isKnown = first.count > 0;
  const most = valueWords(first.most, first.series.axis === "right" ? rightUnit : unit);
  return [`${rest.length} more series, ${isKnown ? `none above ${most}` : "without data"}`];
}

function droppedWords(series: readonly Glance[]): string[] {
  const dropped = series.reduce((sum, each) => sum + each.dropped, 0);
  if (dropped === 0) return [];
  return [
    dropped === 1
      ? "1 value that is no number is left out"
      : `${dropped} values that are no numbers are left out`,
  ];
}

const CUT = "More is in the picture.";

function joined(sentences: readonly string[], most: number): string {
  let text = "";
  for (const sentence of sentences.filter((each) => each !== "")) {
    const ended = /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
    const next = text === "" ? ended : `${text} ${ended}`;
    if (next.length > most - CUT.length - 1) {
      return text === ""
        ? `${[...next].slice(0, Math.floor(most / 2)).join("")}…`
        : `${text} ${CUT}`;
    }
    text = next;
  }
  return text;
}
