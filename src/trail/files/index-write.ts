/** Writes newly read files into an index: in one transaction with the rows of the files themselves. */

import { createIdSet, type IdSet } from "../id-set.ts";
import type { LogFile } from "./folder.ts";
import { BLOCK_EVENTS } from "./index-merge.ts";
import type { EventColumns, FileFacts, Lookup, MiniIndex } from "./index-mini.ts";
import { type LabelKind, packColumns, readLabels, readSegments } from "./index-rows.ts";
import { inTransaction, type Store } from "./index-store.ts";

/** Marks an event that another file holds too. */
export const DOUBLE = 255;

/** What is known of a store while it is written. */
export type Writer = {
  store: Store;
  labels: Record<LabelKind, Map<string, number>>;
  /** Number of the next block. */
  nextBlock: number;
  nextFile: number;
  /** True for an event that an earlier file brought. */
  isKnown(hash: number): boolean;
  added: IdSet;
};

export function createWriter(store: Store, isKnown: (hash: number) => boolean): Writer {
  const labels = readLabels(store);
  const toMap = (texts: string[]) => new Map(texts.map((text, id) => [text, id]));
  const last = readSegments(store).at(-1);
  const end = last ? last.base + last.count : 0;
  const file: unknown = store
    .statement("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'file'")
    .raw()
    .get();
  return {
    store,
    labels: {
      account: toMap(labels.account),
      region: toMap(labels.region),
      call: toMap(labels.call),
    },
    nextBlock: Math.ceil(end / BLOCK_EVENTS),
    nextFile: Array.isArray(file) && typeof file[0] === "number" ? file[0] + 1 : 1,
    isKnown,
    added: createIdSet(),
  };
}

export function emptyColumns(count: number): EventColumns {
  return {
    at: new Float64Array(count),
    class: new Uint8Array(count).fill(DOUBLE),
    account: new Uint16Array(count),
    region: new Uint16Array(count),
    call: new Uint32Array(count),
    file: new Uint32Array(count),
  };
}

/** A mini index with its place in the index. */
type Placed = {
  firstBlock: number;
  columns: EventColumns;
  files: { id: number; facts: FileFacts; doubles: number }[];
};

/** Gives the events their numbers and marks those that an earlier file holds. */
function placeMini(writer: Writer, mini: MiniIndex): Placed {
  const own = mini.columns;
  const firstBlock = writer.nextBlock;
  const files = mini.files.map((facts) => ({ id: writer.nextFile++, facts, doubles: 0 }));
  const columns = emptyColumns(mini.blocks.length * BLOCK_EVENTS);
  columns.at.set(own.at);
  copyMapped(own.account, columns.account, labelIds(writer, "account", mini.labels.account));
  copyMapped(own.region, columns.region, labelIds(writer, "region", mini.labels.region));
  copyMapped(own.call, columns.call, labelIds(writer, "call", mini.labels.call));
  copyMapped(
    own.file,
    columns.file,
    files.map((file) => file.id),
  );
  columns.class.set(own.class);
  for (const [index, hash] of mini.hashes.entries()) {
    if (!writer.isKnown(hash) && writer.added.add(hash)) continue;
    columns.class[index] = DOUBLE;
    const file = files[own.file[index] ?? 0];
    if (file) file.doubles += 1;
  }
  writer.nextBlock += mini.blocks.length;
  return { firstBlock, columns, files };
}

type Column = Uint16Array | Uint32Array;

function copyMapped(from: Column, to: Column, ids: number[]): void {
  for (const [index, value] of from.entries()) to[index] = ids[value] ?? 0;
}

/** Ids of the whole index for the labels of a mini index; new ones are stored with the batch. */
function labelIds(writer: Writer, kind: LabelKind, texts: string[]): number[] {
  const known = writer.labels[kind];
  return texts.map((text) => {
    const id = known.get(text) ?? known.size;
    if (id === known.size) known.set(text, id);
    return id;
  });
}

/**
 * Stores what a worker read, in one transaction with the rows of the files: all of it is kept, or nothing.
 * `listed` are the files as the folder showed them before they were read. Returns how many events were doubles.
 */
export function writeMini(
  writer: Writer,
  mini: MiniIndex,
  listed: ReadonlyMap<string, LogFile>,
): number {
  const { store } = writer;
  const { firstBlock, columns, files } = placeMini(writer, mini);
  inTransaction(store, "IMMEDIATE", () => {
    writeLabels(writer);
    const block = store.statement("INSERT INTO block (id, data) VALUES (?, ?)");
    for (const [index, data] of mini.blocks.entries()) {
      block.run(firstBlock + index, Buffer.from(data.buffer));
    }
    if (columns.at.length > 0) {
      const { lookup, signatures } = mini;
      writeSegment(store, firstBlock * BLOCK_EVENTS, { columns, signatures, lookup });
    }
    for (const { id, facts, doubles } of files) {
      const file = listed.get(facts.path);
      if (file && !facts.isRefused) writeFile(store, { id, facts, doubles, file });
    }
  });
  return files.reduce((sum, file) => sum + file.doubles, 0);
}

function writeLabels({ store, labels }: Writer): void {
  const insert = store.statement("INSERT OR IGNORE INTO label (kind, id, text) VALUES (?, ?, ?)");
  for (const kind of ["account", "region", "call"] as const) {
    for (const [text, id] of labels[kind]) insert.run(kind, id, text);
  }
}

export type SegmentContent = {
  columns: EventColumns;
  /** One for each block. */
  signatures: Uint8Array<ArrayBuffer>;
  lookup: Lookup;
};

export function writeSegment(
  store: Store,
  base: number,
  { columns, signatures, lookup: { chunks, ids } }: SegmentContent,
): void {
  let oldest = Infinity;
  let newest = -Infinity;
  for (const [index, at] of columns.at.entries()) {
    if (columns.class[index] === DOUBLE) continue;
    oldest = Math.min(oldest, at);
    newest = Math.max(newest, at);
  }
  const { lastInsertRowid } = store
    .statement("INSERT INTO segment (base, count, oldest, newest, columns) VALUES (?, ?, ?, ?, ?)")
    .run(base, columns.at.length, finite(oldest), finite(newest), packColumns(columns));
  const segment = Number(lastInsertRowid);
  store
    .statement("INSERT INTO signature (segment, data) VALUES (?, ?)")
    .run(segment, Buffer.from(signatures.buffer));
  const chunk = store.statement(
    "INSERT INTO chunk (segment, first, text, postings) VALUES (?, ?, ?, ?)",
  );
  for (const { first, text, postings } of chunks) {
    chunk.run(
      segment,
      Buffer.from(first, "latin1"),
      Buffer.from(text.buffer),
      Buffer.from(postings.buffer),
    );
  }
  const id = store.statement("INSERT INTO ids (segment, first, data) VALUES (?, ?, ?)");
  for (const { first, data } of ids) id.run(segment, first, Buffer.from(data.buffer));
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

type WrittenFile = { id: number; facts: FileFacts; doubles: number; file: LogFile };

function writeFile(store: Store, { id, facts, doubles, file }: WrittenFile): void {
  store
    .statement(
      `INSERT OR REPLACE INTO file (id, path, size, modified, account, region, records, oldest, newest, reads, doubles, gap)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      id,
      facts.path,
      file.sizeBytes,
      file.modifiedAt,
      file.key.account ?? "",
      file.key.region ?? "",
      facts.records,
      facts.oldestAt ?? null,
      facts.newestAt ?? null,
      Buffer.from(facts.readTimes),
      doubles,
      facts.gap ?? null,
    );
}
