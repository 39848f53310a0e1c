/** What every store does, run on each of them. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { QuestionState } from "../../src/store/journal.ts";
import type { Store } from "../../src/store/store.ts";
import { journalEntry, NOW } from "./store-entry.ts";

export function storeContract(name: string, open: () => Store): void {
  describe(`${name} as a store`, () => {
    let store: Store;

    beforeEach(() => {
      store = open();
    });
    afterEach(() => store.close());

    const idsOf = (filter: Partial<Parameters<Store["journal"]["list"]>[0]> = {}) =>
      store.journal.list({ limit: 100, ...filter }).map(({ id }) => id);

    it("gives back what was begun, with every part of its address", () => {
      const address = {
        teamId: "T1",
        channelId: "C1",
        threadTs: "1.2",
        userId: "U1",
        responseUrl: "https://hooks.slack.com/x",
      };
      const entry = journalEntry("q1", { address, text: "wer änderte 'x'; -- \u{1F600}" });

      const isNew = store.journal.begin(entry);

      expect(isNew).toBe(true);
      expect(store.journal.list({ limit: 1 })).toEqual([entry]);
    });

    it("stores a delivery once", () => {
      store.journal.begin(journalEntry("q1"));

      const again = store.journal.begin(journalEntry("q2", { deliveryId: "delivery-q1" }));

      expect(again).toBe(false);
      expect(idsOf()).toEqual(["q1"]);
    });

    it("stores an id once", () => {
      store.journal.begin(journalEntry("q1"));

      const again = store.journal.begin(journalEntry("q1", { deliveryId: "another" }));

      expect(again).toBe(false);
    });

    it("remembers the message that shows the progress", () => {
      store.journal.begin(journalEntry("q1"));

      store.journal.note("q1", { postedTs: "1700000000.000100" });

      expect(store.journal.list({ limit: 1 })[0]?.address.postedTs).toBe("1700000000.000100");
    });

    it("takes in what becomes known later, and leaves the rest as it was", () => {
      const entry = journalEntry("q1");
      store.journal.begin(entry);

      store.journal.note("q1", { question: "what-did", text: "what did jane do?" });
      store.journal.note("q1", {});

      expect(store.journal.list({ limit: 1 })).toEqual([
        { ...entry, question: "what-did", text: "what did jane do?" },
      ]);
    });

    it("says how it was about to end until it ends, whatever way", () => {
      store.journal.begin(journalEntry("q1"));
      store.journal.note("q1", { outcome: "found" });
      const before = store.journal.list({ limit: 1 });

      store.journal.end("q1", { state: "interrupted" });
      store.journal.note("q1", { outcome: "found" });

      expect(before).toMatchObject([{ state: "running", outcome: "found" }]);
      expect(store.journal.list({ limit: 1 })).toEqual([
        journalEntry("q1", { state: "interrupted" }),
      ]);
    });

    it("keeps the first ending, and forgets where the answer was to go", () => {
      const address = { teamId: "T1", channelId: "C1", userId: "U1", responseUrl: "https://x" };
      store.journal.begin(journalEntry("q1", { address }));

      store.journal.end("q1", {
        state: "answered",
        outcome: "found",
        tookMs: 12.5,
        scannedBytes: 5_000_000_000,
        costUsd: 0.025,
      });
      store.journal.end("q1", { state: "interrupted" });

      const { responseUrl: _, ...rest } = address;
      expect(store.journal.list({ limit: 1 })).toEqual([
        journalEntry("q1", {
          address: rest,
          state: "answered",
          outcome: "found",
          tookMs: 12.5,
          scannedBytes: 5_000_000_000,
          costUsd: 0.025,
        }),
      ]);
    });

    it("takes news of unknown questions calmly", () => {
      store.journal.note("nobody", { postedTs: "1.2" });
      store.journal.end("nobody", { state: "answered" });

      expect(idsOf()).toEqual([]);
    });

    it("lists newest first; of one moment the one that came later", () => {
      store.journal.begin(journalEntry("second", { at: NOW }));
      store.journal.begin(journalEntry("oldest", { at: NOW - 10 }));
      store.journal.begin(journalEntry("first", { at: NOW }));

      const ids = idsOf();

      expect(ids).toEqual(["first", "second", "oldest"]);
    });

    it("filters by state, person and time, and stops at the limit", () => {
      const ofKim = { teamId: "T1", channelId: "C2", userId: "U2" };
      store.journal.begin(journalEntry("old", { at: NOW - 10 }));
      store.journal.begin(journalEntry("kim", { address: ofKim }));
      store.journal.begin(journalEntry("done"));
      store.journal.end("done", { state: "cancelled" });

      expect(idsOf({ state: "running" })).toEqual(["kim", "old"]);
      expect(idsOf({ state: "cancelled" })).toEqual(["done"]);
      expect(idsOf({ userId: "U2" })).toEqual(["kim"]);
      expect(idsOf({ since: NOW })).toEqual(["done", "kim"]);
      expect(idsOf({ state: "running", userId: "U1", since: NOW - 10 })).toEqual(["old"]);
      expect(idsOf({ limit: 1 })).toEqual(["done"]);
      expect(idsOf({ limit: 0 })).toEqual([]);
    });

    it("hands out copies: nobody changes the journal from outside", () => {
      const entry = journalEntry("q1");
      store.journal.begin(entry);
      entry.text = "changed";

      const [listed] = store.journal.list({ limit: 1 });
      if (listed) listed.address.userId = "U9";

      expect(store.journal.list({ limit: 1 })).toEqual([journalEntry("q1")]);
    });

    it("recalls what a thread is about, the latest word", () => {
      const window = { from: NOW - 10, to: NOW };
      store.topics.remember("C1", "1.2", { subject: "bucket-x" });
      store.topics.remember("C1", "1.2", { actor: "by role deploy", window, region: "eu-west-1" });

      expect(store.topics.recall("C1", "1.2")).toEqual({
        actor: "by role deploy",
        window,
        region: "eu-west-1",
      });
    });

    it("keeps threads apart, also those of other channels", () => {
      store.topics.remember("C1", "1.2", { subject: "a" });
      store.topics.remember("C2", "1.2", { subject: "b" });

      expect(store.topics.recall("C1", "1.2")).toEqual({ subject: "a" });
      expect(store.topics.recall("C2", "1.2")).toEqual({ subject: "b" });
      expect(store.topics.recall("C1", "1.3")).toBeUndefined();
    });

    it("adds up what a channel has spent on a day", () => {
      store.ledger.add("C1", "2026-11-22", 0.5);
      store.ledger.add("C1", "2026-11-22", 0.25);
      store.ledger.add("C1", "2026-11-22", -0.125);
      store.ledger.add("C2", "2026-11-22", 2);
      store.ledger.add("C1", "2026-11-23", 4);

      expect(store.ledger.spentUsd("C1", "2026-11-22")).toBe(0.625);
      expect(store.ledger.spentUsd("C2", "2026-11-22")).toBe(2);
      expect(store.ledger.spentUsd("C1", "2026-11-23")).toBe(4);
      expect(store.ledger.spentUsd("C3", "2026-11-22")).toBe(0);
    });

    it("ends each question once, whatever comes in which order", () => {
      const deed = fc.record({
        what: fc.constantFrom<Deed>("begin", "posted", "answered", "cancelled", "interrupted"),
        id: fc.constantFrom("a", "b", "c"),
      });

      fc.assert(
        fc.property(fc.array(deed, { maxLength: 30 }), fc.uuid(), (deeds, run) => {
          for (const { what, id } of deeds) perform(store, what, `${run}-${id}`);

          const found = store.journal.list({ limit: 100_000 });
          const states = found
            .filter(({ id }) => id.startsWith(run))
            .map(({ id, state }) => [id, state]);
          expect(Object.fromEntries(states)).toEqual(expectedStates(deeds, run));
        }),
        { numRuns: 40 },
      );
    });
  });
}

type Deed = "begin" | "posted" | Exclude<QuestionState, "running">;

function perform({ journal }: Store, what: Deed, id: string): void {
  if (what === "begin") journal.begin(journalEntry(id));
  else if (what === "posted") journal.note(id, { postedTs: "1.2" });
  else journal.end(id, { state: what });
}

/** The first ending after the first beginning of each question. */
function expectedStates(deeds: { what: Deed; id: string }[], run: string): Record<string, string> {
  const states: Record<string, string> = {};
  for (const { what, id: short } of deeds) {
    const id = `${run}-${short}`;
    if (what === "begin") states[id] ??= "running";
    else if (what !== "posted" && states[id] === "running") states[id] = what;
  }
  return states;
}
