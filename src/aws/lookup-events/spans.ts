/** What of a span of time is there already, and what has to be asked for. */
import { HOUR, type Window } from "../../domain/time.ts";

/** Something that answers for a whole span. */
export type Held = { window: Window; count: number };

/** A piece of a window: asked for, or held. */
export type Piece<Part extends Held> = { window: Window; held?: Part };

/** A request costs as much as a page of events. */
const WORTH_A_REQUEST = 50;

/**
 * Cuts a window into pieces, the newest first. Where what is held would make more requests than it spares, less of it is used.
 */
export function piecesOf<Part extends Held>(window: Window, parts: readonly Part[]): Piece<Part>[] {
  const inside = parts
    .filter(({ window: held }) => held.from <= window.to && held.to >= window.from)
    .sort((a, b) => b.window.to - a.window.to);
  const pieces = cut(window, inside);
  const asked = pieces.filter(({ held }) => !held).length;
  const between = pieces.reduce((sum, { held }) => sum + (held?.count ?? 0), 0);
  return asked > 1 && between <= WORTH_A_REQUEST * (asked - 1) ? [{ window }] : pieces;
}

function cut<Part extends Held>(window: Window, parts: readonly Part[]): Piece<Part>[] {
  const pieces: Piece<Part>[] = [];
  let end = window.to;
  for (const held of parts) {
    const to = Math.min(held.window.to, end);
    const from = Math.max(held.window.from, window.from);
    if (from > to) continue;
    if (to < end) pieces.push({ window: { from: to + 1, to: end } });
    pieces.push({ window: { from, to }, held });
    end = from - 1;
  }
  if (end >= window.from) pieces.push({ window: { from: window.from, to: end } });
  return pieces;
}

/** The whole hours of a window, as the window from the first's beginning to the last millisecond of the last. */
export function wholeHours({ from, to }: Window): Window | undefined {
  const hours = { from: Math.ceil(from / HOUR) * HOUR, to: Math.floor((to + 1) / HOUR) * HOUR - 1 };
  return hours.to > hours.from ? hours : undefined;
}
