/** Changes of a thing and attempts at it, as far as they are meant: of itself or of its parts, of the thing or of what it holds. */
import { asksForContent } from "../../domain/data-calls.ts";
import { asksForRead } from "../../domain/effect.ts";
import { isOfItself } from "../../domain/of-itself.ts";
import type { EventClass, TrailEvent } from "../../domain/trail-event.ts";
import type { Run, TrailFound, TrailQuery } from "../../sources/trail.ts";
import type { AskContext, Sources } from "../question.ts";
import type { AuditAsked } from "./asked.ts";
import { findKept, keeper, ofClass, toQuery, total } from "./searching.ts";

export const WRITES: EventClass[] = ["change", "data-change"];
const ATTEMPTS: EventClass[] = ["attempt"];

export type Writes = {
  changes: TrailEvent[];
  attempts: TrailEvent[];
  /** Whatever the limit. */
  matched: { changes: number; attempts: number };
  found: TrailFound;
};

export async function findWrites(
  asked: AuditAsked,
  sources: Sources,
  context: AskContext,
  run: Run,
): Promise<Writes> {
  const failed = asksForSessions(asked) ? [...ATTEMPTS, "failed-session" as const] : ATTEMPTS;
  const classes = asked.onlyFailed ? failed : [...WRITES, ...failed];
  if (asksForSessions(asked) && !asked.onlyFailed) classes.push("session");
  const query = { ...toQuery(asked, classes, context), ...placesOf(asked) };
  const found = await findMeant(asked, query, sources, run);
  const kept = keptWrites(asked, found);
  return {
    changes: ofClass(found, kept),
    attempts: ofClass(found, failed),
    matched: { changes: total(found, kept), attempts: total(found, failed) },
    found,
  };
}

/** "who deleted orders" asks for the end of orders; only where nobody ended it, its policy may be meant. */
async function findMeant(
  asked: AuditAsked,
  query: TrailQuery,
  sources: Sources,
  run: Run,
): Promise<TrailFound> {
  const keep = keeper(asked);
  const { subject } = asked;
  if (subject && asked.names?.some((name) => EXISTENCE.has(name))) {
    const isMeant = (event: TrailEvent) =>
      isOfItself(event, subject) && (keep === undefined || keep(event));
    const found = await findKept(sources.trail, query, isMeant, run);
    if (found.events.length > 0) return found;
  }
  return findKept(sources.trail, query, keep, run);
}

/** What "created" and "deleted" stand for when no kind of thing is named. */
const EXISTENCE = new Set(["Create*", "Delete*"]);

/** "who called GetSecretValue", `event Describe*`: the calls that are named are reads. */
export function asksForReads(asked: AuditAsked): boolean {
  return asked.narrowedBy === undefined && asked.names?.some(asksForRead) === true;
}

/** "who sent messages to Q" asks for what was done in Q; "who changed Q" does not. */
function placesOf(asked: AuditAsked): Pick<TrailQuery, "roles"> {
  return asked.names?.some(asksForContent) ? { roles: ["target", "container"] } : {};
}

/** "who assumed role R" asks for the sessions that were opened, which change nothing. */
function asksForSessions(asked: AuditAsked): boolean {
  return asked.names?.some((name) => /^(?:sts:)?assume/i.test(name)) === true;
}

/** Whoever asks who wrote into a bucket that was written into does not ask for `PutBucketPolicy`, though it is a `Put*`. */
function keptWrites(asked: AuditAsked, found: TrailFound): EventClass[] {
  if (asksForSessions(asked)) return ["session"];
  const isByVerb = asked.narrowedBy !== undefined && asked.names?.some(asksForContent) === true;
  return isByVerb && total(found, ["data-change"]) > 0 ? ["data-change"] : WRITES;
}
