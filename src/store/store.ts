/** What a store is: the journal of questions, the topics of threads, what was spent, what was ordered, and an orderly end. */
import { DAY } from "../domain/time.ts";
import type { Journal, Topics } from "./journal.ts";
import type { Ledger } from "./ledger.ts";
import type { OrderBook } from "./orders.ts";

export type Store = {
  journal: Journal;
  topics: Topics;
  ledger: Ledger;
  orders: OrderBook;
  close(): void;
};

/** Entries are kept a little longer than the year that auditors look back. */
export const JOURNAL_MS = 400 * DAY;

/** Nobody goes on in a thread after so long without naming the subject again. */
export const TOPIC_MS = 30 * DAY;
