/** The state of a folder and its index. */
import { statSync } from "node:fs";
import { isSame } from "./coverage.ts";
import { type FileRow, readMeta } from "./index-rows.ts";
import type { Store } from "./index-store.ts";
import type { IndexPlace } from "./index-update.ts";
import type { Listing } from "./listing.ts";

export type TrailStat = {
  dir: string;
  /** Log files of the folder, and their bytes as stored. */
  files: number;
  storedBytes: number;
  index?: IndexStat;
  gaps: string[];
};

export type IndexStat = {
  path: string;
  sizeBytes: number;
  /** Epoch milliseconds of the last update that came to its end. */
  updatedAt?: number;
  /** Files in the index as they are now, and files that an update would read. */
  files: number;
  waiting: number;
  /** Records of its files, successful reads included. */
  records: number;
  /** Epoch milliseconds; absent when it holds no events. */
  oldestAt?: number;
  newestAt?: number;
};

export function readStat(
  { dir, path }: Pick<IndexPlace, "dir" | "path">,
  listing: Listing,
  index: { store: Store; rows: FileRow[] } | undefined,
): TrailStat {
  const storedBytes = listing.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const stat: TrailStat = {
    dir,
    files: listing.files.length,
    storedBytes,
    gaps: [...listing.gaps],
  };
  if (!index) return stat;
  const byPath = new Map(index.rows.map((row) => [row.path, row]));
  const fresh = listing.files.flatMap((file) => {
    const row = byPath.get(file.path);
    return row && isSame(row, file) ? [row] : [];
  });
  stat.gaps.push(...fresh.map((row) => row.gap).filter((gap) => gap !== ""));
  stat.index = {
    path,
    sizeBytes: statSync(path).size,
    files: fresh.length,
    waiting: listing.files.length - fresh.length,
    records: fresh.reduce((sum, row) => sum + row.records, 0),
  };
  const updatedAt = Number(readMeta(index.store, "updatedAt"));
  if (updatedAt > 0) stat.index.updatedAt = updatedAt;
  const { oldestAt, newestAt } = spanOf(fresh);
  if (oldestAt !== undefined) stat.index.oldestAt = oldestAt;
  if (newestAt !== undefined) stat.index.newestAt = newestAt;
  return stat;
}

type Span = { oldestAt?: number; newestAt?: number };

const spansOnce = new WeakMap<FileRow[], Span>();

/** Oldest and newest event of files; empty when they hold none. Looked up once for the same list. */
export function spanOf(rows: FileRow[]): Span {
  const known = spansOnce.get(rows);
  if (known) return known;
  const span: Span = {};
  spansOnce.set(rows, span);
  for (const { oldestAt, newestAt } of rows) {
    if (!Number.isFinite(newestAt)) continue;
    span.oldestAt = Math.min(span.oldestAt ?? oldestAt, oldestAt);
    span.newestAt = Math.max(span.newestAt ?? newestAt, newestAt);
  }
  return span;
}
