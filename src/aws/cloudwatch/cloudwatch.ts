/** CloudWatch as questions read it, asked of each account and Region with the SDK. */

import type { Clock } from "../../sources/clock.ts";
import type { AlarmOrders, CloudWatch } from "../../sources/cloudwatch.ts";
import type { AwsClients } from "../clients.ts";
import { REAL_TIMING, type Timing } from "../pace.ts";
import type { AwsSetup } from "../setup.ts";
import { readContributors, readHistory } from "./alarm-history.ts";
import { placesOf, type Reach } from "./ask-places.ts";
import { createAsking, createCall } from "./call.ts";
import { listDashboards, readDashboard } from "./dashboards.ts";
import { findAlarms } from "./find-alarms.ts";
import { findChildren } from "./find-children.ts";
import { listMetrics } from "./list-metrics.ts";
import { readMutes } from "./mute-rules.ts";
import { createOrders } from "./orders.ts";
import { readSeries } from "./read-series.ts";

export type CloudWatchOptions = {
  setup: Pick<AwsSetup, "accounts" | "regions" | "endpoint">;
  clients: Pick<AwsClients, "cloudWatch" | "renew">;
  clock: Clock;
  timing?: Timing;
  /** Longest that a request for datapoints may take, and twice what others may; 12 s unless set. */
  timeoutMs?: number;
  /** So long at most one call waits for AWS to take requests again; 8 s unless set. */
  patienceMs?: number;
};

const TIMEOUT_MS = 12_000;
const PATIENCE_MS = 8_000;

/** Opens it; nothing is asked before the first question. The clients stay with whoever made them. */
export function openCloudWatch(options: CloudWatchOptions): CloudWatch {
  const reach = reachOf(options);
  return {
    metrics: {
      async read(asks, run) {
        const asking = createAsking(run);
        let done = 0;
        return Promise.all(
          asks.map(async (ask) => {
            // Requests are counted by ask, and turns are shared by all of them.
            const found = await readSeries(reach, ask, { ...asking, requests: 0 });
            done += 1;
            run.progress({ done, total: asks.length, unit: "requests" });
            return found;
          }),
        );
      },
      list: async (filter, run) => listMetrics(reach, filter, createAsking(run)),
      places: async (where) => placesOf(reach.setup, where),
    },
    alarms: {
      async find(query, run) {
        const asking = createAsking(run);
        const { childrenOf } = query;
        if (childrenOf === undefined) return findAlarms(reach, query, asking);
        return findChildren(reach, { ...query, childrenOf }, asking);
      },
      history: async (alarm, window, run) => readHistory(reach, alarm, window, createAsking(run)),
      contributors: async (alarm, run) => readContributors(reach, alarm, createAsking(run)),
      mutes: async (query, run) => readMutes(reach, query, createAsking(run)),
    },
    dashboards: {
      list: async (query, run) => listDashboards(reach, query, createAsking(run)),
      read: async (name, place, run) => readDashboard(reach, name, place, createAsking(run)),
    },
  };
}

/** The orders; whoever opens them has been allowed to by the configuration. */
export function openAlarmOrders(options: CloudWatchOptions): AlarmOrders {
  return createOrders(reachOf(options));
}

function reachOf(options: CloudWatchOptions): Reach {
  const { setup, clients, clock, timing = REAL_TIMING } = options;
  const { timeoutMs = TIMEOUT_MS, patienceMs = PATIENCE_MS } = options;
  const call = createCall({ clients, timing, timeoutMs, patienceMs });
  return { setup, call, now: clock.now };
}
