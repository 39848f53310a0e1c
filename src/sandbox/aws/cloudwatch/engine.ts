/** What computes metrics in the local AWS: for whoever asks for them, and for its own alarms. */
import type { Metric, Series, SeriesQuery } from "../../../domain/metric.ts";
import type { AwsPlace } from "../../../domain/place.ts";
import type { Window } from "../../../domain/time.ts";

export type MetricsEngine = {
  /** Every metric that the place has, in a lasting order. */
  list(place: AwsPlace): Metric[];
  /** The unit in which a metric is published; undefined where the place has no such metric. */
  unitOf(place: AwsPlace, metric: Metric): string | undefined;
  /**
   * The series of all queries that are not hidden, by GetMetricData's rules: `window.to` does not belong to it, periods
   * older than their retention are empty, expressions see the ids of the others. Throws an AwsRefusal `ValidationError`
   * for what GetMetricData refuses.
   */
  evaluate(place: AwsPlace, queries: readonly SeriesQuery[], window: Window): Series[];
};
