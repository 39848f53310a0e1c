/** The folders of log files as partitions of a table: which there are, and what lies in them. */
import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Place } from "./statement.ts";

export type Scanned = {
  /** Full paths. */
  files: string[];
  /** As they are stored, compressed. */
  sizeBytes: number;
  largestBytes: number;
  folders: number;
};

/** All log files in the folders that are wanted, below `AWSLogs/[o-…/]ACCOUNT/CloudTrail/REGION/yyyy/mm/dd`. */
export async function scanFolders(dir: string, wants: (place: Place) => boolean): Promise<Scanned> {
  const scanned: Scanned = { files: [], sizeBytes: 0, largestBytes: 0, folders: 0 };
  for (const { path, place } of await placesIn(dir)) {
    if (!wants(place)) continue;
    scanned.folders += 1;
    for (const file of await namesIn(path, (entry) => entry.isFile())) {
      if (!/\.json(?:\.gz)?$/.test(file)) continue;
      const full = join(path, file);
      const { size } = await stat(full);
      scanned.files.push(full);
      scanned.sizeBytes += size;
      scanned.largestBytes = Math.max(scanned.largestBytes, size);
    }
  }
  return scanned;
}

type Folder = { path: string; place: Place };

async function placesIn(dir: string): Promise<Folder[]> {
  const folders: Folder[] = [];
  for (const home of await accountFolders(join(dir, "AWSLogs"))) {
    for (const region of await foldersIn(join(home.path, "CloudTrail"), /^[a-z0-9-]+$/)) {
      for (const day of await dayFolders(region.path)) {
        const place = { account: home.name, region: region.name, timestamp: day.name };
        folders.push({ path: day.path, place });
      }
    }
  }
  return folders;
}

type Named = { name: string; path: string };

async function accountFolders(root: string): Promise<Named[]> {
  const organizations = await foldersIn(root, /^o-/);
  const own = await foldersIn(root, /^\d{12}$/);
  const members = await Promise.all(organizations.map(({ path }) => foldersIn(path, /^\d{12}$/)));
  return [...own, ...members.flat()];
}

async function dayFolders(region: string): Promise<Named[]> {
  const days: Named[] = [];
  for (const year of await foldersIn(region, /^\d{4}$/)) {
    for (const month of await foldersIn(year.path, /^\d\d$/)) {
      for (const day of await foldersIn(month.path, /^\d\d$/)) {
        days.push({ name: `${year.name}/${month.name}/${day.name}`, path: day.path });
      }
    }
  }
  return days;
}

async function foldersIn(path: string, shape: RegExp): Promise<Named[]> {
  const names = await namesIn(path, (entry) => entry.isDirectory());
  return names.filter((name) => shape.test(name)).map((name) => ({ name, path: join(path, name) }));
}

/** Nothing where there is no such folder: projected partitions need not be there. */
async function namesIn(path: string, fits: (entry: Dirent) => boolean): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter(fits)
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
