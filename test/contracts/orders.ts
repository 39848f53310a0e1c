/** What every book of orders does, run on each of them. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MINUTE } from "../../src/domain/time.ts";
import type { OrderEntry } from "../../src/store/orders.ts";
import type { Store } from "../../src/store/store.ts";
import { NOW } from "./store-entry.ts";

export function orderEntry(code: string, more: Partial<OrderEntry> = {}): OrderEntry {
  return {
    code,
    userId: "U1",
    teamId: "T1",
    channelId: "C1",
    order: {
      kind: "mute-alarm",
      alarm: { name: "🔥 '; DROP", place: { account: "111122223333", region: "eu-west-1" } },
      spanMs: 60 * MINUTE,
      reason: "we migrate",
    },
    words: "mute alarm 🔥 '; DROP for 1 h",
    at: NOW,
    expiresAt: NOW + 10 * MINUTE,
    state: "proposed",
    ...more,
  };
}

export function ordersContract(name: string, open: () => Store): void {
  describe(`${name} as a book of orders`, () => {
    let store: Store;

    beforeEach(() => {
      store = open();
    });
    afterEach(() => store.close());

    const idsOf = (filter: Partial<Parameters<Store["orders"]["list"]>[0]> = {}) =>
      store.orders.list({ limit: 100, ...filter }).map(({ code }) => code);

    it("gives back what was proposed, with every part of it", () => {
      const entry = orderEntry("a", { threadTs: "1.2" });

      store.orders.propose(entry);

      expect(store.orders.find("a")).toEqual(entry);
      expect(store.orders.find("b")).toBeUndefined();
    });

    it("lets a code be taken once", () => {
      store.orders.propose(orderEntry("a"));

      const first = store.orders.take("a", "U1", NOW + 1);
      const second = store.orders.take("a", "U1", NOW + 2);

      expect(first).toEqual({
        kind: "taken",
        entry: orderEntry("a", { state: "running", startedAt: NOW + 1 }),
      });
      expect(second.kind).toBe("again");
      expect(store.orders.find("a")?.startedAt).toBe(NOW + 1);
    });

    it("refuses unknown codes, other people and what has expired, and leaves the code as it was", () => {
      store.orders.propose(orderEntry("a"));

      const kinds = [
        store.orders.take("b", "U1", NOW).kind,
        store.orders.take("a", "U2", NOW).kind,
        store.orders.take("a", "U1", NOW + 10 * MINUTE).kind,
      ];

      expect(kinds).toEqual(["unknown", "not-yours", "expired"]);
      expect(store.orders.take("a", "U1", NOW + 10 * MINUTE - 1).kind).toBe("taken");
    });

    it("keeps a proposal as it was first made", () => {
      store.orders.propose(orderEntry("a"));

      store.orders.propose(orderEntry("a", { userId: "U2" }));

      expect(store.orders.find("a")?.userId).toBe("U1");
    });

    it("keeps the first ending, but finds out what was unknown", () => {
      for (const code of ["done", "unknown", "proposed"]) store.orders.propose(orderEntry(code));
      store.orders.take("done", "U1", NOW);
      store.orders.take("unknown", "U1", NOW);

      store.orders.end("done", { state: "done", outcome: "muted", at: NOW + 5 });
      store.orders.end("done", { state: "failed", outcome: "no", at: NOW + 6 });
      store.orders.end("unknown", { state: "unknown", outcome: "silence", at: NOW + 5 });
      store.orders.end("unknown", { state: "done", outcome: "muted", at: NOW + 7 });
      store.orders.end("proposed", { state: "done", outcome: "muted", at: NOW + 5 });

      expect(store.orders.find("done")).toMatchObject({ state: "done", endedAt: NOW + 5 });
      expect(store.orders.find("unknown")).toMatchObject({ state: "done", outcome: "muted" });
      expect(store.orders.find("proposed")?.state).toBe("proposed");
    });

    it("remembers the message that told the channel", () => {
      store.orders.propose(orderEntry("a"));

      store.orders.note("a", { postedTs: "1.5" });

      expect(store.orders.find("a")?.postedTs).toBe("1.5");
    });

    it("lists newest first what was confirmed, by state, person and time", () => {
      store.orders.propose(orderEntry("old", { at: NOW - 10 }));
      store.orders.propose(orderEntry("kim", { userId: "U2" }));
      store.orders.propose(orderEntry("new"));
      store.orders.propose(orderEntry("never"));
      store.orders.take("old", "U1", NOW);
      store.orders.take("kim", "U2", NOW);
      store.orders.take("new", "U1", NOW);
      store.orders.end("old", { state: "done", outcome: "muted", at: NOW });

      expect(idsOf()).toEqual(["new", "kim", "old"]);
      expect(idsOf({ state: "running" })).toEqual(["new", "kim"]);
      expect(idsOf({ state: "proposed" })).toEqual(["never"]);
      expect(idsOf({ userId: "U1" })).toEqual(["new", "old"]);
      expect(idsOf({ since: NOW })).toEqual(["new", "kim"]);
      expect(idsOf({ limit: 1 })).toEqual(["new"]);
    });
  });
}
