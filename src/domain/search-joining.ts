/** Many searches of the same kind, told as few: a service that is asked once for each account and Region. */
import type { Search } from "./search.ts";

/**
 * Searches of one source over one window and filter become one for each set of Regions: what was read of account A in
 * two Regions and of B in one never looks as if B had been read in both. What was not read whole stays by itself.
 */
export function joinedSearches(searched: readonly Search[]): Search[] {
  const byRegions = joinedBy(
    searched,
    ({ accounts }) => accounts.join(),
    (a, b) => ({
      accounts: a.accounts,
      regions: [...new Set([...a.regions, ...b.regions])].sort(),
    }),
  );
  return joinedBy(
    byRegions,
    ({ regions }) => regions.join(),
    (a, b) => ({
      accounts: [...new Set([...a.accounts, ...b.accounts])].sort(),
      regions: a.regions,
    }),
  );
}

type Places = Pick<Search, "accounts" | "regions">;

function joinedBy(
  searched: readonly Search[],
  keyOf: (search: Search) => string,
  places: (a: Search, b: Search) => Places,
): Search[] {
  const kept = new Map<string, Search>();
  for (const [at, search] of searched.entries()) {
    const { source, place = "", window, filter = "", complete } = search;
    const alike = [source, place, window.from, window.to, filter, keyOf(search)];
    const key = JSON.stringify(complete ? alike : at);
    const known = kept.get(key);
    kept.set(key, known ? { ...added(known, search), ...places(known, search) } : search);
  }
  return [...kept.values()];
}

function added(a: Search, b: Search): Search {
  const newest = [a.newestEventAt, b.newestEventAt].filter((at) => at !== undefined);
  return {
    ...a,
    examined: a.examined + b.examined,
    matched: a.matched + b.matched,
    ...sumOf("requests", a, b),
    ...sumOf("costUsd", a, b),
    ...sumOf("scannedBytes", a, b),
    ...(newest.length > 0 && { newestEventAt: Math.max(...newest) }),
    gaps: [...new Set([...a.gaps, ...b.gaps])],
  };
}

function sumOf(name: "requests" | "costUsd" | "scannedBytes", a: Search, b: Search) {
  if (a[name] === undefined && b[name] === undefined) return {};
  return { [name]: (a[name] ?? 0) + (b[name] ?? 0) };
}
