/** Where a label hides least of what is drawn. */
import type { Frame } from "./frame.ts";

export type Box = { left: number; right: number; top: number; bottom: number };

/** Above or below the level, at the beginning, in the middle or at the end; undefined where other labels stand everywhere. */
export function freeBox(
  level: number,
  width: number,
  size: number,
  frame: Frame,
  taken: readonly Box[],
): Box | undefined {
  const { plot, scale } = frame;
  const height = size * 1.2;
  const lefts = [
    plot.left + 10 * scale,
    (plot.left + plot.right - width) / 2,
    plot.right - 10 * scale - width,
  ];
  const tops = [level - height - 2 * scale, level + 3 * scale];
  const boxes = tops
    .flatMap((top) =>
      lefts.map((left) => ({ left, right: left + width, top, bottom: top + height })),
    )
    .filter(({ top, bottom }) => top >= plot.top - 2 && bottom <= plot.bottom)
    .filter((box) => !taken.some((other) => touches(box, other)));
  const rated = boxes.map((box) => ({ box, hidden: hiddenBy(box, frame) }));
  const least = Math.min(...rated.map(({ hidden }) => hidden));
  return rated.find(({ hidden }) => hidden === least)?.box;
}

function touches(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Points of series inside the box; the line to the next one belongs to a point. */
function hiddenBy(box: Box, { tracks, x, y }: Frame): number {
  let hidden = 0;
  for (const { times, values, axis } of tracks) {
    let before = Number.NaN;
    for (let index = 0; index < times.length; index++) {
      const level = y(values[index] ?? Number.NaN, axis);
      if (isInside(box, x(times[index] ?? 0), level, before)) hidden++;
      before = level;
    }
  }
  return hidden;
}

function isInside(
  { left, right, top, bottom }: Box,
  at: number,
  a: number,
  before: number,
): boolean {
  const b = Number.isNaN(before) ? a : before;
  return at >= left && at <= right && Math.max(a, b) >= top && Math.min(a, b) <= bottom;
}
