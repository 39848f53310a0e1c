/** The log files of a folder: found at any depth, with what their paths tell. */
import { readdirSync, statSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Problem } from "../../domain/problem.ts";
import type { TrailQuery } from "../../sources/trail.ts";
import { type Folder, type LogFile, readFolder, reasonOf } from "./folder.ts";
import { mayHold, mayHoldInside, type Scope } from "./layout.ts";

export type Listing = {
  /** In the order of their paths. */
  files: LogFile[];
  /** Folders and files that could not be looked at, a sentence each. */
  gaps: string[];
};

export type Lister = {
  /**
   * Lists the log files; with a scope, only those that can hold its events. Links are followed once.
   * Throws a Problem `trail.not-a-folder` or `trail.no-permission` when the folder itself cannot be read.
   */
  list(scope?: Scope, signal?: AbortSignal): Promise<Listing>;
  /** The next listing looks at every folder, however lately it was seen. */
  lookAgain(): void;
};

/** Folders after which the event loop gets a turn, so that a large listing can be cancelled. */
const FOLDERS_A_TURN = 200;

/** A question asks many times in a row; what arrives meanwhile is seen by the next one. */
export const LOOK_AGAIN_MS = 1_000;

/** Remembers folders, so that listing again costs little; looks at each again after `lookAgainMs`. */
export function createLister(dir: string, lookAgainMs = LOOK_AGAIN_MS): Lister {
  const known = new Map<string, { folder: Folder; lookedAt: number }>();

  async function list(scope?: Scope, signal?: AbortSignal): Promise<Listing> {
    checkFolder(dir);
    const listing: Listing = { files: [], gaps: [] };
    const seen = new Set<string>();
    const waiting = [""];
    for (let count = 1; waiting.length > 0; count += 1) {
      const folder = open(waiting.pop() ?? "", listing);
      if (folder && !seen.has(folder.identity)) {
        seen.add(folder.identity);
        addFiles(listing, folder, scope);
        waiting.push(...foldersInside(folder, scope).toReversed());
      }
      if (count % FOLDERS_A_TURN === 0) await nextTurn();
      signal?.throwIfAborted();
    }
    sortFiles(listing.files);
    return listing;
  }

  function open(path: string, listing: Listing): Folder | undefined {
    const before = known.get(path);
    const now = Date.now();
    if (before && now - before.lookedAt < lookAgainMs) return before.folder;
    try {
      const folder = readFolder(dir, path, before?.folder);
      known.set(path, { folder, lookedAt: now });
      return folder;
    } catch (error) {
      known.delete(path);
      listing.gaps.push(`the folder ${path} was left out: ${reasonOf(error)}`);
      return undefined;
    }
  }

  return {
    list,
    lookAgain() {
      for (const each of known.values()) each.lookedAt = 0;
    },
  };
}

/** Folders are opened in the order of their names, so mostly the files are in order already. */
function sortFiles(files: LogFile[]): void {
  const isSorted = files.every((file, at) => at === 0 || (files[at - 1]?.path ?? "") <= file.path);
  if (!isSorted) files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function foldersInside({ folders }: Folder, scope: Scope | undefined): string[] {
  return scope ? folders.filter((path) => mayHoldInside(path, scope)) : folders;
}

function addFiles(listing: Listing, folder: Folder, scope: Scope | undefined): void {
  listing.gaps.push(...folder.gaps);
  for (const file of folder.files) {
    if (!scope || mayHold(file.key, scope)) listing.files.push(file);
  }
}

/** Throws a Problem when the folder cannot be read. */
export function checkFolder(dir: string): void {
  try {
    if (!statSync(dir).isDirectory()) throw notAFolder(dir, "is not a folder");
    readdirSync(dir);
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (reasonOf(error) === "permission denied") {
      throw new Problem(
        "trail.no-permission",
        `The folder ${dir} may not be read by this user.`,
        "Give this user permission to read it, or name another folder.",
        { cause: error },
      );
    }
    throw notAFolder(dir, "does not exist or cannot be opened", error);
  }
}

function notAFolder(dir: string, what: string, cause?: unknown): Problem {
  return new Problem(
    "trail.not-a-folder",
    `${dir} ${what}.`,
    "Name the folder that your CloudTrail log files were copied to, for example the one that holds AWSLogs.",
    { cause },
  );
}

export function scopeOf(query: TrailQuery): Scope {
  const scope: Scope = { window: query.window };
  if (query.accounts) scope.accounts = query.accounts;
  if (query.regions) scope.regions = query.regions;
  return scope;
}

/** The files that can hold events of a scope. Throws a Problem `trail.empty` when the folder holds no log file at all. */
export async function listScope(
  place: { dir: string; lister: Lister },
  scope: Scope,
  signal: AbortSignal,
): Promise<Listing> {
  const listing = await place.lister.list(scope, signal);
  if (listing.files.length > 0 || listing.gaps.length > 0) return listing;
  const whole = await place.lister.list(undefined, signal);
  if (whole.files.length === 0 && whole.gaps.length === 0) throw emptyFolder(place.dir);
  return listing;
}

export function emptyFolder(dir: string): Problem {
  return new Problem(
    "trail.empty",
    `The folder ${dir} holds no CloudTrail log files (.json, .json.gz, .jsonl).`,
    "Name the folder that holds AWSLogs, or copy the files there first: aws s3 sync s3://BUCKET/AWSLogs DIR/AWSLogs.",
  );
}

export function sizeOf(files: LogFile[]): number {
  return files.reduce((sum, file) => sum + file.sizeBytes, 0);
}
