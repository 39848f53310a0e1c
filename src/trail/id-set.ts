/** Event ids seen so far, as numbers: a million of them in a few dozen megabytes. */
import { deliveryKey } from "../domain/stable-id.ts";
import type { TrailEvent } from "../domain/trail-event.ts";

/** A 53-bit hash of an id; two of a million ids share one with a chance of 1 in 18,000. */
export function idHash(id: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let at = 0; at < id.length; at += 1) {
    const code = id.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b) + ((high >>> 15) ^ at);
  }
  low ^= low >>> 13;
  high = Math.imul(high ^ (high >>> 16), 0xc2b2ae35);
  return ((high >>> 0) & 0x1fffff) * 2 ** 32 + (low >>> 0) + 1;
}

/** The hash by which deliveries of one event are known to be the same. */
export function deliveryHash(event: Pick<TrailEvent, "id" | "raw">): number {
  return idHash(deliveryKey(event));
}

export type IdSet = {
  /** True when the hash was not there yet. */
  add(hash: number): boolean;
  has(hash: number): boolean;
  size(): number;
};

const SMALLEST = 1024;

/** A set of hashes (0 is no hash) with open addressing: two to four times 8 bytes each. */
export function createIdSet(): IdSet {
  let slots = new Float64Array(SMALLEST);
  let count = 0;

  function place(hash: number): number {
    const mask = slots.length - 1;
    let at = (hash ^ (hash / 2 ** 21)) & mask;
    while (slots[at] !== 0 && slots[at] !== hash) at = (at + 1) & mask;
    return at;
  }

  function grow(): void {
    const old = slots;
    slots = new Float64Array(old.length * 2);
    for (const hash of old) if (hash !== 0) slots[place(hash)] = hash;
  }

  return {
    add(hash) {
      const at = place(hash);
      if (slots[at] === hash) return false;
      slots[at] = hash;
      count += 1;
      if (count * 2 > slots.length) grow();
      return true;
    },
    has: (hash) => slots[place(hash)] === hash,
    size: () => count,
  };
}
