/** What an alarm watches, told by the members that it has. */
import type { AlarmWatch, Evaluation } from "../../domain/alarm.ts";
import { parseAlarmRule, ruleChildren } from "../../domain/alarm-rule.ts";
import type { SeriesQuery } from "../../domain/metric.ts";
import { type Members, membersOf, numberOf, textOf, textsOf, toJson } from "./members.ts";
import { readDimensions, readQueries, USUAL_PERIOD } from "./read-queries.ts";

/** The list of DescribeAlarms that an alarm stands in. */
export type AlarmKind = "metric" | "composite" | "log";

/** `kind`: where it is known; else the members tell it. */
export function readWatch(alarm: Members, kind?: AlarmKind): AlarmWatch {
  const rule = textOf(alarm.AlarmRule);
  if (kind === "composite" || rule !== undefined) return readComposite(alarm, rule ?? "");
  const scheduled = membersOf(alarm.ScheduledQueryConfiguration);
  if (kind === "log" || Object.keys(scheduled).length > 0) return readLog(alarm, scheduled);
  const promql = membersOf(membersOf(alarm.EvaluationCriteria).PromQLCriteria);
  const query = textOf(promql.Query);
  if (query !== undefined) return readPromql(alarm, query, promql);
  return readMetricWatch(alarm) ?? { kind: "unknown", record: toJson(alarm) };
}

function readComposite({ ActionsSuppressor }: Members, rule: string): AlarmWatch {
  const suppressor = textOf(ActionsSuppressor);
  const parsed = parseAlarmRule(rule);
  return {
    kind: "composite",
    rule,
    children: parsed ? ruleChildren(parsed) : [],
    ...(suppressor !== undefined && { suppressor }),
  };
}

function readLog(alarm: Members, scheduled: Members): AlarmWatch {
  const schedule = textOf(membersOf(scheduled.ScheduleConfiguration).ScheduleExpression);
  const aggregation = textOf(scheduled.AggregationExpression);
  const threshold = numberOf(alarm.Threshold);
  const comparison = textOf(alarm.ComparisonOperator);
  const resultsToAlarm = numberOf(alarm.QueryResultsToAlarm);
  const resultsToEvaluate = numberOf(alarm.QueryResultsToEvaluate);
  return {
    kind: "log",
    query: textOf(scheduled.QueryString) ?? "",
    logGroups: textsOf(scheduled.LogGroupIdentifiers),
    ...(schedule !== undefined && { schedule }),
    ...(aggregation !== undefined && { aggregation }),
    ...(threshold !== undefined && { threshold }),
    ...(comparison !== undefined && { comparison }),
    ...(resultsToAlarm !== undefined && { resultsToAlarm }),
    ...(resultsToEvaluate !== undefined && { resultsToEvaluate }),
  };
}

function readPromql(alarm: Members, query: string, criteria: Members): AlarmWatch {
  const pendingPeriod = numberOf(criteria.PendingPeriod);
  const recoveryPeriod = numberOf(criteria.RecoveryPeriod);
  const interval = numberOf(alarm.EvaluationInterval);
  return {
    kind: "promql",
    query,
    ...(pendingPeriod !== undefined && { pendingPeriod }),
    ...(recoveryPeriod !== undefined && { recoveryPeriod }),
    ...(interval !== undefined && { interval }),
  };
}

function readMetricWatch(alarm: Members): AlarmWatch | undefined {
  const several = readQueries(alarm.Metrics);
  const queries = several.length > 0 ? several : singleQuery(alarm);
  const bandId = textOf(alarm.ThresholdMetricId);
  const alarmed = alarmedOf(queries, bandId);
  if (!alarmed) return undefined;
  const threshold = numberOf(alarm.Threshold);
  const unit = textOf(alarm.Unit) ?? (alarmed.kind === "metric" ? alarmed.unit : undefined);
  return {
    kind: kindOf(queries, alarmed, bandId),
    queries,
    alarmedId: alarmed.id,
    ...(threshold !== undefined && bandId === undefined && { threshold }),
    ...(bandId !== undefined && { bandId }),
    evaluation: readEvaluation(alarm),
    period: periodOf(queries, alarmed, numberOf(alarm.Period)),
    ...(unit !== undefined && { unit }),
  };
}

function singleQuery(alarm: Members): SeriesQuery[] {
  const name = textOf(alarm.MetricName);
  if (name === undefined) return [];
  const unit = textOf(alarm.Unit);
  return [
    {
      id: "m1",
      kind: "metric",
      metric: {
        namespace: textOf(alarm.Namespace) ?? "",
        name,
        dimensions: readDimensions(alarm.Dimensions),
      },
      stat: textOf(alarm.ExtendedStatistic) ?? textOf(alarm.Statistic) ?? "Average",
      period: numberOf(alarm.Period) ?? USUAL_PERIOD,
      ...(unit !== undefined && { unit }),
    },
  ];
}

/** The one that is returned and is no band; where none is marked, the last expression, which the others serve. */
function alarmedOf(queries: readonly SeriesQuery[], bandId?: string): SeriesQuery | undefined {
  const able = queries.filter(({ id }) => id !== bandId);
  const returned = able.filter(({ isHidden }) => !isHidden);
  const [only, another] = returned;
  if (only && !another) return only;
  const among = returned.length > 0 ? returned : able;
  return among.filter(({ kind }) => kind === "expression").at(-1) ?? among[0];
}

function kindOf(
  queries: readonly SeriesQuery[],
  alarmed: SeriesQuery,
  bandId?: string,
): "metric" | "math" | "insights" | "anomaly" {
  if (bandId !== undefined) return "anomaly";
  const expressions = queries.flatMap((query) =>
    query.kind === "expression" ? [query.expression] : [],
  );
  if (expressions.length === 0) return "metric";
  if (alarmed.kind === "expression" && isInsights(alarmed.expression)) return "insights";
  return "math";
}

/** A Metrics Insights query, which stands alone as SQL does. */
export function isInsights(expression: string): boolean {
  return /^\s*SELECT\s/i.test(expression);
}

function periodOf(
  queries: readonly SeriesQuery[],
  alarmed: SeriesQuery,
  own: number | undefined,
): number {
  if (alarmed.period !== undefined) return alarmed.period;
  const others = queries.flatMap(({ period }) => (period === undefined ? [] : [period]));
  return own ?? (others.length > 0 ? Math.max(...others) : USUAL_PERIOD);
}

function readEvaluation(alarm: Members): Evaluation {
  const datapointsToAlarm = numberOf(alarm.DatapointsToAlarm);
  return {
    comparison: textOf(alarm.ComparisonOperator) ?? "",
    evaluationPeriods: numberOf(alarm.EvaluationPeriods) ?? 1,
    ...(datapointsToAlarm !== undefined && { datapointsToAlarm }),
    missingData: textOf(alarm.TreatMissingData) ?? "missing",
  };
}
