/** The hash that digests hold of a log file: SHA-256 over its uncompressed bytes. */
import { createHash } from "node:crypto";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { ObjectStore } from "../object-store.ts";

export type LogHash = { kind: "hash"; sha256: string } | { kind: "missing" } | { kind: "damaged" };

const LARGEST_UNPACKED = 2 ** 30;

/** Errors of the store come as they are. */
export async function hashLog(
  store: ObjectStore,
  key: string,
  signal: AbortSignal,
): Promise<LogHash> {
  const object = await store.open(key, signal);
  if (!object) return { kind: "missing" };
  const hash = createHash("sha256");
  let bytes = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(bytes > LARGEST_UNPACKED ? Object.assign(new Error("too large"), { code: "Z_" }) : null);
    },
  });
  try {
    await pipeline(object.body, createGunzip(), sink, { signal });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code.startsWith("Z_")) return { kind: "damaged" };
    throw error;
  }
  return { kind: "hash", sha256: hash.digest("hex") };
}

/** All bytes of a small object; undefined when it is not there. */
export async function readWhole(
  store: ObjectStore,
  key: string,
  signal: AbortSignal,
): Promise<{ bytes: Buffer; metadata: Record<string, string> } | undefined> {
  const object = await store.open(key, signal);
  if (!object) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of object.body) {
    const part = Buffer.from(chunk);
    size += part.length;
    if (size > LARGEST_WHOLE) break;
    chunks.push(part);
  }
  return { bytes: Buffer.concat(chunks), metadata: object.metadata };
}

const LARGEST_WHOLE = 64 * 1024 * 1024;
