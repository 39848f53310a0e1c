/** A worker's share of an index build: some files, read into a small index of their own that the builder joins to others. */
import { brotliCompressSync, constants } from "node:zlib";
import { type TrailEvent, toTrailEvent } from "../../domain/trail-event.ts";
import { classes } from "../collector.ts";
import { deliveryHash, idHash } from "../id-set.ts";
import { callIds } from "../match.ts";
import { type CutText, readFileRecords } from "./cut.ts";
import type { Chunk } from "./index-dictionary.ts";
import { callIdHash, type IdChunk, packIds } from "./index-ids.ts";
import { BLOCK_EVENTS } from "./index-merge.ts";
import { createTermFinder, type TermFinder } from "./index-terms.ts";
import { readLogFile } from "./log-file.ts";
import { createPeek } from "./peek.ts";
import { createPostings, type Postings } from "./postings.ts";
import { addText, SIGNATURE_BYTES } from "./signature.ts";
import { createApartFinder, type Place } from "./texts-apart.ts";
import { createByteWriter, packNumbers } from "./varint.ts";

export type IndexTask = { kind: "index"; dir: string; paths: string[] };

/** What the index keeps about a file. */
export type FileFacts = {
  path: string;
  /** Records with a time, those not indexed included. */
  records: number;
  /** Epoch milliseconds; absent when the file holds no events. */
  oldestAt?: number;
  newestAt?: number;
  /** Times of the records that are not indexed (successful reads): seconds, ascending, as differences. */
  readTimes: Uint8Array<ArrayBuffer>;
  storedBytes: number;
  rawBytes: number;
  gap?: string;
  isRefused?: boolean;
};

/** Facts of the indexed events, one entry each in the order of their numbers. */
export type EventColumns = {
  at: Float64Array<ArrayBuffer>;
  class: Uint8Array<ArrayBuffer>;
  account: Uint16Array<ArrayBuffer>;
  region: Uint16Array<ArrayBuffer>;
  /** Service and event name. */
  call: Uint32Array<ArrayBuffer>;
  file: Uint32Array<ArrayBuffer>;
};

export type MiniIndex = {
  files: FileFacts[];
  /** What `account`, `region` and `call` count into; `file` counts into `files`. */
  labels: { account: string[]; region: string[]; call: string[] };
  columns: EventColumns;
  /** Hashes of the event ids. */
  hashes: Float64Array<ArrayBuffer>;
  blocks: Uint8Array<ArrayBuffer>[];
  /** One for each block, one after the other. */
  signatures: Uint8Array<ArrayBuffer>;
  lookup: Lookup;
};

/** Terms and ids with the events under each. */
export type Lookup = { chunks: Chunk[]; ids: IdChunk[] };

/** As in EventColumns. */
type Rows = Record<keyof EventColumns, number[]>;

type Build = {
  rows: Rows;
  hashes: number[];
  /** Hashes of all ids by which an event is found, and its number beside each. */
  ids: { hashes: number[]; numbers: number[] };
  labels: Record<"account" | "region" | "call", Map<string, number>>;
  postings: Postings;
  terms: TermFinder<number>;
  findApart: ReturnType<typeof createApartFinder>;
  /** JSON texts of the block in work, and what of them its signature leaves out. */
  texts: Buffer[];
  apart: Place[][];
  blocks: Uint8Array<ArrayBuffer>[];
  signatures: Uint8Array[];
};

export function indexTask({ dir, paths }: IndexTask): MiniIndex {
  const postings = createPostings();
  const build: Build = {
    rows: { at: [], class: [], account: [], region: [], call: [], file: [] },
    hashes: [],
    ids: { hashes: [], numbers: [] },
    labels: { account: new Map(), region: new Map(), call: new Map() },
    postings,
    terms: createTermFinder(postings.idOf),
    findApart: createApartFinder(),
    texts: [],
    apart: [],
    blocks: [],
    signatures: [],
  };
  const files = paths.map((path, index) => indexFile(build, dir, path, index));
  closeBlock(build);
  return {
    files,
    labels: {
      account: [...build.labels.account.keys()],
      region: [...build.labels.region.keys()],
      call: [...build.labels.call.keys()],
    },
    columns: toColumns(build.rows),
    hashes: Float64Array.from(build.hashes),
    blocks: build.blocks,
    signatures: joinBytes(build.signatures),
    lookup: {
      chunks: postings.toDictionary(),
      ids: packIds(build.ids.hashes, build.ids.numbers),
    },
  };
}

function indexFile(build: Build, dir: string, path: string, file: number): FileFacts {
  const log = readLogFile(dir, path);
  const times: number[] = [];
  let skipped: number[] = [];
  const found = readFileRecords(log.bytes, (text) => chooseIndexed(text, skipped));
  if (found.isWhole) skipped = [];
  for (const { record, json } of found.records) {
    const event = toTrailEvent(record);
    if (!event) continue;
    if (event.class === "read") skipped.push(event.at);
    else addEvent(build, event, file, json);
    if (event.class !== "read") times.push(event.at);
  }
  return toFacts({ path, log, torn: found.torn, skipped, times });
}

