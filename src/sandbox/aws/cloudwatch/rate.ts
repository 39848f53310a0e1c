/** CloudWatch's limits on requests a second, each for an account and a Region. */

/** Takes one out; false when it was too many. A refused request takes nothing. */
export type Rate = (key: string) => boolean;

/** A bucket that holds what one second allows, and fills as fast. `clock` gives epoch milliseconds of the machine. */
export function createRate(perSecond: number, clock: () => number): Rate {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key) => {
    const at = clock();
    const bucket = buckets.get(key) ?? { tokens: perSecond, at };
    const grown = bucket.tokens + (Math.max(0, at - bucket.at) / 1000) * perSecond;
    const tokens = Math.min(perSecond, grown);
    const isEnough = tokens >= 1;
    buckets.set(key, { tokens: isEnough ? tokens - 1 : tokens, at });
    return isEnough;
  };
}
