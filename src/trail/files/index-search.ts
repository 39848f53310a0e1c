/** Answers queries from an index. Events of files that changed or went since are left out. */

import type { NameMatch } from "../../domain/subject.ts";
import type { EventClass, TrailEvent } from "../../domain/trail-event.ts";
import type { TrailQuery } from "../../sources/trail.ts";
import { byTime, classes, type LevelFound } from "../collector.ts";
import { isNamed, matchLevel } from "../match.ts";
import { type Candidates, findCandidates, needsRecord } from "./index-candidates.ts";
import type { EventColumns } from "./index-mini.ts";
import type { SegmentRow } from "./index-rows.ts";
import type { IndexView } from "./index-view.ts";
import { DOUBLE } from "./index-write.ts";
import type { Held } from "./text-proof.ts";

/** True for a file whose events count. */
export type IsFresh = (file: number) => boolean;

type Hit = { number: number; at: number; class: number };

export function searchIndex(
  view: IndexView,
  query: TrailQuery,
  level: NameMatch,
  isFresh: IsFresh,
): LevelFound {
  const accepts = createFilter(view, query, isFresh);
  const isFitting = needsRecord(query) ? createRecordCheck(view, query, level) : undefined;
  const found: LevelFound = { events: [], counts: {}, names: new Map() };
  const hits: Hit[] = [];
  for (const segment of view.segments()) {
    if (segment.newestAt < query.window.from || segment.oldestAt > query.window.to) continue;
    const candidates = findCandidates({ view, segment, query, level });
    const fitting = filterHits(view, segment, candidates, accepts);
    const own = isFitting ? fitting.filter((hit) => isFitting(hit, candidates.holding)) : fitting;
    for (const hit of own) hits.push(hit);
    if (candidates.byName) countNames(candidates.byName, own, found.names);
  }
  for (const hit of hits) {
    const eventClass = classes[hit.class];
    if (eventClass) found.counts[eventClass] = (found.counts[eventClass] ?? 0) + 1;
  }
  found.events = newestEvents(view, hits, query);
  return found;
}

/** True when the index holds an event, by the hash of its id, in a file that counts. */
export function holdsEvent(view: IndexView, hash: number, isFresh: IsFresh): boolean {
  return view.segments().some((segment) => {
    const numbers = view.numbersOfId(segment, hash);
    if (numbers.length === 0) return false;
    const columns = view.columns(segment);
    return numbers.some((number) => {
      const index = number - segment.base;
      return columns.class[index] !== DOUBLE && isFresh(columns.file[index] ?? -1);
    });
  });
}

type Filter = (columns: EventColumns, index: number) => boolean;

function createFilter(view: IndexView, query: TrailQuery, isFresh: IsFresh): Filter {
  const { from, to } = query.window;
  const labels = view.labels();
  const asked = classes.map((eventClass) => query.classes.includes(eventClass));
  const accounts = among(labels.account, query.accounts);
  const regions = among(labels.region, query.regions);
  const calls = labels.call.map((label) => isCallAsked(label, query));
  return (columns, index) => {
    const at = columns.at[index] ?? 0;
    if (at < from || at > to || !asked[columns.class[index] ?? 255]) return false;
    if (!calls[columns.call[index] ?? -1] || !isFresh(columns.file[index] ?? -1)) return false;
    return (
      accounts[columns.account[index] ?? -1] === true &&
      regions[columns.region[index] ?? -1] === true
    );
  };
}

function among(texts: string[], asked: string[] | undefined): boolean[] {
  return texts.map((text) => !asked || asked.length === 0 || asked.includes(text));
}

function isCallAsked(label: string, query: TrailQuery): boolean {
  const [service = "", name = "", eventName = ""] = label.split("\n");
  return isNamed({ service, name, raw: { eventName } }, query);
}

function filterHits(
  view: IndexView,
  segment: SegmentRow,
  { numbers }: Candidates,
  accepts: Filter,
): Hit[] {
  const columns = view.columns(segment);
  const hits: Hit[] = [];
  const consider = (index: number) => {
    if (!accepts(columns, index)) return;
    const at = columns.at[index] ?? 0;
    hits.push({ number: segment.base + index, at, class: columns.class[index] ?? 0 });
  };
  if (numbers) for (const number of numbers) consider(number - segment.base);
  else for (let index = 0; index < segment.count; index += 1) consider(index);
  return hits;
}

/** Looks into the text of a record, and parses it only where that does not tell. */
function createRecordCheck(view: IndexView, query: TrailQuery, level: NameMatch) {
  const { words = [] } = query;
  const termsDecide = !needsRecord({ ...query, words: [] });
  return ({ number }: Hit, holding: Candidates["holding"]): boolean => {
    const open = words.filter((word) => holding.get(word)?.has(number) !== true);
    const held = heldAll(view, number, open);
    if (held === "no") return false;
    if (held === "yes" && termsDecide) return true;
    const event = view.event(number);
    return event !== undefined && matchLevel(event, query) === level;
  };
}

function heldAll(view: IndexView, number: number, words: string[]): Held {
  let all: Held = "yes";
  for (const word of words) {
    const held = view.holds(number, word);
    if (held === "no") return held;
    if (held === "perhaps") all = held;
  }
  return all;
}

function countNames(byName: Map<string, number[]>, hits: Hit[], counts: Map<string, number>): void {
  const numbers = new Set(hits.map((hit) => hit.number));
  for (const [name, found] of byName) {
    const count = new Set(found.filter((number) => numbers.has(number))).size;
    if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
  }
}

function byClass(hits: Hit[]): Hit[][] {
  const lists: Hit[][] = classes.map(() => []);
  for (const hit of hits) lists[hit.class]?.push(hit);
  return lists;
}

/** The time of the last event within the limit; of all of them when they are fewer. Sorting bare numbers is cheap. */
function edgeOf(hits: Hit[], limit: number): number {
  if (limit <= 0) return Infinity;
  if (hits.length <= limit) return -Infinity;
  const times = Float64Array.from(hits, (hit) => hit.at).sort();
  return times[times.length - limit] ?? -Infinity;
}

function limitOf({ limit, enough }: TrailQuery, eventClass: EventClass | undefined): number {
  return Math.min(limit, (eventClass && enough?.[eventClass]) ?? limit);
}

/** The newest of each class. Of equal times all are read, since their ids decide. */
function newestEvents(view: IndexView, hits: Hit[], query: TrailQuery): TrailEvent[] {
  const events: TrailEvent[] = [];
  for (const [index, own] of byClass(hits).entries()) {
    const limit = limitOf(query, classes[index]);
    const edge = edgeOf(own, limit);
    const read: TrailEvent[] = [];
    for (const hit of own) {
      if (hit.at < edge) continue;
      const event = view.event(hit.number);
      if (event) read.push(event);
    }
    events.push(...read.sort(byTime).slice(0, limit));
  }
  return events.sort(byTime);
}
