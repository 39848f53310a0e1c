/** Orders for as long as the process lives: the sandbox, and tests. */
import { type OrderBook, type OrderEntry, whyNotTaken } from "./orders.ts";

/** So that a process that runs for months stays small. */
const MOST_ORDERS = 5_000;

export function createMemoryOrders(): OrderBook {
  const entries = new Map<string, OrderEntry>();
  return {
    propose(entry) {
      if (entries.has(entry.code)) return;
      entries.set(entry.code, structuredClone(entry));
      // What nobody confirmed goes before what was done.
      const all = [...entries.values()];
      const oldest =
        all.find(({ state }) => state === "proposed") ??
        all.find(({ state }) => state !== "running");
      if (entries.size > MOST_ORDERS && oldest) entries.delete(oldest.code);
    },
    find(code) {
      const entry = entries.get(code);
      return entry && structuredClone(entry);
    },
    take(code, userId, now) {
      const entry = entries.get(code);
      const why = whyNotTaken(entry, userId, now);
      if (!entry || why) {
        return { kind: why ?? "unknown", ...(entry && { entry: structuredClone(entry) }) };
      }
      Object.assign(entry, { state: "running", startedAt: now });
      return { kind: "taken", entry: structuredClone(entry) };
    },
    note(code, { postedTs }) {
      const entry = entries.get(code);
      if (entry) entry.postedTs = postedTs;
    },
    end(code, { state, outcome, at }) {
      const entry = entries.get(code);
      if (entry?.state !== "running" && entry?.state !== "unknown") return;
      Object.assign(entry, { state, outcome, endedAt: at });
    },
    list({ state, userId, since, limit }) {
      return [...entries.values()]
        .reverse()
        .filter((entry) => (state ? entry.state === state : entry.state !== "proposed"))
        .filter((entry) => userId === undefined || entry.userId === userId)
        .filter((entry) => since === undefined || entry.at >= since)
        .sort((a, b) => b.at - a.at)
        .slice(0, Math.max(0, limit))
        .map((entry) => structuredClone(entry));
    },
  };
}
