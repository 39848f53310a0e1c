/** Slack takes one message a second and channel (https://docs.slack.dev/apis/web-api/rate-limits): we wait our turn. */
import { setTimeout as wait } from "node:timers/promises";

export type Pace = { turn(channelId: string): Promise<void> };

/** Channels remembered before those are forgotten that are free again. */
const MOST_CHANNELS = 1000;

/** `turn` resolves when the next message may be sent to the channel: at once for the first, then one each `everyMs`. */
export function createPace(everyMs = 1000): Pace {
  const freeAt = new Map<string, number>();
  return {
    async turn(channelId) {
      const now = Date.now();
      if (freeAt.size > MOST_CHANNELS) forget(freeAt, now);
      const at = Math.max(now, freeAt.get(channelId) ?? 0);
      freeAt.set(channelId, at + everyMs);
      if (at > now) await wait(at - now);
    },
  };
}

function forget(freeAt: Map<string, number>, now: number): void {
  for (const [channelId, at] of freeAt) if (at <= now) freeAt.delete(channelId);
}
