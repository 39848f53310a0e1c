/** Bars: one a period, side by side where series share it, or piled up. */
import type { Frame } from "./frame.ts";
import type { Layer } from "./marks.ts";
import { spot } from "./paths.ts";
import type { StyledTrack } from "./styles.ts";
import { element } from "./svg.ts";

type Bar = { left: number; right: number; from: number; to: number };

export function drawBars(tracks: StyledTrack[], frame: Frame, layers?: Layer[]): string {
  return tracks
    .map((track, index) => {
      const bars = layers
        ? pileBars(layers[index], frame)
        : sideBars(track, index, tracks.length, frame);
      if (bars.length === 0) return "";
      const d = bars.map(barPath).join("");
      const isOutlined = (bars[0]?.right ?? 0) - (bars[0]?.left ?? 0) > 5 * frame.scale;
      const edge = isOutlined ? { stroke: track.colour, "stroke-width": 1.2 * frame.scale } : {};
      const isThin = !isOutlined && tracks.length === 1;
      return (
        element("path", { d, fill: isThin ? track.colour : `url(#${track.pattern.id})`, ...edge }) +
        breachBars(bars, track, frame)
      );
    })
    .join("");
}

/** One bar's room is its period, a tenth of which stays free. */
function roomOf(
  track: StyledTrack,
  at: number,
  { x, plot }: Frame,
): { left: number; width: number } {
  const whole = track.periodMs > 0 ? x(at + track.periodMs) - x(at) : (plot.right - plot.left) / 24;
  const width = Math.max(whole > 4 ? whole * 0.86 : whole, 1);
  return { left: x(at) + (whole - width) / 2, width };
}

function sideBars(track: StyledTrack, index: number, count: number, frame: Frame): Bar[] {
  const ground = frame.y(0, track.axis);
  return barsOf(track, frame, (at, value) => {
    const { left, width } = roomOf(track, at, frame);
    const part = width / count;
    return {
      left: left + index * part,
      right: left + (index + 1) * part,
      from: ground,
      to: frame.y(value, track.axis),
    };
  });
}

function pileBars(layer: Layer | undefined, frame: Frame): Bar[] {
  if (!layer) return [];
  const { track, lower, upper } = layer;
  return barsOf(track, frame, (at, _value, index) => {
    const { left, width } = roomOf(track, at, frame);
    const level = (values: Float64Array) => frame.y(values[index] ?? 0, track.axis);
    return { left, right: left + width, from: level(lower), to: level(upper) };
  });
}

function barsOf(
  { times, values }: StyledTrack,
  { plot }: Frame,
  toBar: (at: number, value: number, index: number) => Bar,
): Bar[] {
  const bars: Bar[] = [];
  values.forEach((value, index) => {
    if (Number.isNaN(value) || value === 0) return;
    const { left, right, from, to } = toBar(times[index] ?? 0, value, index);
    const inside = (y: number) => Math.min(Math.max(y, plot.top - 50), plot.bottom + 50);
    bars.push({ left, right, from: inside(from), to: inside(to) });
  });
  return bars;
}

function barPath({ left, right, from, to }: Bar): string {
  return `M${spot(left, from)}L${spot(left, to)}L${spot(right, to)}L${spot(right, from)}Z`;
}

/** The part of bars above a threshold. */
function breachBars(bars: Bar[], track: StyledTrack, { chart, y, plot }: Frame): string {
  const threshold = chart.thresholds?.find(
    ({ breach, axis = "left" }) => breach === "above" && axis === track.axis,
  );
  if (!threshold || chart.isStacked) return "";
  const level = y(threshold.value, track.axis);
  const beyond = bars.filter(({ to }) => to < level && level > plot.top);
  const d = beyond.map((bar) => barPath({ ...bar, from: level })).join("");
  return d && element("path", { d, fill: "#fff" }) + element("path", { d, fill: "url(#breach)" });
}
