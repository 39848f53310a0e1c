/** How many bytes the folders of a trail hold, from the bucket's listing: what a query of Athena over them reads. */
import { DAY, HOUR, MINUTE, parseInstant } from "../../domain/time.ts";
import type { Clock } from "../../sources/clock.ts";
import type { Partitions } from "../../trail/sql.ts";
import { inLanes } from "../logs/lanes.ts";
import { dayPrefix, keyStart, regionsPrefix } from "../logs/log-key.ts";
import type { ObjectStore } from "../logs/object-store.ts";
import type { LogBucket } from "../setup.ts";
import type { SizedPlace, SizeMemory } from "./size-memory.ts";

export type FolderSizes = {
  /**
   * Bytes of the folders; `isExact` is false where some were guessed from days before, never from too little. Undefined
   * where nothing is known. Throws the errors of the store.
   */
  bytesOf(folders: Partitions, signal: AbortSignal): Promise<Sized | undefined>;
};

export type Sized = { scannedBytes: number; isExact: boolean };

/** Objects on a page of the bucket's listing. */
const PAGE = 1000;
/** Pages for one search; what lies beyond is guessed from what is known. */
const MOST_PAGES = 200;
const LANES = 8;
/** A day's folder gets files until its end, and a little after. */
const CLOSED_AFTER_MS = 2 * HOUR;
/** Folders that still grow are looked at again after so long. */
const FRESH_MS = MINUTE;

type Listed = { at: number; bytes: number };

/** One account and Region, and the days that are asked for. */
type Lane = { place: SizedPlace; known: Map<number, number>; missing: number[] };

export function createFolderSizes(options: {
  logs: LogBucket;
  open: () => Promise<ObjectStore>;
  memory: SizeMemory;
  clock: Clock;
  mostPages?: number;
}): FolderSizes {
  const { logs, open, memory, clock, mostPages = MOST_PAGES } = options;
  const growing = new Map<string, Listed>();
  const bucket = `${logs.bucket}/${keyStart(logs)}${logs.organization ?? ""}`;

  /** What is known of a day without asking; nothing can have come on a day that has not begun. */
  function recall(place: SizedPlace, kept: ReadonlyMap<number, number>, day: number) {
    if (day > clock.now()) return 0;
    const fresh = growing.get(keyOf(place, day));
    if (fresh && clock.now() - fresh.at < FRESH_MS) return fresh.bytes;
    return kept.get(day);
  }

  function toLane(place: SizedPlace, days: number[]): Lane {
    const kept = memory.days(place);
    const known = new Map<number, number>();
    for (const day of days) {
      const bytes = recall(place, kept, day);
      if (bytes !== undefined) known.set(day, bytes);
    }
    return { place, known, missing: days.filter((day) => !known.has(day)) };
  }

  function keep({ place, known }: Lane, listed: ReadonlyMap<number, number>): void {
    const closed = new Map<number, number>();
    for (const [day, bytes] of listed) {
      known.set(day, bytes);
      const isClosed = clock.now() > day + DAY + CLOSED_AFTER_MS;
      if (isClosed) closed.set(day, bytes);
      else growing.set(keyOf(place, day), { at: clock.now(), bytes });
    }
    memory.keepDays(place, closed);
  }

  return {
    async bytesOf(folders, signal) {
      const days = folders.days.flatMap((text) => parseInstant(text.replaceAll("/", "-")) ?? []);
      const lanes = folders.accounts.flatMap((account) =>
        folders.regions.map((region) => toLane({ bucket, account, region }, days)),
      );
      const unknown = lanes.filter(({ missing }) => missing.length > 0);
      if (unknown.length > 0) {
        const budget = { pages: mostPages };
        const objects = await open();
        await inLanes(unknown, LANES, async (lane) => {
          keep(lane, await listDays(objects, logs, lane, budget, signal));
        });
      }
      return lanes.length === 0 ? undefined : addUp(lanes, days);
    },
  };
}

function keyOf({ bucket, account, region }: SizedPlace, day: number): string {
  return `${bucket} ${account} ${region} ${day}`;
}

/** One listing from the first day that is missing to the last; days that the budget does not reach are left out. */
async function listDays(
  objects: ObjectStore,
  logs: LogBucket,
  { place, missing }: Lane,
  budget: { pages: number },
  signal: AbortSignal,
): Promise<Map<number, number>> {
  const sizes = new Map<number, number>();
  const [first] = missing;
  const last = missing.at(-1);
  if (first === undefined || last === undefined || budget.pages <= 0) return sizes;
  const prefix = `${regionsPrefix(logs, place.account)}${place.region}/`;
  const end = dayPrefix(logs, place, last + DAY);
  budget.pages--;
  let count = 0;
  let reached = last + DAY;
  for await (const { key, sizeBytes } of objects.list(prefix, {
    startAfter: dayPrefix(logs, place, first),
    signal,
  })) {
    if (key >= end) break;
    const day = dayOf(key.slice(prefix.length));
    if (++count % PAGE === 0 && --budget.pages < 0) {
      // The day in which the listing stops is not whole.
      reached = day ?? first;
      break;
    }
    if (day !== undefined) sizes.set(day, (sizes.get(day) ?? 0) + sizeBytes);
  }
  return new Map(
    missing.filter((day) => day < reached).map((day) => [day, sizes.get(day) ?? 0] as const),
  );
}

function dayOf(rest: string): number | undefined {
  return parseInstant(rest.slice(0, "2026/11/22".length).replaceAll("/", "-"));
}

/** Days that are not known count as the largest that is: of the same place, else of any. */
function addUp(lanes: readonly Lane[], days: readonly number[]): Sized | undefined {
  const largest = Math.max(0, ...lanes.map(({ known }) => largestOf(known)));
  let scannedBytes = 0;
  let isExact = true;
  for (const { known } of lanes) {
    const guess = largestOf(known) || largest;
    for (const day of days) {
      const bytes = known.get(day);
      if (bytes === undefined && guess === 0) return undefined;
      scannedBytes += bytes ?? guess;
      isExact &&= bytes !== undefined;
    }
  }
  return { scannedBytes, isExact };
}

function largestOf(known: ReadonlyMap<number, number>): number {
  return Math.max(0, ...known.values());
}
