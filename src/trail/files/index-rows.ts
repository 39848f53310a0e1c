/** Rows of the index's tables as typed values. SQLite gives what was stored, so each row is checked once, here. */
import type { Chunk } from "./index-dictionary.ts";
import { type IdChunk, numbersUnder } from "./index-ids.ts";
import type { EventColumns } from "./index-mini.ts";
import type { Store } from "./index-store.ts";

export type FileRow = {
  id: number;
  path: string;
  sizeBytes: number;
  modifiedAt: number;
  account: string;
  region: string;
  records: number;
  /** Epoch milliseconds; NaN when the file holds no events. */
  oldestAt: number;
  newestAt: number;
  /** Events left out because another file holds them too. */
  doubles: number;
  gap: string;
};

export type SegmentRow = {
  id: number;
  /** Number of its first event, a multiple of a block. */
  base: number;
  count: number;
  oldestAt: number;
  newestAt: number;
};

export type LabelKind = "account" | "region" | "call";

function rows(store: Store, sql: string, ...values: unknown[]): unknown[][] {
  const found = store
    .statement(sql)
    .raw()
    .all(...values);
  return found.filter((row) => Array.isArray(row));
}

function numberIn(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A blob as bytes of its own, so that they can be read as numbers of any size. */
function bytesIn(value: unknown): Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array ? new Uint8Array(value) : new Uint8Array(0);
}

export function readFiles(store: Store): FileRow[] {
  const sql = `SELECT id, path, size, modified, account, region, records, oldest, newest, doubles, gap FROM file`;
  return rows(store, sql).map((row) => ({
    id: numberIn(row[0]),
    path: textIn(row[1]),
    sizeBytes: numberIn(row[2]),
    modifiedAt: numberIn(row[3]),
    account: textIn(row[4]),
    region: textIn(row[5]),
    records: numberIn(row[6]),
    oldestAt: numberIn(row[7]),
    newestAt: numberIn(row[8]),
    doubles: numberIn(row[9]),
    gap: textIn(row[10]),
  }));
}

/** Packed times of the events of a file that are not indexed. */
export function readReadTimes(store: Store, file: number): Uint8Array<ArrayBuffer> {
  return bytesIn(rows(store, "SELECT reads FROM file WHERE id = ?", file)[0]?.[0]);
}

/** In the order of their events. */
export function readSegments(store: Store): SegmentRow[] {
  const sql = "SELECT id, base, count, oldest, newest FROM segment ORDER BY base";
  return rows(store, sql).map((row) => ({
    id: numberIn(row[0]),
    base: numberIn(row[1]),
    count: numberIn(row[2]),
    oldestAt: numberIn(row[3]),
    newestAt: numberIn(row[4]),
  }));
}

/** Texts by id. */
export function readLabels(store: Store): Record<LabelKind, string[]> {
  const labels: Record<LabelKind, string[]> = { account: [], region: [], call: [] };
  for (const [kind, id, text] of rows(store, "SELECT kind, id, text FROM label ORDER BY id")) {
    if (kind === "account" || kind === "region" || kind === "call") {
      labels[kind][numberIn(id)] = textIn(text);
    }
  }
  return labels;
}

export function readColumns(store: Store, segment: SegmentRow): EventColumns {
  const sql = "SELECT columns FROM segment WHERE id = ?";
  return unpackColumns(bytesIn(rows(store, sql, segment.id)[0]?.[0]), segment.count);
}

/** Signatures of the segment's blocks, one after the other. */
export function readSignatures(store: Store, segment: number): Uint8Array<ArrayBuffer> {
  return bytesIn(rows(store, "SELECT data FROM signature WHERE segment = ?", segment)[0]?.[0]);
}

export type StoredChunk = Chunk & { id: number };

function toChunk(row: unknown[]): StoredChunk {
  const [id, first, text, postings] = row;
  return {
    id: numberIn(id),
    first: Buffer.from(bytesIn(first)).toString("latin1"),
    text: bytesIn(text),
    postings: bytesIn(postings),
  };
}

const CHUNK = "SELECT id, first, text, postings FROM chunk";

