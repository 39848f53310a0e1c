/** One folder of the trail: what stands in it, read again only when it changed. */
import { readdirSync, statSync } from "node:fs";
import { isLogPath, isOtherPath, type KeyFacts, readKey } from "./layout.ts";

export type LogFile = {
  /** Path inside the trail's folder, with `/`. */
  path: string;
  sizeBytes: number;
  /** Epoch milliseconds, fractions dropped. */
  modifiedAt: number;
  key: KeyFacts;
};

export type Folder = {
  /** Device and inode: the same for all ways that lead to it. */
  identity: string;
  /** Log files, and folders that may hold some. */
  files: LogFile[];
  folders: string[];
  /** What could not be looked at, a sentence each. */
  gaps: string[];
  modifiedAt: number;
  readAt: number;
  /** When the files' sizes and times were last looked at. */
  checkedAt: number;
};

/** A folder's time moves in steps: what comes within one step of a reading may be missed by it. */
const STEP_MS = 100;
/** New files are seen at once. AWS never writes a file of its own names again, so for these is looked less often. */
const CHECK_MS = 2_000;

/** Reads a folder, or what changed since `known`. Throws when it cannot be opened. */
export function readFolder(root: string, path: string, known: Folder | undefined): Folder {
  const full = path === "" ? root : `${root}/${path}`;
  const { dev, ino, mtimeMs } = statSync(full);
  const now = Date.now();
  const isKnown = known?.modifiedAt === mtimeMs && known.readAt - mtimeMs > STEP_MS;
  if (!isKnown || known.gaps.length > 0) {
    const identity = `${dev}:${ino}`;
    return readEntries(root, path, { identity, modifiedAt: mtimeMs, readAt: now, checkedAt: now });
  }
  return checkFiles(root, known, now);
}

type Times = Pick<Folder, "identity" | "modifiedAt" | "readAt" | "checkedAt">;

function readEntries(root: string, path: string, times: Times): Folder {
  const folder: Folder = { ...times, files: [], folders: [], gaps: [] };
  const full = path === "" ? root : `${root}/${path}`;
  const entries = readdirSync(full, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".")) continue;
    const inside = path === "" ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) addFolder(folder, inside);
    else if (entry.isFile()) addFile(folder, root, inside);
    else if (entry.isSymbolicLink()) followLink(folder, root, inside);
  }
  return folder;
}

/** A folder that is called like a log file is looked into, and named: somebody unpacked wrongly. */
function addFolder(folder: Folder, path: string): void {
  if (!isOtherPath(`${path}/`)) folder.folders.push(path);
  if (isLogPath(path)) folder.gaps.push(`${path} is a folder, not a file`);
}

function addFile(folder: Folder, root: string, path: string): void {
  if (!isLogPath(path)) return;
  try {
    const { size, mtimeMs } = statSync(`${root}/${path}`);
    const modifiedAt = Math.floor(mtimeMs);
    folder.files.push({ path, sizeBytes: size, modifiedAt, key: readKey(path) });
  } catch (error) {
    folder.gaps.push(`${path} was left out: ${reasonOf(error)}`);
  }
}

function followLink(folder: Folder, root: string, path: string): void {
  try {
    const target = statSync(`${root}/${path}`);
    if (target.isDirectory()) addFolder(folder, path);
    else if (target.isFile()) addFile(folder, root, path);
  } catch (error) {
    if (isLogPath(path)) folder.gaps.push(`${path} was left out: ${reasonOf(error)}`);
  }
}

function checkFiles(root: string, known: Folder, now: number): Folder {
  const isRecent = now - known.checkedAt < CHECK_MS;
  const isTrusted = (file: LogFile) => isRecent && file.key.deliveredAt !== undefined;
  if (known.files.every(isTrusted)) return known;
  const checkedAt = isRecent ? known.checkedAt : now;
  const folder: Folder = { ...known, files: [], gaps: [], checkedAt };
  for (const file of known.files) {
    if (isTrusted(file)) folder.files.push(file);
    else addFile(folder, root, file.path);
  }
  return folder;
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
