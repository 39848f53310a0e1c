/** Labels that name values of their series: `${LABEL}`, `${MAX}`, `${PROP('Dim.InstanceId')}`. */
import type { Series, SeriesQuery } from "../../../domain/metric.ts";
import { formatInstant } from "../../../domain/time.ts";

const OPENING = "${";
const PLACEHOLDER = /\$\{([A-Z_]+)(?:\('([^']*)'\))?\}/g;

export function isDynamicLabel(label: string | undefined): label is string {
  return label?.includes(OPENING) ?? false;
}

/** What is not known stays as it was written. `series.label` is the one that it has by itself. */
export function fillLabel(label: string, series: Series, query: SeriesQuery | undefined): string {
  return label.replaceAll(PLACEHOLDER, (whole, name: string, argument: string | undefined) => {
    if (name === "LABEL") return series.label;
    if (name === "PROP") return property(argument ?? "", query) ?? whole;
    return valueNamed(name, series) ?? whole;
  });
}

function property(name: string, query: SeriesQuery | undefined): string | undefined {
  if (query?.kind !== "metric") return undefined;
  const { metric, stat, period } = query;
  const fixed: Record<string, string> = {
    MetricName: metric.name,
    Namespace: metric.namespace,
    Period: String(period),
    Stat: stat,
  };
  if (Object.hasOwn(fixed, name)) return fixed[name];
  return metric.dimensions.find((dimension) => `Dim.${dimension.name}` === name)?.value;
}

const VALUES: Record<string, (values: number[]) => number> = {
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  DATAPOINT_COUNT: (values) => values.length,
  FIRST: (values) => values[0] ?? Number.NaN,
  LAST: (values) => values.at(-1) ?? Number.NaN,
  MAX: (values) => values.reduce((most, value) => Math.max(most, value), -Infinity),
  MIN: (values) => values.reduce((least, value) => Math.min(least, value), Infinity),
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
};

function valueNamed(name: string, { points }: Series): string | undefined {
  const isTime = name.endsWith("_TIME");
  const key = isTime ? name.slice(0, -"_TIME".length) : name;
  const of = Object.hasOwn(VALUES, key) ? VALUES[key] : undefined;
  if (!of || points.length === 0) return undefined;
  const value = of(points.map((point) => point.value));
  if (!isTime) return String(Math.round(value * 1000) / 1000);
  const at = points.find((point) => point.value === value)?.at;
  return at === undefined ? undefined : formatInstant(at).slice(11, 16);
}
