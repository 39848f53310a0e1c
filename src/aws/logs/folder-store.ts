/** A folder of copies as a store of objects: what a sync, or anything else that keeps AWS's layout, put there. */
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { keyStart, readLogKey, type TrailPlace } from "./log-key.ts";
import type { ListedObject, ObjectStore, OpenedObject } from "./object-store.ts";
import { readDigestKey } from "./verify/digest-key.ts";

/** Keys that CloudTrail does not write are never opened, whoever names them. */
export function openFolderStore(dir: string, place: TrailPlace): ObjectStore {
  const pathOf = (key: string) => join(dir, key.slice(keyStart(place).length));
  return {
    async *list(prefix, { startAfter = "", signal }) {
      for (const name of await namesIn(pathOf(prefix))) {
        signal.throwIfAborted();
        const key = `${prefix}${name.name}`;
        if (!name.isFile() || key <= startAfter) continue;
        const { size } = await stat(pathOf(key));
        yield { key, sizeBytes: size } satisfies ListedObject;
      }
    },
    async folders(prefix) {
      const names = await namesIn(pathOf(prefix));
      return names.filter((name) => name.isDirectory()).map(({ name }) => `${prefix}${name}/`);
    },
    async open(key): Promise<OpenedObject | undefined> {
      const isOurs = readLogKey(place, key).kind === "log" || readDigestKey(place, key);
      if (!isOurs) return undefined;
      const found = await stat(pathOf(key)).catch(() => undefined);
      if (!found?.isFile()) return undefined;
      return { body: createReadStream(pathOf(key)), sizeBytes: found.size, metadata: {} };
    },
  };
}

async function namesIn(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
