/** A folder of CloudTrail log files as a Trail: answered from the index where it reaches, by reading files where not. */
import { Problem } from "../../domain/problem.ts";
import type { Search } from "../../domain/search.ts";
import type { NameMatch } from "../../domain/subject.ts";
import type { Clock } from "../../sources/clock.ts";
import type { Run, Trail, TrailFound, TrailQuery } from "../../sources/trail.ts";
import { bestNames, levels } from "../match.ts";
import { createCollector, type LevelFound } from "./collector.ts";
import type { Scope } from "./layout.ts";
import { type Listing, listFolder } from "./listing.ts";
import { createPool, type Pool } from "./pool.ts";
import { scanFiles } from "./scan.ts";
import type { Seen } from "./scan-file.ts";

export type FileTrail = Trail & {
  close(): Promise<void>;
};

export type FileTrailOptions = {
  /** The folder of log files. */
  dir: string;
  /** Where indexes are kept; never inside `dir`. */
  cacheDir: string;
  clock: Clock;
};

type Place = { dir: string; pool: Pool };

/**
 * Opens a folder of log files. Throws a Problem `trail.not-a-folder`, `trail.no-permission` or `trail.empty`
 * when there is nothing to read.
 */
export async function openFileTrail(options: FileTrailOptions): Promise<FileTrail> {
  const { dir } = options;
  const place: Place = { dir, pool: createPool() };
  return {
    find: (query, run) => find(place, query, run),
    suggest: async () => [],
    close: () => place.pool.close(),
  };
}

async function find(place: Place, query: TrailQuery, run: Run): Promise<TrailFound> {
  const listing = await listScope(place, query, run.signal);
  const collector = createCollector(query);
  const seen = await scanFiles(
    { ...place, query, files: listing.files, collector },
    place.pool,
    run,
  );
  const [match, found] = strongest(query, (level) => collector.found(level));
  return toFound(query, match, found, searchOf(place, query, listing, seen, found));
}

/** The files that can hold events of the query. Throws a Problem when the folder holds no log file at all. */
async function listScope(place: Place, query: TrailQuery, signal: AbortSignal): Promise<Listing> {
  const scope: Scope = { window: query.window };
  if (query.accounts) scope.accounts = query.accounts;
  if (query.regions) scope.regions = query.regions;
  const listing = await listFolder(place.dir, scope, signal);
  if (listing.files.length > 0 || listing.gaps.length > 0) return listing;
  const whole = await listFolder(place.dir, undefined, signal);
  if (whole.files.length === 0) {
    throw new Problem(
      "trail.empty",
      `The folder ${place.dir} holds no CloudTrail log files (.json, .json.gz, .jsonl).`,
      "Name the folder that holds AWSLogs, or copy the files there first: aws s3 sync s3://BUCKET/AWSLogs DIR/AWSLogs.",
    );
  }
  return listing;
}

/** Goes from whole names to weaker matches until something is found. */
function strongest(
  query: TrailQuery,
  search: (level: NameMatch) => LevelFound,
): [NameMatch | undefined, LevelFound] {
  let found: LevelFound = { events: [], counts: {}, names: new Map() };
  for (const level of query.subject ? levels : levels.slice(0, 1)) {
    found = search(level);
    if (total(found) > 0) return [level, found];
  }
  return [undefined, found];
}

function total({ counts }: LevelFound): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function toFound(
  query: TrailQuery,
  match: NameMatch | undefined,
  found: LevelFound,
  search: Search,
): TrailFound {
  const { events, counts } = found;
  const result: TrailFound = { events, counts, names: bestNames(found.names), search };
  if (query.subject && match) result.match = match;
  return result;
}

/** Gaps beyond these are only counted. */
const MOST_GAPS = 5;

function searchOf(
  place: Place,
  query: TrailQuery,
  listing: Listing,
  seen: Seen,
  found: LevelFound,
): Search {
  const gaps = [...listing.gaps, ...seen.gaps];
  const keys = listing.files.map((file) => file.key);
  const search: Search = {
    source: "log files",
    place: place.dir,
    accounts: distinct(
      keys.map((key) => key.account),
      found.events.map((event) => event.account),
    ),
    regions: distinct(
      keys.map((key) => key.region),
      found.events.map((event) => event.region),
    ),
    window: query.window,
    examined: seen.examined,
    matched: total(found),
    scannedBytes: seen.storedBytes,
    complete: gaps.length === 0,
    gaps: shortGaps(gaps),
  };
  if (Number.isFinite(seen.newestAt)) search.newestEventAt = seen.newestAt;
  return search;
}

function distinct(...lists: (string | undefined)[][]): string[] {
  const values = new Set<string>();
  for (const value of lists.flat()) if (value) values.add(value);
  return [...values].sort();
}

function shortGaps(gaps: string[]): string[] {
  if (gaps.length <= MOST_GAPS) return gaps;
  return [...gaps.slice(0, MOST_GAPS), `and ${gaps.length - MOST_GAPS} more files like these`];
}
