/** What an actor does for the first time: an address, Region or service not seen in the month before. */
import type { Line } from "../../answers/answer.ts";
import { listed } from "../../answers/words.ts";
import { DAY } from "../../domain/time.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";
import type { Run, Trail, TrailFound, TrailQuery } from "../../sources/trail.ts";
import type { AuditAsked } from "./asked.ts";
import { NOT_READS } from "./searching.ts";

export type Novelty = { what: "address" | "Region" | "service"; value: string; at: number };

const LOOK_BACK_MS = 30 * DAY;
/** Earlier events of each class looked at first. */
const SAMPLE = 50;
const MOST_NOVELTIES = 8;

/**
 * Empty when the month before the window holds nothing of the actor: then everything would be new;
 * empty too for a window that is itself about as long. A sample of earlier events rules most traits out,
 * each that is left is looked for by itself, so that "not seen before" holds.
 */
export async function findNovelties(
  asked: AuditAsked,
  events: readonly TrailEvent[],
  keys: string[],
  trail: Trail,
  run: Run,
): Promise<Novelty[]> {
  const long = asked.window.to - asked.window.from > LOOK_BACK_MS / 2;
  if (!asked.actor || events.length === 0 || long) return [];
  const before: TrailQuery = {
    window: { from: asked.window.from - LOOK_BACK_MS, to: asked.window.from - 1 },
    actor: asked.actor,
    ...(keys.length > 0 && { keys }),
    classes: NOT_READS,
    limit: SAMPLE,
    aside: true,
  };
  const sample = await trail.find(before, run);
  if (sample.events.length === 0 || isTorn(sample)) return [];
  const known = new Set(sample.events.flatMap(traits).map(traitKey));
  const fresh = firstTimes(events).filter((novelty) => !known.has(traitKey(novelty)));
  if (Object.values(sample.counts).every((amount) => amount <= SAMPLE)) return fresh;
  const novelties: Novelty[] = [];
  for (const novelty of fresh.slice(0, MOST_NOVELTIES)) {
    const found = await trail.find({ ...before, ...traitQuery(novelty), limit: 1 }, run);
    if (found.events.length === 0 && !isTorn(found)) novelties.push(novelty);
  }
  return novelties;
}

/** Of a month that was not read whole nobody can say that something was not in it. */
function isTorn({ searched }: TrailFound): boolean {
  return searched.some(({ complete }) => !complete);
}

function firstTimes(events: readonly TrailEvent[]): Novelty[] {
  const first = new Map<string, Novelty>();
  for (const event of [...events].sort((a, b) => a.at - b.at)) {
    for (const trait of traits(event)) {
      const key = traitKey(trait);
      if (!first.has(key)) first.set(key, { ...trait, at: event.at });
    }
  }
  return [...first.values()];
}

function traitKey({ what, value }: Omit<Novelty, "at">): string {
  return `${what} ${value}`;
}

function traitQuery({ what, value }: Novelty): Partial<TrailQuery> {
  if (what === "service") return { services: [value] };
  return what === "Region" ? { regions: [value] } : { words: [value] };
}

/** One line a kind of trait: `203.0.113.7, first seen …`, `s3, kms and 4 more`. */
export function noveltyFacts(novelties: Novelty[]): { label: string; value: Line }[] {
  const kinds = [...new Set(novelties.map(({ what }) => what))];
  return kinds.map((kind) => {
    const values = novelties.filter(({ what }) => what === kind);
    const at = Math.min(...values.map((novelty) => novelty.at));
    const names = listed(
      values.map(({ value }) => value),
      3,
    );
    return {
      label: `New ${kind}`,
      value: [`${names}, not seen in the 30 days before; first `, { kind: "time", at }],
    };
  });
}

function traits(event: TrailEvent): Omit<Novelty, "at">[] {
  const { address } = event.actor;
  return [
    ...(address === undefined ? [] : [{ what: "address" as const, value: address }]),
    ...(event.region === "" ? [] : [{ what: "Region" as const, value: event.region }]),
    { what: "service" as const, value: event.service },
  ];
}
