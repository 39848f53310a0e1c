/** Which files of a folder the index answers for, and which have to be read. */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { LogFile } from "./folder.ts";
import type { FileRow } from "./index-rows.ts";
import { mayHold, readKey, type Scope } from "./layout.ts";
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
  const byPath = new Map(rows.map((row) => [row.path, row]));
  const coverage: Coverage = { fresh: [], indexed: [], pending: [] };
  const pairs: { row: FileRow; file: LogFile }[] = [];
  let isLost = false;
  for (const file of listing.files) {
    const row = byPath.get(file.path);
    byPath.delete(file.path);
    if (row && isSame(row, file)) pairs.push({ row, file });
    else coverage.pending.push(file);
    isLost ||= row !== undefined && !isSame(row, file);
  }
  for (const row of byPath.values()) {
    const state = unlistedState(dir, listing, row, scope);
    if (state === "fresh") coverage.fresh.push(row);
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
  row: FileRow,
  scope: Scope,
): "fresh" | "lost" | "outside" {
  const { from, to } = scope.window;
  const isInScope = mayHold(readKey(row.path), scope);
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
