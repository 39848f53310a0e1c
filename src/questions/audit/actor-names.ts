/** "what did jane do": who is meant where nobody is called just that, but somebody jane.doe@example.com. */
import { listed } from "../../answers/words.ts";
import type { Actor } from "../../domain/actor.ts";
import { type ActorQuery, actsAs } from "../../domain/actor-query.ts";
import { DAY } from "../../domain/time.ts";
import type { EventClass, TrailEvent } from "../../domain/trail-event.ts";
import { matchesWildcard } from "../../domain/wildcard.ts";
import type { Run, Trail } from "../../sources/trail.ts";
import type { AuditAsked } from "./asked.ts";
import { NOT_READS } from "./searching.ts";

/** People who did nothing in the window are known from what they did before it: of late, or as long as event history goes back. */
const RECENT_MS = 7 * DAY;
const LOOK_BACK_MS = 90 * DAY;
const SAMPLE = 200;
/** Whoever only writes objects is known by signing in, or by the session: log files need not be read for that. */
const MANAGED: EventClass[] = NOT_READS.filter((name) => name !== "data-change");
/** One or two words, as people call each other; no address, key, ARN, id or wildcard. */
const CALLED = /^\p{L}[\p{L}']{1,40}(?: \p{L}[\p{L}']{1,40})?$/u;

/**
 * The same question about the people whose names have the asked one as their first or last part, or with a note that there are
 * none; as it is when it is somebody's whole name, or no name of a person.
 */
export async function withActorNamed(
  asked: AuditAsked,
  trail: Trail,
  run: Run,
): Promise<AuditAsked> {
  const { actor } = asked;
  if (!actor || (actor.kind !== "any" && actor.kind !== "user")) return asked;
  const called = actor.text.trim().toLowerCase();
  if (!CALLED.test(called)) return asked;
  let isTorn = false;
  const find = async (query: ActorQuery, backMs: number, limit = SAMPLE) => {
    const { from, to } = asked.window;
    const window = { from: Math.min(from, to - backMs), to };
    const found = await trail.find(
      { window, actor: query, classes: MANAGED, limit, aside: true },
      run,
    );
    isTorn ||= found.searched.some(({ complete }) => !complete);
    return found.events;
  };
  if ((await find(actor, LOOK_BACK_MS, 1)).length > 0) return asked;
  isTorn = false;
  // One search for all who have it anywhere in their names, of late if they can be found there: each may take seconds.
  const anywhere: ActorQuery = { kind: "any", text: `*${called.replaceAll(" ", "?")}*` };
  for (const backMs of [RECENT_MS, LOOK_BACK_MS]) {
    const alike = await find(anywhere, backMs);
    if (alike.some((event) => actsAs(event, actor))) return asked;
    const named = namedAmong(alike, asked, actor);
    if (named) return named;
  }
  // What was not read whole may name them.
  if (isTorn) return asked;
  const note = `No record of the 90 days until then names anybody called “${actor.text}”.`;
  return { ...asked, notes: [...asked.notes, note] };
}

/** The question about those whose names begin or end with the asked one; undefined where there are none. */
function namedAmong(
  alike: readonly TrailEvent[],
  asked: AuditAsked,
  actor: ActorQuery,
): AuditAsked | undefined {
  for (const pattern of patternsOf(actor.text.trim().toLowerCase())) {
    const found = alike.filter((event) => actsAs(event, { kind: "user", text: pattern }));
    const names = [...new Set(found.map((event) => nameLike(event.actor, pattern)))];
    const [name] = names;
    if (name === undefined) continue;
    const note = `Nobody is called just “${actor.text}”: taken as ${listed(names, 5)}.`;
    return {
      ...asked,
      actor: { kind: "user", text: names.length === 1 ? name : pattern },
      notes: [...asked.notes, note],
    };
  }
  return undefined;
}

/** `jane` → `jane.*`, `jane_*`, `jane-*`, `*.jane`…; `jane doe` → `jane?doe`, whatever stands between. */
function patternsOf(called: string): string[] {
  if (called.includes(" ")) return [called.replaceAll(" ", "?")];
  return [".", "_", "-"].flatMap((sign) => [`${called}${sign}*`, `*${sign}${called}`]);
}

/** The actor's name as it is recorded, that fits the pattern. */
function nameLike(
  { person, userName, session, sourceIdentity, label }: Actor,
  pattern: string,
): string {
  const names = [person, userName, sourceIdentity, session].filter((name) => name !== undefined);
  const fits = (name: string) => {
    const lower = name.toLowerCase();
    return matchesWildcard(lower, pattern) || matchesWildcard(lower.split("@")[0] ?? "", pattern);
  };
  return names.find(fits) ?? label;
}
