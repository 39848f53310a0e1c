/** Orders in the store's file: confirmed once and carried out once, whatever happens to the process. */
import type Database from "libsql";
import { DAY } from "../domain/time.ts";
import { type OrderBook, type OrderEntry, type OrderState, whyNotTaken } from "./orders.ts";
import { JOURNAL_MS } from "./store.ts";

export type Guard = <Result>(work: () => Result) => Result;

const COLUMNS =
  "code, person, team, channel, thread, body, words, at, expires, state, outcome, started, ended, posted";

/** What nobody confirmed is of no use after a day; the others are kept as long as the journal. */
export function dropOldOrders(db: Database.Database, now: number): void {
  db.prepare("DELETE FROM ordered WHERE at < ? OR (state = 'proposed' AND expires < ?)").run(
    now - JOURNAL_MS,
    now - DAY,
  );
}

export function createOrders(db: Database.Database, guard: Guard): OrderBook {
  const insert = db.prepare(
    `INSERT INTO ordered (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, "?")}) ON CONFLICT DO NOTHING`,
  );
  const byCode = db.prepare(`SELECT ${COLUMNS} FROM ordered WHERE code = ?`).raw();
  // One statement: of two processes that press at once, one alone changes a row.
  const start = db.prepare(
    `UPDATE ordered SET state = 'running', started = ?1
     WHERE code = ?2 AND person = ?3 AND state = 'proposed' AND expires > ?1`,
  );
  const setPosted = db.prepare("UPDATE ordered SET posted = ? WHERE code = ?");
  const setEnd = db.prepare(
    `UPDATE ordered SET state = ?, outcome = ?, ended = ?
     WHERE code = ? AND state IN ('running', 'unknown')`,
  );
  const select = db
    .prepare(
      `SELECT ${COLUMNS} FROM ordered
       WHERE (CASE WHEN ?1 IS NULL THEN state <> 'proposed' ELSE state = ?1 END)
       AND (?2 IS NULL OR person = ?2) AND (?3 IS NULL OR at >= ?3)
       ORDER BY at DESC, rowid DESC LIMIT ?4`,
    )
    .raw();
  const find = (code: string): OrderEntry | undefined => {
    const row: unknown = byCode.get(code);
    return Array.isArray(row) ? toEntry(row) : undefined;
  };
  return {
    propose: (entry) => guard(() => void insert.run(...toRow(entry))),
    find: (code) => guard(() => find(code)),
    take: (code, userId, now) =>
      guard(() => {
        const isTaken = start.run(now, code, userId).changes === 1;
        const entry = find(code);
        if (isTaken && entry) return { kind: "taken", entry };
        const kind = whyNotTaken(entry, userId, now) ?? "again";
        return { kind, ...(entry && { entry }) };
      }),
    note: (code, { postedTs }) => guard(() => void setPosted.run(postedTs, code)),
    end: (code, { state, outcome, at }) => guard(() => void setEnd.run(state, outcome, at, code)),
    list: ({ state = null, userId = null, since = null, limit }) =>
      guard(() => select.all(state, userId, since, Math.max(0, limit)).map(toEntry)),
  };
}

type Cell = string | number | null;

function toRow(entry: OrderEntry): Cell[] {
  return [
    entry.code,
    entry.userId,
    entry.teamId,
    entry.channelId,
    entry.threadTs ?? null,
    JSON.stringify(entry.order),
    entry.words,
    entry.at,
    entry.expiresAt,
    entry.state,
    entry.outcome ?? null,
    entry.startedAt ?? null,
    entry.endedAt ?? null,
    entry.postedTs ?? null,
  ];
}

/** The row is ours: its columns are written by `toRow` alone. */
type OrderRow = [
  code: string,
  userId: string,
  teamId: string,
  channelId: string,
  threadTs: string | null,
  body: string,
  words: string,
  at: number,
  expiresAt: number,
  state: OrderState,
  outcome: string | null,
  startedAt: number | null,
  endedAt: number | null,
  postedTs: string | null,
];

function toEntry(row: unknown): OrderEntry {
  const [code, userId, teamId, channelId, threadTs, body, words, at, expiresAt, ...rest] =
    row as OrderRow;
  const [state, outcome, startedAt, endedAt, postedTs] = rest;
  return {
    code,
    userId,
    teamId,
    channelId,
    order: JSON.parse(body),
    words,
    at,
    expiresAt,
    state,
    ...(threadTs !== null && { threadTs }),
    ...(outcome !== null && { outcome }),
    ...(startedAt !== null && { startedAt }),
    ...(endedAt !== null && { endedAt }),
    ...(postedTs !== null && { postedTs }),
  };
}
