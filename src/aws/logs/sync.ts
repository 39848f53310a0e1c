/**
 * Copies new log objects of a trail's bucket into a folder, newest day first. The folder is the truth: a copy that has
 * its name is whole, so a process killed at any moment leaves nothing to repair; what is done by day only spares listing.
 */
import { mkdir, rm } from "node:fs/promises";
import { Problem } from "../../domain/problem.ts";
import { DAY, utcDay } from "../../domain/time.ts";
import { copyObject, diskProblem, Unfit, unfinishedFolder } from "./copy-object.ts";
import { countsOf, type Held, note, readHeld } from "./held.ts";
import { inLanes } from "./lanes.ts";
import { type DayListing, daysOf, listDay } from "./list-day.ts";
import { accountsPrefix, type LogKey, readLogKey } from "./log-key.ts";
import { findPlaces, type SyncPlace } from "./places.ts";
import { bucketProblem } from "./store-words.ts";
import { type SyncReport, shownKey } from "./sync-report.ts";
import {
  dayOf,
  endWork,
  fail,
  hasFailed,
  keepState,
  nameOf,
  placeDay,
  refuse,
  type SyncOptions,
  type SyncSetup,
  startWork,
  type Work,
} from "./sync-work.ts";

/** A session on one folder: what it holds is looked at once. */
export type SyncSession = {
  /**
   * Copies what the bucket has and the folder has not. Throws a Problem when nothing of the bucket can be read, or the
   * folder takes no more; anything less is a gap of the report.
   */
  pass(options: SyncOptions): Promise<SyncReport>;
  /** Copies the objects that a notification names. */
  copyKeys(options: SyncOptions, keys: readonly string[]): Promise<KeysCopied>;
};

export type KeysCopied = {
  report: SyncReport;
  /** Keys that need no more: safely here now, or none of a log file. */
  settled: Set<string>;
};

const DOWNLOADS = 8;

/** Opens a folder that the caller has locked. Leftovers of a killed run are removed. */
export async function openSync(setup: SyncSetup, signal: AbortSignal): Promise<SyncSession> {
  const { dir, organization } = setup.logs;
  let held = await openFolder(dir, organization, signal);
  let isRead = true;
  return {
    async pass(options) {
      // Somebody may have removed copies since the last whole look.
      if (!isRead && !options.isQuick) held = await readHeld(dir, organization, options.run.signal);
      isRead = false;
      return pass(startWork(options, held));
    },
    copyKeys: (options, keys) => copyKeys(startWork(options, held), keys),
  };
}

async function openFolder(
  dir: string,
  organization: string | undefined,
  signal: AbortSignal,
): Promise<Held> {
  try {
    await rm(unfinishedFolder(dir), { recursive: true, force: true });
    await mkdir(unfinishedFolder(dir), { recursive: true, mode: 0o700 });
    return await readHeld(dir, organization, signal);
  } catch (error) {
    throw diskProblem(error, dir) ?? error;
  }
}

async function pass(work: Work): Promise<SyncReport> {
  await work.limit.resume();
  const places = await placesOf(work);
  const today = dayOf(work.now);
  noteBegin(work, places);
  for (const day of daysOf(work)) {
    if (day < (work.state.keptFrom ?? 0)) break;
    const listing = await listDay(work, day, places);
    if (!(await work.limit.makeRoom(day, listing.bytes))) break;
    await copyAll(work, listing.missing);
    if (day < today - DAY) noteDone(work, day, listing);
    if (listing.asked.length > 0 && !work.isQuick) keepState(work);
  }
  refuseIfAllFailed(work, places);
  noteEnd(work);
  keepState(work);
  return endWork(work);
}

async function placesOf(work: Work): Promise<SyncPlace[]> {
  const { setup, objects, run } = work;
  const found = await findPlaces(objects, setup, run.signal).catch((error: unknown) => {
    run.signal.throwIfAborted();
    throw bucketProblem(error, setup.logs, "s3:ListBucket");
  });
  for (const { account, error } of found.failed) {
    fail(work, { account, region: "" }, { error, action: "s3:ListBucket" });
  }
  if (found.places.length === 0 && found.failed.length === 0) {
    const where = `s3://${setup.logs.bucket}/${accountsPrefix(setup.logs)}`;
    work.gaps.add(where, "no log files of CloudTrail are there");
  }
  return found.places;
}

