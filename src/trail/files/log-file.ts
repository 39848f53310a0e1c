/** The bytes of a log file, unpacked as far as they can be. Never throws for what stands in a file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import { reasonOf } from "./folder.ts";

export type LogBytes = {
  /** Size on the disk. */
  storedBytes: number;
  bytes: Buffer;
  /** True when the disk refused: another try may find it well, though the file is the same. */
  isRefused?: boolean;
  /** What is wrong with the file, when something is; `bytes` then hold what could be read. */
  gap?: string;
};

/** AWS closes a file at 50 MB compressed; more than this unpacked is not a log file but a trap. */
const LARGEST_BYTES = 2 ** 29 - 1024;
const NOTHING = Buffer.alloc(0);

export function readLogFile(dir: string, path: string): LogBytes {
  let stored: Buffer;
  try {
    stored = readFileSync(join(dir, path));
  } catch (error) {
    const gap = `${path} was not read: ${reasonOf(error)}`;
    return { storedBytes: 0, bytes: NOTHING, isRefused: true, gap };
  }
  return { storedBytes: stored.length, ...readBytes(stored, path) };
}

type Unpacked = Omit<LogBytes, "storedBytes">;

function readBytes(stored: Buffer, path: string): Unpacked {
  if (stored.length === 0) return { bytes: NOTHING, gap: `${path} is empty` };
  if (stored[0] === 0x1f && stored[1] === 0x8b) return unpack(stored, path);
  if (/\.gz$/i.test(path) && !looksLikeText(stored)) {
    return { bytes: NOTHING, gap: `${path} is not a gzip file` };
  }
  return stored.length > LARGEST_BYTES ? tooLarge(path) : { bytes: stored };
}

/** Downloads are sometimes unpacked on the way and keep their `.gz`. */
function looksLikeText(bytes: Buffer): boolean {
  return /^[\uFEFF\s]*[[{]/.test(bytes.toString("utf8", 0, 64));
}

function unpack(stored: Buffer, path: string): Unpacked {
  const options = { chunkSize: chunkSizeFor(stored), maxOutputLength: LARGEST_BYTES };
  try {
    return { bytes: gunzipSync(stored, options) };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") {
      return tooLarge(path);
    }
    return { bytes: unpackTorn(stored), gap: `${path} is damaged: ${gzipReason(error)}` };
  }
}

function tooLarge(path: string): Unpacked {
  return { bytes: NOTHING, gap: `${path} is larger than a log file can be` };
}

/** What stands before the tear, when the end alone is missing. */
function unpackTorn(stored: Buffer): Buffer {
  try {
    return gunzipSync(stored, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: LARGEST_BYTES,
    });
  } catch {
    return NOTHING;
  }
}

function gzipReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text === "unexpected end of file" ? "its end is missing" : `gzip says "${text}"`;
}

/** The trailer holds the unpacked size (modulo 4 GB): one piece of that size saves joining many small ones. */
function chunkSizeFor(stored: Buffer): number {
  const claimed = stored.length >= 18 ? stored.readUInt32LE(stored.length - 4) : 0;
  const likely = claimed <= stored.length * 64 ? claimed : stored.length * 12;
  return Math.min(Math.max(likely + 64, 16_384), 16 * 1024 * 1024);
}
