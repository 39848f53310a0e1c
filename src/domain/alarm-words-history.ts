/** An alarm's past: spans in each state, and how often it fired. */
import type { AlarmHistoryItem, AlarmState } from "./alarm.ts";
import { DAY, type Window } from "./time.ts";

/** CloudWatch keeps an alarm's history for so long: of what was before nothing can be said. */
const KEPT_MS = 30 * DAY;

export type StateSpan = { from: number; to: number; state: AlarmState };

/**
 * The states of the alarm itself over a window, oldest first, without gaps as far back as anything is known. `now`: how it stands, and since
 * when.
 */
export function stateSpans(
  items: readonly AlarmHistoryItem[],
  window: Window,
  now: { state: AlarmState; since?: number },
): StateSpan[] {
  const turns = items
    .flatMap(({ kind, at, from, to }) =>
      kind !== "state" || to === undefined ? [] : [{ at, from, to }],
    )
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => a.at - b.at);
  if (now.since !== undefined && !turns.some(({ at }) => at >= (now.since ?? 0) - 1000)) {
    turns.push({ at: now.since, from: undefined, to: now.state });
  }
  const spans: StateSpan[] = [];
  const before = turns[0]?.from;
  const oldest = window.to - KEPT_MS;
  let here = before === undefined ? undefined : { at: oldest, state: before };
  for (const { at, to } of [...turns, { at: Number.POSITIVE_INFINITY, to: now.state }]) {
    if (here) spans.push({ from: here.at, to: at, state: here.state });
    here = { at, state: to };
  }
  return spans.flatMap(({ from, to, state }) => {
    const inside = { from: Math.max(from, window.from), to: Math.min(to, window.to), state };
    return inside.to > inside.from ? [inside] : [];
  });
}

/** How often it went into ALARM within a window; its single series do not count. */
export function timesFired(items: readonly AlarmHistoryItem[], window: Window): number {
  return items.filter(
    ({ kind, at, from, to }) =>
      kind === "state" &&
      to === "ALARM" &&
      from !== "ALARM" &&
      at >= window.from &&
      at <= window.to,
  ).length;
}
