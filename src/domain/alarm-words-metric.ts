/** Metrics, statistics, thresholds and times of alarms in words. */
import type { ComparisonOperator, Evaluation } from "./alarm.ts";
import type { Dimension, Metric, SeriesQuery } from "./metric.ts";

/** `60` → `1 min`, `300` → `5 min`, `86400` → `1 day`, `90` → `90 s`. */
export function secondsWords(seconds: number): string {
  const units: [number, string, string][] = [
    [86_400, "day", "days"],
    [3600, "h", "h"],
    [60, "min", "min"],
  ];
  for (const [size, one, many] of units) {
    if (seconds < size || seconds % size !== 0) continue;
    const amount = seconds / size;
    return `${amount} ${amount === 1 ? one : many}`;
  }
  return `${numberWords(seconds)} s`;
}

/** `10000` → `10,000`, `40.760000000000005` → `40.76`, `1e-7` stays. */
export function numberWords(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e15)) return String(Number(value.toPrecision(4)));
  const digits = size >= 1000 ? 1 : size >= 1 ? 2 : 4;
  const [whole = "", fraction] = String(Number(value.toFixed(digits))).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

const UNITS: Record<string, string> = {
  Percent: "%",
  Seconds: " s",
  Milliseconds: " ms",
  Microseconds: " µs",
  Count: "",
  None: "",
  Bytes: " bytes",
  "Count/Second": " a second",
};

/** A value with its unit as CloudWatch spells it: `80%`, `1,200 ms`, `5 Megabytes/Second`. */
export function valueWords(value: number, unit?: string): string {
  if (unit === undefined) return numberWords(value);
  if (unit === "Bytes" && Math.abs(value) >= 1000) return sizeWords(value);
  return `${numberWords(value)}${UNITS[unit] ?? ` ${unit}`}`;
}

const SIZES = ["bytes", "kB", "MB", "GB", "TB", "PB"];

function sizeWords(value: number): string {
  const power = Math.min(SIZES.length - 1, Math.floor(Math.log10(Math.abs(value)) / 3));
  return `${numberWords(value / 1000 ** power)} ${SIZES[power]}`;
}

const STATISTICS: Record<string, string> = {
  Sum: "sum",
  Average: "average",
  Minimum: "minimum",
  Maximum: "maximum",
  SampleCount: "number of samples",
};

/** `Average` → `average`; `p99`, `TM(10%:90%)` stay. */
export function statWords(stat: string): string {
  return STATISTICS[stat] ?? stat;
}

/** The part of a dimension's value by which people know it: `app/orders/50dc6c495c0c9188` → `orders`. */
export function shortValue({ name, value }: Dimension): string {
  if (name === "LoadBalancer" || name === "TargetGroup") {
    return /^(?:app|net|gwy|targetgroup)\/([^/]+)\//.exec(value)?.[1] ?? value;
  }
  return value.startsWith("arn:") ? (value.split(/[:/]/).at(-1) ?? value) : value;
}

/** `checkout-api Errors`; without dimensions its namespace stands for them: `AWS/EC2 CPUUtilization`. */
export function metricWords({ namespace, name, dimensions }: Metric): string {
  const values = [...new Set(dimensions.map(shortValue))].filter((value) => value !== "");
  return values.length === 0 ? `${namespace} ${name}`.trim() : `${values.join(" ")} ${name}`;
}

/** `checkout-api Errors (sum over 1 min)`; an expression's label, or itself. */
export function queryWords(query: SeriesQuery): string {
  if (query.kind === "expression") return query.label ?? query.expression;
  const over = `${statWords(query.stat)} over ${secondsWords(query.period)}`;
  return `${metricWords(query.metric)} (${over})`;
}

const OPERATORS: Record<ComparisonOperator, string> = {
  GreaterThanOrEqualToThreshold: "≥",
  GreaterThanThreshold: ">",
  GreaterThanUpperThreshold: ">",
  LessThanThreshold: "<",
  LessThanLowerThreshold: "<",
  LessThanOrEqualToThreshold: "≤",
};

/** `≥`; an operator that is not known stays as it is. */
export function operatorWords(comparison: ComparisonOperator): string {
  return OPERATORS[comparison] ?? comparison;
}

/** On which side of its threshold it is broken; both for a band. */
export function breachSide(comparison: ComparisonOperator): "above" | "below" | "both" {
  if (comparison === "LessThanLowerOrGreaterThanUpperThreshold") return "both";
  return comparison.startsWith("Less") ? "below" : "above";
}

const WHOLE: [number, string][] = [
  [60, "minutes"],
  [3600, "hours"],
  [86_400, "days"],
];

/** `in 3 of the last 5 minutes`, `for 3 periods of 5 min in a row`, `at once`. */
export function evaluationWords(
  { evaluationPeriods, datapointsToAlarm }: Evaluation,
  period: number,
): string {
  const needed = datapointsToAlarm ?? evaluationPeriods;
  if (evaluationPeriods === 1) return "already at one datapoint";
  const unit = WHOLE.find(([size]) => size === period)?.[1];
  const spans = unit ?? `periods of ${secondsWords(period)}`;
  if (needed < evaluationPeriods) return `in ${needed} of the last ${evaluationPeriods} ${spans}`;
  return `for ${evaluationPeriods} ${spans} in a row`;
}

const MISSING: Record<string, string> = {
  missing: "without data it is INSUFFICIENT_DATA",
  breaching: "missing data counts as breaching",
  notBreaching: "missing data counts as not breaching",
  ignore: "missing data leaves the state as it is",
};

/** `missing data counts as not breaching`. */
export function missingWords(missingData: string): string {
  return MISSING[missingData] ?? `missing data: ${missingData}`;
}
