/** A subject is found by its whole name before it is found by less. */
import type { NameMatch } from "../domain/subject.ts";
import type { TrailQuery } from "../sources/trail.ts";
import type { LevelFound } from "./collector.ts";
import { levels } from "./match.ts";

export type Strongest = { match: NameMatch | undefined; found: LevelFound; matched: number };

/** Goes from whole names to weaker matches until something is found. */
export function strongest(query: TrailQuery, search: (level: NameMatch) => LevelFound): Strongest {
  const asked = query.subject && !query.subject.wildcard ? levels : levels.slice(0, 1);
  let found: LevelFound = { events: [], counts: {}, names: new Map() };
  for (const level of asked) {
    found = search(level);
    const matched = Object.values(found.counts).reduce((sum, count) => sum + count, 0);
    if (matched > 0) return { match: level, found, matched };
  }
  return { match: undefined, found, matched: 0 };
}
