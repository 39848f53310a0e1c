/** Searches one log file for the events of a query, parsing only the records that may match. */
import { splitVersion } from "../../domain/event-name.ts";
import { toTrailEvent } from "../../domain/trail-event.ts";
import type { TrailQuery } from "../../sources/trail.ts";
import type { Collector } from "../collector.ts";
import { isNamed, matchLevel } from "../match.ts";
import { type CutText, type FileRecord, readFileRecords } from "./cut.ts";
import { readLogFile } from "./log-file.ts";
import { needlePattern } from "./needles.ts";
import { createPeek, type Peek } from "./peek.ts";

/** What was seen of a set of files, beside the matches. */
export type Seen = {
  /** Records of the window. */
  examined: number;
  newestAt: number;
  /** Bytes read from the disk, as they are stored. */
  storedBytes: number;
  gaps: string[];
};

export type FileSearch = {
  query: TrailQuery;
  pattern: RegExp | undefined;
  collector: Collector;
  seen: Seen;
};

export function createFileSearch(query: TrailQuery, collector: Collector): FileSearch {
  return { query, pattern: needlePattern(query), collector, seen: emptySeen() };
}

export function emptySeen(): Seen {
  return { examined: 0, newestAt: -Infinity, storedBytes: 0, gaps: [] };
}

export function scanFile(search: FileSearch, dir: string, path: string): void {
  const { seen } = search;
  const file = readLogFile(dir, path);
  seen.storedBytes += file.storedBytes;
  if (file.gap !== undefined) seen.gaps.push(file.gap);
  if (file.bytes.length === 0) return;
  const times: number[] = [];
  const found = readFileRecords(file.bytes, (text) => chooseRecords(search, text, times));
  if (found.torn !== undefined && file.gap === undefined) seen.gaps.push(`${path}: ${found.torn}`);
  addRecords(search, found.records, found.isWhole ? undefined : times);
}

/** Adds what matches; the records of a file that was read whole are counted here, others by their times. */
function addRecords(search: FileSearch, records: FileRecord[], times: number[] | undefined): void {
  for (const at of times ?? []) noteTime(search, at);
  for (const { record } of records) {
    const event = toTrailEvent(record);
    if (!event) continue;
    if (!times) noteTime(search, event.at);
    const level = matchLevel(event, search.query);
    if (level !== undefined) search.collector.add(event, level);
  }
}

function noteTime({ seen, query }: FileSearch, at: number): void {
  if (at > seen.newestAt) seen.newestAt = at;
  if (at >= query.window.from && at <= query.window.to) seen.examined += 1;
}

/** The records that may match; the times of all are added to `times`. */
function* chooseRecords(search: FileSearch, text: CutText, times: number[]): Iterable<number> {
  const { pattern, query } = search;
  const hits = pattern && hitPlaces(pattern, text);
  const peek = createPeek(text);
  const mayMatch = createRecordFilter(query, peek);
  let next = 0;
  for (let index = 0; index + 1 < text.bounds.length; index += 1) {
    const at = peek.timeOf(index);
    if (at !== undefined) times.push(at);
    if (hits && hits[next] !== index) continue;
    next += 1;
    if (mayMatch(index, at)) yield index;
  }
}

/** The records that hold the pattern, in order. */
function hitPlaces(pattern: RegExp, { bounds, latin1 }: CutText): number[] {
  const end = bounds.at(-1) ?? 0;
  const places: number[] = [];
  pattern.lastIndex = bounds[0] ?? 0;
  let index = 0;
  for (let hit = pattern.exec(latin1); hit && hit.index < end; hit = pattern.exec(latin1)) {
    while ((bounds[index + 1] ?? end) <= hit.index) index += 1;
    places.push(index);
    pattern.lastIndex = bounds[index + 1] ?? end;
  }
  return places;
}

/** False for a record whose bytes say that it cannot match: outside the window, another call, a plain read. */
function createRecordFilter(
  query: TrailQuery,
  peek: Peek,
): (index: number, at: number | undefined) => boolean {
  const { from, to } = query.window;
  const skipsReads = !query.classes.includes("read");
  const isAsked = createCallFilter(query);
  return (index, at) => {
    if (at !== undefined && (at < from || at > to)) return false;
    const call = peek.callOf(index);
    if (call !== undefined && !isAsked(call)) return false;
    return !(skipsReads && peek.isPlainRead(index));
  };
}

/** Whether service, name and Region of a call are asked for; each distinct call is judged once. */
function createCallFilter(query: TrailQuery): (call: string) => boolean {
  const judged = new Map<string, boolean>();
  const { regions = [] } = query;
  return (call) => {
    let verdict = judged.get(call);
    if (verdict === undefined) {
      const [service = "", name = "", region = ""] = call.split("|");
      const event = { service, name: splitVersion(name), raw: { eventName: name } };
      verdict = (regions.length === 0 || regions.includes(region)) && isNamed(event, query);
      judged.set(call, verdict);
    }
    return verdict;
  };
}
