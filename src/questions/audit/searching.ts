/** What was asked → what the trail is asked. */

import type { EventClass, TrailEvent } from "../../domain/trail-event.ts";
import type { Run, Trail, TrailFound, TrailQuery } from "../../sources/trail.ts";
import type { AskContext } from "../question.ts";
import type { AuditAsked } from "./asked.ts";

/** Rows that a document shows before it says how many are left. */
export const SHOWN_ROWS = 20;
/** Rows of a track or a window for which the value before is looked up; each may be of another resource. */
export const REPLACED_ROWS = 8;
/** Matches read when a filter can only be applied to whole records here. */
const FILTER_LIMIT = 5000;

export const CHANGES: EventClass[] = ["change"];
export const REFUSALS: EventClass[] = [
  "attempt",
  "failed-read",
  "failed-session",
  "failed-sign-in",
];

/** All that an index holds: everything but successful reads. */
export const NOT_READS: EventClass[] = [
  "change",
  "data-change",
  "sign-in",
  "session",
  "attempt",
  "failed-read",
  "failed-sign-in",
  "failed-session",
];

/** Events of each class that an answer carries: as many as were asked for, else what the asker's medium takes. */
export function limitOf(asked: AuditAsked, context: AskContext): number {
  return asked.limit ?? (asked.asFile ? FILE_LIMIT : (context.mostEvents ?? SHOWN_ROWS));
}

/** Events of a class that a file takes when nobody says `limit`. */
const FILE_LIMIT = 5000;

export function toQuery(asked: AuditAsked, classes: EventClass[], context: AskContext): TrailQuery {
  return {
    window: { from: asked.window.from, to: asked.window.to },
    ...(asked.subject && { subject: asked.subject }),
    ...(asked.actor && { actor: asked.actor }),
    ...(asked.names && { names: asked.names }),
    ...(asked.services && { services: asked.services }),
    ...(asked.accounts && { accounts: asked.accounts }),
    ...(asked.regions && { regions: asked.regions }),
    ...(asked.words && { words: asked.words }),
    ...(asked.eventId && { eventId: asked.eventId }),
    classes,
    limit: limitOf(asked, context),
  };
}

/** Keeps the events that `keep` accepts and counts them anew; for filters that no source knows. */
export async function findKept(
  trail: Trail,
  query: TrailQuery,
  keep: ((event: TrailEvent) => boolean) | undefined,
  run: Run,
): Promise<TrailFound> {
  if (!keep) return trail.find(query, run);
  const { enough: _all, ...whole } = query;
  const found = await trail.find({ ...whole, limit: FILTER_LIMIT }, run);
  const counts: Partial<Record<EventClass, number>> = {};
  const events: TrailEvent[] = [];
  for (const event of found.events) {
    if (!keep(event)) continue;
    const seen = (counts[event.class] ?? 0) + 1;
    counts[event.class] = seen;
    if (seen <= query.limit) events.push(event);
  }
  const cut = Object.values(found.counts).some((amount) => amount > FILTER_LIMIT);
  const gaps = cut ? [`only the newest ${FILTER_LIMIT} matches were looked through`] : [];
  const matched = Object.values(counts).reduce((sum, amount) => sum + amount, 0);
  const searched = found.searched.map((search) => ({
    ...search,
    matched: Math.min(search.matched, matched),
    complete: search.complete && !cut,
    gaps: [...search.gaps, ...gaps],
  }));
  return { ...found, events, counts, searched };
}

/** "to the whole internet" and its like: one of the texts must stand in the record. */
export function keeper(asked: AuditAsked): ((event: TrailEvent) => boolean) | undefined {
  const any = asked.anyWords?.map((word) => word.toLowerCase());
  if (!any || any.length === 0) return undefined;
  return (event) => {
    const record = JSON.stringify(event.raw).toLowerCase();
    return any.some((word) => record.includes(word));
  };
}

export function total(found: TrailFound, classes: readonly EventClass[]): number {
  return classes.reduce((sum, name) => sum + (found.counts[name] ?? 0), 0);
}

export function ofClass(found: TrailFound, classes: readonly EventClass[]): TrailEvent[] {
  return found.events.filter((event) => classes.includes(event.class));
}
