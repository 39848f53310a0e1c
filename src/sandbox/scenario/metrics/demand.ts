/** What the company's customers want of it, and how the stories hold it up: what all services' metrics follow. */
import { HOUR, MINUTE, SECOND } from "../../../domain/time.ts";
import { habit, ramp, type Signal } from "./signal.ts";
import type { StoryTimes } from "./times.ts";

export type Demand = {
  times: StoryTimes;
  /** Requests a minute, as they are wanted, whether or not they are served. */
  checkout: Signal;
  orders: Signal;
  storefront: Signal;
  payments: Signal;
  jobs: Signal;
  isCheckoutCut(at: number): boolean;
  isDatabaseDown(at: number): boolean;
  /** jobs-worker calls checkout-api for every job, and fails while that fails. */
  isJobsStuck(at: number): boolean;
  /** Seconds by which jobs-worker is behind: as long as it has failed, and less and less while it catches up. */
  jobsBehind: Signal;
  /** Bursts that come by chance, but for the hours of today's stories, which should be told alone. */
  byChance(burst: Signal): Signal;
  /** Share of the orders' requests that fail. */
  ordersFailing: Signal;
};

/** How long a database takes to go down, and to come back with another class. */
const STOPPING_MS = 4 * MINUTE;
const RESIZE_MS = 9 * MINUTE;

/** `restoredAt` tells when somebody has given checkout-api its concurrency back. */
export function createDemand(times: StoryTimes, restoredAt?: () => number | undefined): Demand {
  const checkout = habit({ name: "checkout", low: 90, high: 520 });
  const isCheckoutCut = (at: number) =>
    at >= times.concurrencyCutAt && at < (restoredAt?.() ?? Number.POSITIVE_INFINITY);
  const resizedFrom = times.databaseResizedAt + 2 * MINUTE;
  const isDatabaseDown = (at: number) =>
    at >= times.databaseStoppedAt + STOPPING_MS ||
    (at >= resizedFrom && at < resizedFrom + RESIZE_MS);
  const stuck = () => [
    ...times.jobsStuck,
    { from: times.concurrencyCutAt, to: restoredAt?.() ?? Number.POSITIVE_INFINITY },
  ];
  return {
    times,
    checkout,
    orders: habit({ name: "orders", low: 240, high: 1300 }),
    storefront: habit({ name: "storefront", low: 700, high: 4200 }),
    payments: habit({ name: "payments", low: 60, high: 340 }),
    jobs: habit({ name: "jobs", low: 40, high: 130, peakHour: 11, weekend: 0.5 }),
    isCheckoutCut,
    isDatabaseDown,
    isJobsStuck: (at) => stuck().some(({ from, to }) => at >= from && at < to),
    jobsBehind: (at) => Math.max(0, ...stuck().map((span) => behind(span, at))),
    byChance: (burst) => (at) => (isTold(times, at) ? 0 : burst(at)),
    ordersFailing: (at) => failing(times, at, isCheckoutCut(at), isDatabaseDown(at)),
  };
}

function isTold({ toldAt }: StoryTimes, at: number): boolean {
  return at >= toldAt - 4 * HOUR && at < toldAt + HOUR;
}

type Span = { from: number; to: number };

/** It catches up in half of the time for which it failed. */
function behind({ from, to }: Span, at: number): number {
  if (at < from) return 0;
  if (at < to) return (at + MINUTE - from) / SECOND;
  return ((to - from) / SECOND) * (1 - ramp(at, to, (to - from) / 2));
}

/** Orders live from caches and queues for a while when their database is gone; without checkout a third of them fail. */
function failing(times: StoryTimes, at: number, isCut: boolean, isDown: boolean): number {
  let share = 0.0012;
  if (at >= times.keyLostAt && at < times.keyBackAt) share += 0.03;
  if (isDown) {
    const shock = times.databaseStoppedAt + STOPPING_MS;
    const isRecent = at < shock + 14 * MINUTE;
    share += at < times.databaseStoppedAt || isRecent ? 0.11 : 0.018;
  }
  if (isCut) share += 0.08 + 0.24 * ramp(at, times.concurrencyCutAt, 7 * MINUTE);
  return share;
}
