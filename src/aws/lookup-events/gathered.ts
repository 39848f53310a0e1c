/** Events that answer a question, as they come in from many places; knows when there are enough. */
import type { EventClass, TrailEvent } from "../../domain/trail-event.ts";
import type { TrailQuery } from "../../sources/trail.ts";
import { createCollector } from "../../trail/collector.ts";
import { createIdSet, deliveryHash } from "../../trail/id-set.ts";
import { matchLevel } from "../../trail/match.ts";
import { type Strongest, strongest } from "../../trail/strongest.ts";
import { managed } from "./lookup-plan.ts";

export type Gathered = {
  /** False for an event that came in before. */
  add(event: TrailEvent): boolean;
  /** True when nothing at `front` or before it can come into the answer any more. */
  isAnswered(front: number): boolean;
  /** True when something is called what was asked for, and not only alike. */
  isFound(): boolean;
  result(): Strongest;
  /** Events of the window that were looked at. */
  examined(): number;
  /** Epoch milliseconds; undefined when nothing came in. */
  newestAt(): number | undefined;
};

export function createGathered(query: TrailQuery): Gathered {
  const collector = createCollector(query);
  const seen = createIdSet();
  /** Times of events that match as well as can be. */
  const times = new Map<EventClass, number[]>();
  let examined = 0;
  let newestAt = -Infinity;
  const wanted = managed(query.classes);

  function result(): Strongest {
    return strongest(query, (level) => collector.found(level));
  }

  return {
    add(event) {
      if (!seen.add(deliveryHash(event))) return false;
      newestAt = Math.max(newestAt, event.at);
      if (event.at >= query.window.from && event.at <= query.window.to) examined += 1;
      const level = matchLevel(event, query);
      if (level === undefined) return true;
      collector.add(event, level);
      if (level === "exact") {
        const ofClass = times.get(event.class) ?? [];
        times.set(event.class, ofClass);
        ofClass.push(event.at);
      }
      return true;
    },
    isAnswered(front) {
      return wanted.every((name) => {
        const need = query.enough?.[name] ?? query.limit;
        const ofClass = times.get(name) ?? [];
        return ofClass.length >= need && ofClass.filter((at) => at > front).length >= need;
      });
    },
    isFound() {
      const { match, matched } = result();
      if (matched === 0) return false;
      return !query.subject || match === "exact" || match === "segment";
    },
    result,
    examined: () => examined,
    newestAt: () => (Number.isFinite(newestAt) ? newestAt : undefined),
  };
}
