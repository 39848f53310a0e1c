/** Charts → SVG text. Nothing here knows of any service, clock or file. */
import { drawAxes, drawGrid } from "./axes.ts";
import { type Chart, type PictureSize, USUAL_SIZE } from "./chart-data.ts";
import { drawEndLabels } from "./end-labels.ts";
import { type Frame, frameOf, PAD, TITLE } from "./frame.ts";
import { drawLegend } from "./legend.ts";
import { escapeXml, fitText, textWidth } from "./lettering.ts";
import { drawMarkerLines, drawMarkerNumbers } from "./markers.ts";
import { drawSeries } from "./marks.ts";
import { FAINT_INK, GROUND, INK, patternElement } from "./palette.ts";
import { type PreparedChart, prepareChart } from "./prepare.ts";
import { drawBand, drawBreachSides, drawSpans, drawThresholds, shadePatterns } from "./shades.ts";
import { element, textElement } from "./svg.ts";

export const FONT = "DejaVu Sans";

/** The chart as SVG, in the bundled font. */
export function chartSvg(chart: Chart, size: PictureSize = USUAL_SIZE): string {
  return drawPrepared(prepareChart(chart), size);
}

export function drawPrepared(chart: PreparedChart, wanted: PictureSize): string {
  const size = soundSize(wanted);
  const frame = frameOf(chart, size);
  const { plot, scale, markers, legend } = frame;
  const pad = PAD * scale;
  const box = {
    x: plot.left,
    y: plot.top,
    width: plot.right - plot.left,
    height: plot.bottom - plot.top,
  };
  const below = [drawSpans(frame), drawBreachSides(frame), drawGrid(frame), drawBand(frame)].join(
    "",
  );
  const inside = insidePlot(frame, drawSeries(frame));
  const parts = [
    element("rect", { width: size.width, height: size.height, fill: GROUND }),
    titleText(frame),
    drawLegend(legend, pad, pad + TITLE * scale * 1.25, scale),
    below,
    drawAxes(frame),
    drawMarkerLines(markers, plot.top, plot.bottom, scale),
    inside,
    drawThresholds(frame),
    drawMarkerNumbers(markers, plot.top, scale),
    drawEndLabels(frame),
    frame.isEmpty ? emptyText(frame) : "",
    noteText(frame),
  ];
  const view = `0 0 ${size.width} ${size.height}`;
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    ...size,
    viewBox: view,
    "font-family": escapeXml(FONT),
  };
  const drawn = parts.join("");
  return element("svg", root, definitions(frame, box, drawn) + drawn);
}

type Box = { x: number; y: number; width: number; height: number };

/** Large enough to hold any text at all, small enough to be drawn at once. */
function soundSize({ width, height }: PictureSize): PictureSize {
  const sound = (pixels: number, least: number) =>
    Number.isFinite(pixels) ? Math.round(Math.min(Math.max(pixels, least), 4000)) : least;
  return { width: sound(width, 240), height: sound(height, 160) };
}

/** What is drawn refers to them; the others are not needed. */
function definitions(frame: Frame, box: Box, drawn: string): string {
  const all = [...shadePatterns(frame.scale), ...frame.tracks.map(({ pattern }) => pattern)];
  const patterns = all.filter(({ id }) => drawn.includes(`url(#${id})`)).map(patternElement);
  if (!drawn.includes("url(#plot)")) return element("defs", {}, patterns.join(""));
  const slack = 2 * frame.scale;
  const room = { ...box, y: box.y - slack, height: box.height + 2 * slack };
  const clip = element("clipPath", { id: "plot" }, element("rect", room));
  return element("defs", {}, patterns.join("") + clip);
}

/** Only a fixed range leaves anything to cut off, which takes its time. */
function insidePlot({ chart }: Frame, drawn: string): string {
  return chart.range ? element("g", { "clip-path": "url(#plot)" }, drawn) : drawn;
}

function titleText({ chart, size, scale }: Frame): string {
  const type = TITLE * scale;
  const pad = PAD * scale;
  const title = fitText(chart.title, size.width - 2 * pad, type, { isBold: true });
  return textElement(title, pad, pad + type * 0.8, { size: type, fill: INK, isBold: true });
}

function emptyText({ chart, plot, letter }: Frame): string {
  const size = letter * 1.2;
  const words = fitText(
    chart.emptyWords ?? "No data in this window",
    (plot.right - plot.left) * 0.94,
    size,
  );
  const [x, y] = [(plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2];
  const width = textWidth(words, size) + size * 1.6;
  const box = { x: x - width / 2, y: y - size * 1.3, width, height: size * 2, rx: size / 3 };
  const ground = element("rect", { ...box, fill: GROUND, "fill-opacity": 0.9 });
  return ground + textElement(words, x, y, { size, fill: FAINT_INK, anchor: "middle" });
}

function noteText({ notes, size, scale, letter }: Frame): string {
  if (!notes) return "";
  const pad = PAD * scale;
  const words = fitText(notes, size.width - 2 * pad, letter * 0.92);
  return textElement(words, pad, size.height - pad * 0.8, { size: letter * 0.92, fill: FAINT_INK });
}
