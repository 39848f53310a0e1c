/** Where everything stands in a picture. Text decides: what it needs is set aside first, the rest is the plot. */
import type { PictureSize } from "./chart-data.ts";
import { type Extent, extentOf } from "./extents.ts";
import { type LegendEntry, legendEntries, legendRows } from "./legend.ts";
import { textWidth } from "./lettering.ts";
import { laneRows, type PlacedMarker, placeMarkers } from "./markers.ts";
import { isDrawable } from "./points.ts";
import type { PreparedChart } from "./prepare.ts";
import { type StyledTrack, styledTracks } from "./styles.ts";
import { type Fixed, type ValueAxis, valueAxis } from "./ticks.ts";
import { type TimeAxis, timeAxis } from "./time-ticks.ts";
import { unitCaption } from "./units.ts";

export type Rect = { left: number; top: number; right: number; bottom: number };

/** Whether series are named at their ends, only numbered there, or told apart by the legend alone. */
export type EndLabels = "names" | "numbers" | "none";

export type Frame = {
  chart: PreparedChart;
  tracks: StyledTrack[];
  size: PictureSize;
  /** 1 at 1200 × 600. */
  scale: number;
  /** Size of most text, in pixels. */
  letter: number;
  plot: Rect;
  left: ValueAxis | undefined;
  right: ValueAxis | undefined;
  time: TimeAxis;
  endLabels: EndLabels;
  legend: LegendEntry[][];
  markers: PlacedMarker[];
  notes: string;
  isEmpty: boolean;
  x(at: number): number;
  y(value: number, axis?: "left" | "right"): number;
};

const LETTER = 24;
export const TITLE = 29;
export const PAD = 18;

export function frameOf(chart: PreparedChart, size: PictureSize): Frame {
  const scale = Math.min(Math.max(Math.min(size.width / 1000, size.height / 500), 0.6), 3);
  const letter = LETTER * scale;
  const tracks = styledTracks(chart, scale);
  const isEmpty = tracks.every(({ values }) => values.length === 0);
  const left = axisOf(chart, "left", letter, size.height);
  const right = axisOf(chart, "right", letter, size.height);
  const endLabels = endLabelsOf(chart, tracks, size, letter, right !== undefined);
  const pad = PAD * scale;
  const margin = {
    left: axisWidth(left, chart.unit, letter, scale),
    right: right
      ? axisWidth(right, chart.rightUnit, letter, scale)
      : endWidth(tracks, endLabels, letter),
  };
  const across = { left: pad + margin.left, right: size.width - pad - margin.right };
  const x = scaleBetween(chart.window.from, chart.window.to, across.left, across.right);
  const markers = placeMarkers(chart, x, across, scale);
  const notes = noteWords(chart, countBeyond(chart, left));
  const rows = legendRows(legendEntries(chart, tracks, endLabels), size.width - 2 * pad, scale);
  const captioned = unitCaption(chart.unit) ?? unitCaption(chart.rightUnit);
  const lane = Math.max(
    laneRows(markers) * 33 * scale + 6 * scale,
    letter * (captioned ? 1.75 : 0.7),
  );
  const bottom = size.height - pad - letter * (notes ? 3.9 : 2.75);
  const head = pad + TITLE * scale * 1.25 + lane;
  const legend = rows.slice(0, roomFor(bottom - head, size.height, 31 * scale));
  const plot = { ...across, top: head + legend.length * 31 * scale, bottom };
  const most = Math.max(2, Math.floor((across.right - across.left) / (letter * 6)));
  return {
    chart,
    tracks,
    size,
    scale,
    letter,
    plot,
    left,
    right,
    endLabels,
    legend,
    markers,
    notes,
    isEmpty,
    x,
    time: timeAxis(chart.window, chart.zone, most),
    y: valueScales(plot, left, right),
  };
}

function axisOf(
  chart: PreparedChart,
  side: "left" | "right",
  letter: number,
  height: number,
): ValueAxis | undefined {
  const extent: Extent | undefined = extentOf(chart, side);
  if (!extent) return undefined;
  const count = Math.min(Math.max(Math.round((height * 0.5) / (letter * 2.4)), 2), 5);
  const unit = side === "left" ? chart.unit : chart.rightUnit;
  return valueAxis(extent.low, extent.high, {
    unit,
    count,
    fixed: side === "left" ? soundRange(chart.range) : {},
    isWhole: unit === "Count" && isWhole(chart, side),
  });
}

