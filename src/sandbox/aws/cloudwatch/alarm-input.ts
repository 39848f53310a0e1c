/** What PutMetricAlarm, PutCompositeAlarm and PutLogAlarm take, checked as CloudWatch checks it. */
import type { Evaluation } from "../../../domain/alarm.ts";
import { DAY, SECOND } from "../../../domain/time.ts";
import type { SeriesWatch, Watched } from "./alarm-life.ts";
import { childrenOf, parseRule, type Rule } from "./alarm-rule.ts";
import {
  type Input,
  invalid,
  isRecord,
  numberBetween,
  numberIn,
  oneOf,
  recordsIn,
  textIn,
  textsIn,
  wantedText,
} from "./input.ts";
import { checkPeriod, readDimensions, readQueries } from "./metric-query.ts";

const COMPARISONS = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
] as const;
const STATISTICS = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] as const;
const MISSING = ["missing", "breaching", "notBreaching", "ignore"];
const MOST_ACTIONS = 5;
/** Seconds. */
const SHORTEST_PERIOD = 10;

/** The members that all kinds have; throws what is refused. */
function checkCommon(input: Input): void {
  wantedText(input, "AlarmName");
  for (const member of ["OKActions", "AlarmActions", "InsufficientDataActions"]) {
    const actions = textsIn(input[member]);
    if (actions.length > MOST_ACTIONS) {
      invalid(`The collection ${member} must not have a size greater than ${MOST_ACTIONS}.`);
    }
    const odd = actions.find((action) => !action.startsWith("arn:"));
    if (odd !== undefined) invalid(`Invalid arn syntax: ${odd}`);
  }
  const description = input.AlarmDescription;
  if (typeof description === "string" && description.length > 1024) {
    invalid("The parameter AlarmDescription must be shorter than or equal to 1024 characters.");
  }
  const missing = textIn(input.TreatMissingData);
  if (missing && !MISSING.includes(missing)) {
    invalid(`The parameter TreatMissingData must be a value in the set [ ${MISSING.join(", ")} ].`);
  }
}

/** What a metric alarm watches; `changes` tells of one whose query nothing here can run. */
export function readMetricWatch(input: Input): Watched {
  checkCommon(input);
  if (isRecord(input.EvaluationCriteria)) return { kind: "told", changes: [] };
  const evaluation = readEvaluation(input);
  const metrics = recordsIn(input.Metrics);
  const isSingle = textIn(input.MetricName) !== undefined;
  if (isSingle === metrics.length > 0) {
    invalid("Exactly one of MetricName and Metrics must be specified.");
  }
  return isSingle ? readSingle(input, evaluation) : readMany(input, evaluation);
}

function readEvaluation(input: Input): Evaluation {
  const comparison = oneOf(input, "ComparisonOperator", COMPARISONS);
  if (!comparison) invalid("The parameter ComparisonOperator is required.");
  if (numberIn(input.EvaluationPeriods) === undefined) {
    invalid("The parameter EvaluationPeriods is required.");
  }
  const evaluationPeriods = numberBetween(input, "EvaluationPeriods", {
    least: 1,
    most: 86_400,
    usual: 1,
  });
  const datapointsToAlarm = numberIn(input.DatapointsToAlarm);
  if (
    datapointsToAlarm !== undefined &&
    (datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods)
  ) {
    invalid("The parameter DatapointsToAlarm must be between 1 and EvaluationPeriods.");
  }
  return {
    comparison,
    evaluationPeriods,
    ...(datapointsToAlarm === undefined ? {} : { datapointsToAlarm }),
    missingData: textIn(input.TreatMissingData) ?? "missing",
  };
}

function readSingle(input: Input, evaluation: Evaluation): SeriesWatch {
  const namespace = wantedText(input, "Namespace");
  const statistic = oneOf(input, "Statistic", STATISTICS);
  const extended = textIn(input.ExtendedStatistic);
  const stat = statistic ?? extended;
  if (!stat || (statistic && extended)) {
    invalid("Exactly one of Statistic and ExtendedStatistic must be specified.");
  }
  const threshold = numberIn(input.Threshold);
  if (threshold === undefined) invalid("The parameter Threshold is required.");
  const period = numberIn(input.Period);
  if (period === undefined) invalid("The parameter Period is required.");
  const unit = textIn(input.Unit);
  const query = {
    id: "m1",
    kind: "metric" as const,
    metric: {
      namespace,
      name: wantedText(input, "MetricName"),
      dimensions: readDimensions(input.Dimensions),
    },
    stat,
    period,
    ...(unit ? { unit } : {}),
  };
  return toWatch({ queries: [query], alarmedId: "m1", threshold, evaluation }, period);
}

