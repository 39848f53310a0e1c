/** What an actor does for the first time: an address, Region or service not seen in the month before. */
import type { Line } from "../../answers/answer.ts";
import { listed } from "../../answers/words.ts";
import { DAY } from "../../domain/time.ts";
import type { EventClass, TrailEvent } from "../../domain/trail-event.ts";
import type { Run, Trail } from "../../sources/trail.ts";
import type { AuditAsked } from "./asked.ts";

export type Novelty = { what: "address" | "Region" | "service"; value: string; at: number };

const LOOK_BACK_MS = 30 * DAY;
/** Earlier events looked at; an actor with more is known well enough for a sample of the newest. */
const MOST_EARLIER = 400;
const MOST_NOVELTIES = 30;
const CLASSES: EventClass[] = [
  "change",
  "data-change",
  "sign-in",
  "session",
  "attempt",
  "failed-read",
  "failed-sign-in",
  "failed-session",
];

/** Empty when the month before the window holds nothing of the actor: then everything would be new. */
export async function findNovelties(
  asked: AuditAsked,
  events: readonly TrailEvent[],
  keys: string[],
  trail: Trail,
  run: Run,
): Promise<Novelty[]> {
  if (!asked.actor || events.length === 0) return [];
  const found = await trail.find(
    {
      window: { from: asked.window.from - LOOK_BACK_MS, to: asked.window.from - 1 },
      actor: asked.actor,
      ...(keys.length > 0 && { keys }),
      classes: CLASSES,
      limit: MOST_EARLIER,
    },
    run,
  );
  if (found.events.length === 0) return [];
  const known = new Set(found.events.flatMap(traits).map(({ what, value }) => `${what} ${value}`));
  const novelties = new Map<string, Novelty>();
  for (const event of [...events].sort((a, b) => a.at - b.at)) {
    for (const { what, value } of traits(event)) {
      const key = `${what} ${value}`;
      if (!known.has(key) && !novelties.has(key)) novelties.set(key, { what, value, at: event.at });
    }
  }
  return [...novelties.values()].slice(0, MOST_NOVELTIES);
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
