/** The plainest search there is: every event, one by one. */
import type { EventClass, TrailEvent } from "../../src/domain/trail-event.ts";
import type { TrailFound, TrailQuery } from "../../src/sources/trail.ts";
import { matchLevel } from "../../src/trail/match.ts";

export function findIn(events: TrailEvent[], query: TrailQuery): TrailFound {
  const levels = events.map((event) => ({ event, level: matchLevel(event, query) }));
  const match = (["exact", "segment"] as const).find((level) =>
    levels.some((each) => each.level === level),
  );
  const found = levels.filter(({ level }) => level !== undefined && level === match);
  const matched = found.map(({ event }) => event).sort((a, b) => b.at - a.at);
  const counts: Partial<Record<EventClass, number>> = {};
  for (const event of matched) counts[event.class] = (counts[event.class] ?? 0) + 1;
  return {
    events: matched,
    counts,
    ...(match && query.subject && { match }),
    names: [],
    searched: [
      {
        source: "log files",
        accounts: ["111122223333"],
        regions: ["eu-west-1"],
        window: query.window,
        examined: events.length,
        matched: matched.length,
        scannedBytes: 1000,
        complete: true,
        gaps: [],
      },
    ],
  };
}
