/** A CloudWatch of a test: dashboards, alarms and series as the test says, and what was asked of it. */
import type { Alarm } from "../../../src/domain/alarm.ts";
import type { Series } from "../../../src/domain/metric.ts";
import type { AwsPlace } from "../../../src/domain/place.ts";
import { Problem } from "../../../src/domain/problem.ts";
import type { Search } from "../../../src/domain/search.ts";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import type { MetricsAsked } from "../../../src/questions/metrics/asked.ts";
import type { AlarmQuery, CloudWatch, SeriesAsk } from "../../../src/sources/cloudwatch.ts";

export const NOW = Date.UTC(2026, 10, 22, 12, 30);
export const PROD: AwsPlace = { account: "111122223333", region: "eu-west-1" };
export const STAGING: AwsPlace = { account: "222233334444", region: "eu-west-1" };

export type StoredDashboard = { name: string; place: AwsPlace; body: string };

export type FakeCloudWatch = CloudWatch & { asked: SeriesAsk[][]; found: AlarmQuery[] };

export type Fake = {
  dashboards?: StoredDashboard[];
  alarms?: Alarm[];
  /** Replaces the series that each query gives otherwise: a line up. */
  series?(id: string, ask: SeriesAsk): Series[] | undefined;
  metricsFail?: Error;
};

export function searchOf(place: AwsPlace, source: string): Search {
  return {
    source,
    accounts: [place.account],
    regions: [place.region],
    window: { from: NOW - HOUR, to: NOW },
    examined: 10,
    matched: 10,
    complete: true,
    gaps: [],
  };
}

export function lineUp(id: string, label: string, { window }: SeriesAsk): Series {
  const points = [];
  for (let at = window.from; at < window.to; at += 5 * MINUTE) {
    points.push({ at, value: points.length });
  }
  return { id, label, points, periodMs: 5 * MINUTE, status: "complete", messages: [] };
}

export function fakeCloudWatch(fake: Fake): FakeCloudWatch {
  const asked: SeriesAsk[][] = [];
  const found: AlarmQuery[] = [];
  const { dashboards = [], alarms = [] } = fake;
  return {
    asked,
    found,
    metrics: {
      read: async (asks) => {
        asked.push(asks);
        if (fake.metricsFail) throw fake.metricsFail;
        return asks.map((ask) => ({
          place: ask.place,
          searched: searchOf(ask.place, "CloudWatch metrics"),
          series: ask.queries
            .filter(({ isHidden }) => !isHidden)
            .flatMap(({ id, label = id }) => fake.series?.(id, ask) ?? [lineUp(id, label, ask)]),
        }));
      },
      list: async () => ({ metrics: [], isCut: false, searched: [] }),
      places: async () => [PROD, STAGING],
    },
    alarms: {
      find: async (query) => {
        found.push(query);
        const { names, accounts, regions, state } = query;
        const fits = (alarm: Alarm) =>
          (names?.includes(alarm.name) ?? true) &&
          (accounts?.includes(alarm.place.account) ?? true) &&
          (regions?.includes(alarm.place.region) ?? true) &&
          (state === undefined || alarm.state === state);
        return {
          alarms: alarms.filter(fits),
          isCut: false,
          searched: [searchOf(PROD, "CloudWatch alarms")],
        };
      },
      history: async () => ({ items: [], isCut: false, searched: searchOf(PROD, "alarm history") }),
      contributors: async () => [],
      mutes: async () => [],
    },
    dashboards: {
      list: async ({ accounts }) => ({
        dashboards: dashboards
          .filter(({ place }) => accounts?.includes(place.account) ?? true)
          .map(({ name, place, body }) => ({
            name,
            place,
            arn: `arn:aws:cloudwatch::${place.account}:dashboard/${name}`,
            modifiedAt: NOW - 48 * HOUR,
            bytes: body.length,
          })),
        isCut: false,
        searched: [searchOf(PROD, "CloudWatch dashboards")],
      }),
      read: async (name, place) => {
        const stored = dashboards.find(
          (each) => each.name === name && each.place.account === place.account,
        );
        if (!stored) throw new Problem("cloudwatch.no-dashboard", "There is none.", "List them.");
        return { ...stored, arn: `arn:aws:cloudwatch::${place.account}:dashboard/${name}` };
      },
    },
  };
}

export function alarmOf(name: string, more: Partial<Alarm> = {}): Alarm {
  const place = more.place ?? PROD;
  return {
    name,
    arn: `arn:aws:cloudwatch:${place.region}:${place.account}:alarm:${name}`,
    place,
    watch: {
      kind: "metric",
      queries: [
        {
          id: "m1",
          kind: "metric",
          metric: {
            namespace: "AWS/Lambda",
            name: "Errors",
            dimensions: [{ name: "FunctionName", value: "checkout-api" }],
          },
          stat: "Sum",
          period: 60,
        },
      ],
      alarmedId: "m1",
      threshold: 5,
      evaluation: {
        comparison: "GreaterThanOrEqualToThreshold",
        evaluationPeriods: 1,
        missingData: "missing",
      },
      period: 60,
    },
    state: "OK",
    stateSince: NOW - 2 * HOUR,
    actionsEnabled: true,
    actions: { ok: [], alarm: [], insufficient: [] },
    ...more,
  };
}

export function askedFor(name: string, more: Partial<MetricsAsked> = {}): MetricsAsked {
  return {
    name,
    window: { from: NOW - 3 * HOUR, to: NOW, zone: "UTC", words: "last 3 h", byDefault: true },
    quietly: false,
    notes: [],
    ...more,
  };
}
