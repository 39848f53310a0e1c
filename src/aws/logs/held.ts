/** The copies that a folder holds, by day. */
import { readdir, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { readLogKey } from "./log-key.ts";

export type Held = {
  /** Sizes by path, by day of delivery. */
  days: Map<number, Map<string, number>>;
  bytes: number;
};

/** Folders that are looked into at a time. */
const FOLDERS_AT_ONCE = 16;

/** Finds the copies below a folder. Files that are no copies of a trail's are not looked at, now or ever. */
export async function readHeld(
  dir: string,
  organization: string | undefined,
  signal: AbortSignal,
): Promise<Held> {
  const held: Held = { days: new Map(), bytes: 0 };
  const waiting = [join(dir, "AWSLogs")];
  const place = { bucket: "", ...(organization !== undefined && { organization }) };
  while (waiting.length > 0) {
    signal.throwIfAborted();
    const some = waiting.splice(0, FOLDERS_AT_ONCE);
    const inside = await Promise.all(some.map((folder) => readFolder(dir, folder, place)));
    for (const { folders, files } of inside) {
      waiting.push(...folders);
      for (const { path, day, sizeBytes } of files) note(held, { path, day }, sizeBytes);
    }
  }
  return held;
}

type Found = { folders: string[]; files: { path: string; day: number; sizeBytes: number }[] };

async function readFolder(
  dir: string,
  folder: string,
  place: { bucket: string; organization?: string },
): Promise<Found> {
  const found: Found = { folders: [], files: [] };
  const entries = await readdir(folder, { withFileTypes: true }).catch(noneThere);
  for (const entry of entries) {
    const full = join(folder, entry.name);
    if (entry.isDirectory()) found.folders.push(full);
    if (!entry.isFile()) continue;
    const path = relative(dir, full);
    const read = readLogKey(place, path);
    if (read.kind !== "log") continue;
    const { size } = await stat(full);
    found.files.push({ path, day: read.log.day, sizeBytes: size });
  }
  return found;
}

function noneThere(error: unknown): [] {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
  throw error;
}

/** Notes a copy; one that stood there already is replaced. */
export function note(
  held: Held,
  { path, day }: { path: string; day: number },
  sizeBytes: number,
): void {
  const files = held.days.get(day) ?? new Map<string, number>();
  held.days.set(day, files);
  held.bytes += sizeBytes - (files.get(path) ?? 0);
  files.set(path, sizeBytes);
}

/** Bytes of the copies of a day. */
export function bytesOf(held: Held, day: number): number {
  let sum = 0;
  for (const size of held.days.get(day)?.values() ?? []) sum += size;
  return sum;
}

/** How many copies came on a day, by place (`111122223333/eu-west-1`). */
export function countsOf(held: Held, day: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of held.days.get(day)?.keys() ?? []) {
    const [, account, region] = /(\d{12})\/CloudTrail\/([^/]+)\//.exec(path) ?? [];
    const place = `${account}/${region}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}

/** Removes the copies of a day, and the folders that are empty then. Returns how many bytes that freed. */
export async function dropDay(dir: string, held: Held, day: number): Promise<number> {
  const before = held.bytes;
  const files = held.days.get(day) ?? new Map<string, number>();
  const folders = new Set<string>();
  for (const [path, sizeBytes] of files) {
    await rm(join(dir, path), { force: true });
    folders.add(dirname(path));
    files.delete(path);
    held.bytes -= sizeBytes;
  }
  held.days.delete(day);
  for (const folder of folders) await removeIfEmpty(dir, folder);
  return before - held.bytes;
}

/** A folder with something else in it stays. */
async function removeIfEmpty(dir: string, folder: string): Promise<void> {
  for (let path = folder; path !== "." && path !== "AWSLogs"; path = dirname(path)) {
    try {
      await rmdir(join(dir, path));
    } catch {
      return;
    }
  }
}
