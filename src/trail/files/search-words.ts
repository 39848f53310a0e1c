/** Says what was searched. */
import type { Search } from "../../domain/search.ts";
import type { TrailQuery } from "../../sources/trail.ts";
import type { LevelFound } from "../collector.ts";
import type { Coverage } from "./coverage.ts";
import type { Listing } from "./listing.ts";
import type { Seen } from "./scan-file.ts";

/** Gaps beyond these are only counted. */
const MOST_GAPS = 5;

export type Searched = {
  dir: string;
  query: TrailQuery;
  listing: Listing;
  coverage: Coverage;
  /** Records of the window in the files that the index answered for. */
  held: number;
  /** Newest event of the index. */
  newestAt: number | undefined;
  seen: Seen;
  found: LevelFound;
  matched: number;
};

export function describeSearch(searched: Searched): Search {
  const { coverage, listing, seen, query } = searched;
  const rows = coverage.fresh;
  const gaps = [
    ...new Set([...listing.gaps, ...rows.map((row) => row.gap), ...seen.gaps].filter(Boolean)),
  ];
  const events = searched.found.events;
  const keys = coverage.pending.map((file) => file.key);
  const search: Search = {
    source: sourceName(searched),
    place: searched.dir,
    accounts: distinct(query.accounts, [
      ...keys.map((key) => key.account),
      ...rows.map((row) => row.account),
      ...events.map((event) => event.account),
    ]),
    regions: distinct(query.regions, [
      ...keys.map((key) => key.region),
      ...rows.map((row) => row.region),
      ...events.map((event) => event.region),
    ]),
    window: query.window,
    examined: searched.held + seen.examined,
    matched: searched.matched,
    complete: gaps.length === 0,
    gaps: shortGaps(gaps),
  };
  const newestAt = Math.max(searched.newestAt ?? -Infinity, seen.newestAt);
  if (Number.isFinite(newestAt)) search.newestEventAt = newestAt;
  if (seen.storedBytes > 0) search.scannedBytes = seen.storedBytes;
  return search;
}

function sourceName({ coverage, seen }: Searched): string {
  if (coverage.fresh.length === 0) return "log files";
  return seen.storedBytes > 0 ? "index of log files and log files" : "index of log files";
}

/** Values seen; where some were asked for, only those. */
function distinct(asked: string[] | undefined, values: (string | undefined)[]): string[] {
  const seen = new Set<string>();
  for (const value of values) if (value) seen.add(value);
  const all = [...seen].sort();
  return asked && asked.length > 0 ? all.filter((value) => asked.includes(value)) : all;
}

function shortGaps(gaps: string[]): string[] {
  if (gaps.length <= MOST_GAPS) return gaps;
  return [...gaps.slice(0, MOST_GAPS), `and ${gaps.length - MOST_GAPS} more like these`];
}
