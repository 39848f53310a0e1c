/** What the desk is built from, and how long it is patient. */
import type { Policy } from "../access/policy.ts";
import type { ReportError } from "../questions/ask.ts";
import type { Sources } from "../questions/question.ts";
import type { Clock } from "../sources/clock.ts";
import type { Spending } from "../sources/trail.ts";
import type { Journal, Topics } from "../store/journal.ts";
import type { Ordering } from "./desk-offer.ts";
import type { Studio } from "./desk-pictures.ts";
import type { FindMarked, Messenger } from "./messenger.ts";
import type { People } from "./people.ts";

/** Lines for the operator; a pino logger is one. */
export type DeskLog = {
  info(fields: Record<string, unknown>, text: string): void;
  warn(fields: Record<string, unknown>, text: string): void;
};

export type DeskParts = {
  sources: Sources;
  journal: Journal;
  topics: Topics;
  policy: Policy;
  messenger: Messenger;
  /** Finds what the last process posted and could not write down any more. */
  findMarked: FindMarked;
  people: People;
  clock: Clock;
  /** Names for accounts: `prod` → 111122223333. */
  accountNames: Record<string, string>;
  /** Zone of people whose profile names none; UTC unless set. */
  zone?: string;
  /** What the questions of a channel may spend; nothing is limited without it. */
  spendingOf?: (channelId: string) => Spending;
  /** Who draws charts and where pictures are uploaded to; without it they are said in words. */
  studio?: Studio;
  /** What may be changed in AWS, by whom; nothing without it. */
  ordering?: Ordering;
  report: ReportError;
  log?: DeskLog;
  /** A question that takes longer shows its progress; 2,000 unless set. */
  slowMs?: number;
  /** When a window that ends now is looked at again; after 2, 5 and 15 minutes unless set. */
  lookAgainMs?: number[];
};

/** Logs nothing. */
export const SILENT: DeskLog = { info: () => {}, warn: () => {} };

/** Code of a Problem, else the kind of error: says what happened without any text of the question. */
export function errorName(error: unknown): string {
  if (error instanceof Error) {
    return "code" in error && typeof error.code === "string" ? error.code : error.name;
  }
  return typeof error;
}
