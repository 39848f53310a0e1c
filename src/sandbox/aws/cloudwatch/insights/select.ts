/** Answers a Metrics Insights query: matching metrics as one series, or as one for each group. */
import type { Metric } from "../../../../domain/metric.ts";
import type { MetricSource } from "../../../scenario/metrics/source.ts";
import { foldOne } from "../math/aggregate.ts";
import type { Timeline } from "../metrics/timeline.ts";
import type { Aggregate, Condition, InsightsQuery } from "./parser.ts";

/** Reads several sources as one series. */
export type ReadTogether = (
  sources: readonly MetricSource[],
  stat: string,
  label: string,
) => Timeline;

const STATISTIC: Record<Aggregate, string> = {
  AVG: "Average",
  COUNT: "SampleCount",
  MAX: "Maximum",
  MIN: "Minimum",
  SUM: "Sum",
};

/** What a metric without the label is called. */
const OTHER = "Other";

/** The series of a query, in its order. */
export function select(
  query: InsightsQuery,
  sources: readonly MetricSource[],
  read: ReadTogether,
): Timeline[] {
  const groups = new Map<string, MetricSource[]>();
  for (const source of sources) {
    if (!isMeant(query, source)) continue;
    const key = query.groupBy.map((label) => labelOf(source, label) ?? OTHER).join(" ");
    groups.set(key, [...(groups.get(key) ?? []), source]);
  }
  const all = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, group]) => read(group, STATISTIC[query.aggregate], label));
  return ordered(query, all).slice(0, query.limit);
}

function isMeant(query: InsightsQuery, source: MetricSource): boolean {
  const { metric } = source;
  if (metric.namespace !== query.namespace || metric.name !== query.metricName) return false;
  if (query.schema && !hasExactly(metric, query.schema)) return false;
  return !query.where || holds(query.where, source);
}

function hasExactly({ dimensions }: Metric, names: readonly string[]): boolean {
  return (
    dimensions.length === new Set(names).size &&
    dimensions.every(({ name }) => names.includes(name))
  );
}

function holds(condition: Condition, source: MetricSource): boolean {
  switch (condition.kind) {
    case "and":
      return condition.all.every((one) => holds(one, source));
    case "or":
      return condition.all.some((one) => holds(one, source));
    case "is": {
      const value = labelOf(source, condition.key);
      const isOne = value !== undefined && condition.values.includes(value);
      return isOne !== condition.isNot;
    }
  }
}

function labelOf({ place, metric }: MetricSource, key: string): string | undefined {
  if (key === "AWS.AccountId") return place.account;
  return metric.dimensions.find(({ name }) => name === key)?.value;
}

function ordered({ orderBy }: InsightsQuery, all: Timeline[]): Timeline[] {
  if (!orderBy) return all;
  const fold = orderBy.aggregate === "COUNT" ? "DATAPOINT_COUNT" : orderBy.aggregate;
  const full = all.filter(({ values }) => values.length > 0);
  const empty = all.filter(({ values }) => values.length === 0);
  const direction = orderBy.isDescending ? -1 : 1;
  const rank = new Map(full.map((one) => [one, foldOne(fold, one.values)]));
  full.sort((a, b) => direction * ((rank.get(a) ?? 0) - (rank.get(b) ?? 0)));
  return [...full, ...empty];
}
