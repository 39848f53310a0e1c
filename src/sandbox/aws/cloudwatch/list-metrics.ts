/** ListMetrics: which metrics a place has, by name and dimensions. */
import type { Metric } from "../../../domain/metric.ts";
import type { AwsPlace } from "../../../domain/place.ts";
import { HOUR } from "../../../domain/time.ts";
import type { MetricsEngine } from "./engine.ts";
import { type Input, oneOf, recordsIn, textIn } from "./input.ts";
import { toWireMetric } from "./metric-query.ts";
import { pageOf } from "./paging.ts";

const PAGE = 500;
const RECENT_MS = 3 * HOUR;

export function listMetrics(
  engine: MetricsEngine,
  place: AwsPlace,
  input: Input,
  now: number,
): object {
  const namespace = textIn(input.Namespace);
  const name = textIn(input.MetricName);
  const wanted = recordsIn(input.Dimensions).map(({ Name, Value }) => ({
    name: String(Name),
    value: textIn(Value),
  }));
  const isRecentOnly = oneOf(input, "RecentlyActive", ["PT3H"]) !== undefined;
  const found = engine
    .list(place)
    .filter(
      (metric) =>
        (namespace === undefined || metric.namespace === namespace) &&
        (name === undefined || metric.name === name) &&
        wanted.every((one) => hasDimension(metric, one)),
    )
    .filter((metric) => !isRecentOnly || isRecent(engine, place, metric, now));
  const { items, nextToken } = pageOf(found, PAGE, input);
  return {
    Metrics: items.map(toWireMetric),
    ...(input.IncludeLinkedAccounts === true
      ? { OwningAccounts: items.map(() => place.account) }
      : {}),
    ...(nextToken ? { NextToken: nextToken } : {}),
  };
}

function hasDimension(
  { dimensions }: Metric,
  wanted: { name: string; value: string | undefined },
): boolean {
  return dimensions.some(
    ({ name, value }) =>
      name === wanted.name && (wanted.value === undefined || wanted.value === value),
  );
}

function isRecent(engine: MetricsEngine, place: AwsPlace, metric: Metric, now: number): boolean {
  const query = { id: "m1", kind: "metric", metric, stat: "SampleCount", period: 300 } as const;
  const window = { from: now - RECENT_MS, to: now };
  return engine.evaluate(place, [query], window).some(({ points }) => points.length > 0);
}
