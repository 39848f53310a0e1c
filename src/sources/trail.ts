/** The port through which questions read CloudTrail. */
import type { ActorQuery } from "../domain/actor-query.ts";
import type { Search } from "../domain/search.ts";
import type { NameMatch, Subject } from "../domain/subject.ts";
import type { Window } from "../domain/time.ts";
import type { TouchRole } from "../domain/touched.ts";
import type { EventClass, TrailEvent } from "../domain/trail-event.ts";

export type TrailQuery = {
  window: Window;
  /** Resource asked about. */
  subject?: Subject;
  /** Parts in which the subject may stand; without it `target` alone. */
  roles?: TouchRole[];
  /** One of these must be touched, as a whole or by a segment of its ARN or path: many resources in one search. */
  touching?: Subject[];
  actor?: ActorQuery;
  /** Access keys of sessions that count as the actor too; an event matches by `actor` or by one of these. */
  keys?: string[];
  /** `PutBucketPolicy`, `lambda:Update*`, `*Bucket*`: any of them. Case-insensitive, wildcards `*` and `?`. */
  names?: string[];
  /** Event sources without `.amazonaws.com`; any of them. */
  services?: string[];
  accounts?: string[];
  regions?: string[];
  classes: EventClass[];
  /** Texts that must all stand somewhere in the record, case-insensitive. */
  words?: string[];
  /** Session events whose response issued one of these access keys. */
  issuedKeys?: string[];
  eventId?: string;
  /** At most so many events of each class, the newest. */
  limit: number;
  /** Of these classes so many are enough; a source that reads each event may spare the others, or bring up to `limit`. */
  enough?: Partial<Record<EventClass, number>>;
  /** Beside the question, such as the value before: welcome, but worth neither a long wait nor money of its own. */
  aside?: true;
};

export type TrailFound = {
  /** Newest first; equal times in the order of their ids. At most `limit` of each class. */
  events: TrailEvent[];
  /** How many matched, by class, whatever the limit. */
  counts: Partial<Record<EventClass, number>>;
  /** How the subject was matched; absent without a subject or when nothing matched. */
  match?: NameMatch;
  /** Names in the trail that a prefix, substring or wildcard matched, at most 20, the most frequent first. */
  names: string[];
  /** One entry for each source that was asked, or would have to be asked for a whole answer. */
  searched: Search[];
};

/** What a long read tells about itself. */
export type Progress = { done: number; total: number; unit: string };

/** What may be spent on sources that cost money; kept by whoever asks. */
export type Spending = {
  /**
   * Dollars that one more query may cost; `why` names the limit where it is less than a query's own. `mostUsd`: what the
   * asker could agree to at most; nothing limits it unless set.
   */
  left(): { usd: number; why?: string; mostUsd?: number };
  /** Dollars that the asker has agreed to for this question. */
  agreedUsd?: number;
  /** Notes what a query did cost. */
  add(usd: number): void;
};

/** One run of a question: cancelled through the signal, watched through progress. */
export type Run = {
  signal: AbortSignal;
  progress(progress: Progress): void;
  /** Told of what a source has found while it reads on; what it gives at the end is the last word. */
  sofar?(found: TrailFound): void;
  /** Who asks, as letters that name a session: `U0123ABCD`, `jane`. */
  asker?: string;
  /** Without it nothing that costs money is limited. */
  spending?: Spending;
};

export type Trail = {
  find(query: TrailQuery, run: Run): Promise<TrailFound>;
  /** Names of resources or actors in the trail that are nearest to a misspelt one, best first. */
  suggest(text: string, limit: number): Promise<string[]>;
};

/** One question put to a trail of several sources, some of which are quicker than others. */
export type Stages = {
  /** Answers a search as soon as one source has events for it, or all are in. */
  first: Trail;
  /** Answers when all are in; what `first` has begun goes on and is not asked twice. */
  whole: Trail;
  /** False once `first` gave a part. */
  isWhole(): boolean;
  /** The same question later: what costs money is taken as it was found, all else is asked anew. */
  again(): Stages;
};

/** A trail that can tell what it has before all of it is in. */
export type StagedTrail = Trail & { stages(): Stages };
