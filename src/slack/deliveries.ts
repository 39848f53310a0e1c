/** Slack delivers at least once: the same delivery a second time is the same deed. */

export type Deliveries = {
  /** True for the first time that an id is seen. */
  isNew(deliveryId: string): boolean;
};

/** Slack repeats an event for about five minutes; the journal remembers across restarts. */
const KEPT_MS = 15 * 60_000;
const MOST = 50_000;

export function createDeliveries(now: () => number = Date.now): Deliveries {
  const seen = new Map<string, number>();
  return {
    isNew(deliveryId) {
      const at = now();
      for (const [oldest, seenAt] of seen) {
        if (seenAt + KEPT_MS > at && seen.size < MOST) break;
        seen.delete(oldest);
      }
      if (seen.has(deliveryId)) return false;
      seen.set(deliveryId, at);
      return true;
    },
  };
}
