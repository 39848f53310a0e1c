import { describe, expect, it } from "vitest";
import { createMemoryStore } from "../../src/store/memory.ts";
import { ordersContract } from "../contracts/orders.ts";
import { storeContract } from "../contracts/store.ts";
import { journalEntry } from "../contracts/store-entry.ts";

storeContract("memory", createMemoryStore);
ordersContract("memory", createMemoryStore);

describe("the store in memory", () => {
  it("forgets the oldest that has ended, never one that runs", () => {
    const { journal } = createMemoryStore();
    journal.begin(journalEntry("running"));
    for (let n = 0; n < 10_100; n++) {
      journal.begin(journalEntry(`q${n}`));
      journal.end(`q${n}`, { state: "answered" });
    }

    const kept = journal.list({ limit: 20_000 }).map(({ id }) => id);

    expect(kept).toHaveLength(10_000);
    expect(kept).toContain("running");
    expect(kept).not.toContain("q0");
    expect(journal.begin(journalEntry("q0"))).toBe(true);
  });

  it("forgets the threads that were not spoken of for longest", () => {
    const { topics } = createMemoryStore();
    topics.remember("C1", "old", { subject: "old" });
    topics.remember("C1", "kept", { subject: "kept" });
    for (let n = 0; n < 9_999; n++) topics.remember("C1", `${n}`, {});
    topics.remember("C1", "kept", { subject: "kept" });

    expect(topics.recall("C1", "old")).toBeUndefined();
    expect(topics.recall("C1", "kept")).toEqual({ subject: "kept" });
  });
});
