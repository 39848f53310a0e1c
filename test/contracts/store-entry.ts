/** Entries of the journal for the tests of stores. */
import type { JournalEntry } from "../../src/store/journal.ts";

export const NOW = 1_795_000_000_000;

/** An entry that runs; `overrides` replace its parts. */
export function journalEntry(id: string, overrides: Partial<JournalEntry> = {}): JournalEntry {
  return {
    id,
    deliveryId: `delivery-${id}`,
    text: "/who-changed bucket-x",
    question: "who-changed",
    at: NOW,
    address: { teamId: "T1", channelId: "C1", userId: "U1" },
    state: "running",
    ...overrides,
  };
}
