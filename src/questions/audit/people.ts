/** The person behind a role session: from the key of a call to the AssumeRole that issued it, and on through chains. */
import type { Actor } from "../../domain/actor.ts";
import { issuedKey, sessionKey } from "../../domain/session.ts";
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

/** For each access key of a session among the events: who is behind it. One search a step of the longest chain. */
export async function findPeople(
  events: readonly TrailEvent[],
  trail: Trail,
  run: Run,
): Promise<Map<string, Behind>> {
  const climbs = new Map<string, Climb>();
  for (const event of events) {
    const key = sessionKeyOf(event);
    if (key === undefined || climbs.has(key) || climbs.size >= MOST_SESSIONS) continue;
    climbs.set(key, { key, here: event, roles: [roleWords(event.actor)], seen: new Set() });
  }
  let open = [...climbs.values()];
  while (open.length > 0) {
    const openings = await findOpenings(open, trail, run);
    if (!openings) break;
    for (const climb of open) climb.behind = step(climb, openings.get(climb.key));
    open = open.filter((climb) => climb.behind === undefined);
  }
  return new Map(
    [...climbs].flatMap(([key, { behind }]) => (behind ? [[key, behind] as const] : [])),
  );
}

/** On the way from the session that made a call to the person: `key` is the one whose issue is looked for next. */
type Climb = {
  key: string;
  here: TrailEvent;
  roles: string[];
  seen: Set<string>;
  behind?: Behind | undefined;
};

/** The key of a session whose record does not itself tell the person. */
export function sessionKeyOf(event: TrailEvent): string | undefined {
  const { person, invokedBy } = event.actor;
  return person !== undefined || invokedBy !== undefined ? undefined : sessionKey(event);
}

/** Goes up to the call that issued the key; what is known then, or undefined when that call was made in a session too. */
function step(climb: Climb, opening: TrailEvent | undefined): Behind | undefined {
  const { roles, seen } = climb;
  if (!opening) {
    return {
      roles,
      missing: `the AssumeRole that opened ${roles[0]} is not in the searched trail`,
    };
  }
  seen.add(climb.key);
  const key = sessionKeyOf(opening);
  if (key === undefined) return { ...personIn(opening.actor), roles };
  if (seen.has(key) || seen.size >= LONGEST_CHAIN) {
    return { roles, missing: "the chain of role sessions leads in a circle" };
  }
  roles.unshift(roleWords(opening.actor));
  climb.here = opening;
  climb.key = key;
  return undefined;
}

/** A service that opens a session (EC2 for an instance, Lambda for a function) is nobody: the machine is what acted. */
function personIn(actor: Actor): Pick<Behind, "person"> {
  return actor.kind === "aws-service" ? {} : { person: actor.person ?? actor.label };
}

/** For each key, the newest call before its use that issued it; undefined while that is still being read. */
async function findOpenings(
  climbs: Climb[],
  trail: Trail,
  run: Run,
): Promise<Map<string, TrailEvent> | undefined> {
  const times = climbs.map((climb) => climb.here.at);
  const keys = [...new Set(climbs.map((climb) => climb.key))];
  const found = await trail.find(
    {
      window: { from: Math.min(...times) - LONGEST_SESSION_MS, to: Math.max(...times) },
      issuedKeys: keys,
      classes: ["session"],
      limit: 2 * keys.length,
      aside: true,
    },
    run,
  );
  if (found.searched.some(({ pending }) => pending)) return undefined;
  const openings = new Map<string, TrailEvent>();
  for (const event of found.events) {
    const key = issuedKey(event);
    if (key !== undefined && !openings.has(key)) openings.set(key, event);
  }
  return openings;
}

function roleWords(actor: Actor): string {
  return actor.role === undefined ? actor.label : `role ${actor.role}`;
}
