/** What an audit question asks, once its words are read. */
import type { ActorQuery } from "../../domain/actor-query.ts";
import type { Subject } from "../../domain/subject.ts";
import type { AskedBase } from "../asked.ts";

export type AuditAsked = AskedBase & {
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
  includeReads: boolean;
  /** "who read X": reads are what is asked for, changes are not. */
  onlyReads: boolean;
  onlyFailed: boolean;
  /** "what did Y change": neither sign-ins nor sessions nor refused reads are asked for. */
  onlyChanges?: boolean;
  includeAutomation: boolean;
  /** Sign-ins without MFA alone. */
  withoutMfa: boolean;
  /** Raw record of one event. */
  eventId?: string;
};
