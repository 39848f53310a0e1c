/** What no source was asked for, in words. */
import { formatInstant, parseInstant, type Window } from "../domain/time.ts";
import type { TrailQuery } from "../sources/trail.ts";
import {
  type Cell,
  heldWindow,
  isAboutData,
  type Offer,
  pastOf,
  placesOf,
  unlistedOf,
} from "./plan-cells.ts";
import type { SourceName } from "./source.ts";

/** As evidence names the sources. */
export const SOURCE_WORDS: Record<SourceName, string> = {
  files: "the log files",
  "lookup-events": "LookupEvents",
  athena: "Athena",
};

/** `gaps` stand out in an answer; `notes` say what a source never has, where the question is about other things. */
export type Missing = { gaps: string[]; notes: string[] };

/** Names all that the query asks for and no cell with a source holds. */
export function missingOf(
  query: TrailQuery,
  offers: readonly Offer[],
  lost: readonly Cell[],
  now: number,
): Missing {
  const gaps = placeGaps(query, offers);
  const notes: string[] = [];
  if (!pastOf(query.window, now)) gaps.push("the window has not begun yet");
  const data = lost.filter(({ kind }) => kind === "data");
  const management = lost.filter(({ kind }) => kind === "management");
  gaps.push(...timeGaps(management, offers, now));
  const isToldAbove = (cell: Cell) =>
    management.some(({ window, places }) => window === cell.window && places === cell.places);
  const dataAlone = data.filter((cell) => !isToldAbove(cell));
  if (dataAlone.length > 0) (isAboutData(query) ? gaps : notes).push(dataWords(dataAlone, query));
  return { gaps, notes };
}

function placeGaps(query: TrailQuery, offers: readonly Offer[]): string[] {
  if (offers.length === 0) return ["no source of events is configured"];
  if (offers.some(({ reach }) => reach.places === undefined)) return [];
  const places = placesOf({ ...query, accounts: [], regions: [] }, offers);
  const { accounts, regions } = unlistedOf(query, places);
  const gaps = [
    ...regions.map((region) => `no trail in ${region}`),
    ...accounts.map((account) => `no trail of account ${account}`),
  ];
  for (const account of query.accounts ?? []) {
    for (const region of query.regions ?? []) {
      if (accounts.includes(account) || regions.includes(region)) continue;
      const isThere = places.some((place) => place.account === account && place.region === region);
      if (!isThere) gaps.push(`no trail in ${region} of account ${account}`);
    }
  }
  return gaps;
}

function timeGaps(lost: readonly Cell[], offers: readonly Offer[], now: number): string[] {
  const runs = new Map<string, { window: Window; places: Set<string> }>();
  for (const { window, places } of joinTouching(lost)) {
    const key = `${window.from} ${window.to}`;
    const run = runs.get(key) ?? { window, places: new Set() };
    for (const { account, region } of places) run.places.add(`${account} ${region}`);
    runs.set(key, run);
  }
  const all = new Set(lost.flatMap(({ places }) => places)).size;
  return [...runs.values()].map(({ window, places }) => {
    const where = places.size === allPlaces(offers, all) ? "" : ` in ${placeWords([...places])}`;
    return `nothing is searched ${spanWords(window)}${where}: ${reasonOf(window, offers, now)}`;
  });
}

/** No log file of CloudTrail is older. */
const FIRST_TRAIL = parseInstant("2013-11-13") ?? 0;

function spanWords({ from, to }: Window): string {
  if (from < FIRST_TRAIL) return `before ${formatInstant(to)}`;
  return `from ${formatInstant(from)} to ${formatInstant(to)}`;
}

function allPlaces(offers: readonly Offer[], atLeast: number): number {
  const all = new Set(
    offers.flatMap(({ reach }) => (reach.places ?? []).map((at) => `${at.account} ${at.region}`)),
  );
  return Math.max(all.size, all.size === 0 ? atLeast : 0);
}

/** Cells of the same places that follow one another, as one. */
function joinTouching(cells: readonly Cell[]): Cell[] {
  const joined: Cell[] = [];
  for (const cell of [...cells].sort((a, b) => a.window.from - b.window.from)) {
    const before = joined.findIndex(
      ({ window, places }) => places === cell.places && window.to === cell.window.from,
    );
    const last = joined[before];
    if (last) joined[before] = { ...last, window: { from: last.window.from, to: cell.window.to } };
    else joined.push(cell);
  }
  return joined;
}

function placeWords(places: string[]): string {
  if (places.length > 3) return `${places.length} places`;
  return places.map((place) => place.split(" ").reverse().join(" of account ")).join(", ");
}

function reasonOf({ from, to }: Window, offers: readonly Offer[], now: number): string {
  const names = offers.map(({ source }) => source);
  const ends = offers.map(({ reach }) => heldWindow(reach, now));
  const isBefore = ends.every((end) => to <= end.from);
  if (!names.includes("athena") && isBefore) {
    const history = names.includes("lookup-events")
      ? "event history goes back 90 days"
      : "the log files begin later";
    return `${history}, and no Athena table is configured (trailwatch trail ddl)`;
  }
  if (isBefore) return "no source goes back so far";
  if (ends.every((end) => from >= end.to)) return "the log files end before";
  return names.includes("athena")
    ? "no source that can answer this holds it"
    : "no Athena table is configured (trailwatch trail ddl)";
}

function dataWords(cells: readonly Cell[], query: TrailQuery): string {
  const from = Math.min(...cells.map(({ window }) => window.from));
  const to = Math.max(...cells.map(({ window }) => window.to));
  const isAll = from <= query.window.from && cells.every(({ held }) => held.length === 0);
  const when = isAll ? "" : ` from ${formatInstant(from)} to ${formatInstant(to)}`;
  return `data events${when} are not in event history, and no log files are asked for them`;
}
