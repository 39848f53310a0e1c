/** What names the series, shades and bands of a picture, in rows below its title. */
import type { EndLabels } from "./frame.ts";
import { fitAmong, sharedEnds, textWidth } from "./lettering.ts";
import { BAND, INK } from "./palette.ts";
import type { PreparedChart } from "./prepare.ts";
import { SPAN_LOOKS, spanPatternId } from "./shades.ts";
import type { StyledTrack } from "./styles.ts";
import { element, line, textElement } from "./svg.ts";

export type LegendEntry = { label: string; sample: Sample; width: number };

export type Sample =
  | { kind: "track"; track: StyledTrack; isNumbered: boolean }
  | { kind: "shade"; fill: string; stroke: string }
  | { kind: "none" };

const SAMPLE = 44;
const SIZE = 22;

type Named = Omit<LegendEntry, "width">;

export function legendEntries(
  chart: PreparedChart,
  tracks: StyledTrack[],
  endLabels: EndLabels,
): Named[] {
  const entries = trackEntries(chart, tracks, endLabels);
  if (chart.moreSeries > 0 && !chart.isStacked) {
    entries.push({ label: `${chart.moreSeries} more, not drawn`, sample: { kind: "none" } });
  }
  if (chart.band) {
    const sample: Sample = { kind: "shade", fill: "url(#band)", stroke: BAND };
    entries.push({ label: chart.band.label, sample });
  }
  return [...entries, ...spanEntries(chart)];
}

/** A single series that the title names needs no name of its own, nor do those that are named at their ends. */
function trackEntries(
  { title }: PreparedChart,
  tracks: StyledTrack[],
  endLabels: EndLabels,
): Named[] {
  const named = tracks.filter(({ label, values }) => {
    if (endLabels === "names") return values.length === 0;
    return tracks.length > 1 || label.length < 3 || !title.includes(label);
  });
  return named.map((track) => ({
    label: `${track.label}${trackRemark(track, tracks.length)}`,
    sample: { kind: "track", track, isNumbered: endLabels === "numbers" },
  }));
}

function trackRemark({ axis, values }: StyledTrack, count: number): string {
  if (values.length === 0 && count > 1) return " (no data)";
  return axis === "right" ? " (right)" : "";
}

/** Each kind of span once. */
function spanEntries({ spans = [] }: PreparedChart): Named[] {
  const kinds = new Map(spans.map((span) => [`${span.tone} ${span.label}`, span]));
  return [...kinds.values()].slice(0, 4).map(({ label, tone }) => {
    const fill = `url(#${spanPatternId(tone)})`;
    return { label, sample: { kind: "shade", fill, stroke: SPAN_LOOKS[tone].colour } };
  });
}

/** Many entries stand in three columns, few one after another. */
export function legendRows(entries: Named[], width: number, scale: number): LegendEntry[][] {
  const isInColumns = entries.length > 6;
  const widest = isInColumns ? width / 3 : width * (entries.length === 1 ? 1 : 0.62);
  const tracks = entries.filter(({ sample }) => sample.kind === "track");
  const shared = sharedEnds(tracks.map(({ label }) => label));
  const rows: LegendEntry[][] = [];
  let used = 0;
  for (const entry of entries) {
    const lead = (entry.sample.kind === "none" ? 0 : SAMPLE + 10) * scale;
    const gap = 26 * scale;
    const label = fitAmong(entry.label, shared, widest - lead - gap, SIZE * scale);
    const needed = lead + textWidth(label, SIZE * scale) + gap;
    const taken = isInColumns ? width / 3 : needed;
    const row = rows.at(-1);
    const placed = { ...entry, label, width: taken };
    if (row && used + taken <= width + gap) row.push(placed);
    else {
      rows.push([placed]);
      used = 0;
    }
    used += taken;
  }
  return rows;
}

/** Rows from `top` downward. */
export function drawLegend(
  rows: LegendEntry[][],
  left: number,
  top: number,
  scale: number,
): string {
  let drawn = "";
  rows.forEach((row, index) => {
    const middle = top + (index + 0.5) * 31 * scale;
    let x = left;
    for (const { label, sample, width } of row) {
      const lead = sample.kind === "none" ? 0 : (SAMPLE + 10) * scale;
      drawn += drawSample(sample, x, middle, SAMPLE * scale, scale);
      drawn += textElement(label, x + lead, middle + SIZE * 0.36 * scale, {
        size: SIZE * scale,
        fill: INK,
      });
      x += width;
    }
  });
  return drawn;
}

function drawSample(sample: Sample, x: number, y: number, width: number, scale: number): string {
  const box = { x, y: y - 9 * scale, width, height: 18 * scale };
  switch (sample.kind) {
    case "none":
      return "";
    case "shade":
      return element("rect", {
        ...box,
        fill: sample.fill,
        stroke: sample.stroke,
        "stroke-width": scale,
      });
    case "track":
      return drawTrackSample(sample.track, sample.isNumbered, x, y, width, scale);
  }
}

function drawTrackSample(
  track: StyledTrack,
  isNumbered: boolean,
  x: number,
  y: number,
  width: number,
  scale: number,
): string {
  const start = isNumbered ? x + 28 * scale : x;
  const badge = isNumbered ? numberBadge(track, x + 12 * scale, y, scale) : "";
  const room = width - (start - x);
  if (track.isFilled) {
    const box = { x: start, y: y - 9 * scale, width: room, height: 18 * scale };
    return (
      badge +
      element("rect", {
        ...box,
        fill: `url(#${track.pattern.id})`,
        stroke: track.colour,
        "stroke-width": scale,
      })
    );
  }
  return badge + trackSample(track, start, y, room);
}

/** A piece of the series' line, `width` long. */
export function trackSample(
  { colour, dash, width: stroke, opacity }: StyledTrack,
  x: number,
  y: number,
  width: number,
): string {
  return line(x, y, x + width, y, {
    stroke: colour,
    "stroke-width": stroke,
    "stroke-dasharray": dash,
    "stroke-opacity": opacity,
  });
}

/** The series' number in a disc of its colour. */
export function numberBadge(
  { number, colour }: StyledTrack,
  x: number,
  y: number,
  scale: number,
): string {
  const size = (number > 9 ? 14 : 16) * scale;
  return (
    element("circle", { cx: x, cy: y, r: 12 * scale, fill: colour }) +
    textElement(String(number), x, y + size * 0.36, {
      size,
      fill: "#fff",
      anchor: "middle",
      isBold: true,
    })
  );
}
