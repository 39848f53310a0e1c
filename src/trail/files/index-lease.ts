/**
 * Lets one process at a time bring an index up to date. A process that was killed does not keep others out.
 * Runs on the machine's clock, whatever time the questions are asked at.
 */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { readMeta, writeMeta } from "./index-rows.ts";
import { inTransaction, type Store } from "./index-store.ts";

export type Lease = { release(): void };

type Holder = { id: string; host: string; pid: number; until: number };

const KEY = "lease";
const LEASE_MS = 15_000;
const BEAT_MS = 3_000;

/** Takes the lease and keeps it until released; undefined while another process works. */
export function takeLease(store: Store): Lease | undefined {
  const id = randomUUID();
  const isTaken = inTransaction(store, "IMMEDIATE", () => {
    if (isHeld(readHolder(store))) return false;
    writeHolder(store, id);
    return true;
  });
  if (!isTaken) return undefined;
  const beat = setInterval(() => renew(store, id), BEAT_MS);
  beat.unref();
  return {
    release() {
      clearInterval(beat);
      inTransaction(store, "IMMEDIATE", () => {
        if (readHolder(store)?.id === id) writeMeta(store, KEY, "");
      });
    },
  };
}

/** True while another process brings the index up to date. */
export function isBeingUpdated(store: Store): boolean {
  return isHeld(readHolder(store));
}

function renew(store: Store, id: string): void {
  // A batch in work holds the lock of this very connection and renews by being committed.
  if (store.db.inTransaction) return;
  try {
    writeHolder(store, id);
  } catch {
    // The next beat tries again; until then the lease lasts.
  }
}

function writeHolder(store: Store, id: string): void {
  const holder: Holder = { id, host: hostname(), pid: process.pid, until: Date.now() + LEASE_MS };
  writeMeta(store, KEY, JSON.stringify(holder));
}

function readHolder(store: Store): Holder | undefined {
  const text = readMeta(store, KEY);
  if (!text) return undefined;
  const holder: Partial<Holder> = JSON.parse(text);
  const { id = "", host = "", pid = 0, until = 0 } = holder;
  return { id, host, pid, until };
}

function isHeld(holder: Holder | undefined): boolean {
  if (!holder || holder.until < Date.now()) return false;
  return holder.host !== hostname() || isRunning(holder.pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
