/** A folder of CloudTrail log files as a Trail: answered from the index where it reaches, by reading files where not. */
import type { Clock } from "../../sources/clock.ts";
import type { Run, Trail, TrailFound, TrailQuery } from "../../sources/trail.ts";
import { type Collector, createCollector, joinFound } from "../collector.ts";
import { bestNames } from "../match.ts";
import { type Strongest, strongest } from "../strongest.ts";
import { type Coverage, coverFiles } from "./coverage.ts";
import { type Held, heldByIndex, heldByPaths } from "./held.ts";
import { countHeld } from "./index-held.ts";
import { indexTask } from "./index-mini.ts";
import { holdsEvent, searchIndex } from "./index-search.ts";
import { indexPath, inTransaction, isUnusable, openStore } from "./index-store.ts";
import { suggestFrom, suggestNames } from "./index-suggest.ts";
import { BATCH_FILES, type IndexPlace, type IndexReport, updateIndex } from "./index-update.ts";
import { createIndexView, type IndexView } from "./index-view.ts";
import { checkFolder, createLister, type Listing, listScope, scopeOf, sizeOf } from "./listing.ts";
import { createPool } from "./pool.ts";
import { addSeen, scanFiles, WORTH_WORKERS_BYTES } from "./scan.ts";
import { emptySeen, type Seen } from "./scan-file.ts";
import { describeSearch } from "./search-words.ts";
import { readStat, spanOf, type TrailStat } from "./stat.ts";

export type FileTrail = Trail & {
  /** Brings the index up to date; another process's update at the same time is left alone. */
  update(run: Run): Promise<IndexReport>;
  stat(): Promise<TrailStat>;
  /** What it holds, as far as its index or the paths of its files tell. */
  held(): Promise<Held>;
  close(): Promise<void>;
};

export type FileTrailOptions = {
  /** The folder of log files; it is never written. */
  dir: string;
  /** Where indexes are kept. */
  cacheDir: string;
  clock: Clock;
  /** Files that an update keeps, or loses when it is killed, together. */
  batchFiles?: number;
  /** How long what a folder showed counts as true; a second unless said. An update always looks. */
  lookAgainMs?: number;
};

type Place = IndexPlace & { view: IndexView | undefined };

/** Opens a folder of log files. Throws a Problem `trail.not-a-folder` or `trail.no-permission` when it cannot be read. */
export async function openFileTrail(options: FileTrailOptions): Promise<FileTrail> {
  const { dir, cacheDir, batchFiles = BATCH_FILES } = options;
  checkFolder(dir);
  const path = indexPath(dir, cacheDir);
  const lister = createLister(dir, options.lookAgainMs);
  const pool = createPool();
  const place: Place = { dir, cacheDir, path, pool, lister, batchFiles, view: undefined };
  return {
    find: (query, run) => find(place, query, run),
    suggest: (text, limit) => suggest(place, text, limit),
    update: (run) => updateIndex(place, run),
    async stat() {
      const listing = await lister.list();
      const index = withIndex(place, (view) => ({ store: view.store, rows: view.files() }));
      return readStat(place, listing, index);
    },
    async held() {
      const rows = withIndex(place, (view) => view.files()) ?? [];
      return rows.length > 0 ? heldByIndex(rows) : heldByPaths((await lister.list()).files);
    },
    async close() {
      closeView(place);
      await place.pool.close();
    },
  };
}

/** Runs some work on the index as it is now; undefined when there is none, or it is damaged. */
function withIndex<Result>(place: Place, work: (view: IndexView) => Result): Result | undefined {
  try {
    const store = place.view?.store ?? openStore(place.path);
    if (!store) return undefined;
    place.view ??= createIndexView(store);
    const { view } = place;
    return inTransaction(store, "DEFERRED", () => {
      view.refresh();
      return work(view);
    });
  } catch (error) {
    if (!isUnusable(error)) throw error;
    closeView(place);
    return undefined;
  }
}

function closeView(place: Place): void {
  place.view?.store.db.close();
  place.view = undefined;
}

async function find(place: Place, query: TrailQuery, run: Run): Promise<TrailFound> {
  const scope = scopeOf(query);
  const listing = await listScope(place, scope, run.signal);
  const coverage = withIndex(place, (view) =>
    coverFiles(place.dir, listing, view.files(), scope),
  ) ?? { fresh: [], indexed: [], pending: listing.files };
  const fresh = new Set(coverage.fresh.map((row) => row.id));
  const isFresh = (file: number) => fresh.has(file);
  const collector = createCollector(query, (hash) =>
    fresh.size > 0 && place.view ? holdsEvent(place.view, hash, isFresh) : false,
  );
  const seen = await scanUncovered(place, { query, coverage, collector }, run);
  const indexed = withIndex(place, (view) => ({
    held: countHeld(view, coverage.fresh, query),
    newestAt: spanOf(view.files()).newestAt,
    result: strongest(query, (level) =>
      joinFound(collector.found(level), searchIndex(view, query, level, isFresh), query.limit),
    ),
  }));
  const { result, held, newestAt } = indexed ?? {
    result: strongest(query, (level) => collector.found(level)),
    held: 0,
    newestAt: undefined,
  };
  return toFound({ place, query, listing, coverage, seen, result, held, newestAt });
}

type Uncovered = { query: TrailQuery; coverage: Coverage; collector: Collector };

/** Reads the files that the index does not answer for; where reads are asked for, those that may hold some too. */
async function scanUncovered(
  { dir, pool }: Place,
  { query, coverage, collector }: Uncovered,
  run: Run,
): Promise<Seen> {
  const seen = emptySeen();
  if (coverage.pending.length > 0) {
    addSeen(seen, await scanFiles({ dir, query, files: coverage.pending, collector }, pool, run));
  }
  const files = query.classes.includes("read") ? filesOfWindow(coverage, query) : [];
  if (files.length > 0) {
    const reads: TrailQuery = { ...query, classes: ["read"] };
    const read = await scanFiles({ dir, query: reads, files, collector }, pool, run);
    // The index counts the records of these files.
    addSeen(seen, { ...read, examined: 0, gaps: [] });
  }
  return seen;
}

function filesOfWindow({ fresh, indexed }: Coverage, { window }: TrailQuery) {
  const rows = new Map(fresh.map((row) => [row.path, row]));
  return indexed.filter((file) => {
    const row = rows.get(file.path);
    return row && row.newestAt >= window.from && row.oldestAt <= window.to;
  });
}

type Finding = {
  place: Place;
  query: TrailQuery;
  listing: Listing;
  coverage: Coverage;
  seen: Seen;
  result: Strongest;
  held: number;
  newestAt: number | undefined;
};

function toFound({ place, result, ...searched }: Finding): TrailFound {
  const { found, match, matched } = result;
  const answer: TrailFound = {
    events: found.events,
    counts: found.counts,
    names: bestNames(found.names),
    searched: [describeSearch({ ...searched, dir: place.dir, found, matched })],
  };
  if (searched.query.subject && match) answer.match = match;
  return answer;
}

/** Without an index only a small folder is looked through for names. */
async function suggest(place: Place, text: string, limit: number): Promise<string[]> {
  const known = withIndex(place, (view) => suggestNames(view, text, limit));
  if (known) return known;
  const { files } = await place.lister.list();
  if (sizeOf(files) > WORTH_WORKERS_BYTES) return [];
  const paths = files.map((file) => file.path);
  return suggestFrom(
    indexTask({ kind: "index", dir: place.dir, paths }).lookup.chunks,
    text,
    limit,
  );
}
