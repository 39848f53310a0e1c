/** Who asks, from their Slack profile: name, zone, and user groups where the policy speaks of groups. */
import type { WebClient } from "@slack/web-api";
import { MINUTE } from "../domain/time.ts";
import { errorFields, type Log } from "../log.ts";
import type { Clock } from "../sources/clock.ts";
import type { People, SlackPerson } from "./people.ts";
import { createWebClient } from "./web-client.ts";

export type WebPeopleOptions = {
  token: string;
  apiUrl?: string | undefined;
  clock: Clock;
  log: Log;
  /** True when the policy names user groups: only then are they read (needs the scope usergroups:read). */
  readGroups?: boolean;
};

const FRESH_MS = 10 * MINUTE;
/** After a failure the profile is asked for again sooner. */
const FAILED_MS = MINUTE;
const MOST = 2000;
/** A question does not wait longer for a zone. */
const LONGEST_WAIT_MS = 1500;

type Kept<T> = { value: Promise<T>; until: number };

/** `find` never rejects: a person who cannot be read has their id as name and no zone, and belongs to no group. */
export function createWebPeople(options: WebPeopleOptions): People {
  const { clock, log } = options;
  const web = createWebClient(options);
  const people = new Map<string, Kept<Profile>>();
  let groups: Kept<Map<string, string[]>> | undefined;

  const groupsOf = async (userId: string): Promise<string[]> => {
    if (!options.readGroups) return [];
    if (groups === undefined || groups.until <= clock.now()) {
      const reading: Kept<Map<string, string[]>> = {
        until: clock.now() + FRESH_MS,
        value: readGroups(web).catch((error) => {
          log.warn("user groups cannot be read", errorFields(error));
          reading.until = clock.now() + FAILED_MS;
          return new Map();
        }),
      };
      groups = reading;
    }
    return (await groups.value).get(userId) ?? [];
  };

  const profile = (userId: string): Promise<Profile> => {
    const known = people.get(userId);
    if (known !== undefined && known.until > clock.now()) return known.value;
    const reading: Kept<Profile> = {
      until: clock.now() + FRESH_MS,
      value: readProfile(web, userId).catch((error) => {
        log.warn("a profile cannot be read", { userId, ...errorFields(error) });
        reading.until = clock.now() + FAILED_MS;
        return { name: userId };
      }),
    };
    people.delete(userId);
    people.set(userId, reading);
    forget(people);
    return reading.value;
  };

  return {
    async find(userId) {
      const [known, belongsTo] = await Promise.all([
        within(profile(userId), { name: userId }),
        groupsOf(userId),
      ]);
      return { userId, ...known, groups: belongsTo };
    },
  };
}

type Profile = Pick<SlackPerson, "name" | "zone">;

async function readProfile(web: WebClient, userId: string): Promise<Profile> {
  const { user } = await web.users.info({ user: userId });
  const name = user?.profile?.display_name || user?.real_name || user?.name || userId;
  return { name, ...(user?.tz && { zone: user.tz }) };
}

/** User id → ids of the groups that the user belongs to. */
async function readGroups(web: WebClient): Promise<Map<string, string[]>> {
  const { usergroups = [] } = await web.usergroups.list({ include_users: true });
  const found = new Map<string, string[]>();
  for (const group of usergroups) {
    if (group.id === undefined) continue;
    for (const userId of group.users ?? []) {
      found.set(userId, [...(found.get(userId) ?? []), group.id]);
    }
  }
  return found;
}

async function within<T>(value: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), LONGEST_WAIT_MS);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}

function forget(people: Map<string, unknown>): void {
  for (const oldest of people.keys()) {
    if (people.size <= MOST) return;
    people.delete(oldest);
  }
}
