/** How often a method may be called: token buckets, with Slack's tiers and its one message a second and channel. */
import type { Clock } from "../../../sources/clock.ts";

export type Tier = 1 | 2 | 3 | 4 | "post" | "none";

type Rate = { perSecond: number; burst: number };

/** Tiers are calls a minute (docs.slack.dev, apis/web-api/rate-limits); Slack lets short bursts pass. */
const RATES: Record<Exclude<Tier, "none">, Rate> = {
  1: { perSecond: 1 / 60, burst: 3 },
  2: { perSecond: 20 / 60, burst: 20 },
  3: { perSecond: 50 / 60, burst: 50 },
  4: { perSecond: 100 / 60, burst: 100 },
  post: { perSecond: 1, burst: 4 },
};

export type Pace = {
  /** Undefined lets it pass; otherwise whole seconds to wait. */
  take(tier: Tier, key: string): number | undefined;
};

export function createPace(clock: Clock): Pace {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(tier, key) {
      if (tier === "none") return undefined;
      const { perSecond, burst } = RATES[tier];
      const now = clock.now();
      const bucket = buckets.get(key) ?? { tokens: burst, at: now };
      buckets.set(key, bucket);
      const gained = (Math.max(0, now - bucket.at) / 1000) * perSecond;
      bucket.tokens = Math.min(burst, bucket.tokens + gained);
      bucket.at = now;
      if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
      bucket.tokens -= 1;
      return undefined;
    },
  };
}
