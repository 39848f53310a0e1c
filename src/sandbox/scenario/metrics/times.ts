/** When the stories happened, as far as metrics show it; each moment is the story's own. */
import { DAY, HOUR, MINUTE } from "../../../domain/time.ts";

export type StoryTimes = {
  /** The moment up to which the stories are told; epoch milliseconds, on the minute. */
  toldAt: number;
  /** checkout-api: version 87 goes out, and its concurrency is cut to nothing. */
  checkoutDeployedAt: number;
  concurrencyCutAt: number;
  /** orders-db: it got more memory and processors and was stopped days later. */
  databaseResizedAt: number;
  databaseStoppedAt: number;
  /** bucket-x was open to the world. */
  bucketOpenedAt: number;
  bucketClosedAt: number;
  /** Deployments of payments: the earlier one, the three that were refused, the one that came through. */
  paymentsReleasedAt: readonly number[];
  /** The key of the orders database could not be used. */
  keyLostAt: number;
  keyBackAt: number;
  /** The wizard's secret was deleted. */
  secretDeletedAt: number;
  /** jobs-worker fell behind, before today. */
  jobsStuck: readonly { from: number; to: number }[];
};

/** The times of the stories that are told up to a moment. */
export function storyTimes(now: number): StoryTimes {
  const toldAt = Math.floor(now / MINUTE) * MINUTE;
  const keyLostAt = toldAt - 4 * DAY - 3 * HOUR;
  return {
    toldAt,
    checkoutDeployedAt: toldAt - HOUR - 4 * MINUTE,
    concurrencyCutAt: toldAt - 25 * MINUTE,
    databaseResizedAt: toldAt - 6 * DAY - 5 * HOUR,
    databaseStoppedAt: toldAt - 2 * HOUR - 10 * MINUTE,
    bucketOpenedAt: toldAt - 3 * HOUR - 10 * MINUTE,
    bucketClosedAt: toldAt - 2 * HOUR - 30 * MINUTE,
    paymentsReleasedAt: [toldAt - 3 * DAY - 2 * HOUR, toldAt - 4 * HOUR - 2 * MINUTE],
    keyLostAt,
    keyBackAt: keyLostAt + 50 * MINUTE,
    secretDeletedAt: toldAt - 9 * HOUR - 6 * MINUTE,
    jobsStuck: [
      { from: toldAt - 12 * DAY, to: toldAt - 12 * DAY + 35 * MINUTE },
      { from: toldAt - 5 * DAY - 7 * HOUR, to: toldAt - 5 * DAY - 6 * HOUR },
      { from: toldAt - 26 * HOUR, to: toldAt - 25 * HOUR },
    ],
  };
}
