/** The person behind a role session: from the key of a call to the AssumeRole that issued it, and on through chains. */
import type { Actor } from "../../domain/actor.ts";
import { sessionKey } from "../../domain/session.ts";
import { HOUR } from "../../domain/time.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";
import type { Run, Trail } from "../../sources/trail.ts";

export type Behind = {
  /** Who opened the first session of the chain, as far as the records tell. */
  person?: string;
  /** Roles from the person downwards, the session that made the call last. */
  roles: string[];
  /** Set when the chain breaks: the record that would tell is not in the searched trail. */
  missing?: string;
};

/** GetFederationToken and GetSessionToken issue credentials for up to 36 hours, AssumeRole for up to 12 (STS API reference). */
const LONGEST_SESSION_MS = 36 * HOUR;
const LONGEST_CHAIN = 8;
const MOST_SESSIONS = 200;

/** For each access key of a session among the events: who is behind it. */
export async function findPeople(
  events: readonly TrailEvent[],
  trail: Trail,
  run: Run,
): Promise<Map<string, Behind>> {
  const people = new Map<string, Behind>();
  for (const event of events) {
    const key = sessionKeyOf(event);
    if (key === undefined || people.has(key) || people.size >= MOST_SESSIONS) continue;
    people.set(key, await climb(event, trail, run));
  }
  return people;
}

/** The key of a session whose record does not itself tell the person. */
export function sessionKeyOf(event: TrailEvent): string | undefined {
  const { person, invokedBy } = event.actor;
  return person !== undefined || invokedBy !== undefined ? undefined : sessionKey(event);
}

async function climb(event: TrailEvent, trail: Trail, run: Run): Promise<Behind> {
  const roles = [roleWords(event.actor)];
  const seen = new Set<string>();
  let here = event;
  while (roles.length <= LONGEST_CHAIN) {
    const key = sessionKeyOf(here);
    if (key === undefined) return { person: here.actor.person ?? here.actor.label, roles };
    if (seen.has(key)) break;
    seen.add(key);
    const opened = await findOpening(key, here.at, trail, run);
    if (!opened) {
      return {
        roles,
        missing: `the AssumeRole that opened ${roles[0]} is not in the searched trail`,
      };
    }
    if (sessionKeyOf(opened) !== undefined) roles.unshift(roleWords(opened.actor));
    here = opened;
  }
  return { roles, missing: "the chain of role sessions leads in a circle" };
}

async function findOpening(
  key: string,
  at: number,
  trail: Trail,
  run: Run,
): Promise<TrailEvent | undefined> {
  const found = await trail.find(
    {
      window: { from: at - LONGEST_SESSION_MS, to: at },
      issuedKey: key,
      classes: ["session"],
      limit: 1,
    },
    run,
  );
  return found.events[0];
}

function roleWords(actor: Actor): string {
  return actor.role === undefined ? actor.label : `role ${actor.role}`;
}
