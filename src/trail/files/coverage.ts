/** Which files of a folder the index answers for, and which have to be read. */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { LogFile } from "./folder.ts";
import type { FileRow } from "./index-rows.ts";
import { isElsewhere, type KeyFacts, mayHold, readKey, type Scope } from "./layout.ts";
import type { Listing } from "./listing.ts";

export type Coverage = {
  /** Files that the index holds as they are now, and that can hold events of the scope. */
  fresh: FileRow[];
  /** Those of them that lie in the scope by their path, as the folder shows them. */
  indexed: LogFile[];
  /** Files that are new, changed, or whose events the index left out for those of a file that is not fresh. */
  pending: LogFile[];
};

/** `rows` are all files of the index, `listing` those of the folder in the scope. */
export function coverFiles(dir: string, listing: Listing, rows: FileRow[], scope: Scope): Coverage {
  const known = knownFiles(rows);
  const { pairs, pending, listed, isChanged } = pairFiles(listing, known);
  const coverage: Coverage = { fresh: [], indexed: [], pending };
  let isLost = isChanged;
  for (const keyed of known.keyed.filter(({ row }) => !listed.has(row))) {
    const state = unlistedState(dir, listing, keyed, scope);
    if (state === "fresh") coverage.fresh.push(keyed.row);
    isLost ||= state === "lost";
  }
  for (const { row, file } of pairs) {
    if (isLost && row.doubles > 0) coverage.pending.push(file);
    else {
      coverage.fresh.push(row);
      coverage.indexed.push(file);
    }
  }
  return coverage;
}

type Pairs = {
  /** Files that are as the index read them. */
  pairs: { row: FileRow; file: LogFile }[];
  pending: LogFile[];
  /** Rows of files that the folder still has, changed or not. */
  listed: Set<FileRow>;
  isChanged: boolean;
};

function pairFiles({ files }: Listing, { byPath }: KnownFiles): Pairs {
  const found: Pairs = { pairs: [], pending: [], listed: new Set(), isChanged: false };
  for (const file of files) {
    const row = byPath.get(file.path);
    if (row) found.listed.add(row);
    if (row && isSame(row, file)) found.pairs.push({ row, file });
    else {
      found.pending.push(file);
      found.isChanged ||= row !== undefined;
    }
  }
  return found;
}

type KeyedRow = { row: FileRow; key: KeyFacts };
type KnownFiles = { byPath: Map<string, FileRow>; keyed: KeyedRow[] };

/** One question searches many times over the same rows: what their paths tell is read once. */
const knownOnce = new WeakMap<FileRow[], KnownFiles>();

function knownFiles(rows: FileRow[]): KnownFiles {
  let known = knownOnce.get(rows);
  if (!known) {
    known = {
      byPath: new Map(rows.map((row) => [row.path, row])),
      keyed: rows.map((row) => ({ row, key: readKey(row.path) })),
    };
    knownOnce.set(rows, known);
  }
  return known;
}

export function isSame(row: FileRow, file: Pick<LogFile, "sizeBytes" | "modifiedAt">): boolean {
  return row.sizeBytes === file.sizeBytes && row.modifiedAt === file.modifiedAt;
}

/**
 * A file of the index that the listing of the scope lacks: gone, or delivered so late that its path lies outside
 * the scope though its events do not.
 */
function unlistedState(
  dir: string,
  listing: Listing,
  { row, key }: KeyedRow,
  scope: Scope,
): "fresh" | "lost" | "outside" {
  // No look at the disk for each file of a place that is not asked for.
  if (isElsewhere(key, scope)) return "outside";
  const { from, to } = scope.window;
  const isInScope = mayHold(key, scope);
  if (isInScope && listing.gaps.length === 0) return "lost";
  if (!(row.newestAt >= from && row.oldestAt <= to)) return "outside";
  return isUnchanged(dir, row) ? "fresh" : "lost";
}

function isUnchanged(dir: string, row: FileRow): boolean {
  try {
    const { size, mtimeMs } = statSync(join(dir, row.path));
    return isSame(row, { sizeBytes: size, modifiedAt: Math.floor(mtimeMs) });
  } catch (error) {
    // A folder that cannot be opened now was read before: what the index holds of it is still true.
    return error instanceof Error && "code" in error && error.code === "EACCES";
  }
}
