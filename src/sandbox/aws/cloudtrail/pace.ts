/** CloudTrail's limit on LookupEvents: two requests a second for each account and Region, not adjustable. */

export type LookupRequest = {
  account: string;
  region: string;
  /** Epoch milliseconds of the machine's clock. */
  at: number;
  /** `EventName`, `ResourceName`, …; absent when everything was asked for. */
  attribute?: string;
  /** Asked for a page after the first. */
  isNextPage: boolean;
  /** True when it was too many. */
  isRefused: boolean;
};

export type Pace = {
  /** Notes a request; false when it is too many. */
  take(request: Omit<LookupRequest, "at" | "isRefused">, isOpen?: boolean): boolean;
  requests(): readonly LookupRequest[];
};

const A_SECOND = 2;
const MOST_KEPT = 10_000;

/**
 * A bucket of two that fills with two a second, which is how AWS paces its other interfaces; for this one the documentation only says "2 per second".
 * A refused request takes nothing out of it.
 */
export function createPace(clock: () => number = Date.now): Pace {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const requests: LookupRequest[] = [];

  function isAllowed(place: string, at: number): boolean {
    const bucket = buckets.get(place) ?? { tokens: A_SECOND, at };
    const grown = bucket.tokens + (Math.max(0, at - bucket.at) / 1000) * A_SECOND;
    const tokens = Math.min(A_SECOND, grown);
    const isEnough = tokens >= 1;
    buckets.set(place, { tokens: isEnough ? tokens - 1 : tokens, at });
    return isEnough;
  }

  return {
    take(request, isOpen = true) {
      const at = clock();
      const isRefused = !isOpen || !isAllowed(`${request.account} ${request.region}`, at);
      requests.push({ ...request, at, isRefused });
      if (requests.length > MOST_KEPT) requests.shift();
      return !isRefused;
    },
    requests: () => requests,
  };
}
