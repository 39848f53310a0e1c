/** The ground that a search has to cover, in cells: a stretch of time, places, and whether data events are meant. */
import { asksForContent, mayHoldContent } from "../domain/data-calls.ts";
import { MINUTE, type Window } from "../domain/time.ts";
import type { EventClass } from "../domain/trail-event.ts";
import type { TrailQuery } from "../sources/trail.ts";
import type { Estimate, Reach, SourceName } from "./source.ts";

/** One source as the plan sees it. */
export type Offer = { source: SourceName; reach: Reach; estimate?: Estimate | undefined };

export type Place = { account: string; region: string };

/** `management`: what every source holds. `data`: calls on content, which event history never has. */
export type Kind = "management" | "data";

export type Cell = { window: Window; places: Place[]; kind: Kind; held: SourceName[] };

/** Wherever else events may lie, when a source cannot say where it holds any. */
export const ELSEWHERE: Place = { account: "*", region: "*" };

/** Classes that calls on content can have. */
export const DATA_CLASSES: readonly EventClass[] = [
  "data-change",
  "attempt",
  "read",
  "failed-read",
];

/** True when some events that are asked for may be calls on content. */
export function mayBeData(query: TrailQuery): boolean {
  if (!query.classes.some((name) => DATA_CLASSES.includes(name))) return false;
  const services = [query.services, query.subject?.services].filter((list) => list?.length);
  if (services.some((list) => list?.every((name) => !mayHoldContent(name)))) return false;
  if (!query.names || query.names.length === 0) return true;
  return query.names.some((name) => /[*?]/.test(name) || asksForContent(name));
}

/** True when calls on content are what is asked for, so that an answer without them is none. */
export function isAboutData(query: TrailQuery): boolean {
  if (!mayBeData(query)) return false;
  return query.classes.includes("read") || query.names?.some(asksForContent) === true;
}

/** The window as far as there can be events in it; undefined while it has not begun. */
export function pastOf(window: Window, now: number): Window | undefined {
  if (window.from > window.to || window.from > now) return undefined;
  return { from: window.from, to: Math.min(window.to, now) };
}

/** What a source holds by now: what is on its way to it counts, for nobody else may have it either. */
export function heldWindow({ window, lagMs }: Reach, now: number): Window {
  return { from: window.from, to: now - window.to <= lagMs ? Math.max(now, window.to) : window.to };
}

/** Places of the query that a source lists, and ELSEWHERE where a source that lists none is all that may hold some. */
export function placesOf(query: TrailQuery, offers: readonly Offer[]): Place[] {
  const places = new Map<string, Place>();
  for (const place of offers.flatMap(({ reach }) => reach.places ?? [])) {
    if (isAsked(query, place)) places.set(`${place.account} ${place.region}`, place);
  }
  const listed = [...places.values()];
  const isOpen = offers.some(({ reach }) => reach.places === undefined);
  if (isOpen && (listed.length === 0 || hasUnlisted(query, listed))) listed.push(ELSEWHERE);
  return listed;
}

function isAsked({ accounts, regions }: TrailQuery, place: Place): boolean {
  return isAmong(place.account, accounts) && isAmong(place.region, regions);
}

function isAmong(value: string, asked: string[] | undefined): boolean {
  return !asked || asked.length === 0 || asked.includes(value);
}

function hasUnlisted(query: TrailQuery, listed: Place[]): boolean {
  const { accounts, regions } = unlistedOf(query, listed);
  return accounts.length > 0 || regions.length > 0;
}

/** Accounts and Regions that are asked for, but that no place is of. */
export function unlistedOf(
  { accounts = [], regions = [] }: TrailQuery,
  listed: readonly Place[],
): { accounts: string[]; regions: string[] } {
  return {
    accounts: accounts.filter((asked) => !listed.some(({ account }) => account === asked)),
    regions: regions.filter((asked) => !listed.some(({ region }) => region === asked)),
  };
}

/** Cuts the query's past into cells, each with the sources that hold the whole of it. `cuts` are more moments to cut at. */
export function cellsOf(
  query: TrailQuery,
  offers: readonly Offer[],
  now: number,
  cuts: readonly number[],
): Cell[] {
  const past = pastOf(query.window, now);
  if (!past) return [];
  const kinds: Kind[] = mayBeData(query) ? ["management", "data"] : ["management"];
  const cells: Cell[] = [];
  for (const { places, holders } of groupPlaces(placesOf(query, offers), offers)) {
    const held = new Map(
      holders.map(({ source, reach }) => [source, snapped(heldWindow(reach, now), past)]),
    );
    const ends = [...held.values()];
    const moments = [...cuts, ...ends.flatMap(({ from, to }) => [from, to])];
    for (const window of slices(past, moments)) {
      for (const kind of kinds) {
        const sources = holders
          .filter(({ reach }) => holdsKind(reach, kind))
          .map(({ source }) => source)
          .filter((source) => isInside(window, held.get(source)));
        cells.push({ window, places, kind, held: sources });
      }
    }
  }
  return cells;
}

function groupPlaces(
  places: Place[],
  offers: readonly Offer[],
): { places: Place[]; holders: Offer[] }[] {
  const groups = new Map<string, { places: Place[]; holders: Offer[] }>();
  for (const place of places) {
    const holders = offers.filter((offer) => holdsPlace(offer.reach, place));
    const key = holders.map(({ source }) => source).join(" ");
    const group = groups.get(key) ?? { places: [], holders };
    group.places.push(place);
    groups.set(key, group);
  }
  return [...groups.values()];
}

export function holdsPlace({ places }: Reach, { account, region }: Place): boolean {
  return !places || places.some((held) => held.account === account && held.region === region);
}

export function holdsKind({ never }: Reach, kind: Kind): boolean {
  return kind === "management" || !never.includes("data-change");
}

/** "The last 90 days" are over some moments before they are asked for: for these nobody need be paid. */
function snapped(held: Window, past: Window): Window {
  const isClose = held.from > past.from && held.from - past.from <= SNAP_MS;
  return isClose ? { from: past.from, to: held.to } : held;
}

const SNAP_MS = 10 * MINUTE;

function isInside(inner: Window, outer: Window | undefined): boolean {
  return outer !== undefined && inner.from >= outer.from && inner.to <= outer.to;
}

/** The window in pieces that share their ends. */
function slices({ from, to }: Window, moments: readonly number[]): Window[] {
  const inside = moments.filter((at) => at > from && at < to);
  const ends = [from, ...new Set(inside.sort((a, b) => a - b)), to];
  return ends.slice(1).map((end, at) => ({ from: ends[at] ?? from, to: end }));
}
