/** The tables of the store, one step a version; a step that was released is never changed. */
import type Database from "libsql";
import { Problem } from "../domain/problem.ts";

const STEPS: readonly string[] = [
  `CREATE TABLE journal (
    id TEXT PRIMARY KEY, delivery TEXT NOT NULL UNIQUE, text TEXT NOT NULL, question TEXT NOT NULL,
    at INTEGER NOT NULL, team TEXT NOT NULL, channel TEXT NOT NULL, thread TEXT, person TEXT NOT NULL,
    response_url TEXT, posted TEXT, state TEXT NOT NULL, outcome TEXT, took_ms REAL,
    scanned_bytes INTEGER, cost_usd REAL
  );
  CREATE INDEX journal_at ON journal (at);
  CREATE INDEX journal_running ON journal (at) WHERE state = 'running';
  CREATE TABLE topic (
    channel TEXT, thread TEXT, at INTEGER NOT NULL, topic TEXT NOT NULL, PRIMARY KEY (channel, thread)
  ) WITHOUT ROWID;
  CREATE INDEX topic_at ON topic (at);`,
  `CREATE TABLE spent (
    channel TEXT, day TEXT, usd REAL NOT NULL, PRIMARY KEY (channel, day)
  ) WITHOUT ROWID;`,
  `CREATE TABLE ordered (
    code TEXT PRIMARY KEY, person TEXT NOT NULL, team TEXT NOT NULL, channel TEXT NOT NULL, thread TEXT,
    body TEXT NOT NULL, words TEXT NOT NULL, at INTEGER NOT NULL, expires INTEGER NOT NULL,
    state TEXT NOT NULL, outcome TEXT, started INTEGER, ended INTEGER, posted TEXT
  );
  CREATE INDEX ordered_at ON ordered (at);`,
];

/** Brings the tables up to this version, all steps or none. Throws a Problem `store.newer` for a newer file. */
export function migrate(db: Database.Database, path: string): void {
  if (versionOf(db) === STEPS.length) return;
  // Taken before the version is read again: two processes that start together do not both make the tables.
  db.exec("BEGIN IMMEDIATE");
  try {
    const version = versionOf(db);
    if (version > STEPS.length) throw newer(path, version);
    for (const step of STEPS.slice(version)) db.exec(step);
    db.exec(`PRAGMA user_version = ${STEPS.length}; COMMIT`);
  } catch (error) {
    if (db.inTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function versionOf(db: Database.Database): number {
  const row: unknown = db.prepare("PRAGMA user_version").raw().get();
  return Array.isArray(row) ? Number(row[0]) : 0;
}

function newer(path: string, version: number): Problem {
  return new Problem(
    "store.newer",
    `${path} was written by a newer Trailwatch (its version is ${version}, this one knows ${STEPS.length}).`,
    "Run the newer Trailwatch again, or give this one a folder of its own with TRAILWATCH_STATE_DIR.",
  );
}
