/** What lies behind the lines: spans of time, the expected band, thresholds and the side on which they are broken. */
import type { ChartSpan, ChartThreshold } from "./chart-data.ts";
import { thresholdsOf } from "./extents.ts";
import type { Frame } from "./frame.ts";
import { type Box, freeBox } from "./label-room.ts";
import { fitText, textWidth } from "./lettering.ts";
import { ALARM, BAND, MUTED, type Pattern } from "./palette.ts";
import { bandPath } from "./paths.ts";
import { element, line, textElement } from "./svg.ts";

export const SPAN_LOOKS = {
  alarm: { colour: ALARM, fill: "up" },
  muted: { colour: MUTED, fill: "rules" },
  unknown: { colour: MUTED, fill: "dots" },
} as const;

const TONES = ["alarm", "muted", "unknown"] as const;

export function spanPatternId(tone: ChartSpan["tone"]): string {
  return `span-${tone}`;
}

/** Patterns of what a picture may shade, whether it does or not. */
export function shadePatterns(scale: number): Pattern[] {
  const spans = TONES.map((tone) => {
    const { colour, fill } = SPAN_LOOKS[tone];
    return {
      id: spanPatternId(tone),
      colour,
      fill,
      groundOpacity: 0.16,
      size: 9 * scale,
      strength: 1,
    };
  });
  return [
    ...spans,
    { id: "band", colour: BAND, fill: "plain", groundOpacity: 0.22, size: 16 },
    {
      id: "breach",
      colour: ALARM,
      fill: "down",
      groundOpacity: 0.16,
      size: 10 * scale,
      strength: 1,
    },
  ];
}

const STRIP = 15;

/** A tint over the whole height below a patterned strip, whose place tells the kinds apart where they overlap. */
export function drawSpans({ chart, plot, x, scale }: Frame): string {
  const spans = (chart.spans ?? []).filter(
    ({ from, to }) => from <= chart.window.to && to >= chart.window.from && to >= from,
  );
  const tones = TONES.filter((tone) => spans.some((span) => span.tone === tone));
  return spans
    .map(({ from, to, tone }) => {
      const { colour } = SPAN_LOOKS[tone];
      const start = x(Math.max(from, chart.window.from));
      const width = Math.max(x(Math.min(to, chart.window.to)) - start, 3 * scale);
      const top = plot.top + tones.indexOf(tone) * STRIP * scale;
      const across = { x: start, width };
      const whole = { ...across, y: plot.top, height: plot.bottom - plot.top, fill: colour };
      const strip = { ...across, y: top, height: STRIP * scale, stroke: colour };
      return (
        element("rect", { ...whole, "fill-opacity": 0.07 }) +
        element("rect", { ...strip, fill: `url(#${spanPatternId(tone)})`, "stroke-width": scale })
      );
    })
    .join("");
}

export function drawBand(frame: Frame): string {
  const { band } = frame.chart;
  if (!band) return "";
  const edge = {
    fill: "none",
    stroke: BAND,
    "stroke-width": 1.5 * frame.scale,
    "stroke-dasharray": `${3 * frame.scale} ${4 * frame.scale}`,
  };
  const { area, edges } = bandPath(band, frame);
  return element("path", { d: area, fill: "url(#band)" }) + element("path", { d: edges, ...edge });
}

type Placed = ChartThreshold & { y: number; isSeen: boolean };

function placedThresholds(frame: Frame): Placed[] {
  const { chart, plot, y } = frame;
  return (["left", "right"] as const).flatMap((axis) =>
    thresholdsOf(chart, axis).map((threshold) => {
      const at = y(threshold.value, axis);
      return { ...threshold, y: at, isSeen: at >= plot.top - 0.5 && at <= plot.bottom + 0.5 };
    }),
  );
}

/** A light tint on the side that is broken. */
export function drawBreachSides(frame: Frame): string {
  const { plot } = frame;
  return placedThresholds(frame)
    .filter(({ breach, isSeen }) => breach && isSeen)
    .map(({ breach, y }) => {
      const [top, bottom] = breach === "above" ? [plot.top, y] : [y, plot.bottom];
      return element("rect", {
        x: plot.left,
        y: top,
        width: plot.right - plot.left,
        height: Math.max(0, bottom - top),
        fill: ALARM,
        "fill-opacity": 0.045,
      });
    })
    .join("");
}

/** Lines with their labels, which stand where they hide least of what was measured. */
export function drawThresholds(frame: Frame): string {
  const taken: Box[] = [];
  return placedThresholds(frame)
    .map((threshold) => thresholdLine(threshold, frame) + thresholdLabel(threshold, frame, taken))
    .join("");
}

function thresholdLine({ y, isSeen }: Placed, { plot, scale }: Frame): string {
  if (!isSeen) return "";
  const dash = `${12 * scale} ${6 * scale}`;
  const look = { stroke: ALARM, "stroke-width": 2.5 * scale, "stroke-dasharray": dash };
  return line(plot.left, y, plot.right, y, look);
}

/** One that lies outside the plot is named at its edge, with an arrow. */
function thresholdLabel({ label, y, isSeen }: Placed, frame: Frame, taken: Box[]): string {
  const { plot, letter } = frame;
  const size = letter * 0.92;
  const arrow = isSeen ? "" : y < plot.top ? "↑ " : "↓ ";
  const text = fitText(`${arrow}${label}`, (plot.right - plot.left) * 0.6, size);
  const edge = Math.min(Math.max(y, plot.top), plot.bottom);
  const box = freeBox(edge, textWidth(text, size), size, frame, taken);
  if (!box) return "";
  taken.push(box);
  return textElement(text, box.left, box.bottom - size * 0.2, { size, fill: ALARM, hasHalo: true });
}