function toFacts(read: {
  path: string;
  log: ReturnType<typeof readLogFile>;
  torn: string | undefined;
  skipped: number[];
  times: number[];
}): FileFacts {
  const { path, log, skipped } = read;
  const facts: FileFacts = {
    path,
    records: skipped.length + read.times.length,
    readTimes: packNumbers(toSeconds(skipped)),
    storedBytes: log.storedBytes,
    rawBytes: log.bytes.length,
  };
  const gap = log.gap ?? (read.torn && `${path}: ${read.torn}`);
  if (gap !== undefined) facts.gap = gap;
  if (log.isRefused) facts.isRefused = true;
  let oldestAt = Number.POSITIVE_INFINITY;
  let newestAt = Number.NEGATIVE_INFINITY;
  for (const list of [skipped, read.times]) {
    for (const at of list) {
      if (at < oldestAt) oldestAt = at;
      if (at > newestAt) newestAt = at;
    }
  }
  return facts.records === 0 ? facts : Object.assign(facts, { oldestAt, newestAt });
}

/** Ascending. */
function toSeconds(times: number[]): Float64Array {
  const seconds = new Float64Array(times.length);
  for (let index = 0; index < times.length; index += 1) {
    seconds[index] = Math.max(0, Math.floor((times[index] ?? 0) / 1000));
  }
  return seconds.sort();
}

/** All records but plain reads; the times of those left out are added to `skipped`. */
function* chooseIndexed(text: CutText, skipped: number[]): Iterable<number> {
  const peek = createPeek(text);
  for (let index = 0; index + 1 < text.bounds.length; index += 1) {
    const at = peek.isPlainRead(index) ? peek.timeOf(index) : undefined;
    if (at === undefined) yield index;
    else skipped.push(at);
  }
}

function addEvent(build: Build, event: TrailEvent, file: number, json: Buffer | undefined): void {
  const { rows, labels } = build;
  const number = rows.at.length;
  rows.at.push(event.at);
  rows.class.push(classes.indexOf(event.class));
  rows.account.push(labelOf(labels.account, event.account));
  rows.region.push(labelOf(labels.region, event.region));
  rows.call.push(labelOf(labels.call, callLabel(event)));
  rows.file.push(file);
  addIds(build, event, number);
  const { postings, terms, texts } = build;
  terms.eachTerm(event, (term) => postings.add(term, number));
  const text = json ?? Buffer.from(JSON.stringify(event.raw));
  const apart = build.findApart(event, text);
  for (const part of apart.texts) postings.add(terms.ofText(part), number);
  texts.push(text);
  build.apart.push(apart.places);
  if (build.texts.length === BLOCK_EVENTS) closeBlock(build);
}

function addIds({ hashes, ids }: Build, event: TrailEvent, number: number): void {
  const hash = deliveryHash(event);
  hashes.push(hash);
  const given = idHash(event.id);
  ids.hashes.push(hash);
  ids.numbers.push(number);
  if (given !== hash) {
    ids.hashes.push(given);
    ids.numbers.push(number);
  }
  for (const key of callIds) {
    const id = event.raw[key];
    if (id === undefined || id === null) continue;
    ids.hashes.push(callIdHash(String(id)));
    ids.numbers.push(number);
  }
}

/** Service, event name and the name as recorded: all that says whether a call is asked for. */
function callLabel(event: TrailEvent): string {
  const recorded = String(event.raw.eventName);
  return `${oneLine(event.service)}\n${oneLine(event.name)}\n${oneLine(recorded)}`;
}

function oneLine(text: string): string {
  return text.includes("\n") ? text.replaceAll("\n", " ") : text;
}

function labelOf(labels: Map<string, number>, text: string): number {
  const known = labels.get(text);
  if (known !== undefined) return known;
  labels.set(text, labels.size);
  return labels.size - 1;
}

/** Packs blocks of 16 records 2.5 times as fast as deflate at level 1, and unpacks them faster too, for 6 % more bytes. */
const FASTEST = { [constants.BROTLI_PARAM_QUALITY]: 0 };

/** Packs the texts in work: their lengths, then the texts. */
function closeBlock(build: Build): void {
  const { texts } = build;
  if (texts.length === 0) return;
  const head = createByteWriter();
  head.varint(texts.length);
  for (const text of texts) head.varint(text.length);
  const packed = brotliCompressSync(Buffer.concat([head.take(), ...texts]), { params: FASTEST });
  build.blocks.push(new Uint8Array(packed));
  const signature = new Uint8Array(SIGNATURE_BYTES);
  for (const [index, text] of texts.entries()) addText(signature, text, build.apart[index]);
  build.signatures.push(signature);
  texts.length = 0;
  build.apart.length = 0;
}

function joinBytes(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.length * SIGNATURE_BYTES);
  for (const [index, part] of parts.entries()) joined.set(part, index * SIGNATURE_BYTES);
  return joined;
}

function toColumns(rows: Rows): EventColumns {
  return {
    at: new Float64Array(rows.at),
    class: new Uint8Array(rows.class),
    account: new Uint16Array(rows.account),
    region: new Uint16Array(rows.region),
    call: new Uint32Array(rows.call),
    file: new Uint32Array(rows.file),
  };
}
