/** Colours that stay apart for the colour-blind and on paper, and dashes and patterns for where colours are not seen. */
import { element } from "./svg.ts";

export const INK = "#1f2937";
export const FAINT_INK = "#5b6472";
export const GRID = "#e3e7ec";
export const AXIS = "#9aa3af";
export const GROUND = "#ffffff";
export const ALARM = "#b42318";
export const MUTED = "#6b7280";
export const BAND = "#64748b";
export const REST = "#8b94a1";

const COLOURS = [
  "#0b5cad",
  "#c2410c",
  "#0f766e",
  "#7c3aed",
  "#a16207",
  "#be185d",
  "#0e7490",
  "#4d7c0f",
  "#1e3a8a",
  "#78350f",
  "#475569",
];

/** In widths of the line: whole, long, dotted, dash and dot, … */
const DASHES: number[][] = [
  [],
  [5, 2.4],
  [1.2, 1.8],
  [6, 2, 1.2, 2],
  [3, 2],
  [6, 2, 1.2, 2, 1.2, 2],
];

export function colourOf(rank: number): string {
  return COLOURS[rank % COLOURS.length] ?? INK;
}

/** The dashes of a line of such a width; none for a whole line. */
export function dashOf(rank: number, width: number): string | undefined {
  const dash = DASHES[rank % DASHES.length] ?? [];
  return dash.length > 0 ? dash.map((part) => part * width).join(" ") : undefined;
}

/** Fills of areas and bars differ in their pattern as well: plain, hatched either way, dotted, ruled. */
const FILLS = ["plain", "up", "dots", "down", "rules", "bars"] as const;
type Fill = (typeof FILLS)[number];

export type Pattern = {
  id: string;
  colour: string;
  fill: Fill;
  groundOpacity: number;
  size: number;
  strength?: number;
};

export function fillOf(rank: number): Fill {
  return FILLS[rank % FILLS.length] ?? "plain";
}

/** A tile that repeats over the picture, with its ground tinted. */
export function patternElement({
  id,
  colour,
  fill,
  groundOpacity,
  size,
  strength = 1,
}: Pattern): string {
  const tint = element("rect", {
    width: size,
    height: size,
    fill: colour,
    "fill-opacity": groundOpacity,
  });
  return element(
    "pattern",
    { id, width: size, height: size, patternUnits: "userSpaceOnUse" },
    `${tint}${motif(fill, colour, size, strength)}`,
  );
}

function motif(fill: Fill, colour: string, size: number, strength: number): string {
  const stroke = { stroke: colour, "stroke-width": (size / 8) * strength, fill: "none" };
  const [half, over] = [size / 2, size * 1.5];
  switch (fill) {
    case "plain":
      return "";
    case "up":
      return element("path", {
        d: `M${-half} ${half}L${half} ${-half}M0 ${size}L${size} 0M${half} ${over}L${over} ${half}`,
        ...stroke,
      });
    case "down":
      return element("path", {
        d: `M${-half} ${half}L${half} ${over}M0 0L${size} ${size}M${half} ${-half}L${over} ${half}`,
        ...stroke,
      });
    case "dots":
      return element("circle", { cx: half, cy: half, r: (size / 6) * strength, fill: colour });
    case "rules":
      return element("path", { d: `M0 ${half}H${size}`, ...stroke });
    case "bars":
      return element("path", { d: `M${half} 0V${size}`, ...stroke });
  }
}
