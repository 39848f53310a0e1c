/** A trail as one of several sources: what it holds, so that a plan can be made before anything is asked. */
import type { Window } from "../domain/time.ts";
import type { EventClass } from "../domain/trail-event.ts";
import type { Trail, TrailQuery } from "../sources/trail.ts";

/** `files`: the embedded index. `lookup-events`: event history. `athena`: the trail's log files in S3. */
export type SourceName = "files" | "lookup-events" | "athena";

export type Reach = {
  /** Epoch milliseconds between which the source holds events; what is asked outside is not there. */
  window: Window;
  /** What it holds by account and Region; undefined when it cannot say, and may hold any. */
  places?: { account: string; region: string }[];
  /** Classes of events that it never holds (LookupEvents: data events). */
  never: EventClass[];
  /** How late events are known to arrive, milliseconds. */
  lagMs: number;
};

/** What a search would take; known before it is asked, or guessed from those before. */
export type Estimate = {
  /** About so long until the answer is whole, milliseconds. */
  ms: number;
  requests?: number;
  scannedBytes?: number;
  costUsd?: number;
};

export type TrailSource = Trail & {
  name: SourceName;
  reach(): Promise<Reach>;
  /** Undefined when the source cannot answer the query at any price. */
  estimate(query: TrailQuery): Promise<Estimate | undefined>;
};