export function readChunks(store: Store, segment: number): StoredChunk[] {
  return rows(store, `${CHUNK} WHERE segment = ? ORDER BY first`, segment).map(toChunk);
}

/** First terms of a segment's chunks, ascending, and the id of each chunk. */
export type ChunkPlaces = { firsts: string[]; ids: number[] };

export function readChunkPlaces(store: Store, segment: number): ChunkPlaces {
  const found = rows(
    store,
    "SELECT first, id FROM chunk WHERE segment = ? ORDER BY first",
    segment,
  );
  return {
    firsts: found.map(([first]) => Buffer.from(bytesIn(first)).toString("latin1")),
    ids: found.map(([, id]) => numberIn(id)),
  };
}

export function readChunk(store: Store, id: number): StoredChunk | undefined {
  const row = rows(store, `${CHUNK} WHERE id = ?`, id)[0];
  return row && toChunk(row);
}

/** Texts of a segment's chunks whose first terms are not before `from` and before `to`, ascending. */
export function readChunkTexts(
  store: Store,
  segment: number,
  from: string,
  to: string,
): { id: number; text: Uint8Array }[] {
  const sql =
    "SELECT id, text FROM chunk WHERE segment = ? AND first >= ? AND first < ? ORDER BY first";
  const edges = [Buffer.from(from, "latin1"), Buffer.from(to, "latin1")];
  return rows(store, sql, segment, ...edges).map(([id, text]) => ({
    id: numberIn(id),
    text: text instanceof Uint8Array ? text : new Uint8Array(0),
  }));
}

export function readPostings(store: Store, id: number): Uint8Array<ArrayBuffer> {
  const row: unknown = store.statement("SELECT postings FROM chunk WHERE id = ?").raw().get(id);
  return bytesIn(Array.isArray(row) ? row[0] : undefined);
}

export function readIds(store: Store, segment: number): IdChunk[] {
  const sql = "SELECT first, data FROM ids WHERE segment = ? ORDER BY first";
  return rows(store, sql, segment).map(([first, data]) => ({
    first: numberIn(first),
    data: bytesIn(data),
  }));
}

/** Events under the hash of an id, counted from the segment's beginning. */
export function readNumbersUnder(store: Store, segment: number, hash: number): number[] {
  const sql = "SELECT data FROM ids WHERE segment = ? AND first <= ? ORDER BY first DESC LIMIT 2";
  // Equal hashes may reach over the edge of a chunk.
  return rows(store, sql, segment, hash).flatMap(([data]) => numbersUnder(bytesIn(data), hash));
}

/** Questions read many blocks, so they are asked for in the way that makes the least of each row. */
export function readBlock(store: Store, id: number): Uint8Array {
  const row: unknown = store.statement("SELECT data FROM block WHERE id = ?").raw().get(id);
  const data: unknown = Array.isArray(row) ? row[0] : undefined;
  return data instanceof Uint8Array ? data : new Uint8Array(0);
}

export function readMeta(store: Store, key: string): string | undefined {
  const value = rows(store, "SELECT value FROM meta WHERE key = ?", key)[0]?.[0];
  return typeof value === "string" ? value : undefined;
}

export function writeMeta(store: Store, key: string, value: string): void {
  store.statement("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").run(key, value);
}

const EVENT_BYTES = 21;

/** Columns one after the other, the widest numbers first. */
export function packColumns(columns: EventColumns): Buffer {
  const { at, file, call, account, region, class: kinds } = columns;
  return Buffer.concat(
    [at, file, call, account, region, kinds].map(
      (column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength),
    ),
  );
}

function unpackColumns(bytes: Uint8Array<ArrayBuffer>, count: number): EventColumns {
  if (bytes.length !== count * EVENT_BYTES) throw new Error("SQLITE_CORRUPT: columns are torn");
  const { buffer } = bytes;
  return {
    at: new Float64Array(buffer, 0, count),
    file: new Uint32Array(buffer, count * 8, count),
    call: new Uint32Array(buffer, count * 12, count),
    account: new Uint16Array(buffer, count * 16, count),
    region: new Uint16Array(buffer, count * 18, count),
    class: new Uint8Array(buffer, count * 20, count),
  };
}
