/** A CloudWatch with one metric, errors of the function checkout-api, and nothing else. */
import type { Metric, SeriesQuery } from "../../src/domain/metric.ts";
import type { Search } from "../../src/domain/search.ts";
import { MINUTE, type Window } from "../../src/domain/time.ts";
import { type CloudWatch, dimensionsOf, type SeriesAsk } from "../../src/sources/cloudwatch.ts";

const PLACE = { account: "111122223333", region: "eu-west-1" };

const METRIC: Metric = {
  namespace: "AWS/Lambda",
  name: "Errors",
  dimensions: dimensionsOf({ FunctionName: "checkout-api" }),
};

export function fakeCloudWatch(): CloudWatch {
  return {
    metrics: {
      places: async () => [PLACE],
      list: async () => ({ metrics: [{ ...METRIC, place: PLACE }], isCut: false, searched: [] }),
      read: async (asks) =>
        asks.map((ask) => ({
          place: PLACE,
          series: ask.queries.map((query) => seriesOf(query, ask)),
          searched: searchOf("CloudWatch metrics", ask.window),
        })),
    },
    alarms: {
      find: async () => ({ alarms: [], isCut: false, searched: [] }),
      history: async (_, window) => ({
        items: [],
        isCut: false,
        searched: searchOf("CloudWatch alarms", window),
      }),
      contributors: async () => [],
      mutes: async () => [],
    },
    dashboards: {
      list: async () => ({ dashboards: [], isCut: false, searched: [] }),
      read: () => Promise.reject(new Error("there is no dashboard")),
    },
  };
}

function seriesOf(query: SeriesQuery, { window }: SeriesAsk) {
  const seconds = ("period" in query ? query.period : undefined) ?? 60;
  const periodMs = (seconds * MINUTE) / 60;
  const first = Math.ceil(window.from / periodMs) * periodMs;
  const count = Math.floor((window.to - first) / periodMs);
  const points = Array.from({ length: count }, (_, at) => ({
    at: first + at * periodMs,
    value: at % 7,
  }));
  return {
    id: query.id,
    label: query.label ?? "Errors",
    points,
    periodMs,
    status: "complete" as const,
    messages: [],
  };
}

function searchOf(source: string, window: Window): Search {
  return {
    source,
    accounts: [PLACE.account],
    regions: [PLACE.region],
    window,
    unit: "datapoint",
    examined: 1,
    matched: 1,
    complete: true,
    gaps: [],
  };
}
