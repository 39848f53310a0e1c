/** A bucket in memory, with the log files of a made-up trail, and a folder for their copies. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import type { ObjectStore } from "../../../src/aws/logs/object-store.ts";
import type { SyncOptions, SyncSetup } from "../../../src/aws/logs/sync-work.ts";
import { DAY, formatInstant, HOUR, utcDay } from "../../../src/domain/time.ts";
import { trailRecord } from "../../support/records.ts";
import { quietRun } from "../../trail/files/made-trail.ts";

/** Noon of a day. */
export const NOW = Date.UTC(2026, 10, 22, 12);
export const PROD = "111122223333";
export const STAGING = "222233334444";

export type Objects = Map<string, Buffer>;

/** Key of a log file as AWS names it, delivered at a moment. */
export function keyAt(
  at: number,
  account = PROD,
  region = "eu-west-1",
  random = "AbCdEfGh12345678",
) {
  const stamp = formatInstant(at).slice(0, 16).replaceAll(/[-:]/g, "");
  const day = utcDay(at).replaceAll("-", "/");
  return `AWSLogs/${account}/CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${stamp}Z_${random}.json.gz`;
}

let made = 0;

/** A log file with so many records of a moment. */
export function logFile(at: number, records = 2): Buffer {
  const Records = Array.from({ length: records }, () => {
    made += 1;
    const eventID = `00000000-0000-4000-8000-${String(made).padStart(12, "0")}`;
    return trailRecord({ eventID, eventTime: formatInstant(at - 300_000) });
  });
  return gzipSync(JSON.stringify({ Records }));
}

/** A file every six hours in each of the accounts, over so many days up to now. */
export function madeObjects(days: number, accounts = [PROD]): Objects {
  const objects: Objects = new Map();
  for (let at = NOW - HOUR; at > NOW - days * DAY; at -= 6 * HOUR) {
    for (const account of accounts) objects.set(keyAt(at, account), logFile(at));
  }
  return objects;
}

export type MemoryStore = ObjectStore & {
  /** Prefixes listed and keys opened so far. */
  listed: string[];
  opened: string[];
  /** Thrown for what the rule names. */
  refuse?: (keyOrPrefix: string) => Error | undefined;
  /** What is sent in place of an object, once for each entry. */
  instead: Map<string, { body: () => Readable; sizeBytes?: number }[]>;
};

export function memoryStore(objects: Objects): MemoryStore {
  const store: MemoryStore = {
    listed: [],
    opened: [],
    instead: new Map(),
    async *list(prefix, { startAfter = "" }) {
      store.listed.push(prefix);
      throwIfRefused(store, prefix);
      for (const [key, body] of [...objects].sort()) {
        if (key.startsWith(prefix) && key > startAfter) yield { key, sizeBytes: body.length };
      }
    },
    async folders(prefix) {
      throwIfRefused(store, prefix);
      const below = [...objects.keys()].filter((key) => key.startsWith(prefix));
      const names = below.map((key) => key.slice(prefix.length).split("/")[0] ?? "");
      return [...new Set(names)].map((name) => `${prefix}${name}/`);
    },
    async open(key) {
      store.opened.push(key);
      throwIfRefused(store, key);
      const other = store.instead.get(key)?.shift();
      const body = objects.get(key);
      if (other) {
        const { sizeBytes = body?.length } = other;
        return { body: other.body(), metadata: {}, ...(sizeBytes !== undefined && { sizeBytes }) };
      }
      if (!body) return undefined;
      const md5 = hashOf(body);
      return { body: Readable.from([body]), sizeBytes: body.length, md5, metadata: {} };
    },
  };
  return store;
}

function throwIfRefused(store: MemoryStore, text: string): void {
  const error = store.refuse?.(text);
  if (error) throw error;
}

export function accessDenied(): Error {
  return Object.assign(new Error("Access Denied"), { name: "AccessDenied" });
}

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "trailwatch-sync-"));
}

export function removeFolder(dir: string): void {
  rmSync(dir, { recursive: true, force: true });
}

export function setupFor(dir: string, more: Partial<SyncSetup["logs"]> = {}): SyncSetup {
  const logs = { bucket: "acme-trail", region: "eu-west-1", dir, days: 5, ...more };
  return { accounts: [], regions: [], logs };
}

export function optionsFor(
  setup: SyncSetup,
  objects: ObjectStore,
  more: Partial<SyncOptions> = {},
): SyncOptions {
  return { setup, objects, now: NOW, run: quietRun, ...more };
}

/** All files below a folder that are not hidden, with the hash of each. */
export function filesIn(dir: string): Map<string, string> {
  const paths = readdirSync(dir, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => !path.startsWith(".") && statSync(join(dir, path)).isFile());
  return new Map(files.sort().map((path) => [path, hashOf(readFileSync(join(dir, path)))]));
}

/** The same of objects whose keys fit. */
export function copiesOf(objects: Objects, fits = (_key: string) => true): Map<string, string> {
  const some = [...objects].filter(([key]) => fits(key)).sort();
  return new Map(some.map(([key, body]) => [key, hashOf(body)]));
}

function hashOf(bytes: Buffer): string {
  return createHash("md5").update(bytes).digest("hex");
}
