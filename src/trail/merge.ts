/** What several sources found, as one finding: nothing twice, the strongest match alone, counts that no source's limit falsifies. */

import { deliveryKey } from "../domain/stable-id.ts";
import type { NameMatch } from "../domain/subject.ts";
import type { EventClass, TrailEvent } from "../domain/trail-event.ts";
import type { TrailFound, TrailQuery } from "../sources/trail.ts";
import { byTime } from "./collector.ts";
import { deliveryHash, idHash } from "./id-set.ts";
import { levels, matchLevel } from "./match.ts";
import type { SourceName } from "./source.ts";

/** What one source found for its part of the query. */
export type PartFound = { source: SourceName; query: TrailQuery; found: TrailFound };

/** Whose copy of a record is kept: Athena puts records together again from columns. */
const BEST_COPY: readonly SourceName[] = ["files", "lookup-events", "athena"];

const MOST_NAMES = 20;

/** Joins the parts of `query`. Their `searched` follow one another in the order of the parts. */
export function mergeFound(query: TrailQuery, parts: readonly PartFound[]): TrailFound {
  const match = strongestOf(query, parts);
  const counted = parts.filter((part) => match === undefined || levelOf(query, part) === match);
  const merged: TrailFound = {
    events: [],
    counts: {},
    names: [...new Set(counted.flatMap(({ found }) => found.names))].slice(0, MOST_NAMES),
    searched: parts.flatMap(({ found }) => found.searched),
  };
  const copies = [...counted].sort(
    (a, b) => BEST_COPY.indexOf(a.source) - BEST_COPY.indexOf(b.source),
  );
  for (const eventClass of query.classes) {
    const events = distinct(copies.flatMap(({ found }) => keyed(ofClass(found, eventClass))));
    merged.events.push(...events.sort(byTime).slice(0, Math.max(0, query.limit)));
    const amount = countClass(counted, eventClass);
    if (amount > 0) merged.counts[eventClass] = amount;
  }
  merged.events.sort(byTime);
  if (query.subject && match && merged.events.length > 0) merged.match = match;
  return merged;
}

/** The best level at which any part has something; undefined where the names do not matter. */
function strongestOf(query: TrailQuery, parts: readonly PartFound[]): NameMatch | undefined {
  if (!query.subject) return undefined;
  const found = parts.map((part) => levelOf(query, part));
  return levels.find((level) => found.includes(level));
}

/** How a part was matched; by its events where it does not say. */
function levelOf(query: TrailQuery, { found }: PartFound): NameMatch | undefined {
  if (found.match) return found.match;
  const [event] = found.events;
  return event && matchLevel(event, query);
}

function ofClass({ events }: TrailFound, eventClass: EventClass): TrailEvent[] {
  return events.filter((event) => event.class === eventClass);
}

/** An event, and what is the same in every source that has it. */
type Keyed = { event: TrailEvent; key: number };

/**
 * One source gives each event once, but sources differ in how they write records. An id that CloudTrail gave is enough; of
 * others, which may be shared by many events, the moment and the call count too, and which of such twins it is.
 */
function keyed(events: readonly TrailEvent[]): Keyed[] {
  const twins = new Map<string, number>();
  return events.map((event) => {
    if (deliveryKey(event) === event.id) return { event, key: deliveryHash(event) };
    const { id, at, service, name, account, region } = event;
    const text = [id, at, service, name, account, region].join(" ");
    const twin = twins.get(text) ?? 0;
    twins.set(text, twin + 1);
    return { event, key: idHash(`${text} ${twin}`) };
  });
}

function distinct(events: readonly Keyed[]): TrailEvent[] {
  const first = new Map<number, TrailEvent>();
  for (const { event, key } of events) if (!first.has(key)) first.set(key, event);
  return [...first.values()];
}

type Listed = {
  query: TrailQuery;
  keys: Set<number>;
  /** From here on all that the source has is listed. */
  wholeFrom: number;
  /** Events that it counts, but does not list; all of them are older than `wholeFrom`. */
  unlisted: number;
};

/**
 * Adds up parts whose windows overlap. Those that end later come first, and of equal ends the larger, event history last
 * since it holds the least: so what a part has in common with one before stands at the top of its list, where it is seen.
 */
function countClass(parts: readonly PartFound[], eventClass: EventClass): number {
  const ordered = [...parts].sort(
    (a, b) =>
      b.query.window.to - a.query.window.to ||
      a.query.window.from - b.query.window.from ||
      Number(a.source === "lookup-events") - Number(b.source === "lookup-events"),
  );
  const before: Listed[] = [];
  let amount = 0;
  for (const part of ordered) {
    if (!part.query.classes.includes(eventClass)) continue;
    const events = keyed(ofClass(part.found, eventClass));
    amount += events.filter((event) => !isCounted(event, before)).length;
    const listed = toListed(part, eventClass, events);
    if (!before.some((other) => contains(other, listed))) amount += listed.unlisted;
    before.push(listed);
  }
  return amount;
}

function toListed(
  { query, found }: PartFound,
  eventClass: EventClass,
  events: readonly Keyed[],
): Listed {
  const unlisted = Math.max(0, (found.counts[eventClass] ?? 0) - events.length);
  const oldest = Math.min(...events.map(({ event }) => event.at));
  return {
    query,
    keys: new Set(events.map(({ key }) => key)),
    wholeFrom: unlisted > 0 ? oldest : query.window.from,
    unlisted,
  };
}

/** True when a part before lists the event, or counts it among those that it does not list. */
function isCounted({ event, key }: Keyed, before: readonly Listed[]): boolean {
  return before.some(
    (part) =>
      part.keys.has(key) ||
      (part.unlisted > 0 && event.at <= part.wholeFrom && isInPart(event, part)),
  );
}

function isInPart({ at, account, region }: TrailEvent, { query }: Listed): boolean {
  const { from, to } = query.window;
  if (at < from || at > to) return false;
  return isAmong(account, query.accounts) && isAmong(region, query.regions);
}

/** True when what a part does not list is among what the other has. */
function contains(outer: Listed, inner: Listed): boolean {
  return (
    outer.unlisted > 0 &&
    outer.query.window.from <= inner.query.window.from &&
    isPlacedIn(inner.query.accounts, outer.query.accounts) &&
    isPlacedIn(inner.query.regions, outer.query.regions)
  );
}

function isPlacedIn(inner: string[] | undefined, outer: string[] | undefined): boolean {
  if (!outer || outer.length === 0) return true;
  return inner !== undefined && inner.length > 0 && inner.every((name) => outer.includes(name));
}

function isAmong(value: string, asked: string[] | undefined): boolean {
  return !asked || asked.length === 0 || asked.includes(value);
}
