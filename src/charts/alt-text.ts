/** What a picture says, in words with its numbers: for those who hear it, and where it cannot be shown. */
import { isTimeZone } from "../domain/time.ts";
import { bandWords, markerWords, spanWords, thresholdWords } from "./alt-text-parts.ts";
import { clockOf } from "./alt-text-times.ts";
import type { Chart } from "./chart-data.ts";
import { cleanText } from "./lettering.ts";
import { soundWindow } from "./prepare.ts";
import { bySize, type Measured, measured, seriesWords } from "./series-words.ts";
import { valueWords } from "./units.ts";

/** Slack takes 2,000 characters. */
const MOST_LETTERS = 1900;
const TOLD = 5;

/** Sentences, the most telling first; what does not fit any more is left out and said to be. */
export function altText(wanted: Chart, mostLetters = MOST_LETTERS): string {
  const chart = { ...wanted, window: soundWindow(wanted.window) };
  const zone = isTimeZone(chart.zone) ? chart.zone : "UTC";
  const clock = clockOf(chart.window, zone);
  const series = chart.series.map((each) => measured(each, chart));
  const told = bySize(series).slice(0, TOLD);
  const sentences = [
    cleanText(chart.title),
    `From ${clock.whole(chart.window.from)} to ${clock.end(chart.window.to)}, ${zone.replaceAll("_", " ")}`,
    ...(series.every(({ count }) => count === 0) ? [cleanText(chart.emptyWords ?? "No data")] : []),
    ...told.filter(({ count }) => count > 0).map((each) => seriesWords(each, clock)),
    ...restWords(series, told),
    ...told.flatMap((each) => thresholdWords(each, chart, clock)),
    ...bandWords(told, chart, clock),
    ...spanWords(chart, clock),
    ...markerWords(chart, clock),
    ...droppedWords(series),
  ];
  return joined(sentences, mostLetters);
}

function restWords(series: readonly Measured[], told: readonly Measured[]): string[] {
  const rest = series.filter((each) => !told.includes(each));
  const [first] = rest;
  const without = told.filter(({ count }) => count === 0).map(({ label }) => label);
  const none =
    told.length > without.length && without.length > 0 ? [`No data: ${without.join(", ")}`] : [];
  if (!first) return none;
  const values = rest.filter(({ count }) => count > 0);
  const most = Math.max(...values.map((each) => each.most.value));
  const words =
    values.length > 0 ? `, none above ${valueWords(most, first.unit)}` : ", without data";
  return [
    ...none,
    rest.length === 1 ? `1 more series${words}` : `${rest.length} more series${words}`,
  ];
}

function droppedWords(series: readonly Measured[]): string[] {
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
