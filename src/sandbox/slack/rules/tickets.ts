/** Trigger ids and response URLs: what lets an app act upon something a person did, for a while and a few times. */
import type { Clock } from "../../../sources/clock.ts";
import { freshId, secretText } from "../ids.ts";
import { refuse } from "../refusal.ts";

const TRIGGER_LIVES_MS = 3_000;
const RESPONSE_URL_LIVES_MS = 30 * 60_000;
const RESPONSE_URL_USES = 5;
const MOST_KEPT = 5_000;

export type Triggers = {
  issue(userId: string): string;
  /** Gives the person who acted; throws `invalid_trigger_id`, `expired_trigger_id` or `exchanged_trigger_id`. */
  exchange(triggerId: string): string;
};

function dropOldest(map: Map<string, unknown>): void {
  const oldest = map.keys().next().value;
  if (map.size > MOST_KEPT && oldest !== undefined) map.delete(oldest);
}

/** A trigger lives for three seconds and works once (docs.slack.dev, interactivity/handling-user-interaction). */
export function createTriggers(clock: Clock): Triggers {
  const issued = new Map<string, { userId: string; at: number; isUsed: boolean }>();
  return {
    issue(userId) {
      const id = `${Math.floor(clock.now())}.${Math.floor(Math.random() * 1e9)}.${secretText()}`;
      issued.set(id, { userId, at: clock.now(), isUsed: false });
      dropOldest(issued);
      return id;
    },
    exchange(triggerId) {
      const found = issued.get(triggerId);
      if (!found) return refuse("invalid_trigger_id");
      if (found.isUsed) return refuse("exchanged_trigger_id");
      if (clock.now() - found.at > TRIGGER_LIVES_MS) return refuse("expired_trigger_id");
      found.isUsed = true;
      return found.userId;
    },
  };
}

/** What a response URL stands for. */
export type ResponseGround = {
  userId: string;
  channel: string;
  threadTs?: string;
  /** The message whose control was used. */
  message?: { ts: string; isEphemeral: boolean };
};

export type ResponseUrls = {
  /** Path below the server's root. */
  issue(ground: ResponseGround): string;
  /** Counts a use; throws `no_service`, `expired_url` or `used_url`. */
  use(path: string): ResponseGround;
};

/** A response URL works five times within 30 minutes (docs.slack.dev, same page). */
export function createResponseUrls(clock: Clock, teamId: string): ResponseUrls {
  const issued = new Map<string, { ground: ResponseGround; at: number; uses: number }>();
  return {
    issue(ground) {
      const folder = ground.message ? "actions" : "commands";
      const path = `/${folder}/${teamId}/${freshId("")}/${secretText()}`;
      issued.set(path, { ground, at: clock.now(), uses: 0 });
      dropOldest(issued);
      return path;
    },
    use(path) {
      const found = issued.get(path);
      if (!found) return refuse("no_service");
      if (clock.now() - found.at > RESPONSE_URL_LIVES_MS) return refuse("expired_url");
      if (found.uses >= RESPONSE_URL_USES) return refuse("used_url");
      found.uses += 1;
      return found.ground;
    },
  };
}
