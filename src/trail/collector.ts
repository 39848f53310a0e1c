/**
 * Gathers matching events of a search: counts by level and class without counting an event twice, and of each the newest.
 * Its contents travel between threads as a Part.
 */

import type { NameMatch } from "../domain/subject.ts";
import type { EventClass, TrailEvent } from "../domain/trail-event.ts";
import type { TrailQuery } from "../sources/trail.ts";
import { createIdSet, deliveryHash } from "./id-set.ts";
import { foundNames, isLoose, levels } from "./match.ts";

/** What a search of some files gave; plain data. */
export type Part = {
  /** One entry for each matching event: hash of its id, level and class, and the names that it was found by. */
  hashes: Float64Array<ArrayBuffer>;
  kinds: Uint8Array<ArrayBuffer>;
  names: (string[] | undefined)[];
  /** The newest of each level and class. */
  events: { kind: number; event: TrailEvent }[];
};

export type Collector = {
  add(event: TrailEvent, level: NameMatch): void;
  absorb(part: Part): void;
  part(): Part;
  found(level: NameMatch): LevelFound;
};

/** What matched at one level. */
export type LevelFound = {
  /** Newest first, at most the query's limit of each class. */
  events: TrailEvent[];
  counts: Partial<Record<EventClass, number>>;
  /** Names that were matched loosely, and how many events each. */
  names: Map<string, number>;
};

export const classes: readonly EventClass[] = [
  "change",
  "data-change",
  "sign-in",
  "session",
  "read",
  "attempt",
  "failed-sign-in",
  "failed-session",
  "failed-read",
];
const CLASSES = 16;
const READ = classes.indexOf("read");
/** Events kept beyond the limit before the oldest are dropped. */
const SPARE = 64;

export function kindOf(level: NameMatch, eventClass: EventClass): number {
  return levels.indexOf(level) * CLASSES + classes.indexOf(eventClass);
}

/** Newest first; equal times in the order of their ids. */
export function byTime(a: TrailEvent, b: TrailEvent): number {
  return b.at - a.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** `isKnown` tells of events that are counted elsewhere; successful reads never are. */
export function createCollector(
  query: TrailQuery,
  isKnown: (hash: number) => boolean = () => false,
): Collector {
  const seen = createIdSet();
  const hashes: number[] = [];
  const kinds: number[] = [];
  const names: (string[] | undefined)[] = [];
  const kept = new Map<number, TrailEvent[]>();
  const floor = new Map<number, number>();

  function count(hash: number, kind: number, found: string[] | undefined): boolean {
    if (!seen.add(hash)) return false;
    if (kind % CLASSES !== READ && isKnown(hash)) return false;
    hashes.push(hash);
    kinds.push(kind);
    names.push(found);
    return true;
  }

  function keep(event: TrailEvent, kind: number): void {
    if (event.at < (floor.get(kind) ?? -Infinity)) return;
    const events = kept.get(kind) ?? [];
    if (events.length === 0) kept.set(kind, events);
    events.push(event);
    if (events.length <= query.limit * 2 + SPARE) return;
    cut(events, query.limit);
    floor.set(kind, events.at(-1)?.at ?? Infinity);
  }

  function add(event: TrailEvent, level: NameMatch): void {
    const kind = kindOf(level, event.class);
    const found = isLoose(query, level) ? foundNames(event, query, level) : undefined;
    if (count(deliveryHash(event), kind, found)) keep(event, kind);
  }

  function absorb(part: Part): void {
    const fresh = new Set<number>();
    for (const [index, hash] of part.hashes.entries()) {
      if (count(hash, part.kinds[index] ?? 0, part.names[index])) fresh.add(hash);
    }
    for (const { kind, event } of part.events)
      if (fresh.has(deliveryHash(event))) keep(event, kind);
  }

  function part(): Part {
    const events = [...kept].flatMap(([kind, list]) =>
      cut(list, query.limit).map((event) => ({ kind, event })),
    );
    return { hashes: Float64Array.from(hashes), kinds: Uint8Array.from(kinds), names, events };
  }

  function found(at: NameMatch): LevelFound {
    const first = levels.indexOf(at) * CLASSES;
    const events = classes.flatMap((_, index) => cut(kept.get(first + index) ?? [], query.limit));
    const found: LevelFound = { events: events.sort(byTime), counts: {}, names: new Map() };
    for (const [index, kind] of kinds.entries()) {
      const eventClass = classes[kind - first];
      if (eventClass === undefined) continue;
      addCount(found.counts, eventClass, 1);
      for (const name of names[index] ?? []) addName(found.names, name, 1);
    }
    return found;
  }

  return { add, absorb, part, found };
}

/** Leaves the newest `limit` in the list, in order. */
function cut(events: TrailEvent[], limit: number): TrailEvent[] {
  events.sort(byTime);
  if (events.length > limit) events.length = Math.max(0, limit);
  return events;
}

/** Both findings as one; they share no event. */
export function joinFound(a: LevelFound, b: LevelFound, limit: number): LevelFound {
  const joined: LevelFound = { events: [], counts: { ...a.counts }, names: new Map(a.names) };
  for (const eventClass of classes) {
    const events = [...a.events, ...b.events].filter((event) => event.class === eventClass);
    joined.events.push(...cut(events, limit));
    const more = b.counts[eventClass];
    if (more !== undefined) addCount(joined.counts, eventClass, more);
  }
  for (const [name, count] of b.names) addName(joined.names, name, count);
  joined.events.sort(byTime);
  return joined;
}

function addCount(counts: LevelFound["counts"], eventClass: EventClass, more: number): void {
  counts[eventClass] = (counts[eventClass] ?? 0) + more;
}

function addName(names: Map<string, number>, name: string, more: number): void {
  names.set(name, (names.get(name) ?? 0) + more);
}
