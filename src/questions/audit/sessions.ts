/** The sessions that an actor opened: what was done in them was done by the actor. */
import type { ActorQuery } from "../../domain/actor-query.ts";
import { issuedKey } from "../../domain/session.ts";
import { HOUR, type Window } from "../../domain/time.ts";
import type { Run, Trail, TrailQuery } from "../../sources/trail.ts";

const LONGEST_SESSION_MS = 36 * HOUR;
const LONGEST_CHAIN = 8;
const MOST_SESSIONS = 200;

/** Access keys of the sessions that the actor opened in or before the window, through chains of roles. */
export async function findSessionKeys(
  actor: ActorQuery,
  window: Window,
  trail: Trail,
  run: Run,
): Promise<string[]> {
  const keys = new Set<string>();
  const base = {
    window: { from: window.from - LONGEST_SESSION_MS, to: window.to },
    classes: ["session"],
    limit: MOST_SESSIONS,
  } satisfies Omit<TrailQuery, "actor">;
  let next: Pick<TrailQuery, "actor" | "keys"> = { actor };
  for (let depth = 0; depth < LONGEST_CHAIN; depth += 1) {
    const found = await trail.find({ ...base, ...next }, run);
    const fresh = found.events
      .map(issuedKey)
      .filter((key): key is string => key !== undefined && !keys.has(key));
    if (fresh.length === 0) break;
    for (const key of fresh) keys.add(key);
    next = { keys: fresh };
  }
  return [...keys];
}
