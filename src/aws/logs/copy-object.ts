/** One object of the bucket → one whole file: written under another name, checked, and only then put in its place. */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Problem } from "../../domain/problem.ts";
import type { LogKey } from "./log-key.ts";
import type { ObjectStore } from "./object-store.ts";
import { SYNC_FOLDER } from "./sync-state.ts";

/** What is wrong with an object though it came as the bucket holds it, or does not come whole: this object is left out. */
export class Unfit extends Error {}

/** AWS closes a log file at 50 MB compressed. */
const LARGEST_BYTES = 64 * 1024 * 1024;
/** The file engine reads no more of one file; more than this is not a log file but a trap. */
const LARGEST_UNPACKED = 2 ** 29;
const TRIES = 3;
const PAUSE_MS = 250;

export type CopyPlace = { dir: string; objects: ObjectStore };

/** Where unfinished copies lie; what a killed run left there is worth nothing. */
export function unfinishedFolder(dir: string): string {
  return join(dir, SYNC_FOLDER, "unfinished");
}

/**
 * Copies an object; its size. Tries again where the connection broke. Throws `Unfit` for an object that cannot be had
 * whole, a Problem `logs.no-room` or `logs.no-write` when the folder takes no more, and errors of the store as they are.
 */
export async function copyObject(
  place: CopyPlace,
  log: LogKey,
  signal: AbortSignal,
): Promise<number> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await copyOnce(place, log, signal);
    } catch (error) {
      signal.throwIfAborted();
      const problem = diskProblem(error, place.dir);
      if (problem) throw problem;
      if (tried === TRIES || !isPassing(error)) throw error;
      await pause(PAUSE_MS * 2 ** tried, signal);
    }
  }
}

async function copyOnce(
  { dir, objects }: CopyPlace,
  log: LogKey,
  signal: AbortSignal,
): Promise<number> {
  const object = await objects.open(log.key, signal);
  if (!object) throw new Unfit("it is not in the bucket any more");
  const { sizeBytes, md5 } = object;
  if ((sizeBytes ?? 0) > LARGEST_BYTES) {
    object.body.destroy();
    throw new Unfit("it is larger than a log file can be");
  }
  const unfinished = join(unfinishedFolder(dir), `${randomUUID()}.part`);
  try {
    const meter = createMeter();
    const file = createWriteStream(unfinished, { mode: 0o600, flush: true });
    await pipeline(object.body, meter.stream, file, { signal });
    const got = meter.read();
    if (sizeBytes !== undefined && got.bytes !== sizeBytes) {
      throw new Passing(`${got.bytes} of ${sizeBytes} bytes came`);
    }
    if (md5 !== undefined && got.md5 !== md5) throw new Passing("its checksum is not the bucket's");
    await checkGzip(unfinished, signal);
    await putInPlace(unfinished, join(dir, log.path));
    return got.bytes;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** What another try may cure. */
class Passing extends Unfit {}

function isPassing(error: unknown): boolean {
  if (error instanceof Unfit) return error instanceof Passing;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /ECONN|EPIPE|ETIMEDOUT|PREMATURE_CLOSE|ERR_STREAM|UND_ERR/.test(code) || isTorn(error);
}

function isTorn(error: unknown): boolean {
  return error instanceof Error && /aborted|premature|socket|terminated/i.test(error.message);
}

/** Counts and hashes what flows through, and lets no more through than a log file can have. */
function createMeter(): { stream: Transform; read(): { bytes: number; md5: string } } {
  const hash = createHash("md5");
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      if (bytes > LARGEST_BYTES) done(new Unfit("it is larger than a log file can be"));
      else done(null, chunk);
    },
  });
  return { stream, read: () => ({ bytes, md5: hash.digest("hex") }) };
}

async function checkGzip(path: string, signal: AbortSignal): Promise<void> {
  let unpacked = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      unpacked += chunk.length;
      done(
        unpacked > LARGEST_UNPACKED ? new Unfit("it unpacks to more than a log file can") : null,
      );
    },
  });
  try {
    await pipeline(createReadStream(path), createGunzip(), sink, { signal });
  } catch (error) {
    if (error instanceof Unfit || signal.aborted) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!code.startsWith("Z_") && !code.startsWith("ERR_")) throw error;
    throw new Unfit("it is damaged in the bucket: it is no whole gzip file");
  }
}

async function putInPlace(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to);
}

/** The Problem behind an error of the folder; undefined for one of the store or the object. */
export function diskProblem(error: unknown, dir: string): Problem | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (["ENOSPC", "EDQUOT"].includes(code)) {
    const text = `There is no room left on the disk for copies in ${dir}. What was copied so far is whole and stays.`;
    const next = "Free some space, or set a smaller aws.logs.maxSize; then sync again.";
    return new Problem("logs.no-room", text, next, { cause: error });
  }
  if (["EACCES", "EPERM", "EROFS", "ENOTDIR", "EISDIR", "EMFILE", "EIO"].includes(code)) {
    const text = `The folder ${dir} cannot be written (${code}).`;
    const next =
      "Give this user the right to write there, or set another folder under aws.logs.dir.";
    return new Problem("logs.no-write", text, next, { cause: error });
  }
  return undefined;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { setTimeout: after } = await import("node:timers/promises");
  await after(ms, undefined, { signal });
}
