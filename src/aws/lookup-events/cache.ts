/**
 * Hours of event history that were read once, in one SQLite file: nothing is added to them any more, so nobody has to ask
 * for them again. The records inside are as AWS gave them. Whatever goes wrong with the file, questions are answered without it.
 */
import { closeSync, mkdirSync, openSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import Database from "libsql";
import type { JsonObject } from "../../domain/json.ts";
import type { Window } from "../../domain/time.ts";

export type LookupCache = {
  /** What is held of a key and touches the window; no two of them share a moment. */
  held(key: string, window: Window): CachedPart[];
  /** Keeps all records of a key in a window; nothing of it may be held yet. */
  keep(key: string, window: Window, records: readonly JsonObject[]): void;
  close(): void;
};

export type CachedPart = { window: Window; count: number; records(): JsonObject[] };

export type CacheOptions = {
  path: string;
  /** Epoch milliseconds. */
  now(): number;
  /** The file's records may take so much; those that were asked for longest ago are dropped first. */
  maxBytes?: number;
};

/** Raised whenever keys or records mean something else. */
const VERSION = 1;
const MAX_BYTES = 128 * 1024 * 1024;
/** Most lookups find nothing, and that takes hardly a byte. */
const MOST_PARTS = 20_000;
const BUSY_MS = 2_000;
/** Event history itself goes no further back. */
const KEPT_MS = 90 * 24 * 3_600_000;

const TABLES = `
  CREATE TABLE part (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    count INTEGER NOT NULL, used INTEGER NOT NULL, size INTEGER NOT NULL, data BLOB NOT NULL
  );
  CREATE UNIQUE INDEX part_key ON part (key, start);
  CREATE INDEX part_used ON part (used);
  PRAGMA user_version = ${VERSION};
`;

/** Opens the cache; one that is damaged or of another version is made anew, one that cannot be written holds nothing. */
export function openLookupCache(options: CacheOptions): LookupCache {
  let db: Database.Database | undefined;

  function attempt<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (isDamaged(error)) db = remake(options.path, db);
      return undefined;
    }
  }

  db = attempt(() => openOrRemake(options.path));
  return {
    held: (key, window) => attempt(() => (db ? selectParts(db, options, key, window) : [])) ?? [],
    keep(key, window, records) {
      attempt(() => {
        if (db) insertPart(db, options, key, window, records);
      });
    },
    close() {
      attempt(() => db?.close());
      db = undefined;
    },
  };
}

function openOrRemake(path: string): Database.Database {
  try {
    return connect(path);
  } catch (error) {
    if (!isDamaged(error)) throw error;
    remove(path);
    return connect(path);
  }
}

function remake(path: string, old: Database.Database | undefined): Database.Database | undefined {
  try {
    old?.close();
    remove(path);
    return connect(path);
  } catch {
    return undefined;
  }
}

function connect(path: string): Database.Database {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // The records inside are not for other users of the machine.
  closeSync(openSync(path, "a", 0o600));
  const db = new Database(path);
  try {
    db.exec(
      `PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;`,
    );
    const version = numberOf(db.prepare("PRAGMA user_version").raw().get());
    if (version !== VERSION) {
      db.exec(`BEGIN IMMEDIATE; DROP TABLE IF EXISTS part; ${TABLES} COMMIT`);
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function numberOf(row: unknown): number {
  return Array.isArray(row) ? Number(row[0]) : 0;
}

function remove(path: string): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
}

function isDamaged(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const text = error instanceof Error ? error.message : String(error);
  return /NOTADB|CORRUPT|not a database|malformed|no such (?:table|column)|Z_(?:DATA|BUF)_ERROR|JSON/i.test(
    `${code} ${text}`,
  );
}

type PartRow = [id: number, start: number, stop: number, count: number, data: Buffer];

function selectParts(
  db: Database.Database,
  { now }: CacheOptions,
  key: string,
  { from, to }: Window,
): CachedPart[] {
  const rows = db
    .prepare(
      "SELECT id, start, stop, count, data FROM part WHERE key = ? AND start <= ? AND stop >= ?",
    )
    .raw()
    .all(key, to, from) as PartRow[];
  if (rows.length === 0) return [];
  db.prepare("UPDATE part SET used = ? WHERE key = ? AND start <= ? AND stop >= ?").run(
    now(),
    key,
    to,
    from,
  );
  return rows.map(([, start, stop, count, data]) => {
    // Read here: what cannot be read must show before anybody relies on it.
    const records: JsonObject[] = JSON.parse(gunzipSync(data).toString("utf8"));
    return { window: { from: start, to: stop }, count, records: () => records };
  });
}

function insertPart(
  db: Database.Database,
  { now, maxBytes = MAX_BYTES }: CacheOptions,
  key: string,
  { from, to }: Window,
  records: readonly JsonObject[],
): void {
  const data = gzipSync(JSON.stringify(records), { level: 4 });
  db.exec("BEGIN IMMEDIATE");
  try {
    const taken = db.prepare("SELECT 1 FROM part WHERE key = ? AND start <= ? AND stop >= ?");
    // Another question has read the same meanwhile.
    if (taken.get(key, to, from) === undefined) {
      db.prepare(
        "INSERT INTO part (key, start, stop, count, used, size, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
      ).run(key, from, to, records.length, now(), data.length, data);
      makeRoom(db, maxBytes, now());
    }
    db.exec("COMMIT");
  } catch (error) {
    if (db.inTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function makeRoom(db: Database.Database, maxBytes: number, now: number): void {
  db.prepare("DELETE FROM part WHERE stop < ?").run(now - KEPT_MS);
  const row: unknown = db.prepare("SELECT coalesce(sum(size), 0), count(*) FROM part").raw().get();
  let [size, parts] = Array.isArray(row) ? [Number(row[0]), Number(row[1])] : [0, 0];
  const oldest = db.prepare("SELECT id, size FROM part ORDER BY used, id LIMIT 1").raw();
  while (size > maxBytes || parts > MOST_PARTS) {
    const next: unknown = oldest.get();
    if (!Array.isArray(next)) return;
    db.prepare("DELETE FROM part WHERE id = ?").run(next[0]);
    size -= Number(next[1]);
    parts -= 1;
  }
}
