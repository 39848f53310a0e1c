/** What a query will read and cost, before it is run: from the sizes of its folders, else from the queries before. */
import { HOUR, MINUTE, utcDay } from "../../domain/time.ts";
import type { Clock } from "../../sources/clock.ts";
import type { Partitions } from "../../trail/sql.ts";
import type { AthenaSetup } from "../setup.ts";
import { billedUsd, type Cost } from "./cost.ts";
import type { FolderSizes, Sized } from "./folder-sizes.ts";
import type { SizeMemory } from "./size-memory.ts";

export type Costs = {
  /** Undefined where nothing is known yet. Throws when it is aborted alone. */
  expect(folders: Partitions, signal?: AbortSignal): Promise<Cost | undefined>;
  /** Notes what a query over these folders has read. */
  learn(folders: Partitions, scannedBytes: number): void;
};

/** Listing a bucket must not take longer than the query would. */
const LIST_MS = 10_000;
/** After a listing that failed nobody waits for the next one, for so long. */
const AGAIN_MS = 5 * MINUTE;
/** Folders differ; what was read of others is a guess, and must not be one below. */
const MARGIN = 1.5;

export function createCosts(options: {
  setup: AthenaSetup;
  /** Undefined where the trail's bucket is not configured. */
  sizes: FolderSizes | undefined;
  memory: SizeMemory;
  clock: Clock;
}): Costs {
  const { setup, sizes, memory, clock } = options;
  const table = `${setup.region} ${setup.catalog ?? ""} ${setup.database}.${setup.table}`;

  let triedAt = -Infinity;

  async function measure(folders: Partitions, signal?: AbortSignal): Promise<Sized | undefined> {
    if (clock.now() - triedAt < AGAIN_MS) return undefined;
    const soon = AbortSignal.timeout(LIST_MS);
    try {
      return await sizes?.bytesOf(folders, signal ? AbortSignal.any([signal, soon]) : soon);
    } catch {
      signal?.throwIfAborted();
      // Whoever may not list the bucket can still ask Athena; the cost is guessed then, or agreed to.
      triedAt = clock.now();
      return undefined;
    }
  }

  function guess(folders: Partitions): number | undefined {
    const rate = memory.rate(table);
    return rate === undefined ? undefined : Math.ceil(rate * begun(folders) * MARGIN);
  }

  /** Folders of days that have begun; the others are empty. */
  function begun({ accounts, regions, days }: Partitions): number {
    const today = utcDay(clock.now()).replaceAll("-", "/");
    const past = days.filter((day) => day <= today).length;
    return Math.max(1, accounts.length) * Math.max(1, regions.length) * Math.max(1, past);
  }

  return {
    async expect(folders, signal) {
      const sized = await measure(folders, signal);
      const scannedBytes = sized?.scannedBytes ?? guess(folders);
      if (scannedBytes === undefined) return undefined;
      return { scannedBytes, costUsd: billedUsd(scannedBytes, setup) };
    },
    learn: (folders, scannedBytes) => memory.keepRead(table, scannedBytes, begun(folders)),
  };
}

/** A result may be taken again when no event that it lacks can have been delivered since: then this many minutes old. */
export function reusableMinutes(
  window: { to: number },
  now: number,
  { reuseMinutes = 60 }: Pick<AthenaSetup, "reuseMinutes">,
): number | undefined {
  const settled = Math.floor((now - window.to - LATEST_MS) / MINUTE);
  const minutes = Math.min(Math.floor(reuseMinutes), settled, MOST_REUSE_MINUTES);
  return minutes >= 1 ? minutes : undefined;
}

/** Log files come 5 to 15 minutes late; hours late only when AWS says so in `addendum`. */
const LATEST_MS = HOUR;
/** Seven days, Athena's own limit. */
const MOST_REUSE_MINUTES = 10_080;
