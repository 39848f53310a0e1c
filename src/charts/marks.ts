/** The series themselves: lines, steps, areas, bars and stacks. */

import { drawBars } from "./bars.ts";
import { thresholdsOf } from "./extents.ts";
import type { Frame } from "./frame.ts";
import {
  areaPath,
  beyondLevel,
  linePath,
  ribbonPath,
  runsOf,
  type Spot,
  stepped,
} from "./paths.ts";
import type { StyledTrack } from "./styles.ts";
import { element } from "./svg.ts";

/** Up to so many points of a series are dotted one by one. */
const FEW = 40;

export function drawSeries(frame: Frame): string {
  const { tracks, chart } = frame;
  const earlier = tracks.filter(({ look }) => look === "earlier");
  const now = tracks.filter(({ look }) => look !== "earlier");
  const behind = earlier.map((track) => drawLine(track, frame)).join("");
  if (chart.isStacked) return drawStack(now, frame) + behind;
  const bars = now.filter(({ look }) => look === "bars");
  const others = now.filter(({ look }) => look !== "bars");
  const drawnBars = drawBars(bars, frame);
  return behind + drawnBars + others.map((track) => drawLine(track, frame)).join("");
}

function runsIn(track: StyledTrack, frame: Frame): Spot[][] {
  const { x, y } = frame;
  const runs = runsOf(track, x, (value) => y(value, track.axis));
  if (track.look !== "steps") return runs;
  const width = periodWidth(track, frame);
  return runs.map((run) => stepped(run, width));
}

function periodWidth({ periodMs }: StyledTrack, { chart, x }: Frame): number {
  const { from } = chart.window;
  return x(from + periodMs) - x(from);
}

function drawLine(track: StyledTrack, frame: Frame): string {
  const { scale, plot, y } = frame;
  const runs = runsIn(track, frame);
  const level = Math.min(Math.max(y(0, track.axis), plot.top), plot.bottom);
  const fills = track.isFilled ? runs.map((run) => areaPath(run, level)).join("") : "";
  const area = fills && element("path", { d: fills, fill: `url(#${track.pattern.id})` });
  return area + drawBreach(track, runs, frame) + strokes(track, runs, scale);
}

function strokes(track: StyledTrack, runs: Spot[][], scale: number): string {
  const { colour, dash, width, opacity } = track;
  const d = runs
    .filter((run) => run.length > 1)
    .map(linePath)
    .join("");
  const look = { fill: "none", stroke: colour, "stroke-width": width, "stroke-opacity": opacity };
  // The pattern below tells filled ones apart.
  const dashes = track.isFilled ? undefined : dash;
  const path =
    d && element("path", { d, ...look, "stroke-dasharray": dashes, "stroke-linejoin": "round" });
  const isSparse = track.look !== "steps" && track.values.length <= FEW;
  const dotted = isSparse ? runs : runs.filter((run) => run.length === 1);
  const radius = (isSparse && track.values.length > 1 ? 4.5 : 6) * scale;
  const dots = dotted.flat().map(([cx, cy]) =>
    element("circle", {
      cx,
      cy,
      r: radius,
      fill: colour,
      stroke: "#fff",
      "stroke-width": scale,
      "fill-opacity": opacity,
    }),
  );
  return path + dots.join("");
}

/** What lies beyond a threshold, between it and the line. */
function drawBreach(track: StyledTrack, runs: Spot[][], frame: Frame): string {
  if (track.look === "earlier" || frame.tracks.length > 4) return "";
  return thresholdsOf(frame.chart, track.axis)
    .map(({ value, breach }) => {
      const level = frame.y(value, track.axis);
      if (!breach || level < frame.plot.top || level > frame.plot.bottom) return "";
      const beyond = runs.flatMap((run) => beyondLevel(run, level, breach === "above" ? -1 : 1));
      const d = beyond.map((part) => areaPath(part, level)).join("");
      return d && element("path", { d, fill: "url(#breach)" });
    })
    .join("");
}

/** Each layer lies on those before it; layers of bars are bars. */
function drawStack(tracks: StyledTrack[], frame: Frame): string {
  const layers = stackLayers(tracks);
  if (tracks.some(({ look }) => look === "bars")) return drawBars(tracks, frame, layers);
  return layers
    .map(({ track, lower, upper }) => {
      const level = (values: Float64Array) =>
        runsOf({ times: track.times, values }, frame.x, (value) => frame.y(value, track.axis));
      const [low, high] = [level(lower), level(upper)];
      const isStepped = track.look === "steps";
      const width = periodWidth(track, frame);
      const shape = (run: Spot[] = []) => (isStepped ? stepped(run, width) : run);
      const fills = high
        .map((run, index) => (run.length > 1 ? ribbonPath(shape(run), shape(low[index])) : ""))
        .join("");
      const area = fills && element("path", { d: fills, fill: `url(#${track.pattern.id})` });
      return area + strokes({ ...track, width: track.width * 0.6 }, high.map(shape), frame.scale);
    })
    .join("");
}

export type Layer = { track: StyledTrack; lower: Float64Array; upper: Float64Array };

/** From the ground up; parts below nought are piled downward. */
export function stackLayers(tracks: StyledTrack[]): Layer[] {
  const length = tracks[0]?.times.length ?? 0;
  const [up, down] = [new Float64Array(length), new Float64Array(length)];
  return tracks.map((track) => {
    const [lower, upper] = [new Float64Array(length), new Float64Array(length)];
    for (let index = 0; index < length; index++) {
      const value = track.values[index] ?? 0;
      const pile = value < 0 ? down : up;
      lower[index] = Number.isNaN(value) ? value : (pile[index] ?? 0);
      upper[index] = (lower[index] ?? 0) + value;
      if (!Number.isNaN(value)) pile[index] = upper[index] ?? 0;
    }
    return { track, lower, upper };
  });
}
