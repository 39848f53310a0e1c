/** CloudWatch for those who ask while AWS is still being opened: what is asked meanwhile waits for it. */
import { noCloudWatch } from "./questions/metrics/answer-metrics.ts";
import type { AlarmOrders, CloudWatch } from "./sources/cloudwatch.ts";

/** Rejects as the opening does, or where there turned out to be none. */
export function lateCloudWatch(opening: Promise<CloudWatch | undefined>): CloudWatch {
  const opened = () => presentIn(opening);
  return {
    metrics: {
      read: async (asks, run) => (await opened()).metrics.read(asks, run),
      list: async (filter, run) => (await opened()).metrics.list(filter, run),
      places: async (where) => (await opened()).metrics.places(where),
    },
    alarms: {
      find: async (query, run) => (await opened()).alarms.find(query, run),
      history: async (alarm, window, run) => (await opened()).alarms.history(alarm, window, run),
      contributors: async (alarm, run) => (await opened()).alarms.contributors(alarm, run),
      mutes: async (query, run) => (await opened()).alarms.mutes(query, run),
    },
    dashboards: {
      list: async (query, run) => (await opened()).dashboards.list(query, run),
      read: async (name, place, run) => (await opened()).dashboards.read(name, place, run),
    },
  };
}

/** Rejects as the opening does, or where there turned out to be none. */
export function lateOrders(opening: Promise<AlarmOrders | undefined>): AlarmOrders {
  const opened = () => presentIn(opening);
  return {
    create: async (draft, run) => (await opened()).create(draft, run),
    mute: async (alarm, span, run) => (await opened()).mute(alarm, span, run),
    unmute: async (ruleName, place, run) => (await opened()).unmute(ruleName, place, run),
  };
}

async function presentIn<T>(opening: Promise<T | undefined>): Promise<T> {
  const opened = await opening;
  if (opened === undefined) throw noCloudWatch();
  return opened;
}
