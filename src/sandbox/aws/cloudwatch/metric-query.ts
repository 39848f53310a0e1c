/** Entries of a GetMetricData request, and of an alarm's `Metrics`, as queries. */
import type { Dimension, SeriesQuery } from "../../../domain/metric.ts";
import { type Input, invalid, isRecord, numberIn, recordsIn, textIn } from "./input.ts";

/** `account`: whose metric it is, where that is not the caller. */
export type ReadQuery = { query: SeriesQuery; account?: string };

const ID = /^[a-z][A-Za-z0-9_]*$/;

/** Throws what CloudWatch refuses: ids that are missing, wrong or twice, neither or both of metric and expression. */
export function readQueries(value: unknown, member: string): ReadQuery[] {
  const entries = recordsIn(value);
  const ids = new Set<string>();
  return entries.map((entry, at) => {
    const id = textIn(entry.Id);
    if (!id || !ID.test(id)) {
      invalid(
        `The value ${String(entry.Id)} for parameter ${member}.member.${at + 1}.Id is not matching the expected pattern ${ID.source}.`,
      );
    }
    if (ids.has(id)) {
      invalid(`The values for parameter Id in ${member} are not unique.`);
    }
    ids.add(id);
    const query = readQuery(id, entry, `${member}.member.${at + 1}`);
    const account = textIn(entry.AccountId);
    return account ? { query, account } : { query };
  });
}

function readQuery(id: string, entry: Input, path: string): SeriesQuery {
  const label = typeof entry.Label === "string" ? { label: entry.Label } : {};
  const base = { id, ...label, ...(entry.ReturnData === false ? { isHidden: true as const } : {}) };
  const expression = textIn(entry.Expression);
  const stat = isRecord(entry.MetricStat) ? entry.MetricStat : undefined;
  if ((expression === undefined) === (stat === undefined)) {
    invalid(
      `The parameters ${path}.Expression and ${path}.MetricStat are mutually exclusive and one of them must be specified.`,
    );
  }
  if (expression !== undefined) {
    const period = numberIn(entry.Period);
    if (period !== undefined) checkPeriod(period, `${path}.Period`);
    return { ...base, kind: "expression", expression, ...(period ? { period } : {}) };
  }
  return { ...base, ...readStat(stat ?? {}, `${path}.MetricStat`) };
}

function readStat(stat: Input, path: string) {
  const metric = isRecord(stat.Metric) ? stat.Metric : {};
  const namespace = textIn(metric.Namespace);
  const name = textIn(metric.MetricName);
  if (!namespace || !name) {
    invalid(`The parameter ${path}.Metric.${namespace ? "MetricName" : "Namespace"} is required.`);
  }
  const period = numberIn(stat.Period);
  if (period === undefined) invalid(`The parameter ${path}.Period is required.`);
  checkPeriod(period, `${path}.Period`);
  const wanted = textIn(stat.Stat);
  if (!wanted) invalid(`The parameter ${path}.Stat is required.`);
  const unit = textIn(stat.Unit);
  return {
    kind: "metric" as const,
    metric: { namespace, name, dimensions: readDimensions(metric.Dimensions) },
    stat: wanted,
    period,
    ...(unit ? { unit } : {}),
  };
}

/** 1, 5, 10, 20, 30 seconds, or whole minutes. */
export function checkPeriod(period: number, path: string): void {
  const isShort = [1, 5, 10, 20, 30].includes(period);
  if (!isShort && (period < 60 || period % 60 !== 0)) {
    invalid(
      `The parameter ${path} must be a value in the set [1, 5, 10, 20, 30], or any multiple of 60.`,
    );
  }
}

/** Members without a name or a value are left out. */
export function readDimensions(value: unknown): Dimension[] {
  return recordsIn(value).flatMap(({ Name, Value }) => {
    const name = textIn(Name);
    const text = textIn(Value);
    return name && text ? [{ name, value: text }] : [];
  });
}

export function toWireMetric(metric: { namespace: string; name: string; dimensions: Dimension[] }) {
  return {
    Namespace: metric.namespace,
    MetricName: metric.name,
    Dimensions: metric.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
  };
}
