/** Sources that a test holds in its hands, and a world of events that they hold parts of. */
import type { EventClass, TrailEvent } from "../../src/domain/trail-event.ts";
import type { Run, TrailFound, TrailQuery } from "../../src/sources/trail.ts";
import { createCollector } from "../../src/trail/collector.ts";
import { bestNames, levels, matchLevel } from "../../src/trail/match.ts";
import type { Estimate, Reach, SourceName, TrailSource } from "../../src/trail/source.ts";

/** What a source that looks at each event would find. */
export function findAmong(
  events: readonly TrailEvent[],
  query: TrailQuery,
  source = "log files",
): TrailFound {
  const collector = createCollector(query);
  for (const event of events) {
    const level = matchLevel(event, query);
    if (level) collector.add(event, level);
  }
  const match = levels.find((level) => amount(collector.found(level).counts) > 0);
  const { events: found, counts, names } = collector.found(match ?? "exact");
  return {
    events: found,
    counts,
    names: bestNames(names),
    ...(query.subject && match && { match }),
    searched: [
      {
        source,
        accounts: query.accounts ?? [],
        regions: query.regions ?? [],
        window: query.window,
        examined: events.length,
        matched: amount(counts),
        complete: true,
        gaps: [],
      },
    ],
  };
}

function amount(counts: Partial<Record<EventClass, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

export type FakeSource = TrailSource & {
  asked: TrailQuery[];
  events: TrailEvent[];
  /** Searches wait for `release` while this is set. */
  isHeld: boolean;
  release(): void;
  error?: Error;
  names: string[];
};

export type FakeSourceOptions = {
  name: SourceName;
  reach: Reach;
  events?: TrailEvent[];
  /** None: it cannot answer. */
  estimate?: Estimate | undefined;
  costUsd?: number;
};

/** Holds of `events` what its reach allows. */
export function createFakeSource(options: FakeSourceOptions): FakeSource {
  const { name, reach, costUsd } = options;
  let waiting: (() => void)[] = [];
  const source: FakeSource = {
    name,
    asked: [],
    names: [],
    events: (options.events ?? []).filter((event) => isHeldBy(reach, event)),
    isHeld: false,
    release: () => {
      source.isHeld = false;
      for (const go of waiting) go();
      waiting = [];
    },
    reach: async () => reach,
    estimate: async () => ("estimate" in options ? options.estimate : { ms: 100 }),
    suggest: async () => source.names,
    find: async (query, run) => {
      source.asked.push(query);
      if (source.isHeld) await held(run, (go) => waiting.push(go));
      run.signal.throwIfAborted();
      if (source.error) throw source.error;
      const found = findAmong(source.events, query, SOURCE_TEXTS[name]);
      const searched = found.searched.map((search) => ({
        ...search,
        ...(costUsd !== undefined && { costUsd }),
      }));
      return { ...found, searched };
    },
  };
  return source;
}

const SOURCE_TEXTS: Record<SourceName, string> = {
  files: "index of log files",
  "lookup-events": "LookupEvents",
  athena: "Athena",
};

function held({ signal }: Run, wait: (go: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    wait(resolve);
  });
}

export function isHeldBy({ window, places, never }: Reach, event: TrailEvent): boolean {
  const { at, account, region, raw } = event;
  if (at < window.from || at > window.to) return false;
  if (never.includes("data-change") && raw.eventCategory === "Data") return false;
  return !places || places.some((each) => each.account === account && each.region === region);
}
