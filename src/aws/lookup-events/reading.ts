/** Reads event history for one question: stage by stage, all places side by side, no further than the answer needs. */
import { setMaxListeners } from "node:events";
import type { JsonObject } from "../../domain/json.ts";
import { HOUR, MINUTE, type Window } from "../../domain/time.ts";
import { toTrailEvent } from "../../domain/trail-event.ts";
import type { Run, TrailQuery } from "../../sources/trail.ts";
import type { LookupCache } from "./cache.ts";
import type { Place } from "./candidates.ts";
import { createGathered, type Gathered } from "./gathered.ts";
import type { Lookup, Stage } from "./lookup-plan.ts";
import type { NamesSeen } from "./names-seen.ts";
import { type Asking, type ReadOptions, readPage } from "./page.ts";
import { createShortfalls, type Shortfalls } from "./shortfalls.ts";
import { piecesOf, wholeHours } from "./spans.ts";

export type ReadingOptions = ReadOptions & {
  cache: LookupCache | undefined;
  names: NamesSeen;
  /** Accounts of the same number elsewhere than at AWS have another history. */
  endpoint: string | undefined;
  /** Pages that are read of one place and stage at most. */
  mostPages: number;
};

export type Reading = {
  /** Reads all lookups of a stage in these places; a stage that follows an empty one is a fall-back. */
  readStage(stage: Stage, places: readonly Place[], isFallBack: boolean): Promise<void>;
  gathered: Gathered;
  shortfalls: Shortfalls;
  requests(): number;
};

/** Events come late; what is older than this is taken as all there is. */
const SETTLED_MS = 30 * MINUTE;
/** From so long windows on, both ends are moved to whole hours, so that all of it can be kept. */
const WIDENED_FROM_MS = 12 * HOUR;
/** What would take too many pages of a longer window is given up as soon as that is clear. */
const LONG_MS = 8 * 24 * HOUR;
const JUDGED_AFTER_PAGES = 2;
/** More of them take longer than asking for the calls that are meant, one after another. */
const FEW_PAGES = 6;

/** What stands beside an answer is worth no longer wait: four seconds of one place. */
const ASIDE_PAGES = 8;

export function createReading(
  options: ReadingOptions,
  query: TrailQuery,
  window: Window,
  run: Run,
): Reading {
  let requests = 0;
  const startedAt = options.clock.now();
  const gathered = createGathered(query);
  const shortfalls = createShortfalls();
  // A signal of its own, which as many requests as there are places may listen to.
  const signal = AbortSignal.any([run.signal]);
  setMaxListeners(0, signal);
  const asking: Asking = { signal, requested: () => (requests += 1), waitedMs: new Map() };
  const mostPages = query.aside ? Math.min(options.mostPages, ASIDE_PAGES) : options.mostPages;
  const context: Context = {
    options: { ...options, mostPages },
    gathered,
    shortfalls,
    asking,
    run,
    window,
    startedAt,
  };

  return {
    gathered,
    shortfalls,
    requests: () => requests,
    async readStage(stage, places, isFallBack) {
      const few = stage.isTentative ? FEW_PAGES : undefined;
      const mostIfLong = few ?? (isFallBack ? options.mostPages : Infinity);
      const pages = new Map<Place, number>();
      let done = 0;
      await Promise.all(
        places.map(async (place) => {
          await Promise.all(
            stage
              .lookups(place)
              .map((lookup) => readLookup(context, { place, lookup, pages, mostIfLong })),
          );
          done += 1;
          run.progress({ done, total: places.length, unit: "places" });
        }),
      );
    },
  };
}

type Context = {
  options: ReadingOptions;
  gathered: Gathered;
  shortfalls: Shortfalls;
  asking: Asking;
  run: Run;
  window: Window;
  startedAt: number;
};

type Stream = {
  place: Place;
  lookup: Lookup;
  /** Pages of the stage by place. */
  pages: Map<Place, number>;
  /** Where a long window would take more pages than these, it is given up early. */
  mostIfLong: number;
};

/** A place that fails is told as missing; what was read of it before stays. */
async function readLookup(context: Context, stream: Stream): Promise<void> {
  try {
    await readPieces(context, stream);
  } catch (error) {
    context.run.signal.throwIfAborted();
    context.shortfalls.failed(stream.place, error);
  }
}

