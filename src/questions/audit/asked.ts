/** What an audit question asks, once its words are read. */
import type { ActorQuery } from "../../domain/actor-query.ts";
import type { Subject } from "../../domain/subject.ts";
import type { Window } from "../../domain/time.ts";

export type AskedWindow = Window & {
  /** Zone in which clock times were read. */
  zone: string;
  /** As it is said back: `last 24 h`, `2026-11-20 14:00 to 14:30`. */
  words: string;
  /** True when nobody named a window. */
  byDefault: boolean;
};

export type AuditAsked = {
  window: AskedWindow;
  subject?: Subject;
  actor?: ActorQuery;
  /** Event name patterns that must match (`event …`, a verb, an aspect such as "the concurrency of"); any of them. */
  names?: string[];
  /** The verb or aspect that narrowed the calls, as said back ("deleted", "made public"). */
  narrowedBy?: string;
  /** Texts that must stand in the record ("to the whole internet" → 0.0.0.0/0); any of them. */
  anyWords?: string[];
  /** `containing "text"`: all of them. */
  words?: string[];
  services?: string[];
  accounts?: string[];
  regions?: string[];
  includeReads: boolean;
  /** "who read X": reads are what is asked for, changes are not. */
  onlyReads: boolean;
  onlyFailed: boolean;
  /** "what did Y change": neither sign-ins nor sessions nor refused reads are asked for. */
  onlyChanges?: boolean;
  includeAutomation: boolean;
  /** Sign-ins without MFA alone. */
  withoutMfa: boolean;
  limit?: number;
  asFile?: "csv" | "jsonl";
  /** For the asker alone. */
  quietly: boolean;
  /** Dollars that the asker agrees to for sources that cost money. */
  spendUsd?: number;
  /** Raw record of one event. */
  eventId?: string;
  /** How doubtful words were read, said in the answer ("read `yestreday` as `yesterday`"). */
  notes: string[];
};
