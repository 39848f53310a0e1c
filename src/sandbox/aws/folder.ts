/** The log files of a folder in the layout of a trail's bucket, by the place and the day that their keys name. */
import { readdir } from "node:fs/promises";
import { relative, sep } from "node:path";
import { isLogPath, readKey } from "../../trail/files/layout.ts";

export type FolderListing = {
  /** Paths by `account region`, then by the beginning of the day of delivery. */
  placed: Map<string, Map<number, string[]>>;
  /** Paths that tell no account, Region or day: files lying about. */
  loose: string[];
};

/** All files below a folder, with `/` between the parts of their paths, in order. */
export async function listFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const folder = relative(dir, entry.parentPath).split(sep).join("/");
      return folder === "" ? entry.name : `${folder}/${entry.name}`;
    })
    .sort(byBytes);
}

/** As S3 orders keys: by their bytes. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** A folder that is not there holds nothing. */
export async function listFolder(dir: string): Promise<FolderListing> {
  const placed: FolderListing["placed"] = new Map();
  const loose: string[] = [];
  for (const path of await listFiles(dir).catch(() => [])) {
    if (!isLogPath(path)) continue;
    const { account, region, deliveryDay } = readKey(path);
    if (account === undefined || region === undefined || deliveryDay === undefined) {
      loose.push(path);
      continue;
    }
    const place = `${account} ${region}`;
    const days = placed.get(place) ?? new Map<number, string[]>();
    const paths = days.get(deliveryDay) ?? [];
    paths.push(path);
    days.set(deliveryDay, paths);
    placed.set(place, days);
  }
  return { placed, loose };
}
