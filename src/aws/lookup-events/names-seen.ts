/** Names that went by in events, for whoever misspells one. */
import { nameTerms } from "../../domain/resource-names.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";
import { codesOf, createNearest } from "../../trail/files/suggest.ts";

export type NamesSeen = {
  add(event: TrailEvent): void;
  /** Names nearest to a misspelt one, best first. */
  near(text: string, limit: number): string[];
};

const MOST_NAMES = 20_000;
const LONGEST = 120;

export function createNamesSeen(): NamesSeen {
  const counts = new Map<string, number>();

  function note(name: string | undefined): void {
    if (name === undefined || name.length < 3 || name.length > LONGEST) return;
    const lower = name.toLowerCase();
    if (/^(?:arn:|https?:)/.test(lower)) return;
    const count = counts.get(lower);
    if (count === undefined && counts.size >= MOST_NAMES) return;
    counts.set(lower, (count ?? 0) + 1);
  }

  return {
    add({ touched, actor }) {
      for (const { text } of touched) for (const name of nameTerms(text).whole) note(name);
      for (const name of [actor.userName, actor.person, actor.role]) note(name);
    },
    near(text, limit) {
      const nearest = createNearest(text, limit);
      for (const [name, count] of counts) {
        const distance = nearest.distanceTo(codesOf(name), 0, name.length);
        if (distance !== undefined) nearest.offer(name, distance, () => count);
      }
      return nearest.best();
    },
  };
}
