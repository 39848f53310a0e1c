/** Alarms of the made-up company, as they were put into CloudWatch. */
import type { AlarmState } from "../../domain/alarm.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { AwsPlace } from "../../domain/place.ts";
import { DAY } from "../../domain/time.ts";
import { ACCOUNTS, type AccountName, HOME, type Region } from "./company.ts";

export type ToldChange = {
  at: number;
  to: { state: AlarmState; reason: string; data?: JsonObject };
  /** Labels of the one series that made it so. */
  series?: Record<string, string>;
};

export type AlarmSeed = {
  place: AwsPlace;
  /** Epoch milliseconds. */
  createdAt: number;
  type: "MetricAlarm" | "CompositeAlarm" | "LogAlarm";
  /** What PutMetricAlarm, PutCompositeAlarm or PutLogAlarm were given. */
  input: Record<string, unknown>;
  /** Where nothing on this machine can run its query: when its state changed, oldest first. */
  told?: ToldChange[];
};

export type Where = { account: AccountName; region: Region };

export const PROD: Where = { account: "prod", region: HOME };
export const STAGING: Where = { account: "staging", region: HOME };

export function placeOf({ account, region }: Where): AwsPlace {
  return { account: ACCOUNTS[account].id, region };
}

/** The topic that tells whoever is on call. */
export function topicOf({ account, region }: Where): string {
  return `arn:aws:sns:${region}:${ACCOUNTS[account].id}:oncall`;
}

type Comparison = ">" | ">=" | "<" | "<=";
const OPERATORS: Record<Comparison, string> = {
  ">": "GreaterThanThreshold",
  ">=": "GreaterThanOrEqualToThreshold",
  "<": "LessThanThreshold",
  "<=": "LessThanOrEqualToThreshold",
};

/** What all metric alarms say of themselves; `of` is how many datapoints of how many. */
export type Watch = {
  name: string;
  text?: string;
  breach: [comparison: Comparison, threshold: number];
  of: [enough: number, periods: number];
  /** Seconds; 300 unless set. */
  period?: number;
  missing?: "missing" | "breaching" | "notBreaching" | "ignore";
  at?: Where;
  isQuiet?: boolean;
  hasOkAction?: boolean;
};

export type MetricName = [namespace: string, name: string, dimensions?: Record<string, string>];

/** An alarm on one metric. `stat`: `Sum`, `p99`. */
export function onMetric(
  toldAt: number,
  metric: MetricName,
  stat: string,
  watch: Watch,
): AlarmSeed {
  const [namespace, name, dimensions = {}] = metric;
  const isSimple = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"].includes(stat);
  return seed(toldAt, watch, {
    Namespace: namespace,
    MetricName: name,
    Dimensions: wireDimensions(dimensions),
    ...(isSimple ? { Statistic: stat } : { ExtendedStatistic: stat }),
    Period: watch.period ?? 300,
    Threshold: watch.breach[1],
  });
}

/** An alarm on an expression; `Metrics` as PutMetricAlarm takes them. */
export function onQueries(
  toldAt: number,
  queries: Record<string, unknown>[],
  watch: Watch,
  band?: { id: string; comparison: string },
): AlarmSeed {
  const members = band
    ? { ThresholdMetricId: band.id, ComparisonOperator: band.comparison }
    : { Threshold: watch.breach[1] };
  return seed(toldAt, watch, { Metrics: queries, ...members });
}

/** An entry of `Metrics` for one metric. */
export function statQuery(
  id: string,
  [namespace, name, dimensions = {}]: MetricName,
  stat: string,
  period: number,
  isShown = false,
): Record<string, unknown> {
  const metric = {
    Namespace: namespace,
    MetricName: name,
    Dimensions: wireDimensions(dimensions),
  };
  return {
    Id: id,
    MetricStat: { Metric: metric, Period: period, Stat: stat },
    ReturnData: isShown,
  };
}

/** An alarm over others. */
export function onRule(
  toldAt: number,
  name: string,
  rule: string,
  rest: Record<string, unknown> = {},
  at: Where = PROD,
): AlarmSeed {
  return {
    place: placeOf(at),
    createdAt: createdAt(toldAt, name),
    type: "CompositeAlarm",
    input: { AlarmName: name, AlarmRule: rule, AlarmActions: [topicOf(at)], ...rest },
  };
}

/** Between 40 and 400 days ago, by its name. */
export function createdAt(toldAt: number, name: string): number {
  return toldAt - (40 + ((name.length * 37) % 360)) * DAY;
}

function seed(toldAt: number, watch: Watch, members: Record<string, unknown>): AlarmSeed {
  const { name, text, breach, of, missing, at = PROD, isQuiet, hasOkAction } = watch;
  const topic = topicOf(at);
  const [enough, periods] = of;
  return {
    place: placeOf(at),
    createdAt: createdAt(toldAt, name),
    type: "MetricAlarm",
    input: {
      AlarmName: name,
      ...(text ? { AlarmDescription: text } : {}),
      ComparisonOperator: OPERATORS[breach[0]],
      EvaluationPeriods: periods,
      DatapointsToAlarm: enough,
      ...(missing ? { TreatMissingData: missing } : {}),
      AlarmActions: [topic],
      ...(hasOkAction ? { OKActions: [topic] } : {}),
      ...(isQuiet ? { ActionsEnabled: false } : {}),
      ...members,
    },
  };
}

function wireDimensions(dimensions: Record<string, string>): { Name: string; Value: string }[] {
  return Object.entries(dimensions).map(([name, value]) => ({ Name: name, Value: value }));
}
