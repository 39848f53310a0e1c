/** Slack delivers at least once: the same delivery a second time is the same deed. */

export type Deliveries = {
  /** True for the first time that an id is seen. */
  isNew(deliveryId: string): boolean;
};

/** Slack repeats an event for about five minutes; the journal remembers across restarts. */
const KEPT_MS = 15 * 60_000;
const MOST = 25_000;

/**
 * Remembers for 15 to 30 minutes, and the latest 25,000 at least: two sets that take turns, because one that lost its
 * oldest entry each time would cost more the fuller it is.
 */
export function createDeliveries(now: () => number = Date.now): Deliveries {
  let fresh = new Set<string>();
  let older = new Set<string>();
  let since = now();
  const turn = (at: number): void => {
    const isLongAgo = at - since >= 2 * KEPT_MS;
    older = isLongAgo ? new Set() : fresh;
    fresh = new Set();
    since = at;
  };
  return {
    isNew(deliveryId) {
      const at = now();
      if (at - since >= KEPT_MS || fresh.size >= MOST) turn(at);
      if (fresh.has(deliveryId) || older.has(deliveryId)) return false;
      fresh.add(deliveryId);
      return true;
    },
  };
}