/** Where whole days are missing, the folder has a hole until they are copied: that is written down first. */
function noteBegin(work: Work, places: SyncPlace[]): void {
  const { state, now, isQuick } = work;
  if (isQuick) return;
  const names = places.map(nameOf);
  const isNew = names.some((name) => !state.places?.includes(name));
  const hasHole = (state.lookedAt ?? 0) < dayOf(now) - DAY;
  state.places = names;
  if (isNew || hasHole) state.begunAt = now;
  keepState(work);
}

/** An older day with a hole is not noted as done; of the newest two it is said by place. */
function noteEnd({ state, now, isQuick, failed, lacking }: Work): void {
  const torn = [...lacking.values()].filter(({ day }) => day >= dayOf(now) - DAY).map(nameOf);
  state.failed = [...new Set([...failed.keys(), ...torn])];
  if (isQuick) return;
  state.lookedAt = now;
  delete state.begunAt;
  if (failed.size + lacking.size === 0) state.syncedAt = now;
}

/** Where nothing at all could be had, that is no answer but a failure. */
function refuseIfAllFailed(work: Work, places: SyncPlace[]): void {
  const [error] = work.failed.values();
  if (error === undefined || work.report.copied > 0) return;
  const isAll = places.every((place) => hasFailed(work, place));
  if (isAll) throw bucketProblem(error, work.setup.logs, "s3:GetObject");
}

/** Returns the keys that are here now. */
async function copyAll(work: Work, missing: LogKey[]): Promise<Set<string>> {
  const settled = new Set<string>();
  let tried = 0;
  let bytes = 0;
  await inLanes(missing, DOWNLOADS, async (log) => {
    work.run.signal.throwIfAborted();
    const sizeBytes = await copyOne(work, log);
    if (sizeBytes !== undefined) settled.add(log.key);
    bytes += sizeBytes ?? 0;
    tried += 1;
    const unit = `files of ${utcDay(log.day)}, ${(bytes / 1_000_000).toFixed(1)} MB`;
    work.run.progress({ done: tried, total: missing.length, unit });
  });
  return settled;
}

/** The size of the copy; undefined when there is none, which is noted. */
async function copyOne(work: Work, log: LogKey): Promise<number | undefined> {
  if (hasFailed(work, log)) return undefined;
  try {
    const sizeBytes = await copyObject(work, log, work.run.signal);
    note(work.held, log, sizeBytes);
    work.report.copied += 1;
    work.report.copiedBytes += sizeBytes;
    return sizeBytes;
  } catch (error) {
    work.run.signal.throwIfAborted();
    if (error instanceof Problem) throw error;
    if (error instanceof Unfit) work.gaps.add(shownKey(log.key), `not copied: ${error.message}`);
    else fail(work, log, { error, action: "s3:GetObject" });
    work.lacking.set(placeDay(log, log.day), log);
    const done = work.state.done[utcDay(log.day)];
    if (done) delete done[nameOf(log)];
    return undefined;
  }
}

function noteDone(work: Work, day: number, { asked }: DayListing): void {
  const done = work.state.done[utcDay(day)] ?? {};
  work.state.done[utcDay(day)] = done;
  const counts = countsOf(work.held, day);
  for (const place of asked) {
    const isWhole = !hasFailed(work, place) && !work.lacking.has(placeDay(place, day));
    if (isWhole) done[nameOf(place)] = counts.get(nameOf(place)) ?? 0;
  }
}

async function copyKeys(work: Work, keys: readonly string[]): Promise<KeysCopied> {
  await work.limit.resume();
  const wanted: LogKey[] = [];
  const settled = new Set<string>();
  for (const key of keys) {
    const read = readLogKey(work.setup.logs, key);
    if (read.kind === "refused") refuse(work, key, read.why);
    if (read.kind === "log" && isWanted(work, read.log)) wanted.push(read.log);
    else settled.add(key);
  }
  for (const key of await copyAll(work, wanted)) settled.add(key);
  await work.limit.makeRoom(dayOf(work.now), 0);
  keepState(work);
  return { report: endWork(work), settled };
}

/** AWS writes no log file twice: one that is here is not copied again. */
function isWanted({ state, held }: Work, { day, path }: LogKey): boolean {
  return day >= (state.keptFrom ?? 0) && !held.days.get(day)?.has(path);
}
