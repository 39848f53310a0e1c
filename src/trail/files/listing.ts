/** The log files of a folder: found at any depth, with what their paths tell. */
import { readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Problem } from "../../domain/problem.ts";
import type { TrailQuery } from "../../sources/trail.ts";
import type { KeyFacts, Scope } from "./layout.ts";
import { isLogPath, isOtherPath, mayHold, mayHoldInside, readKey } from "./layout.ts";

export type LogFile = {
  /** Path inside the folder, with `/`. */
  path: string;
  sizeBytes: number;
  /** Epoch milliseconds, fractions dropped. */
  modifiedAt: number;
  key: KeyFacts;
};

export type Listing = {
  /** In the order of their paths. */
  files: LogFile[];
  /** Folders and files that could not be looked at, a sentence each. */
  gaps: string[];
};

/** Folders after which the event loop gets a turn, so that a large listing can be cancelled. */
const FOLDERS_A_TURN = 200;

/**
 * Lists the log files of a folder; with a scope, only those that can hold its events. Links are followed once.
 * Throws a Problem `trail.not-a-folder` or `trail.no-permission` when the folder itself cannot be read.
 */
export async function listFolder(
  dir: string,
  scope: Scope | undefined,
  signal?: AbortSignal,
): Promise<Listing> {
  checkFolder(dir);
  const listing: Listing = { files: [], gaps: [] };
  const walk = { dir, scope, listing, seen: new Set<string>() };
  const waiting = [""];
  for (let count = 1; waiting.length > 0; count += 1) {
    const folder = waiting.pop();
    if (folder !== undefined) waiting.push(...readFolder(walk, folder));
    if (count % FOLDERS_A_TURN === 0) await nextTurn();
    signal?.throwIfAborted();
  }
  listing.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return listing;
}

type Walk = { dir: string; scope: Scope | undefined; listing: Listing; seen: Set<string> };

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

/** Adds the log files of one folder to the listing and returns the folders inside it. */
function readFolder(walk: Walk, folder: string): string[] {
  const inside: string[] = [];
  const full = join(walk.dir, folder);
  try {
    if (isSeen(walk, full)) return inside;
    for (const entry of readdirSync(full, { withFileTypes: true })) {
      if (entry.name.startsWith(".")) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) addFolder(walk, path, inside);
      else if (entry.isFile()) addFile(walk, path);
      else if (entry.isSymbolicLink()) followLink(walk, path, inside);
    }
  } catch (error) {
    walk.listing.gaps.push(`the folder ${folder} was left out: ${reasonOf(error)}`);
  }
  return inside.filter((path) => isWorthOpening(walk, path));
}

/** A link back to a folder above would never end. */
function isSeen(walk: Walk, full: string): boolean {
  const real = realpathSync(full);
  if (walk.seen.has(real)) return true;
  walk.seen.add(real);
  return false;
}

/** A folder that is called like a log file is looked into, and named: somebody unpacked wrongly. */
function addFolder(walk: Walk, path: string, inside: string[]): void {
  inside.push(path);
  if (isLogPath(path)) walk.listing.gaps.push(`${path} is a folder, not a file`);
}

function isWorthOpening(walk: Walk, path: string): boolean {
  if (isOtherPath(`${path}/`)) return false;
  return !walk.scope || mayHoldInside(path, walk.scope);
}

function followLink(walk: Walk, path: string, inside: string[]): void {
  try {
    const target = statSync(join(walk.dir, path));
    if (target.isDirectory()) inside.push(path);
    else if (target.isFile()) addFile(walk, path);
  } catch (error) {
    if (isLogPath(path)) walk.listing.gaps.push(`${path} was left out: ${reasonOf(error)}`);
  }
}

function addFile(walk: Walk, path: string): void {
  if (!isLogPath(path)) return;
  const key = readKey(path);
  if (walk.scope && !mayHold(key, walk.scope)) return;
  try {
    const { size, mtimeMs } = statSync(join(walk.dir, path));
    walk.listing.files.push({ path, sizeBytes: size, modifiedAt: Math.floor(mtimeMs), key });
  } catch (error) {
    walk.listing.gaps.push(`${path} was left out: ${reasonOf(error)}`);
  }
}

/** Why the file system refused, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "ENOENT":
      return "it is not there any more";
    case "EISDIR":
      return "it is a folder";
    case "ELOOP":
      return "its links lead in a circle";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

export function scopeOf(query: TrailQuery): Scope {
  const scope: Scope = { window: query.window };
  if (query.accounts) scope.accounts = query.accounts;
  if (query.regions) scope.regions = query.regions;
  return scope;
}

/** The files that can hold events of a scope. Throws a Problem `trail.empty` when the folder holds no log file at all. */
export async function listScope(dir: string, scope: Scope, signal: AbortSignal): Promise<Listing> {
  const listing = await listFolder(dir, scope, signal);
  if (listing.files.length > 0 || listing.gaps.length > 0) return listing;
  const whole = await listFolder(dir, undefined, signal);
  if (whole.files.length > 0 || whole.gaps.length > 0) return listing;
  throw new Problem(
    "trail.empty",
    `The folder ${dir} holds no CloudTrail log files (.json, .json.gz, .jsonl).`,
    "Name the folder that holds AWSLogs, or copy the files there first: aws s3 sync s3://BUCKET/AWSLogs DIR/AWSLogs.",
  );
}

export function sizeOf(files: LogFile[]): number {
  return files.reduce((sum, file) => sum + file.sizeBytes, 0);
}
