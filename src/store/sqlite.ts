/** The store in one SQLite file: what was asked and what threads are about outlive the process. */
import { closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "libsql";
import { Problem } from "../domain/problem.ts";
import { utcDay } from "../domain/time.ts";
import type { Ending, Journal, JournalEntry, QuestionState, Topics } from "./journal.ts";
import type { Ledger } from "./ledger.ts";
import { migrate } from "./migrations.ts";
import { createOrders, dropOldOrders, type Guard } from "./sqlite-orders.ts";
import { JOURNAL_MS, type Store, TOPIC_MS } from "./store.ts";
import { storeProblem } from "./store-problems.ts";

export type SqliteOptions = {
  /** Made with its folder when it is not there. */
  path: string;
  /** Epoch milliseconds; decides what is too old to be kept. */
  now?: () => number;
  /** How long a write waits for another process that writes to the same file; 5 s unless set. */
  busyMs?: number;
};

const BUSY_MS = 5_000;

/** A larger file would hold up the start by more than it tells; its faults then show when they are read. */
const MOST_CHECKED_BYTES = 64 * 1024 * 1024;

/**
 * Opens the store, brings its tables up to date and drops what is too old. Several processes may share one file.
 * Throws a Problem `store.*` when the file is damaged, of a newer version, or cannot be written.
 */
export function openSqliteStore(options: SqliteOptions): Store {
  const { path, now = Date.now, busyMs = BUSY_MS } = options;
  const db = guarded(path, () => connect(path, now(), busyMs));
  const guard = <Result>(work: () => Result): Result => guarded(path, work);
  return {
    journal: createJournal(db, guard),
    topics: createTopics(db, guard, now),
    ledger: createLedger(db, guard),
    orders: createOrders(db, guard),
    close() {
      if (!db.open) return;
      try {
        // So that the file alone is whole: a copy needs no -wal beside it. Nobody is waited for.
        db.exec("PRAGMA busy_timeout = 0");
        db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
      } catch {
        // What is not moved now is moved at the next start; nothing is lost.
      } finally {
        db.close();
      }
    },
  };
}

function connect(path: string, now: number, busyMs: number): Database.Database {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Who asked what is not for other users of the machine.
  closeSync(openSync(path, "a", 0o600));
  const db = new Database(path);
  try {
    db.exec(`
      PRAGMA busy_timeout = ${busyMs};
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
    `);
    checkWhole(db, path);
    migrate(db, path);
    db.prepare("DELETE FROM journal WHERE at < ?").run(now - JOURNAL_MS);
    db.prepare("DELETE FROM topic WHERE at < ?").run(now - TOPIC_MS);
    db.prepare("DELETE FROM spent WHERE day < ?").run(utcDay(now - JOURNAL_MS));
    dropOldOrders(db, now);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function checkWhole(db: Database.Database, path: string): void {
  if (statSync(path).size > MOST_CHECKED_BYTES) return;
  const row: unknown = db.prepare("PRAGMA quick_check(1)").raw().get();
  const verdict = Array.isArray(row) ? String(row[0]) : "no answer";
  if (verdict !== "ok") throw new Error(`SQLITE_CORRUPT: ${verdict}`);
}

function guarded<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof Problem ? error : (storeProblem(error, path) ?? error);
  }
}

const COLUMNS =
  "id, delivery, text, question, at, team, channel, thread, person, response_url, posted, state, outcome, took_ms, scanned_bytes, cost_usd";

function createJournal(db: Database.Database, guard: Guard): Journal {
  const insert = db.prepare(
    `INSERT INTO journal (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, "?")}) ON CONFLICT DO NOTHING`,
  );
  const setNews = db.prepare(
    `UPDATE journal SET question = coalesce(?, question), text = coalesce(?, text), posted = coalesce(?, posted),
     outcome = coalesce(?, outcome) WHERE id = ? AND state = 'running'`,
  );
  const setEnd = db.prepare(
    `UPDATE journal SET state = ?, outcome = ?, took_ms = ?, scanned_bytes = ?, cost_usd = ?, response_url = NULL
     WHERE id = ? AND state = 'running'`,
  );
  const select = db
    .prepare(
      `SELECT ${COLUMNS} FROM journal
       WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR person = ?2) AND (?3 IS NULL OR at >= ?3)
       ORDER BY at DESC, rowid DESC LIMIT ?4`,
    )
    .raw();
  return {
    begin: (entry) => guard(() => insert.run(...toRow(entry)).changes === 1),
    note: (id, { question = null, text = null, postedTs = null, outcome = null }) =>
      guard(() => void setNews.run(question, text, postedTs, outcome, id)),
    end: (id, ending) => guard(() => void setEnd.run(...toEndRow(ending), id)),
    list: ({ state = null, userId = null, since = null, limit }) =>
      guard(() => select.all(state, userId, since, Math.max(0, limit)).map(toEntry)),
  };
}

type Cell = string | number | null;

function toRow(entry: JournalEntry): Cell[] {
  const { teamId, channelId, threadTs, userId, responseUrl, postedTs } = entry.address;
  return [
    entry.id,
    entry.deliveryId,
    entry.text,
    entry.question,
    entry.at,
    teamId,
    channelId,
    threadTs ?? null,
    userId,
    responseUrl ?? null,
    postedTs ?? null,
    ...toEndRow(entry),
  ];
}

function toEndRow({ state, outcome, tookMs, scannedBytes, costUsd }: Ending): Cell[] {
  return [state, outcome ?? null, tookMs ?? null, scannedBytes ?? null, costUsd ?? null];
}

/** The row is ours: its columns are written by `toRow` alone. */
type JournalRow = [
  id: string,
  deliveryId: string,
  text: string,
  question: string,
  at: number,
  teamId: string,
  channelId: string,
  threadTs: string | null,
  userId: string,
  responseUrl: string | null,
  postedTs: string | null,
  state: QuestionState,
  outcome: string | null,
  tookMs: number | null,
  scannedBytes: number | null,
  costUsd: number | null,
];

function toEntry(row: unknown): JournalEntry {
  const [id, deliveryId, text, question, at, teamId, channelId, threadTs, userId, ...rest] =
    row as JournalRow;
  const [responseUrl, postedTs, state, outcome, tookMs, scannedBytes, costUsd] = rest;
  return {
    id,
    deliveryId,
    text,
    question,
    at,
    address: {
      teamId,
      channelId,
      userId,
      ...(threadTs !== null && { threadTs }),
      ...(responseUrl !== null && { responseUrl }),
      ...(postedTs !== null && { postedTs }),
    },
    state,
    ...(outcome !== null && { outcome }),
    ...(tookMs !== null && { tookMs }),
    ...(scannedBytes !== null && { scannedBytes }),
    ...(costUsd !== null && { costUsd }),
  };
}

function createTopics(db: Database.Database, guard: Guard, now: () => number): Topics {
  const put = db.prepare(
    "INSERT OR REPLACE INTO topic (channel, thread, at, topic) VALUES (?, ?, ?, ?)",
  );
  const find = db.prepare("SELECT topic FROM topic WHERE channel = ? AND thread = ?").raw();
  return {
    remember(channelId, threadTs, topic) {
      guard(() => put.run(channelId, threadTs, now(), JSON.stringify(topic)));
    },
    recall: (channelId, threadTs) =>
      guard(() => {
        const row: unknown = find.get(channelId, threadTs);
        return Array.isArray(row) ? JSON.parse(String(row[0])) : undefined;
      }),
  };
}

function createLedger(db: Database.Database, guard: Guard): Ledger {
  const find = db.prepare("SELECT usd FROM spent WHERE channel = ? AND day = ?").raw();
  const add = db.prepare(
    "INSERT INTO spent (channel, day, usd) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET usd = usd + excluded.usd",
  );
  return {
    spentUsd: (channelId, day) =>
      guard(() => {
        const row: unknown = find.get(channelId, day);
        return Array.isArray(row) ? Number(row[0]) : 0;
      }),
    add: (channelId, day, usd) => guard(() => void add.run(channelId, day, usd)),
  };
}
