/** The metrics of each place, found by name. */
import type { Metric } from "../../../../domain/metric.ts";
import type { AwsPlace } from "../../../../domain/place.ts";
import { DAY } from "../../../../domain/time.ts";
import type { MetricSource } from "../../../scenario/metrics/source.ts";

export type MetricStore = {
  /** Those that had data in the last two weeks, in a lasting order. */
  recent(place: AwsPlace, now: number): MetricSource[];
  find(place: AwsPlace, metric: Metric): MetricSource | undefined;
};

/** What had no data for so long is neither listed nor searched, though it can still be read. */
export const LISTED_MS = 14 * DAY;

export function createStore(sources: readonly MetricSource[]): MetricStore {
  const places = new Map<string, MetricSource[]>();
  const byKey = new Map<string, MetricSource>();
  for (const source of sources) {
    const place = placeKey(source.place);
    places.set(place, [...(places.get(place) ?? []), source]);
    byKey.set(`${place} ${metricKey(source.metric)}`, source);
  }
  return {
    recent(place, now) {
      const all = places.get(placeKey(place)) ?? [];
      return all.filter(
        ({ beginsAt = 0, endsAt = now }) => beginsAt <= now && endsAt > now - LISTED_MS,
      );
    },
    find: (place, metric) => byKey.get(`${placeKey(place)} ${metricKey(metric)}`),
  };
}

function placeKey({ account, region }: AwsPlace): string {
  return `${account}/${region}`;
}

/** The order of dimensions means nothing. */
function metricKey({ namespace, name, dimensions }: Metric): string {
  const sorted = dimensions.map((one) => JSON.stringify([one.name, one.value])).toSorted();
  return JSON.stringify([namespace, name, sorted]);
}