function readMany(input: Input, evaluation: Evaluation): SeriesWatch {
  const queries = readQueries(input.Metrics, "Metrics").map(({ query }) => query);
  const bandId = textIn(input.ThresholdMetricId);
  const shown = queries.filter(({ isHidden, id }) => !isHidden && id !== bandId);
  const [alarmed] = shown;
  if (shown.length !== 1 || !alarmed) {
    invalid("Exactly one element of the metrics list should return data.");
  }
  if (bandId && !queries.some(({ id }) => id === bandId)) {
    invalid(`ThresholdMetricId ${bandId} does not exist in the metrics list.`);
  }
  const threshold = numberIn(input.Threshold);
  if ((threshold === undefined) === (bandId === undefined)) {
    invalid("Exactly one of Threshold and ThresholdMetricId must be specified.");
  }
  for (const query of queries) {
    if (query.kind === "expression" && /\bSEARCH\s*\(/.test(query.expression)) {
      invalid("SEARCH is not supported on Metric Alarms.");
    }
  }
  const periods = queries.flatMap(({ period }) => (period === undefined ? [] : [period]));
  const period = alarmed.period ?? Math.max(60, ...periods);
  const groups = groupsOf(queries);
  const watch = { queries, alarmedId: alarmed.id, threshold: threshold ?? 0, evaluation };
  return {
    ...toWatch(watch, period),
    ...(bandId ? { bandId } : {}),
    ...(groups ? { groups } : {}),
  };
}

/** What a Metrics Insights query groups by; undefined where there is no such query, or it gives one series. */
function groupsOf(queries: SeriesWatch["queries"]): string[] | undefined {
  for (const query of queries) {
    if (query.kind !== "expression" || !/^\s*SELECT\b/i.test(query.expression)) continue;
    const group = /\bGROUP\s+BY\s+(.+?)(?:\bORDER\b|\bLIMIT\b|$)/is.exec(query.expression)?.[1];
    return group?.split(",").map((name) => name.trim().replaceAll('"', ""));
  }
  return undefined;
}

function toWatch(watch: Omit<SeriesWatch, "kind" | "periodMs">, period: number): SeriesWatch {
  checkPeriod(period, "Period");
  if (period < SHORTEST_PERIOD)
    invalid("The parameter Period must be 10, 20, 30 or a multiple of 60.");
  const spanMs = period * SECOND * watch.evaluation.evaluationPeriods;
  const longest = period >= 3600 ? 7 * DAY : DAY;
  if (spanMs > longest) {
    invalid(
      `Metrics cannot be checked across more than ${longest === DAY ? "a day" : "seven days"} (EvaluationPeriods * Period must be <= ${longest / SECOND}).`,
    );
  }
  return { kind: "series", ...watch, periodMs: period * SECOND };
}

/** `isKnown` tells whether there is an alarm of that name or ARN. */
export function readRuleWatch(input: Input, isKnown: (nameOrArn: string) => boolean): Watched {
  checkCommon(input);
  const text = wantedText(input, "AlarmRule", 10_240);
  const rule = ruleOf(text);
  const unknown = childrenOf(rule).filter((name) => !isKnown(name));
  if (unknown.length > 0) {
    invalid(
      `Could not save the composite alarm as alarms [${unknown.join(", ")}] in the alarm rule do not exist`,
    );
  }
  const suppressor = textIn(input.ActionsSuppressor);
  const waits = [input.ActionsSuppressorWaitPeriod, input.ActionsSuppressorExtensionPeriod];
  if (suppressor && waits.some((wait) => numberIn(wait) === undefined)) {
    invalid(
      "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are required with ActionsSuppressor.",
    );
  }
  return { kind: "rule", rule };
}

function ruleOf(text: string): Rule {
  try {
    return parseRule(text);
  } catch (error) {
    invalid(`AlarmRule is not valid: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Nothing here runs the queries of log alarms: who makes one sees it wait for data. */
export function readLogWatch(input: Input): Watched {
  checkCommon(input);
  const query = isRecord(input.ScheduledQueryConfiguration)
    ? input.ScheduledQueryConfiguration
    : {};
  wantedText(query, "QueryString", 10_000);
  oneOf(input, "ComparisonOperator", COMPARISONS.slice(0, 4));
  const evaluated = numberBetween(input, "QueryResultsToEvaluate", {
    least: 1,
    most: 100,
    usual: 1,
  });
  numberBetween(input, "QueryResultsToAlarm", { least: 1, most: evaluated, usual: 1 });
  return { kind: "told", changes: [] };
}
