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
  /** Events looked at and events that matched. */
  examined: number;
  matched: number;
  /** Newest event that the source holds, epoch milliseconds. */
  newestEventAt?: number;
  /** How late events are known to arrive at this source. */
  deliveryLagMs?: number;
  scannedBytes?: number;
  costUsd?: number;
  /** False when something that could hold an answer was not read; gaps say what and why. */
  complete: boolean;
  gaps: string[];
};
