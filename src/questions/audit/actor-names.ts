/** "what did jane do": who is meant where nobody is called just that, but somebody jane.doe@example.com. */
import { listed } from "../../answers/words.ts";
import type { Actor } from "../../domain/actor.ts";
import { type ActorQuery, actsAs } from "../../domain/actor-query.ts";
import { DAY } from "../../domain/time.ts";
import { matchesWildcard } from "../../domain/wildcard.ts";
import type { Run, Trail } from "../../sources/trail.ts";
import type { AuditAsked } from "./asked.ts";
import { NOT_READS } from "./searching.ts";

/** People who did nothing in the window are known from what they did before it. */
const LOOK_BACK_MS = 90 * DAY;
const SAMPLE = 200;
/** One or two words, as people call each other; no address, key, ARN, id or wildcard. */
const CALLED = /^\p{L}[\p{L}']{1,40}(?: \p{L}[\p{L}']{1,40})?$/u;

/**
 * The same question about the people whose names have the asked one as their first or last part, or with a note that
 * there are none; undefined when it is somebody's whole name, or no name of a person.
 */
export async function withActorNamed(
  asked: AuditAsked,
  trail: Trail,
  run: Run,
): Promise<AuditAsked | undefined> {
  const { actor } = asked;
  if (!actor || (actor.kind !== "any" && actor.kind !== "user")) return undefined;
  const called = actor.text.trim().toLowerCase();
  if (!CALLED.test(called)) return undefined;
  let isTorn = false;
  const find = async (query: ActorQuery) => {
    const { from, to } = asked.window;
    // Not a day more: event history goes back so far and ends.
    const window = { from: Math.min(from, to - LOOK_BACK_MS), to };
    const asks = { window, actor: query, classes: NOT_READS, limit: SAMPLE, aside: true } as const;
    const found = await trail.find(asks, run);
    isTorn ||= found.searched.some(({ complete }) => !complete);
    return found.events;
  };
  // One search for all who have it anywhere in their names: each may take seconds.
  const alike = await find({ kind: "any", text: `*${called.replaceAll(" ", "?")}*` });
  if (alike.some((event) => actsAs(event, actor))) return undefined;
  if (alike.length >= SAMPLE && (await find(actor)).length > 0) return undefined;
  for (const pattern of patternsOf(called)) {
    const found = alike.filter((event) => actsAs(event, { kind: "user", text: pattern }));
    const names = [...new Set(found.map((event) => nameLike(event.actor, pattern)))];
    const [name] = names;
    if (name === undefined) continue;
    return {
      ...asked,
      actor: { kind: "user", text: names.length === 1 ? name : pattern },
      notes: [
        ...asked.notes,
        `Nobody is called just “${actor.text}”: taken as ${listed(names, 5)}.`,
      ],
    };
  }
  // What was not read whole may name them.
  if (isTorn) return undefined;
  const note = `No record of the 90 days until then names anybody called “${actor.text}”.`;
  return { ...asked, notes: [...asked.notes, note] };
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
