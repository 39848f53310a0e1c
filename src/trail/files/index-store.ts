/** The SQLite file that holds an index: where it lies, its tables, and what to do when it cannot be used. */
import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, realpathSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import Database from "libsql";
import { Problem } from "../../domain/problem.ts";

export type Store = {
  db: Database.Database;
  path: string;
  /** The statement of a text, prepared once. Its rows are arrays. */
  statement(sql: string): Database.Statement;
};

/** Raised whenever tables or terms mean something else; an index of another version is built anew. */
const VERSION = 5;
const BUSY_MS = 10_000;

const TABLES = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
  CREATE TABLE file (
    id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT UNIQUE, size INTEGER, modified INTEGER,
    account TEXT, region TEXT, records INTEGER, oldest INTEGER, newest INTEGER,
    reads BLOB, doubles INTEGER, gap TEXT
  );
  CREATE TABLE label (kind TEXT, id INTEGER, text TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
  CREATE TABLE segment (
    id INTEGER PRIMARY KEY AUTOINCREMENT, base INTEGER, count INTEGER, oldest INTEGER, newest INTEGER,
    columns BLOB
  );
  CREATE TABLE signature (segment INTEGER PRIMARY KEY, data BLOB);
  CREATE TABLE chunk (id INTEGER PRIMARY KEY, segment INTEGER, first BLOB, text BLOB, postings BLOB);
  CREATE INDEX chunk_place ON chunk (segment, first);
  CREATE TABLE ids (id INTEGER PRIMARY KEY, segment INTEGER, first REAL, data BLOB);
  CREATE INDEX ids_place ON ids (segment, first);
  CREATE TABLE block (id INTEGER PRIMARY KEY, data BLOB);
`;

/** Path of the index of a folder, `cacheDir/<name of the folder>-<hash of its path>.sqlite`. */
export function indexPath(dir: string, cacheDir: string): string {
  const real = realpathSync(dir);
  const hash = createHash("sha256").update(real).digest("hex").slice(0, 16);
  const name = basename(real).replace(/[^A-Za-z0-9._-]/g, "_") || "root";
  return join(cacheDir, `${name}-${hash}.sqlite`);
}

/** Opens an index that can be read; undefined when there is none, or none of this version. */
export function openStore(path: string): Store | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const store = connect(path);
    if (isCurrent(store)) return store;
    store.db.close();
  } catch (error) {
    if (!isUnusable(error)) throw error;
  }
  return undefined;
}

/**
 * Opens an index to be written, makes it when there is none, and replaces one that is damaged or of another version;
 * `rebuilt` then says why. Throws a Problem `trail.no-index` when the place cannot be written.
 */
export function createStore(path: string, cacheDir: string): { store: Store; rebuilt?: string } {
  try {
    mkdirSync(cacheDir, { recursive: true, mode: 0o700 });
    const isNew = !existsSync(path);
    const store = isNew ? undefined : openStore(path);
    if (store) return { store };
    removeStore(path);
    // The records inside are not for other users of the machine.
    closeSync(openSync(path, "a", 0o600));
    const made = connect(path);
    made.db.exec(`BEGIN IMMEDIATE; ${TABLES} PRAGMA user_version = ${VERSION}; COMMIT`);
    return isNew
      ? { store: made }
      : { store: made, rebuilt: "it was damaged or of another version" };
  } catch (error) {
    throw writeProblem(error, path) ?? error;
  }
}

function connect(path: string): Store {
  const db = new Database(path);
  db.exec(`
    PRAGMA busy_timeout = ${BUSY_MS};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA cache_size = -16384;
  `);
  const statements = new Map<string, Database.Statement>();
  return {
    db,
    path,
    statement(sql) {
      const known = statements.get(sql);
      if (known) return known;
      const made = db.prepare(sql);
      statements.set(sql, made);
      return made;
    },
  };
}

function isCurrent({ db }: Store): boolean {
  const row: unknown = db.prepare("PRAGMA user_version").raw().get();
  return Array.isArray(row) && row[0] === VERSION;
}

export function removeStore(path: string): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
}

/** True when the file is no database, or a damaged one. */
export function isUnusable(error: unknown): boolean {
  return /NOTADB|CORRUPT|not a database|malformed|no such table/i.test(codeOf(error));
}

/** The Problem behind an error of writing: no room, no permission; undefined for any other error. */
export function writeProblem(error: unknown, path: string): Problem | undefined {
  const code = codeOf(error);
  const next =
    "Give it another place with TRAILWATCH_CACHE_DIR; questions are answered without an index too, more slowly.";
  if (/ENOSPC|EDQUOT|SQLITE_FULL|disk is full/i.test(code)) {
    const text = `There is no room left on the disk for the index ${path}.`;
    return new Problem("trail.no-room", text, `Free some space. ${next}`, { cause: error });
  }
  if (/EACCES|EPERM|EROFS|ENOTDIR|EEXIST|READONLY|CANTOPEN|unable to open|readonly/i.test(code)) {
    const text = `The index ${path} cannot be written.`;
    return new Problem("trail.no-index", text, next, { cause: error });
  }
  return undefined;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${"code" in error ? String(error.code) : ""} ${error.message}`;
}

/** Moves what was written from the log beside the index into the index itself, as far as readers allow. */
export function settle({ db }: Store): void {
  db.exec("PRAGMA busy_timeout = 0");
  db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
  db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
}

/** Does the work in one transaction: all of it is kept, or nothing. */
export function inTransaction<Result>(
  { db }: Store,
  mode: "DEFERRED" | "IMMEDIATE",
  work: () => Result,
): Result {
  db.exec(`BEGIN ${mode}`);
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec("ROLLBACK");
    throw error;
  }
}
