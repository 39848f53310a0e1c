/** What an answer tells of a search with Athena. */
import type { Search, Spared } from "../../domain/search.ts";
import type { TrailFound, TrailQuery } from "../../sources/trail.ts";
import type { Partitions } from "../../trail/sql.ts";
import type { AthenaSetup } from "../setup.ts";

/** Where was looked; `seen` are the places of rows, where the table does not list its own. */
export function searchOf(
  { setup, lagMs }: { setup: AthenaSetup; lagMs: number },
  query: TrailQuery,
  folders: Partitions,
  seen?: { accounts: Iterable<string>; regions: Iterable<string> },
): Search {
  const placed = (known: string[], rows: Iterable<string>) =>
    known.length > 0 ? known : [...rows].sort();
  return {
    source: "Athena",
    place: `${setup.database}.${setup.table}`,
    accounts: placed(folders.accounts, seen?.accounts ?? []),
    regions: placed(folders.regions, seen?.regions ?? []),
    window: query.window,
    examined: 0,
    matched: 0,
    deliveryLagMs: lagMs,
    complete: true,
    gaps: [],
  };
}

/** Nothing was asked, to spare money. What stands beside a question is left out without a word. */
export function sparedFound(
  parts: { setup: AthenaSetup; lagMs: number },
  query: TrailQuery,
  folders: Partitions,
  spared: Spared,
): TrailFound {
  const told = { ...searchOf(parts, query, folders), complete: false, spared };
  return { events: [], counts: {}, names: [], searched: query.aside ? [] : [told] };
}