function isWhole({ tracks, thresholds = [] }: PreparedChart, side: "left" | "right"): boolean {
  const own = tracks.filter(({ axis }) => axis === side);
  const isEven = (value: number) => Number.isInteger(value) || Number.isNaN(value);
  return (
    own.every(({ values }) => values.every(isEven)) &&
    thresholds.every(({ value }) => isEven(value))
  );
}

/** Ends that are no numbers, or the wrong way round, are no ends. */
function soundRange({ min, max }: Fixed = {}): Fixed {
  const [low, high] = [min, max].map((end) =>
    end !== undefined && isDrawable(end) ? end : undefined,
  );
  if (low !== undefined && high !== undefined && low >= high) return {};
  return { ...(low !== undefined && { min: low }), ...(high !== undefined && { max: high }) };
}

function axisWidth(
  axis: ValueAxis | undefined,
  unit: string | undefined,
  letter: number,
  scale: number,
): number {
  const labels = (axis?.ticks ?? []).map(({ label }) => textWidth(label, letter));
  const caption = axis ? captionOf(unit) : "";
  return Math.max(20 * scale, ...labels, textWidth(caption, letter)) + 12 * scale;
}

/** What stands above an axis. */
export function captionOf(unit: string | undefined): string {
  const caption = unitCaption(unit) ?? "";
  return caption.length > 12 ? `${caption.slice(0, 11)}…` : caption;
}

function endLabelsOf(
  chart: PreparedChart,
  tracks: StyledTrack[],
  size: PictureSize,
  letter: number,
  hasRight: boolean,
): EndLabels {
  const isOfBars = tracks.some(({ look }) => look === "bars");
  if (tracks.length < 2 || hasRight || (isOfBars && !chart.isStacked)) return "none";
  const widest = Math.max(...tracks.map(({ label }) => textWidth(label, letter * 0.92)));
  const isRoomy = tracks.length <= 5 && widest <= size.width * 0.24;
  if (isRoomy) return "names";
  return tracks.length > 3 || chart.isStacked ? "numbers" : "none";
}

function endWidth(tracks: StyledTrack[], labels: EndLabels, letter: number): number {
  if (labels === "none") return letter * 0.8;
  if (labels === "numbers") return letter * 2;
  return Math.max(...tracks.map(({ label }) => textWidth(label, letter * 0.92))) + letter * 2.4;
}

/** At least two fifths of the height stay for what was measured. */
function roomFor(height: number, whole: number, row: number): number {
  return Math.max(0, Math.floor((height - whole * 0.38) / row));
}

function noteWords({ droppedValues }: PreparedChart, beyond: number): string {
  const notes: string[] = [];
  if (beyond > 0) notes.push("some values lie beyond the axis");
  if (droppedValues === 1) notes.push("1 value that is no number is left out");
  if (droppedValues > 1) notes.push(`${droppedValues} values that are no numbers are left out`);
  const text = notes.join("; ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How many values a fixed range leaves outside. */
function countBeyond(
  { tracks, range, isStacked }: PreparedChart,
  axis: ValueAxis | undefined,
): number {
  if (!range || !axis || isStacked) return 0;
  const own = tracks.filter((track) => track.axis === "left");
  const outside = (value: number) => value > axis.max || value < axis.min;
  return own.reduce((sum, { values }) => sum + values.filter(outside).length, 0);
}

function valueScales(
  plot: Rect,
  left: ValueAxis | undefined,
  right: ValueAxis | undefined,
): Frame["y"] {
  const unset = { min: 0, max: 1 };
  const of = ({ min, max }: { min: number; max: number }) =>
    scaleBetween(min, max, plot.bottom, plot.top);
  const scales = { left: of(left ?? right ?? unset), right: of(right ?? left ?? unset) };
  return (value, axis = "left") => scales[axis](value);
}

/** In extents of the plot; beyond it nothing is seen. */
const FAR = 100;

/** Halves before differences: the ends may be as far apart as numbers reach. */
function scaleBetween(
  from: number,
  to: number,
  start: number,
  end: number,
): (value: number) => number {
  const extent = to / 2 - from / 2;
  return (value) => {
    const share = (value / 2 - from / 2) / extent;
    return start + Math.min(Math.max(share, -FAR), FAR) * (end - start);
  };
}
