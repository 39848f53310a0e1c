/** What every understood question carries, whatever it is about. */
import type { Window } from "../domain/time.ts";

export type AskedWindow = Window & {
  /** Zone in which clock times were read. */
  zone: string;
  /** As it is said back: `last 24 h`, `2026-11-20 14:00 to 14:30`. */
  words: string;
  /** True when nobody named a window. */
  byDefault: boolean;
};

export type AskedBase = {
  window: AskedWindow;
  accounts?: string[];
  regions?: string[];
  limit?: number;
  asFile?: "csv" | "jsonl";
  /** For the asker alone. */
  quietly: boolean;
  /** Dollars that the asker agrees to for sources that cost money. */
  spendUsd?: number;
  /** How doubtful words were read, said in the answer ("read `yestreday` as `yesterday`"). */
  notes: string[];
};
