/** What the bucket has of a day and the folder has not. */
import { DAY, HOUR, utcDay } from "../../domain/time.ts";
import { countsOf } from "./held.ts";
import { inLanes } from "./lanes.ts";
import { dayPrefix, type LogKey, readLogKey } from "./log-key.ts";
import type { SyncPlace } from "./places.ts";
import { dayOf, fail, hasFailed, nameOf, refuse, type Work } from "./sync-work.ts";

export type DayListing = {
  /** Places that were listed. */
  asked: SyncPlace[];
  missing: LogKey[];
  /** Of those that are missing. */
  bytes: number;
};

const DEFAULT_DAYS = 30;
const LISTINGS = 8;
/** A quick look begins so long before the newest that may be there: deliveries may come late. */
const LATE_MS = 90 * 60_000;

/** The days of a pass, newest first, so that what is asked about most is there soonest. */
export function daysOf({ now, since, setup, isQuick }: Work): number[] {
  const today = dayOf(now);
  const wanted = since ?? now - (setup.logs.days ?? DEFAULT_DAYS) * DAY;
  // Just after midnight the deliveries of the day before are still coming.
  const quick = now - today < 2 * HOUR ? today - DAY : today;
  const from = isQuick ? quick : dayOf(wanted);
  const days: number[] = [];
  // A clock that runs behind AWS's must not hide what is delivered "tomorrow".
  for (let day = dayOf(now + HOUR); day >= from; day -= DAY) days.push(day);
  return days;
}

/** Lists a day at the places that may have more of it than the folder. Places that refuse are noted as failed. */
export async function listDay(work: Work, day: number, places: SyncPlace[]): Promise<DayListing> {
  const counts = countsOf(work.held, day);
  const asked = places.filter((place) => mayLack(work, day, place, counts));
  const listing: DayListing = { asked, missing: [], bytes: 0 };
  const copies = work.held.days.get(day);
  await inLanes(asked, LISTINGS, async (place) => {
    try {
      for await (const { key, sizeBytes } of work.objects.list(...below(work, day, place))) {
        const read = readLogKey(work.setup.logs, key);
        if (read.kind === "refused") refuse(work, key, read.why);
        if (read.kind !== "log" || read.log.day !== day) continue;
        if (copies?.get(read.log.path) === sizeBytes) work.report.held += 1;
        else {
          listing.missing.push(read.log);
          listing.bytes += sizeBytes;
        }
      }
    } catch (error) {
      work.run.signal.throwIfAborted();
      fail(work, place, { error, action: "s3:ListBucket" });
    }
  });
  return listing;
}

/** Yesterday and today are looked through each time; older days once, unless copies went missing since. */
function mayLack(
  work: Work,
  day: number,
  place: SyncPlace,
  counts: ReadonlyMap<string, number>,
): boolean {
  if (hasFailed(work, place)) return false;
  if (day >= dayOf(work.now) - DAY) return true;
  const done = work.state.done[utcDay(day)]?.[nameOf(place)];
  return done === undefined || (counts.get(nameOf(place)) ?? 0) < done;
}

type Below = [prefix: string, options: { startAfter?: string; signal: AbortSignal }];

function below({ setup, run, now, isQuick }: Work, day: number, place: SyncPlace): Below {
  const prefix = dayPrefix(setup.logs, place, day);
  const late = now - LATE_MS;
  if (!isQuick || dayOf(late) !== day) return [prefix, { signal: run.signal }];
  const stamp = new Date(late).toISOString().slice(0, 16).replaceAll(/[-:]/g, "");
  const startAfter = `${prefix}${place.account}_CloudTrail_${place.region}_${stamp}Z`;
  return [prefix, { startAfter, signal: run.signal }];
}
