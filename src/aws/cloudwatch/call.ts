/** One call of CloudWatch: at the pace that AWS takes, no longer than a time limit, and again where asking again may help. */
import { setMaxListeners } from "node:events";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { AwsPlace } from "../../domain/place.ts";
import type { Run } from "../../sources/trail.ts";
import type { AwsClients } from "../clients.ts";
import { createPace, type Pace, type Timing } from "../pace.ts";
import { causeKind, isPassing } from "../problems.ts";
import { unlessAborted } from "../unless-aborted.ts";

/**
 * Requests a second for each account and Region
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html); what stands there as more is
 * taken as less, since others ask too, and those of which nothing stands there are asked again when they were too many.
 * `MetricsInsights`: GetMetricData with such a query.
 */
const REQUESTS_A_SECOND = {
  DescribeAlarms: 9,
  DescribeAlarmHistory: 9,
  DescribeAlarmContributors: 5,
  ListAlarmMuteRules: 9,
  GetAlarmMuteRule: 20,
  GetMetricData: 40,
  MetricsInsights: 8,
  ListMetrics: 20,
  ListDashboards: 9,
  GetDashboard: 9,
  PutMetricAlarm: 3,
  PutAlarmMuteRule: 3,
  DeleteAlarmMuteRule: 3,
} as const;

export type CallName = keyof typeof REQUESTS_A_SECOND;

/** One question's calls: turns are shared between questions, and requests are counted. */
export type Asking = { run: Run; signal: AbortSignal; requests: number };

export type Send<Output> = (client: CloudWatchClient, signal: AbortSignal) => Promise<Output>;

export type Call = <Output>(
  asking: Asking,
  place: AwsPlace,
  name: CallName,
  send: Send<Output>,
) => Promise<Output>;

export type CallOptions = {
  clients: Pick<AwsClients, "cloudWatch" | "renew">;
  timing: Timing;
  /** Longest that one request may take that reckons; a listing, which is quick or hangs, may take half of it. */
  timeoutMs: number;
  /** So long at most one call waits for AWS to take requests again. */
  patienceMs: number;
};

const RECKONING: readonly CallName[] = ["GetMetricData", "MetricsInsights"];
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 4_000;
const MOST_REPEATS = 2;
const REPEAT_WAIT_MS = 300;

export function createAsking(run: Run): Asking {
  run.signal.throwIfAborted();
  // A signal of its own, which as many requests as there are places may listen to.
  const signal = AbortSignal.any([run.signal]);
  setMaxListeners(0, signal);
  return { run, signal, requests: 0 };
}

/**
 * Calls throw what AWS refuses for good, a `TimeoutError` when there is no answer in time, and the signal's reason when
 * they are aborted.
 */
export function createCall(options: CallOptions): Call {
  const paces = new Map<CallName, Pace>();

  function paceOf(name: CallName): Pace {
    const pace = paces.get(name) ?? createPace(options.timing, REQUESTS_A_SECOND[name]);
    paces.set(name, pace);
    return pace;
  }

  async function once<Output>(
    asking: Asking,
    place: AwsPlace,
    name: CallName,
    send: Send<Output>,
  ): Promise<Output> {
    const { account, region } = place;
    const timeoutMs = options.timeoutMs / (RECKONING.includes(name) ? 1 : 2);
    const client = await limited(asking, options.timeoutMs, async () => {
      const opened = await options.clients.cloudWatch(account, region, asking.run.asker);
      // Credentials are fetched before the turn comes, so that the request leaves with it.
      await opened.config.credentials();
      return opened;
    });
    const answered = await paceOf(name).turn(laneOf(place), asking, asking.signal);
    asking.requests += 1;
    try {
      return await limited(asking, timeoutMs, (signal) => send(client, signal));
    } finally {
      answered();
    }
  }

  return async (asking, place, name, send) => {
    const tries: Tries = { waitedMs: 0, throttled: 0, repeats: 0, isRenewed: false };
    for (;;) {
      asking.signal.throwIfAborted();
      try {
        return await once(asking, place, name, send);
      } catch (error) {
        asking.signal.throwIfAborted();
        const pauseMs = pauseAfter(error, tries, options.patienceMs);
        if (pauseMs === undefined) throw error;
        if (causeKind(error) === "expired") options.clients.renew(place.account, asking.run.asker);
        paceOf(name).hold(laneOf(place), pauseMs);
      }
    }
  };
}

function laneOf({ account, region }: AwsPlace): string {
  return `${account} ${region}`;
}

/** Rejects with a `TimeoutError` when the time is over, whether or not the work listens. */
async function limited<Value>(
  asking: Asking,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const limit = AbortSignal.timeout(timeoutMs);
  const both = AbortSignal.any([asking.signal, limit]);
  try {
    return await unlessAborted(work(both), both);
  } catch (error) {
    // The SDK calls it an abort, which nobody asked for.
    throw limit.aborted && !asking.signal.aborted ? limit.reason : error;
  }
}

type Tries = { waitedMs: number; throttled: number; repeats: number; isRenewed: boolean };

/** Milliseconds after which the same may be asked again; undefined when that is of no use. */
function pauseAfter(error: unknown, tries: Tries, patienceMs: number): number | undefined {
  const kind = causeKind(error);
  if (kind === "throttled") {
    const pauseMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries.throttled);
    tries.throttled += 1;
    tries.waitedMs += pauseMs;
    return tries.waitedMs > patienceMs ? undefined : pauseMs;
  }
  if (kind === "expired" && !tries.isRenewed) {
    tries.isRenewed = true;
    return 0;
  }
  // Whoever waited out one timeout has waited long.
  const most = kind === "timeout" ? 1 : MOST_REPEATS;
  if (!isPassing(error) || tries.repeats >= most) return undefined;
  tries.repeats += 1;
  return REPEAT_WAIT_MS;
}
