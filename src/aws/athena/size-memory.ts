/** Remembers how large past days of the trail are, and what queries have read: a small SQLite file that may be thrown away. */
import { closeSync, mkdirSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";

/** Where something lies: the trail's bucket with its prefix, an account and a Region. */
export type SizedPlace = { bucket: string; account: string; region: string };

export type SizeMemory = {
  /** Bytes by day (start of the UTC day) of the days that are over. */
  days(place: SizedPlace): Map<number, number>;
  keepDays(place: SizedPlace, sizes: ReadonlyMap<number, number>): void;
  /** The most bytes a folder that the latest queries of a table have read; undefined before the first. */
  rate(table: string): number | undefined;
  keepRead(table: string, scannedBytes: number, folders: number): void;
  close(): void;
};

const VERSION = 1;
const KEPT_READS = 50;
const TABLES = `
  CREATE TABLE day (
    bucket TEXT, account TEXT, region TEXT, day INTEGER, bytes INTEGER,
    PRIMARY KEY (bucket, account, region, day)
  ) WITHOUT ROWID;
  CREATE TABLE query (id INTEGER PRIMARY KEY, name TEXT, rate REAL);
  PRAGMA user_version = ${VERSION};
`;

/** In `cacheDir`, made anew when it is damaged or of another version; for the process alone without one. */
export function openSizeMemory(cacheDir: string | undefined): SizeMemory {
  const db = cacheDir === undefined ? connect(":memory:") : openFile(cacheDir);
  const select = db
    .prepare("SELECT day, bytes FROM day WHERE bucket = ? AND account = ? AND region = ?")
    .raw();
  const put = db.prepare("INSERT OR REPLACE INTO day VALUES (?, ?, ?, ?, ?)");
  const best = db.prepare("SELECT max(rate) FROM query WHERE name = ?").raw();
  const note = db.prepare("INSERT INTO query (name, rate) VALUES (?, ?)");
  const forget = db.prepare(
    "DELETE FROM query WHERE name = ?1 AND id NOT IN (SELECT id FROM query WHERE name = ?1 ORDER BY id DESC LIMIT ?2)",
  );
  return {
    days({ bucket, account, region }) {
      const rows: unknown[] = select.all(bucket, account, region);
      return new Map(rows.map((row) => numbers(row)));
    },
    keepDays({ bucket, account, region }, sizes) {
      if (sizes.size === 0) return;
      const keep = db.transaction(() => {
        for (const [day, bytes] of sizes) put.run(bucket, account, region, day, bytes);
      });
      unlessBusy(() => keep());
    },
    rate(table) {
      const row: unknown = db.open ? best.get(table) : undefined;
      const [rate]: unknown[] = Array.isArray(row) ? row : [];
      return typeof rate === "number" ? rate : undefined;
    },
    keepRead(table, scannedBytes, folders) {
      unlessBusy(() => {
        note.run(table, scannedBytes / Math.max(1, folders));
        forget.run(table, KEPT_READS);
      });
    },
    close: () => {
      if (db.open) db.close();
    },
  };
}

function numbers(row: unknown): [number, number] {
  const [day, bytes]: unknown[] = Array.isArray(row) ? row : [];
  return [Number(day), Number(bytes)];
}

/** What cannot be remembered now is found out again. */
function unlessBusy(work: () => void): void {
  try {
    work();
  } catch {
    // A full disk or another process that writes must not keep anybody from an answer.
  }
}

function openFile(cacheDir: string): Database.Database {
  const path = join(cacheDir, "athena.sqlite");
  try {
    mkdirSync(cacheDir, { recursive: true, mode: 0o700 });
    return connect(path);
  } catch {
    return openAnew(path);
  }
}

function openAnew(path: string): Database.Database {
  try {
    for (const ending of ["", "-wal", "-shm"]) rmSync(path + ending, { force: true });
    return connect(path);
  } catch {
    // Where nothing can be written it is remembered for as long as the process lives.
    return connect(":memory:");
  }
}

function connect(path: string): Database.Database {
  if (path !== ":memory:") closeSync(openSync(path, "a", 0o600));
  const db = new Database(path);
  try {
    db.exec("PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;");
    const row: unknown = db.prepare("PRAGMA user_version").raw().get();
    const version = Array.isArray(row) ? Number(row[0]) : 0;
    if (version === VERSION) return db;
    if (version !== 0) throw new Error("a file of another version");
    db.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
