/** What the messenger remembers of messages: their thread, what replaced a deleted one, and ids of direct messages. */
import type { Place, Posted } from "./messenger.ts";

export type PostedMemory = {
  remember(posted: Posted, place: Place): void;
  /** Where a message that replaces this one belongs. */
  place(posted: Posted): Place;
  replace(old: Posted, anew: Posted): void;
  /** The message itself, or the one that replaced it. */
  latest(posted: Posted): Posted;
  /** The conversation of a user's direct messages. */
  directMessages(userId: string): string | undefined;
};

/** Messages are edited within minutes; older ones are forgotten first. */
const MOST = 2000;

export function createPostedMemory(): PostedMemory {
  const threads = new Map<string, string>();
  const replaced = new Map<string, Posted>();
  const direct = new Map<string, string>();
  return {
    remember(posted, place) {
      if (place.threadTs !== undefined) keep(threads, key(posted), place.threadTs);
      if (posted.channelId !== place.channelId) keep(direct, place.channelId, posted.channelId);
    },
    place(posted) {
      const threadTs = threads.get(key(posted));
      return { channelId: posted.channelId, ...(threadTs !== undefined && { threadTs }) };
    },
    replace: (old, anew) => keep(replaced, key(old), anew),
    latest: (posted) => replaced.get(key(posted)) ?? posted,
    directMessages: (userId) => direct.get(userId),
  };
}

function key({ channelId, ts }: Posted): string {
  return `${channelId} ${ts}`;
}

/** Maps keep the order of insertion: the first key is the oldest. */
function keep<T>(map: Map<string, T>, name: string, value: T): void {
  map.delete(name);
  map.set(name, value);
  for (const oldest of map.keys()) {
    if (map.size <= MOST) return;
    map.delete(oldest);
  }
}
