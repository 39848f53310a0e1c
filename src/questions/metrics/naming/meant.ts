/** One series that is meant, once CloudWatch's name for it is known. */
import type { Metric } from "../../../domain/metric.ts";
import type { AwsPlace } from "../../../domain/place.ts";
import type { Matched } from "./match-resource.ts";
import type { Rate, ServiceMetrics, UsualMetric } from "./service-metrics.ts";

export type Meant = {
  place: AwsPlace;
  metric: Metric;
  /** As CloudWatch spells it. */
  stat: string;
  unit?: string;
  /** As it is said: `errors`; CloudWatch's name where nobody has another. */
  said: string;
  rate?: Rate;
  /** Seconds between datapoints where that is more than a minute. */
  everySeconds?: number;
  service?: ServiceMetrics;
  /** Names of the thing, as people know it; none for a metric over all. */
  names: string[];
};

/** A listed metric as it is asked for; without a statistic that was typed by its usual one. */
export function toMeant(
  { metric: { place, ...metric }, names }: Matched,
  of: {
    usual?: UsualMetric | undefined;
    service?: ServiceMetrics | undefined;
    stat?: string | undefined;
  },
): Meant {
  const { usual, service } = of;
  return {
    place,
    metric,
    names,
    stat: of.stat ?? usual?.stat ?? statFor(metric.name),
    said: usual?.said ?? metric.name,
    ...(usual && { unit: usual.unit }),
    ...(usual?.rate && { rate: usual.rate }),
    ...(usual?.everySeconds !== undefined && { everySeconds: usual.everySeconds }),
    ...(service && { service }),
  };
}

const GAUGES =
  /latency|duration|time|age|lag|delay|size|utili[sz]ation|percent|rate|ratio|balance|depth|length|usage|used|free|available|memory|cpu|load|temperature|concurren|capacity|utilized|score|health|status|%/i;

/** A counter's average is the size of one count, which says nothing; a gauge's sum says nothing either. */
function statFor(name: string): string {
  return GAUGES.test(name) ? "Average" : "Sum";
}
