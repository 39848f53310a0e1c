/** ListMetrics: the metrics that a place has had data for in the last two weeks. */
import type { Window } from "../../domain/time.ts";
import type { MetricFilter, MetricsListed, PlacedMetric } from "../../sources/cloudwatch.ts";
import {
  askPlaces,
  type Counted,
  gapOf,
  type Reach,
  somePlaces,
  toSearch,
  unlessAllFailed,
} from "./ask-places.ts";
import type { Asking } from "./call.ts";
import { membersOf, textOf } from "./members.ts";
import { type Pages, pagesGap, readPages } from "./pages.ts";
import { readDimensions } from "./read-queries.ts";

const USUAL_MOST = 500;

/** Throws a Problem `aws.*` where no place could be asked. */
export async function listMetrics(
  reach: Reach,
  filter: MetricFilter,
  asking: Asking,
): Promise<MetricsListed> {
  const places = somePlaces(reach.setup, filter);
  const asked = await askPlaces(asking, places, (place, own) =>
    readPlace(reach, filter, own, place),
  );
  unlessAllFailed(reach.setup, asked, "ListMetrics");
  const now = reach.now();
  return {
    metrics: asked.flatMap((one) => (one.ok ? metricsIn(one) : [])),
    isCut: asked.some((one) => !one.ok || one.value.isCut),
    searched: asked.map((one) => searchOf(reach, filter, one, { from: now, to: now })),
  };
}

async function readPlace(
  { call }: Reach,
  filter: MetricFilter,
  asking: Asking,
  place: PlacedMetric["place"],
): Promise<Pages> {
  const { ListMetricsCommand } = await import("@aws-sdk/client-cloudwatch");
  const { namespace, name, dimensions } = filter;
  const input = {
    ...(namespace !== undefined && { Namespace: namespace }),
    ...(name !== undefined && { MetricName: name }),
    ...(dimensions !== undefined && {
      Dimensions: dimensions.map((each) => ({
        Name: each.name,
        ...(each.value !== undefined && { Value: each.value }),
      })),
    }),
  };
  return readPages(
    async (token) => {
      const command = new ListMetricsCommand(
        token === undefined ? input : { ...input, NextToken: token },
      );
      const { Metrics, NextToken } = await call(
        asking,
        place,
        "ListMetrics",
        (client, abortSignal) => client.send(command, { abortSignal }),
      );
      return { items: Metrics ?? [], token: NextToken };
    },
    { most: filter.limit ?? USUAL_MOST },
  );
}

function metricsIn({ place, value }: Counted<Pages> & { ok: true }): PlacedMetric[] {
  return value.items.flatMap((item) => {
    const { Namespace, MetricName, Dimensions } = membersOf(item);
    const name = textOf(MetricName);
    if (name === undefined) return [];
    const namespace = textOf(Namespace) ?? "";
    return [{ namespace, name, dimensions: readDimensions(Dimensions), place }];
  });
}

function searchOf(reach: Reach, filter: MetricFilter, one: Counted<Pages>, window: Window) {
  const { namespace, name, dimensions = [] } = filter;
  const words = [
    namespace,
    name,
    ...dimensions.map((each) => `${each.name}=${each.value ?? "*"}`),
  ].filter((word) => word !== undefined);
  return toSearch(one.place, {
    source: "CloudWatch metrics",
    unit: "metric",
    window,
    ...(words.length > 0 && { filter: words.join(" ") }),
    requests: one.requests,
    examined: one.ok ? one.value.items.length : 0,
    matched: one.ok ? one.value.items.length : 0,
    gaps: one.ok ? pagesGap(one.value, "metrics") : [gapOf(reach.setup, one, "ListMetrics")],
  });
}
