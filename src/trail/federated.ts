/** Several sources as one trail: nobody who asks need know which of them answers. */

import { MINUTE } from "../domain/time.ts";
import type { Clock } from "../sources/clock.ts";
import type { Run, StagedTrail, Stages, TrailFound, TrailQuery } from "../sources/trail.ts";
import { type JoinedSearch, type JoinParts, startSearch } from "./joined-search.ts";
import type { Step } from "./plan.ts";
import type { SourceName, TrailSource } from "./source.ts";

export type JoinOptions = {
  clock: Clock;
  /** Errors that are no Problem: whoever asks is told of a gap, the operator of the rest. */
  failed?(source: SourceName, error: unknown): void;
};

/** Joins sources, at most one of each name. With none at all, every search tells that as a gap. */
export function joinTrails(sources: readonly TrailSource[], options: JoinOptions): StagedTrail {
  const parts: JoinParts = { sources, clock: options.clock, failed: options.failed };
  return {
    find: (query, run) => startSearch(parts, query, run).whole,
    suggest: (text, limit) => suggest(sources, text, limit),
    stages: () => createStages(parts, []),
  };
}

/** A staged trail that is still being opened: what is asked meanwhile waits for it. */
export function lateTrail(opening: Promise<StagedTrail>): StagedTrail {
  return {
    find: async (query, run) => (await opening).find(query, run),
    suggest: async (text, limit) => (await opening).suggest(text, limit),
    stages: () => lateStages(opening.then((trail) => trail.stages())),
  };
}

function lateStages(opening: Promise<Stages>): Stages {
  let opened: Stages | undefined;
  opening.then(
    (stages) => {
      opened = stages;
    },
    // Whoever asks is told.
    () => undefined,
  );
  const suggest = async (text: string, limit: number) => (await opening).whole.suggest(text, limit);
  return {
    first: { find: async (query, run) => (await opening).first.find(query, run), suggest },
    whole: { find: async (query, run) => (await opening).whole.find(query, run), suggest },
    isWhole: () => opened?.isWhole() ?? true,
    again: () => lateStages(opening.then((stages) => stages.again())),
  };
}

/** A finding that was paid for. */
type Paid = { step: Step; found: TrailFound };

function createStages(parts: JoinParts, before: readonly Paid[]): Stages {
  const begun = new Map<string, JoinedSearch>();
  const paid: Paid[] = [...before];
  let isWhole = true;
  const kept: JoinParts = {
    ...parts,
    recall: (step) => before.find((each) => isSameStep(each.step, step))?.found,
    found: (step, found) => {
      if (costOf(found) > 0) paid.push({ step, found });
    },
  };

  function begin(query: TrailQuery, run: Run): JoinedSearch {
    const key = JSON.stringify(query);
    const search = begun.get(key) ?? startSearch(kept, query, run);
    begun.set(key, search);
    return search;
  }

  const ask = (text: string, limit: number) => suggest(parts.sources, text, limit);
  return {
    first: {
      find: async (query, run) => {
        // What stands beside rows that are not final may be asked for in vain.
        if (query.aside && !isWhole) return unread(query);
        const { first } = begin(query, run);
        const early = await (query.aside ? soon(first, query) : first);
        isWhole &&= early.isWhole;
        return early.found;
      },
      suggest: ask,
    },
    whole: { find: (query, run) => begin(query, run).whole, suggest: ask },
    isWhole: () => isWhole,
    again: () =>
      createStages(parts, [...new Map(paid.map((each) => [keyOf(each), each])).values()]),
  };
}

type First = Awaited<JoinedSearch["first"]>;

/** First rows do not wait for what stands beside them, unless it is there at once. */
async function soon(first: Promise<First>, query: TrailQuery): Promise<First> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<First>((resolve) => {
    timer = setTimeout(() => resolve({ found: unread(query), isWhole: false }), SOON_MS);
  });
  try {
    return await Promise.race([first, late]);
  } finally {
    clearTimeout(timer);
  }
}

const SOON_MS = 150;

function unread({ window, accounts = [], regions = [] }: TrailQuery): TrailFound {
  const place = { source: "CloudTrail", accounts, regions, window };
  const nothing = { examined: 0, matched: 0, complete: false, pending: true, gaps: [] } as const;
  return { events: [], counts: {}, names: [], searched: [{ ...place, ...nothing, gaps: [] }] };
}

function costOf({ searched }: TrailFound): number {
  return searched.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0);
}

function keyOf({ step }: Paid): string {
  return JSON.stringify([step.source, step.query]);
}

/** The ends of a step's window move with the clock: a question that is looked at again is at most so much older. */
const MOVED_MS = 30 * MINUTE;

function isSameStep(a: Step, b: Step): boolean {
  const { window: before, ...left } = a.query;
  const { window: after, ...right } = b.query;
  if (a.source !== b.source || JSON.stringify(left) !== JSON.stringify(right)) return false;
  return before.from <= after.from + MOVED_MS && before.to >= after.to - MOVED_MS;
}

/** The best of each source, then the second best; a source that fails has nothing to say. */
async function suggest(
  sources: readonly TrailSource[],
  text: string,
  limit: number,
): Promise<string[]> {
  const told = await Promise.allSettled(sources.map((source) => source.suggest(text, limit)));
  const lists = told.map((each) => (each.status === "fulfilled" ? each.value : []));
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const names = Array.from({ length: longest }, (_, rank) =>
    lists.flatMap((list) => list.slice(rank, rank + 1)),
  );
  return [...new Set(names.flat())].slice(0, limit);
}
