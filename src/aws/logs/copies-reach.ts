/** From when on a folder of copies is whole: while days are still being copied, an answer must not count on them. */
import { DAY, utcDay } from "../../domain/time.ts";
import { peekSyncState, type SyncState } from "./sync-state.ts";

export type CopiesReach = {
  /** Epoch milliseconds; what happened before may be missing. Infinity while nothing is certain. */
  from: number;
  /** `111122223333/eu-west-1`; of all others newer files may be missing. */
  places: string[];
};

/** Undefined for a folder that no sync has written: then its files are all there is. */
export function readCopiesReach(dir: string): CopiesReach | undefined {
  const state = peekSyncState(dir);
  return state && copiesReach(state);
}

/** What the days that are done tell. Days are copied newest first, so that they are whole from some day on. */
function copiesReach({
  places = [],
  failed = [],
  done,
  begunAt,
  lookedAt,
}: SyncState): CopiesReach {
  const whole = places.filter((place) => !isAmong(place, failed));
  const isDone = (day: number) => {
    const counts = done[utcDay(day)];
    return counts !== undefined && whole.every((place) => counts[place] !== undefined);
  };
  const newest = begunAt ?? lookedAt;
  if (newest === undefined) return { from: Number.POSITIVE_INFINITY, places: whole };
  // Today and yesterday are looked at each time and never noted as done.
  const yesterday = Math.floor(newest / DAY) * DAY - DAY;
  let from = yesterday;
  while (isDone(from - DAY)) from -= DAY;
  // The day before yesterday is done after those two: until then they may have a hole.
  const isUnsure = begunAt !== undefined && from === yesterday;
  return { from: isUnsure ? Number.POSITIVE_INFINITY : from, places: whole };
}

/** True for a place that is named, or whose account is. */
function isAmong(place: string, named: readonly string[]): boolean {
  return named.includes(place) || named.includes(place.split("/")[0] ?? "");
}
