/** Grid, values, moments and the name of their zone. */
import { captionOf, type Frame } from "./frame.ts";
import { textWidth } from "./lettering.ts";
import { AXIS, FAINT_INK, GRID, INK } from "./palette.ts";
import { line, textElement } from "./svg.ts";
import type { ValueAxis } from "./ticks.ts";

export function drawGrid({ left, right, plot, y, x, time, scale }: Frame): string {
  const look = { stroke: GRID, "stroke-width": 1.5 * scale };
  const axis = left ?? right;
  const across = (axis?.ticks ?? []).map(({ at }) => {
    const level = y(at, left ? "left" : "right");
    return line(plot.left, level, plot.right, level, at === 0 ? { ...look, stroke: AXIS } : look);
  });
  const eras = time.eras
    .slice(1)
    .map(({ at }) => line(x(at), plot.top, x(at), plot.bottom, { ...look, stroke: "#c9cfd7" }));
  return across.join("") + eras.join("");
}

export function drawAxes(frame: Frame): string {
  const { plot, scale, left, right, chart } = frame;
  const foot = line(plot.left, plot.bottom, plot.right, plot.bottom, {
    stroke: AXIS,
    "stroke-width": 2 * scale,
  });
  return (
    foot +
    drawValues(frame, left, "left", chart.unit) +
    drawValues(frame, right, "right", chart.rightUnit) +
    drawMoments(frame) +
    drawEras(frame)
  );
}

function drawValues(
  { plot, letter, scale, y }: Frame,
  axis: ValueAxis | undefined,
  side: "left" | "right",
  unit: string | undefined,
): string {
  if (!axis) return "";
  const anchor = side === "left" ? "end" : "start";
  const x = side === "left" ? plot.left - 10 * scale : plot.right + 10 * scale;
  const labels = axis.ticks.map(({ at, label }) =>
    textElement(label, x, y(at, side) + letter * 0.35, { size: letter, fill: INK, anchor }),
  );
  const caption = captionOf(unit);
  const look = { size: letter * 0.92, fill: FAINT_INK, anchor } as const;
  return labels.join("") + (caption ? textElement(caption, x, plot.top - letter * 0.85, look) : "");
}

function drawMoments({ plot, letter, scale, time, x, size }: Frame): string {
  return time.ticks
    .map(({ at, label }) => {
      const half = textWidth(label, letter) / 2;
      const middle = x(at);
      const mark = line(middle, plot.bottom, middle, plot.bottom + 7 * scale, {
        stroke: AXIS,
        "stroke-width": 2 * scale,
      });
      const placed = Math.min(Math.max(middle, half + 4), size.width - half - 4);
      return (
        mark +
        textElement(label, placed, plot.bottom + letter * 1.28, {
          size: letter,
          fill: INK,
          anchor: "middle",
        })
      );
    })
    .join("");
}

/** Days or years from where they begin, as far as they do not touch; the zone stands at the end of their row. */
function drawEras({ plot, letter, scale, time, x, chart, size }: Frame): string {
  const base = plot.bottom + letter * 2.5;
  const type = letter * 0.92;
  const look = { size: type, fill: FAINT_INK };
  const zone = chart.zone.replaceAll("_", " ");
  const end = size.width - 18 * scale - textWidth(zone, type) - type;
  let drawn = textElement(zone, size.width - 18 * scale, base, { ...look, anchor: "end" });
  const { eras } = time;
  let free = Number.NEGATIVE_INFINITY;
  eras.forEach(({ at, label }, index) => {
    const start = Math.max(x(at), free);
    const width = textWidth(label, type);
    const next = eras[index + 1];
    const isPushedOut = index === 0 && next !== undefined && start + width + type > x(next.at);
    if (start > x(at) + 1 || start + width > end || isPushedOut) return;
    drawn += textElement(label, start, base, look);
    free = start + width + type;
  });
  return drawn;
}