async function readPieces(context: Context, stream: Stream): Promise<void> {
  const { options, gathered, shortfalls, startedAt } = context;
  const window = widened(context.window, startedAt);
  const key = cacheKey(options.endpoint, stream);
  for (const piece of piecesOf(window, options.cache?.held(key, window) ?? [])) {
    if (gathered.isAnswered(piece.window.to)) return shortfalls.stopped();
    if (piece.held) {
      addRecords(context, piece.held.records());
      shortfalls.read();
      continue;
    }
    const read: PieceRead = { records: [], front: piece.window.to + 1, isWhole: false };
    try {
      await readPiece(context, stream, piece.window, read);
    } finally {
      keep(options.cache, key, piece.window, read, startedAt);
    }
    if (!read.isWhole) return;
  }
}

/** To whole hours, as far as these are settled: a window of the same hours then finds all of itself kept. */
function widened({ from, to }: Window, startedAt: number): Window {
  if (to - from < WIDENED_FROM_MS) return { from, to };
  const hourEnd = (Math.floor(to / HOUR) + 1) * HOUR - 1;
  return {
    from: Math.floor(from / HOUR) * HOUR,
    to: hourEnd <= startedAt - SETTLED_MS ? hourEnd : to,
  };
}

function cacheKey(endpoint: string | undefined, { place, lookup }: Stream): string {
  const { account, region } = place;
  return JSON.stringify([endpoint ?? "", account, region, lookup?.key ?? "", lookup?.value ?? ""]);
}

/** What was read of a piece so far: all of it that is newer than `front`. */
type PieceRead = { records: Timed[]; front: number; isWhole: boolean };

type Timed = { at: number; record: JsonObject };

async function readPiece(
  context: Context,
  stream: Stream,
  window: Window,
  read: PieceRead,
): Promise<void> {
  const { options, gathered, shortfalls, asking, run, startedAt } = context;
  const { account, region } = stream.place;
  const marks = new Set<string>();
  // Whoever asks up to now may have a slow clock: AWS says what is the newest.
  const isOpen = window.to >= startedAt - MINUTE;
  const ask = {
    account,
    region,
    lookup: stream.lookup,
    from: window.from,
    ...(!isOpen && { to: window.to }),
    ...(run.asker !== undefined && { asker: run.asker }),
  };
  for (let token: string | undefined; ; ) {
    const page = await readPage(options, token === undefined ? ask : { ...ask, token }, asking);
    shortfalls.read();
    for (const timed of addRecords(context, page.records)) {
      read.records.push(timed);
      read.front = Math.min(read.front, timed.at);
    }
    token = page.token;
    if (token === undefined) {
      read.isWhole = true;
      return;
    }
    if (gathered.isAnswered(read.front)) return shortfalls.stopped();
    if (marks.has(token)) return shortfalls.looped(stream.place);
    marks.add(token);
    if (isEnough(context, stream, read.front)) return shortfalls.cut(stream.place, read.front);
  }
}

/** Counts a page; true when no more are read for a question of this kind. */
function isEnough({ options, window }: Context, stream: Stream, front: number): boolean {
  const pages = (stream.pages.get(stream.place) ?? 0) + 1;
  stream.pages.set(stream.place, pages);
  if (pages >= options.mostPages) return true;
  const lengthMs = window.to - window.from;
  if (lengthMs <= LONG_MS || pages < JUDGED_AFTER_PAGES) return false;
  const readMs = Math.max(1, window.to - front);
  return (lengthMs / readMs) * pages > stream.mostIfLong;
}

/** Adds the records and gives those that are events, with their times. */
function addRecords({ options, gathered }: Context, records: readonly JsonObject[]): Timed[] {
  return records.flatMap((record) => {
    const event = toTrailEvent(record);
    if (!event) return [];
    if (gathered.add(event)) options.names.add(event);
    return [{ at: event.at, record }];
  });
}

/** Keeps the whole hours of what was read; what happened in the last half hour may still come in. */
function keep(
  cache: LookupCache | undefined,
  key: string,
  window: Window,
  read: PieceRead,
  startedAt: number,
): void {
  const from = read.isWhole ? window.from : read.front + 1;
  const hours = wholeHours({ from, to: Math.min(window.to, startedAt - SETTLED_MS) });
  if (!cache || !hours) return;
  const inside = read.records.filter(({ at }) => at >= hours.from && at <= hours.to);
  cache.keep(
    key,
    hours,
    inside.map(({ record }) => record),
  );
}
