/**
 * What every matching record is bound to hold somewhere in its text, so that records without it need no parsing.
 * A search finds too many rather than too few.
 */
import { actorQueryTerms } from "../../domain/actor-query.ts";
import type { Subject } from "../../domain/subject.ts";
import { subjectTerms } from "../../domain/subject.ts";
import type { TrailQuery } from "../../sources/trail.ts";

/** Characters that JSON, URLs and composed names (`bucket/key`, ARNs) all leave as they are. */
const PLAIN_RUN = /[A-Za-z0-9_.@-]+/g;
/** A shorter run stands in nearly every record. */
const SHORTEST_RUN = 3;

/** A pattern (flags `gi`, one character a byte) one of whose hits lies in every matching record; undefined without any. */
export function needlePattern(query: TrailQuery): RegExp | undefined {
  for (const texts of alternatives(query)) {
    const runs = texts?.map(longestRun);
    if (!runs || runs.length === 0) continue;
    const known = runs.filter((run) => run !== undefined);
    if (known.length < runs.length) continue;
    return new RegExp([...new Set(known)].map(escapeForRegExp).join("|"), "gi");
  }
  return undefined;
}

/** Groups of texts, the most selective first: every matching record holds one text of each group. */
function alternatives(query: TrailQuery): (string[] | undefined)[] {
  const words = query.words?.map((word) => [word]) ?? [];
  return [
    query.eventId === undefined ? undefined : [query.eventId],
    query.issuedKeys,
    query.subject && subjectTexts(query.subject),
    query.touching?.flatMap(subjectTexts),
    actorTexts(query),
    ...words,
  ];
}

/** The name, and such spellings of it as do not hold it themselves (a secret without its suffix). */
function subjectTexts(subject: Subject): string[] {
  const run = longestRun(subject.name)?.toLowerCase() ?? subject.name;
  return [subject.name, ...subjectTerms(subject).filter((term) => !term.includes(run))];
}

function actorTexts({ actor, keys = [] }: TrailQuery): string[] | undefined {
  if (!actor) return keys;
  const terms = actorQueryTerms(actor);
  return terms && [...terms, ...keys];
}

/** The longest piece of a name that every spelling of it leaves alone; wildcards end a piece. */
export function longestRun(text: string): string | undefined {
  let longest = "";
  for (const [run] of text.matchAll(PLAIN_RUN)) if (run.length > longest.length) longest = run;
  return longest.length >= SHORTEST_RUN ? longest : undefined;
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&");
}
