/** A store for as long as the process lives: the sandbox without a file, and tests. */
import type { JournalEntry, ThreadTopic } from "./journal.ts";
import { createMemoryLedger } from "./ledger.ts";
import { createMemoryOrders } from "./memory-orders.ts";
import type { Store } from "./store.ts";

/** So that a process that runs for months stays small. */
const MOST_ENTRIES = 10_000;
const MOST_TOPICS = 10_000;

export function createMemoryStore(): Store {
  const entries = new Map<string, JournalEntry>();
  const deliveries = new Set<string>();
  const topics = new Map<string, ThreadTopic>();
  return {
    journal: {
      begin(entry) {
        if (deliveries.has(entry.deliveryId) || entries.has(entry.id)) return false;
        deliveries.add(entry.deliveryId);
        entries.set(entry.id, structuredClone(entry));
        dropOldest(entries, deliveries);
        return true;
      },
      note(id, { postedTs, ...news }) {
        const entry = entries.get(id);
        if (entry?.state !== "running") return;
        Object.assign(entry, news);
        if (postedTs !== undefined) entry.address.postedTs = postedTs;
      },
      end(id, ending) {
        const entry = entries.get(id);
        if (entry?.state !== "running") return;
        delete entry.outcome;
        Object.assign(entry, ending);
        delete entry.address.responseUrl;
      },
      list({ state, userId, since, limit }) {
        return [...entries.values()]
          .reverse()
          .filter((entry) => state === undefined || entry.state === state)
          .filter((entry) => userId === undefined || entry.address.userId === userId)
          .filter((entry) => since === undefined || entry.at >= since)
          .sort((a, b) => b.at - a.at)
          .slice(0, Math.max(0, limit))
          .map((entry) => structuredClone(entry));
      },
    },
    topics: {
      remember(channelId, threadTs, topic) {
        const key = `${channelId} ${threadTs}`;
        topics.delete(key);
        topics.set(key, structuredClone(topic));
        const [oldest] = topics.keys();
        if (topics.size > MOST_TOPICS && oldest !== undefined) topics.delete(oldest);
      },
      recall(channelId, threadTs) {
        const topic = topics.get(`${channelId} ${threadTs}`);
        return topic && structuredClone(topic);
      },
    },
    ledger: createMemoryLedger(),
    orders: createMemoryOrders(),
    close() {},
  };
}

/** The oldest that has ended goes; a running question is never forgotten. */
function dropOldest(entries: Map<string, JournalEntry>, deliveries: Set<string>): void {
  if (entries.size <= MOST_ENTRIES) return;
  for (const [id, entry] of entries) {
    if (entry.state === "running") continue;
    entries.delete(id);
    deliveries.delete(entry.deliveryId);
    return;
  }
}
