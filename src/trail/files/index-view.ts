/** What a reader keeps of an index in memory: segments, labels, files; loaded when asked for, renewed when it changed. */
import { isObject, type JsonObject } from "../../domain/json.ts";
import { type TrailEvent, toTrailEvent } from "../../domain/trail-event.ts";
import { type BlockReader, createBlockReader } from "./index-blocks.ts";
import { type ChunkReader, createChunkReader } from "./index-chunks.ts";
import { numbersOf } from "./index-dictionary.ts";
import type { EventColumns } from "./index-mini.ts";
import {
  type FileRow,
  type LabelKind,
  readColumns,
  readFiles,
  readLabels,
  readNumbersUnder,
  readSegments,
  readSignatures,
  type SegmentRow,
} from "./index-rows.ts";
import type { Store } from "./index-store.ts";

export type IndexView = {
  store: Store;
  /** In the order of their events. */
  segments(): SegmentRow[];
  labels(): Record<LabelKind, string[]>;
  files(): FileRow[];
  columns(segment: SegmentRow): EventColumns;
  signatures(segment: SegmentRow): Uint8Array;
  /** Numbers filed under a term in a segment, counted from the beginning of the index. */
  numbers(segment: SegmentRow, term: string): number[];
  chunksBetween: ChunkReader["chunksBetween"];
  names: ChunkReader["names"];
  shapes: ChunkReader["shapes"];
  postings: ChunkReader["postings"];
  /** The same for the hash of an id. */
  numbersOfId(segment: SegmentRow, hash: number): number[];
  event(number: number): TrailEvent | undefined;
  holds: BlockReader["holds"];
  /** Looks whether the index was written since; call it at the beginning of a search. */
  refresh(): void;
};

export function createIndexView(store: Store): IndexView {
  let version: unknown;
  let segments: SegmentRow[] | undefined;
  let labels: Record<LabelKind, string[]> | undefined;
  let files: FileRow[] | undefined;
  const columns = new Map<number, EventColumns>();
  const signatures = new Map<number, Uint8Array>();
  const blocks = createBlockReader(store);
  const chunks = createChunkReader(store);

  function refresh(): void {
    const row = store.statement("PRAGMA data_version").raw().get();
    const now = Array.isArray(row) ? row[0] : undefined;
    if (now === version) return;
    version = now;
    segments = undefined;
    labels = undefined;
    files = undefined;
    blocks.clear();
  }

  function loadSegments(): SegmentRow[] {
    if (segments) return segments;
    segments = readSegments(store);
    const ids = new Set(segments.map((segment) => segment.id));
    for (const id of columns.keys()) if (!ids.has(id)) columns.delete(id);
    for (const id of signatures.keys()) if (!ids.has(id)) signatures.delete(id);
    chunks.keep(ids);
    return segments;
  }

  return {
    store,
    segments: loadSegments,
    labels: () => (labels ??= readLabels(store)),
    files: () => (files ??= readFiles(store)),
    columns: (segment) => kept(columns, segment.id, () => readColumns(store, segment)),
    signatures: ({ id }) => kept(signatures, id, () => readSignatures(store, id)),
    numbers(segment, term) {
      const chunk = chunks.chunkOf(segment, term);
      return (chunk && numbersOf(chunk, term, segment.base)) ?? [];
    },
    chunksBetween: chunks.chunksBetween,
    names: chunks.names,
    shapes: chunks.shapes,
    postings: chunks.postings,
    numbersOfId(segment, hash) {
      return readNumbersUnder(store, segment.id, hash).map((number) => number + segment.base);
    },
    holds: blocks.holds,
    event(number) {
      const text = blocks.text(number);
      const record = text === undefined ? undefined : parseRecord(text);
      return record && toTrailEvent(record);
    },
    refresh,
  };
}

function kept<Value>(memory: Map<number, Value>, id: number, load: () => Value): Value {
  const known = memory.get(id);
  if (known !== undefined) return known;
  const loaded = load();
  memory.set(id, loaded);
  return loaded;
}

function parseRecord(text: string): JsonObject | undefined {
  const record: unknown = JSON.parse(text);
  return isObject(record) ? record : undefined;
}
