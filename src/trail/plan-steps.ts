/** From cells that are dealt out to sources to the queries that they are asked. */
import { MINUTE, type Window } from "../domain/time.ts";
import type { TrailQuery } from "../sources/trail.ts";
import {
  type Cell,
  DATA_CLASSES,
  ELSEWHERE,
  heldWindow,
  type Offer,
  type Place,
} from "./plan-cells.ts";

/** So far a step reaches into the window of the next: what two sources hold is dropped once, what both miss is gone. */
export const OVERLAP_MS = 5 * MINUTE;

/** Cells that one source answers. */
export type Share = { offer: Offer; cells: Cell[] };

/** The fewest queries for a source that hold all its cells and ask nothing outside its reach. */
export function queriesOf({ offer, cells }: Share, query: TrailQuery, now: number): TrailQuery[] {
  const stretches = new Map<string, { run: Run; places: Place[] }>();
  for (const [place, own] of byPlace(cells)) {
    for (const run of runsOf(own)) {
      const key = `${run.window.from} ${run.window.to} ${run.isDataAlone}`;
      const stretch = stretches.get(key) ?? { run, places: [] };
      stretch.places.push(place);
      stretches.set(key, stretch);
    }
  }
  return [...stretches.values()].flatMap(({ run, places }) => {
    const narrowed = narrow(query, run, heldWindow(offer.reach, now), now);
    return placeSets(query, offer, places).map((set) => ({ ...narrowed, ...set }));
  });
}

function byPlace(cells: readonly Cell[]): Map<Place, Cell[]> {
  const own = new Map<Place, Cell[]>();
  for (const cell of cells) {
    for (const place of cell.places) own.set(place, [...(own.get(place) ?? []), cell]);
  }
  return own;
}

type Run = { window: Window; isDataAlone: boolean };

/** Stretches of cells that touch; one that holds a cell of management events asks for all classes. */
function runsOf(cells: readonly Cell[]): Run[] {
  const runs: Run[] = [];
  const ordered = [...cells].sort((a, b) => a.window.from - b.window.from);
  for (const { window, kind } of ordered) {
    const last = runs.at(-1);
    const isDataAlone = kind === "data";
    if (last && window.from <= last.window.to) {
      last.window = { from: last.window.from, to: Math.max(last.window.to, window.to) };
      last.isDataAlone &&= isDataAlone;
    } else {
      runs.push({ window, isDataAlone });
    }
  }
  return runs;
}

function narrow(query: TrailQuery, { window, isDataAlone }: Run, held: Window, now: number) {
  const { from, to } = query.window;
  const last = Math.min(to, now);
  const narrowed: TrailQuery = {
    ...query,
    window: {
      from: Math.max(window.from - OVERLAP_MS, held.from, from),
      // Clocks differ: where the window goes on, so does the search.
      to: window.to >= last ? to : Math.min(window.to + OVERLAP_MS, held.to, to),
    },
  };
  if (isDataAlone) {
    narrowed.classes = query.classes.filter((name) => DATA_CLASSES.includes(name));
  }
  return narrowed;
}

type PlaceSet = Pick<TrailQuery, "accounts" | "regions">;

/** Accounts and Regions whose every pair is among the places; none where all that the source has is meant. */
function placeSets(query: TrailQuery, { reach }: Offer, places: Place[]): PlaceSet[] {
  const asked = reach.places?.filter(
    ({ account, region }) => isAmong(account, query.accounts) && isAmong(region, query.regions),
  );
  if (!asked || asked.length === places.length) return [{}];
  const sets = new Map<string, { accounts: string[]; regions: string[] }>();
  for (const account of new Set(places.map((place) => place.account))) {
    const regions = places
      .filter((place) => place.account === account && place !== ELSEWHERE)
      .map((place) => place.region)
      .sort();
    const set = sets.get(regions.join(" ")) ?? { accounts: [], regions };
    set.accounts.push(account);
    sets.set(regions.join(" "), set);
  }
  return [...sets.values()];
}

function isAmong(value: string, asked: string[] | undefined): boolean {
  return !asked || asked.length === 0 || asked.includes(value);
}
