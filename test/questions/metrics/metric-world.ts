/** A CloudWatch in memory with metrics that a test brings, in several accounts and Regions. */
import type { Answer } from "../../../src/answers/answer.ts";
import type { Alarm, AlarmHistoryItem } from "../../../src/domain/alarm.ts";
import type { Datapoint, Metric, Series, SeriesQuery } from "../../../src/domain/metric.ts";
import type { AwsPlace } from "../../../src/domain/place.ts";
import type { Search } from "../../../src/domain/search.ts";
import { MINUTE, SECOND } from "../../../src/domain/time.ts";
import type { TrailEvent } from "../../../src/domain/trail-event.ts";
import { ask } from "../../../src/questions/ask.ts";
import type {
  CloudWatch,
  MetricFilter,
  PlacedMetric,
  SeriesAsk,
  Where,
} from "../../../src/sources/cloudwatch.ts";
import { dimensionsOf } from "../../../src/sources/cloudwatch.ts";
import type { Trail, TrailQuery } from "../../../src/sources/trail.ts";
import { quietRun } from "../../support/ask.ts";

export const NOW = Date.UTC(2026, 10, 22, 14, 15);
export const PROD: AwsPlace = { account: "111122223333", region: "eu-west-1" };
export const STAGING: AwsPlace = { account: "222233334444", region: "us-east-1" };

/** A metric of a place; `value` gives what stands at a moment, undefined where nothing does. */
export type Held = PlacedMetric & { value: (at: number) => number | undefined };

export function held(
  namespace: string,
  name: string,
  dimensions: Record<string, string>,
  value: Held["value"] = () => 1,
  place = PROD,
): Held {
  return { namespace, name, dimensions: dimensionsOf(dimensions), place, value };
}

export type MetricWorld = {
  metrics?: Held[];
  alarms?: Alarm[];
  history?: AlarmHistoryItem[];
  events?: TrailEvent[];
  /** What a query or expression of a place gives instead of what is held. */
  series?: (query: SeriesQuery, place: AwsPlace) => Series[] | undefined;
  places?: AwsPlace[];
  gaps?: string[];
  trailFails?: true;
};

export type AskedOf = { lists: MetricFilter[]; reads: SeriesAsk[]; trail: TrailQuery[] };

export async function asking(
  text: string,
  world: MetricWorld,
  asked: AskedOf = { lists: [], reads: [], trail: [] },
): Promise<Answer> {
  const context = {
    now: NOW,
    zone: "UTC",
    accountNames: { prod: PROD.account, staging: STAGING.account },
  };
  const sources = { trail: trailOf(world, asked), cloudwatch: cloudWatchOf(world, asked) };
  const { answer } = await ask(text, sources, context, quietRun, (_, error) => {
    throw error;
  });
  return answer;
}

export function cloudWatchOf(world: MetricWorld, asked: AskedOf): CloudWatch {
  const { metrics = [], alarms = [], history = [], places = [PROD, STAGING] } = world;
  return {
    metrics: {
      async list(filter) {
        asked.lists.push(filter);
        const listed = metrics.filter((metric) => isListed(metric, filter));
        return { metrics: listed, isCut: false, searched: [searchOf("metric", world)] };
      },
      async read(asks) {
        asked.reads.push(...asks);
        return asks.map((each) => ({
          place: each.place,
          series: each.queries.flatMap((query) => seriesOf(query, each, world)),
          searched: searchOf("datapoint", world),
        }));
      },
      places: async (where) => places.filter((place) => isIn(place, where)),
    },
    alarms: {
      find: async () => ({ alarms, isCut: false, searched: [] }),
      history: async () => ({ items: history, isCut: false, searched: searchOf("alarm", world) }),
      contributors: async () => [],
      mutes: async () => [],
    },
    dashboards: {
      list: async () => ({ dashboards: [], isCut: false, searched: [] }),
      read: () => Promise.reject(new Error("no dashboard here")),
    },
  };
}

export function trailOf({ events = [], trailFails }: MetricWorld, asked: AskedOf): Trail {
  return {
    async find(query) {
      asked.trail.push(query);
      if (trailFails) throw new Error("no trail");
      const { from, to } = query.window;
      const isBefore = query.names !== undefined;
      const found = isBefore ? [] : events.filter(({ at }) => at >= from && at <= to);
      return { events: found, counts: { change: found.length }, names: [], searched: [] };
    },
    suggest: async () => [],
  };
}

function isIn(place: AwsPlace, { accounts, regions }: Where): boolean {
  return (accounts?.includes(place.account) ?? true) && (regions?.includes(place.region) ?? true);
}

function isListed(metric: Held, filter: MetricFilter): boolean {
  const { namespace, name, dimensions = [] } = filter;
  if (!isIn(metric.place, filter)) return false;
  if (namespace !== undefined && metric.namespace !== namespace) return false;
  if (name !== undefined && metric.name !== name) return false;
  return dimensions.every((wanted) =>
    metric.dimensions.some(
      (each) => each.name === wanted.name && each.value === (wanted.value ?? each.value),
    ),
  );
}

function seriesOf(query: SeriesQuery, { place, window }: SeriesAsk, world: MetricWorld): Series[] {
  if (query.isHidden) return [];
  const brought = world.series?.(query, place);
  if (brought) return brought;
  if (query.kind === "expression") return [];
  const found = (world.metrics ?? []).find((each) => isSame(each, query.metric, place));
  const step = query.period * SECOND;
  const points: Datapoint[] = [];
  for (let at = Math.ceil(window.from / step) * step; at < window.to; at += step) {
    const value = found?.value(at);
    if (value !== undefined) points.push({ at, value });
  }
  return [seriesWith(points, { id: query.id, label: query.metric.name, periodMs: step })];
}

/** A whole series unless more is said. */
export function seriesWith(points: Datapoint[], more: Partial<Series> = {}): Series {
  return {
    id: "e1",
    label: "series",
    points,
    periodMs: MINUTE,
    status: "complete",
    messages: [],
    ...more,
  };
}

function isSame(one: Held, other: Metric, place: AwsPlace): boolean {
  const key = ({ namespace, name, dimensions }: Metric) =>
    JSON.stringify([namespace, name, dimensions]);
  return (
    one.place.account === place.account &&
    one.place.region === place.region &&
    key(one) === key(other)
  );
}

function searchOf(unit: NonNullable<Search["unit"]>, { gaps = [] }: MetricWorld): Search {
  return {
    source: "CloudWatch metrics",
    accounts: [PROD.account],
    regions: [PROD.region],
    window: { from: NOW - 3 * 60 * MINUTE, to: NOW },
    unit,
    examined: 1,
    matched: 1,
    complete: gaps.length === 0,
    gaps,
  };
}
