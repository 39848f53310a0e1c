/** Points → the paths of lines, steps, areas, bars and bands. */
import type { Frame } from "./frame.ts";
import type { Points } from "./points.ts";
import type { PreparedBand } from "./prepare.ts";

export type Spot = readonly [x: number, y: number];

/** A tenth of a pixel is finer than can be seen, and keeps the text short. */
export function spot(x: number, y: number): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}

/** Unbroken runs of a series in pixels. */
export function runsOf(
  { times, values }: Points,
  x: (at: number) => number,
  y: (value: number) => number,
): Spot[][] {
  const runs: Spot[][] = [];
  let run: Spot[] = [];
  for (let index = 0; index < times.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) {
      if (run.length > 0) runs.push(run);
      run = [];
    } else run.push([x(times[index] ?? 0), bounded(y(value))]);
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

/** What lies far outside a fixed range is drawn no further than where it is cut. */
function bounded(y: number): number {
  return Math.min(Math.max(y, -10_000), 20_000);
}

export function linePath(run: readonly Spot[]): string {
  return `M${run.map(([x, y]) => spot(x, y)).join("L")}`;
}

/** Each value holds for its period. */
export function stepped(run: readonly Spot[], width: number): Spot[] {
  return run.flatMap(([x, y], index) => {
    const next = run[index + 1]?.[0] ?? x + width;
    return [
      [x, y],
      [next, y],
    ] as Spot[];
  });
}

/** The surface between a run and a level. */
export function areaPath(run: readonly Spot[], level: number): string {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return "";
  return `M${spot(first[0], level)}L${run.map(([x, y]) => spot(x, y)).join("L")}L${spot(last[0], level)}Z`;
}

/** The parts of a run beyond a level, with the spots where it crosses it. `side`: 1 for below in pixels, -1 for above. */
export function beyondLevel(run: readonly Spot[], level: number, side: 1 | -1): Spot[][] {
  const isBeyond = ([, y]: Spot) => (y - level) * side > 0;
  const parts: Spot[][] = [];
  let part: Spot[] | undefined;
  run.forEach((here, index) => {
    const before = run[index - 1];
    const isIn = isBeyond(here);
    const crossing = before && isBeyond(before) !== isIn ? [crossingAt(before, here, level)] : [];
    if (isIn) {
      if (!part) {
        part = crossing;
        parts.push(part);
      }
      part.push(here);
    } else {
      part?.push(...crossing);
      part = undefined;
    }
  });
  return parts;
}

function crossingAt([x1, y1]: Spot, [x2, y2]: Spot, level: number): Spot {
  return [x1 + ((level - y1) / (y2 - y1)) * (x2 - x1), level];
}

/** The surface between two runs of the same moments. */
export function ribbonPath(upper: readonly Spot[], lower: readonly Spot[]): string {
  const back = [...lower].reverse();
  return `M${[...upper, ...back].map(([x, y]) => spot(x, y)).join("L")}Z`;
}

/** Lower and upper edge are paired where both are known; what one lacks is left open. */
export function bandPath(
  { lower, upper }: PreparedBand,
  { x, y }: Frame,
): { area: string; edges: string } {
  const lowerRuns = runsOf(lower, x, (value) => y(value));
  const upperRuns = runsOf(upper, x, (value) => y(value));
  const edges = [...lowerRuns, ...upperRuns].filter((run) => run.length > 1).map(linePath);
  const areas = upperRuns.flatMap((up) => {
    const [start, end] = [up[0]?.[0] ?? 0, up.at(-1)?.[0] ?? 0];
    return lowerRuns
      .map((low) => low.filter(([at]) => at >= start && at <= end))
      .filter((low) => low.length > 1)
      .map((low) =>
        ribbonPath(
          up.filter(([at]) => at >= (low[0]?.[0] ?? 0) && at <= (low.at(-1)?.[0] ?? 0)),
          low,
        ),
      );
  });
  return { area: areas.join(""), edges: edges.join("") };
}
