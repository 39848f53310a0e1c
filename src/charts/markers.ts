/** Vertical lines whose numbers the text explains; numbers stand above the plot, in rows, and never on each other. */
import type { ChartMarker } from "./chart-data.ts";
import { textWidth } from "./lettering.ts";
import { ALARM, GROUND } from "./palette.ts";
import type { PreparedChart } from "./prepare.ts";
import { element, line, textElement } from "./svg.ts";

/** Markers that stand too close for numbers of their own share one, such as `3–7`. */
export type PlacedMarker = {
  lines: number[];
  tone: ChartMarker["tone"];
  label: string;
  x: number;
  row: number;
  half: number;
};

const ROWS = 3;
const GAP = 3;
const RADIUS = 15;
const ROW = 33;
const SIZE = 20;
const LOOKS = {
  change: { colour: "#374151", dash: "7 5" },
  deployment: { colour: "#6d28d9", dash: "2 4" },
  alarm: { colour: ALARM, dash: undefined },
} as const;

export function placeMarkers(
  { markers = [], window }: PreparedChart,
  x: (at: number) => number,
  across: { left: number; right: number },
  scale: number,
): PlacedMarker[] {
  const shown = markers
    .filter(({ at }) => at >= window.from && at <= window.to)
    .sort((a, b) => a.at - b.at || a.number - b.number);
  const groups: Group[] = [];
  const ends = Array.from({ length: ROWS }, () => Number.NEGATIVE_INFINITY);
  for (const marker of shown) {
    const half = halfOf(String(marker.number), scale);
    const row = ends.findIndex((end) => x(marker.at) - half >= end + GAP * scale);
    const last = groups.at(-1);
    if (row < 0 && last) last.members.push(marker);
    else groups.push({ members: [marker], row, from: (ends[row] ?? 0) + GAP * scale });
    const group = groups.at(-1);
    if (group) ends[group.row] = rightOf(placed(group, x, across, scale));
  }
  return groups.map((group) => placed(group, x, across, scale));
}

/** `from`: where the number before it in its row ends. */
type Group = { members: ChartMarker[]; row: number; from: number };

function rightOf({ x, half }: PlacedMarker): number {
  return x + half;
}

function placed(
  { members, row, from }: Group,
  x: (at: number) => number,
  { left, right }: { left: number; right: number },
  scale: number,
): PlacedMarker {
  const lines = members.map(({ at }) => x(at));
  const label = groupLabel(members.map(({ number }) => number));
  const half = halfOf(label, scale);
  const middle = ((lines[0] ?? 0) + (lines.at(-1) ?? 0)) / 2;
  const inside = Math.max(middle, left + half - RADIUS * scale);
  const at = Math.max(Math.min(inside, right + RADIUS * scale - half), from + half);
  const tone = members.find((each) => each.tone === "alarm")?.tone ?? members[0]?.tone ?? "change";
  return { lines, tone, label, x: at, row, half };
}

function groupLabel(numbers: number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  if (least === most) return String(least);
  return most - least === numbers.length - 1 ? `${least}–${most}` : `${least}…${most}`;
}

function halfOf(label: string, scale: number): number {
  return Math.max(RADIUS * scale, textWidth(label, SIZE * scale, true) / 2 + 6 * scale);
}

export function laneRows(markers: readonly PlacedMarker[]): number {
  return Math.max(0, ...markers.map(({ row }) => row + 1));
}

/** Lines over the plot's height, below everything that was measured. */
export function drawMarkerLines(
  markers: readonly PlacedMarker[],
  top: number,
  bottom: number,
  scale: number,
): string {
  return markers
    .flatMap(({ lines, tone, row }) => {
      const { colour, dash } = LOOKS[tone];
      const look = {
        stroke: colour,
        "stroke-width": 2 * scale,
        "stroke-dasharray": dash,
        "stroke-opacity": 0.75,
      };
      return lines.map((x) => line(x, top - row * ROW * scale - 2 * scale, x, bottom, look));
    })
    .join("");
}

/** Discs for changes, squares for deployments, rings for alarms. */
export function drawMarkerNumbers(
  markers: readonly PlacedMarker[],
  top: number,
  scale: number,
): string {
  return markers
    .map(({ x, row, label, tone, half }) => {
      const y = top - (row + 0.5) * ROW * scale;
      const { colour } = LOOKS[tone];
      const isRing = tone === "alarm";
      const radius = RADIUS * scale;
      const box = element("rect", {
        x: x - half,
        y: y - radius,
        width: 2 * half,
        height: 2 * radius,
        rx: tone === "deployment" ? 4 * scale : radius,
        fill: isRing ? GROUND : colour,
        stroke: isRing ? colour : GROUND,
        "stroke-width": (isRing ? 3 : 1.5) * scale,
      });
      const fill = isRing ? colour : GROUND;
      return (
        box +
        textElement(label, x, y + SIZE * 0.36 * scale, {
          size: SIZE * scale,
          fill,
          anchor: "middle",
          isBold: true,
        })
      );
    })
    .join("");
}
