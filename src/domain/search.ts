import type { Window } from "./time.ts";

/** What was searched: the evidence that makes "nothing changed" believable. */
export type Search = {
  /** `log files`, `index of log files`, `LookupEvents`, `Athena`. */
  source: string;
  /** The folder, table or trail. */
  place?: string;
  accounts: string[];
  regions: string[];
  window: Window;
  /** The filter in words, as the source applied it. */
  filter?: string;
  /** What is counted; events unless set. */
  unit?: "alarm" | "dashboard" | "datapoint" | "metric";
  /** Events looked at and events that matched. */
  examined: number;
  matched: number;
  /** Newest event that the source holds, epoch milliseconds. */
  newestEventAt?: number;
  /** How late events are known to arrive at this source. */
  deliveryLagMs?: number;
  scannedBytes?: number;
  costUsd?: number;
  /** Requests made of a service that counts them. */
  requests?: number;
  /** A source that could have told more, or the same for more money, and was not asked. */
  spared?: Spared;
  /** Still being read: what it has will be in the whole answer. */
  pending?: true;
  /** False when something that could hold an answer was not read; gaps say what and why. */
  complete: boolean;
  gaps: string[];
};

export type Spared = {
  source: string;
  /** Why it was not asked, as the end of a sentence: `it would cost more than the limit of $0.05 a query`. */
  why: string;
  scannedBytes?: number;
  costUsd?: number;
  /** Words that, added to the question, have it asked all the same: `spend $0.12`. Absent where nothing is lost without it. */
  words?: string;
};
