/** From when on a folder of copies is whole: while days are still being copied, an answer must not count on them. */
import { DAY, utcDay } from "../../domain/time.ts";
import { peekSyncState, type SyncState } from "./sync-state.ts";

export type CopiesReach = {
  /** Epoch milliseconds; what happened before may be missing. Infinity while nothing is certain. */
  from: number;
  /** Places (`111122223333/eu-west-1`), or accounts, of which newer files could not be copied. */
  lacking: string[];
};

/** Undefined for a folder that no sync has written: then its files are all there is. */
export function readCopiesReach(dir: string): CopiesReach | undefined {
  const state = peekSyncState(dir);
  return state && copiesReach(state);
}

/** What the days that are done tell. Days are copied newest first, so that they are whole from some day on. */
export function copiesReach(state: SyncState): CopiesReach {
  const lacking = state.failed ?? [];
  const places = [...placesOf(state)].filter((place) => !isAmong(place, lacking));
  const isDone = (day: number) => {
    const done = state.done[utcDay(day)];
    return done !== undefined && places.every((place) => done[place] !== undefined);
  };
  // Today and yesterday are looked at each time and never noted as done.
  const newest = state.begunAt ?? state.lookedAt;
  if (newest === undefined) return { from: Number.POSITIVE_INFINITY, lacking };
  let from = Math.floor(newest / DAY) * DAY - DAY;
  while (isDone(from - DAY)) from -= DAY;
  const isBegun = state.begunAt !== undefined && from === Math.floor(newest / DAY) * DAY - DAY;
  return { from: isBegun ? Number.POSITIVE_INFINITY : from, lacking };
}

/** True for a place that is named, or whose account is. */
export function isAmong(place: string, named: readonly string[]): boolean {
  return named.includes(place) || named.includes(place.split("/")[0] ?? "");
}

function placesOf({ done }: SyncState): Set<string> {
  return new Set(Object.values(done).flatMap((places) => Object.keys(places)));
}
