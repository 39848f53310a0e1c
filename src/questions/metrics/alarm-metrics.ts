/** What is usual of the metrics that alarms watch, and the questions that they lead to. */
import type { FollowUp } from "../../answers/answer.ts";
import type { Alarm, AlarmWatch } from "../../domain/alarm.ts";
import { shortValue } from "../../domain/alarm-words-metric.ts";
import type { Dimension, Metric } from "../../domain/metric.ts";
import type { AwsPlace } from "../../domain/place.ts";
import { quotedName } from "../quoted-name.ts";
import { placeText } from "./alarm-parts.ts";
import type { Meant } from "./naming/meant.ts";
import { SERVICE_METRICS } from "./naming/read-name.ts";

/** The unit in which a service reports a metric; a number of samples has none. */
export function usualUnit({ namespace, name }: Metric, stat: string): string | undefined {
  if (stat === "SampleCount") return "Count";
  const service = SERVICE_METRICS.find((each) => each.namespace === namespace);
  const usual = service?.metrics.find((each) => each.name === name && !each.rate);
  return usual?.unit === "None" ? undefined : usual?.unit;
}

/** An alarm without a unit of its own gets that of its metric, so that numbers are told with one. */
export function withUsualUnit(alarm: Alarm): Alarm {
  const { watch } = alarm;
  if (!("queries" in watch) || watch.unit !== undefined) return alarm;
  const query = watch.queries.find(({ id }) => id === watch.alarmedId);
  if (query?.kind !== "metric") return alarm;
  const unit = usualUnit(query.metric, query.stat);
  return unit === undefined ? alarm : { ...alarm, watch: { ...watch, unit } };
}

/** The dimension that names the thing itself, such as the function or the queue. */
function namingDimension({ namespace, dimensions }: Metric): Dimension | undefined {
  const names = SERVICE_METRICS.find((each) => each.namespace === namespace)?.nameIn ?? [];
  const byName = names.flatMap((name) => dimensions.find((each) => each.name === name) ?? []);
  return byName[0] ?? dimensions[0];
}

/** The metrics that an alarm watches, each once, as the questions about metrics know them. */
export function metricsOf({ watch, place }: Alarm): Meant[] {
  if (!("queries" in watch)) return [];
  return watch.queries.flatMap((query): Meant[] => {
    if (query.kind !== "metric") return [];
    const { metric, stat } = query;
    const service = SERVICE_METRICS.find(({ namespace }) => namespace === metric.namespace);
    const names = metric.dimensions.map(shortValue);
    return [{ place, metric, stat, said: metric.name, names, ...(service && { service }) }];
  });
}

/** Who changed the thing that is measured, and how its metric stands against the week before. */
export function metricFollowUps(watch: AlarmWatch, place: AwsPlace): FollowUp[] {
  if (!("queries" in watch)) return [];
  const query = watch.queries.find((each) => each.kind === "metric");
  if (query?.kind !== "metric") return [];
  const thing = namingDimension(query.metric);
  const { namespace, name, dimensions } = query.metric;
  const isPlain = dimensions.every(({ value }) => /^[\w./:@-]+$/.test(value));
  const pairs = dimensions.map((each) => `${each.name}=${each.value}`).join(" ");
  return [
    ...(thing
      ? [
          {
            label: `Who changed ${shortValue(thing)}`,
            text: `who changed ${quotedName(shortValue(thing))} in the last 7 days ${placeText(place)}`,
          },
        ]
      : []),
    ...(isPlain
      ? [
          {
            label: "Against last week",
            text: `metric ${[namespace, name, pairs, query.stat].filter((part) => part !== "").join(" ")} vs last week ${placeText(place)}`,
          },
        ]
      : []),
  ];
}
