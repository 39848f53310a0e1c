/** What a folder of copies knows of itself: whose copies they are, which days are done, which were dropped. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Problem } from "../../domain/problem.ts";
import type { TrailPlace } from "./log-key.ts";

/** Hidden, so that nobody takes it for a log file. */
export const SYNC_FOLDER = ".trailwatch-sync";

const state = z.object({
  version: z.literal(1),
  bucket: z.string(),
  prefix: z.string(),
  organization: z.string(),
  /** Days (2026-11-20) whose objects are all here, with how many they are by place (`111122223333/eu-west-1`). */
  done: z.record(z.string(), z.record(z.string(), z.number().int().nonnegative())),
  /** Days before this were dropped or left out to stay under the limit; epoch milliseconds. */
  keptFrom: z.number().optional(),
  /** Places that the last whole look was about. */
  places: z.array(z.string()).optional(),
  /** When the bucket was last looked through to the end, whatever refused. */
  lookedAt: z.number().optional(),
  /** When a look began that has days to catch up with; away again at its end. */
  begunAt: z.number().optional(),
  /** Places, or accounts, of which newer files could not be copied at the last look. */
  failed: z.array(z.string()).optional(),
  /** When the bucket was last looked through to the end without a gap. */
  syncedAt: z.number().optional(),
});

export type SyncState = z.infer<typeof state>;

/**
 * Reads the state of a folder; a fresh one when there is none, or when it is damaged: then the bucket is listed again,
 * and what is here already is not copied again. Throws a Problem `logs.other-bucket` for copies of another trail.
 */
export function readSyncState(dir: string, place: TrailPlace): SyncState {
  const wanted = { bucket: place.bucket, prefix: place.prefix ?? "" };
  const organization = place.organization ?? "";
  const found = peekSyncState(dir);
  if (!found) return { version: 1, ...wanted, organization, done: {} };
  const isSame = found.bucket === wanted.bucket && found.prefix === wanted.prefix;
  if (isSame && found.organization === organization) return found;
  throw new Problem(
    "logs.other-bucket",
    `The folder ${dir} holds copies of the bucket ${found.bucket}${found.prefix && ` below ${found.prefix}`}, not of ${wanted.bucket}.`,
    "Give each trail a folder of its own: set another one under aws.logs.dir.",
  );
}

/** The state as it stands there; undefined when there is none, or it cannot be read. */
export function peekSyncState(dir: string): SyncState | undefined {
  try {
    const text = readFileSync(join(dir, SYNC_FOLDER, "state.json"), "utf8");
    return state.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Writes the state, whole or not at all. */
export function writeSyncState(dir: string, value: SyncState): void {
  const folder = join(dir, SYNC_FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fresh = join(folder, "state.json.new");
  try {
    writeFileSync(fresh, JSON.stringify(value), { mode: 0o600, flush: true });
    renameSync(fresh, join(folder, "state.json"));
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}
