/** What an alarm that somebody thinks about is made of, out of what they typed. */
import type { Alarm, AlarmDraft, ComparisonOperator, Evaluation } from "../../domain/alarm.ts";
import { operatorWords, secondsWords, valueWords } from "../../domain/alarm-words-metric.ts";
import type { SeriesQuery } from "../../domain/metric.ts";
import type { AwsPlace } from "../../domain/place.ts";
import type { AlarmCondition } from "./asked.ts";
import { queriesOf } from "./metric-series.ts";
import type { Meant } from "./naming/meant.ts";

const OPERATORS: Record<AlarmCondition["operator"], ComparisonOperator> = {
  ">": "GreaterThanThreshold",
  ">=": "GreaterThanOrEqualToThreshold",
  "<": "LessThanThreshold",
  "<=": "LessThanOrEqualToThreshold",
};

/** What is watched: a metric, or an expression that was typed. */
export type Watched = { place: AwsPlace; meant?: Meant; expression?: string };

export function watchedQueries({ meant, expression }: Watched, period: number): SeriesQuery[] {
  if (meant) return queriesOf(meant, "m1", period);
  return [{ id: "m1", kind: "expression", expression: expression ?? "", period }];
}

/**
 * Missing data: what should be low is well while nothing comes, what should be high is not. Metrics of DynamoDB ignore it
 * whatever is set.
 */
export function evaluationOf(
  condition: AlarmCondition,
  queries: readonly SeriesQuery[],
): Evaluation {
  const evaluationPeriods = Math.max(
    1,
    condition.evaluationPeriods ?? condition.datapointsToAlarm ?? 1,
  );
  const datapointsToAlarm = Math.min(
    evaluationPeriods,
    Math.max(1, condition.datapointsToAlarm ?? evaluationPeriods),
  );
  const isDynamo = queries.some(
    (query) => query.kind === "metric" && query.metric.namespace === "AWS/DynamoDB",
  );
  const isLow = condition.operator.startsWith("<");
  return {
    comparison: OPERATORS[condition.operator],
    evaluationPeriods,
    datapointsToAlarm,
    missingData: isDynamo ? "ignore" : isLow ? "breaching" : "notBreaching",
  };
}

/** Seconds, as alarms can have: 10, 20, 30 or whole minutes. `note` where that is not what was asked. */
export function alarmPeriod(
  asked: number | undefined,
  least: number,
): { period: number; note?: string } {
  const wanted = Math.max(asked ?? 60, least);
  const period = [10, 20, 30].includes(wanted) ? wanted : Math.max(60, Math.ceil(wanted / 60) * 60);
  if (asked === undefined || period === asked) return { period };
  const why =
    asked < least
      ? `the metric has a datapoint each ${secondsWords(least)}`
      : "alarms look at 10, 20 or 30 s, or at whole minutes";
  return {
    period,
    note: `Period taken as ${secondsWords(period)} instead of ${secondsWords(asked)}: ${why}.`,
  };
}

/** What surprises those who set an alarm on such a metric for the first time. */
export function missingNotes({ missingData }: Evaluation): string[] {
  if (missingData !== "ignore") return [];
  return [
    "Alarms on metrics of DynamoDB ignore missing data, and most of these metrics have none while all is well: one that fired stays in ALARM. Metric math such as FILL(m1, 0) lets it end.",
  ];
}

const DAY_SECONDS = 86_400;

/** CloudWatch refuses alarms that look back too far: a day, a week where periods are an hour or longer. */
export function lookBackProblem(
  { evaluationPeriods }: Evaluation,
  period: number,
): string | undefined {
  const most = period >= 3600 ? 7 * DAY_SECONDS : DAY_SECONDS;
  const span = evaluationPeriods * period;
  if (span <= most) return undefined;
  return `CloudWatch refuses it: ${evaluationPeriods} periods of ${secondsWords(period)} are ${secondsWords(span)}, and an alarm may look back ${secondsWords(most)} at most.`;
}

const LONGEST_NAME = 200;

/** A name that nothing has yet there: an alarm of the same name would be overwritten. */
export function freeName(
  { meant, expression }: Watched,
  condition: AlarmCondition,
  taken: readonly Alarm[],
): string {
  const what = meant ? [...meant.names, meant.said].join("-") : (expression ?? "metric");
  const base = what
    .replace(/[^\p{L}\p{N}_./:-]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, LONGEST_NAME);
  const names = new Set(taken.map(({ name }) => name));
  const start = base === "" ? "alarm" : base;
  if (!names.has(start)) return start;
  const worded = `${start}-${condition.operator.startsWith("<") ? "below" : "above"}-${condition.threshold}`;
  if (!names.has(worded)) return worded;
  let number = 2;
  while (names.has(`${worded}-${number}`)) number += 1;
  return `${worded}-${number}`;
}

/** `errors of checkout-api (sum over 1 min) ≥ 5`. */
export function conditionWords(draft: AlarmDraft, unit: string | undefined): string {
  return `${operatorWords(draft.evaluation.comparison)} ${valueWords(draft.threshold, unit)}`;
}

/** `>= 5 in 5m for 3 of 5`, as it is typed. */
export function conditionText(
  { operator, datapointsToAlarm, evaluationPeriods }: AlarmCondition,
  threshold: number,
  period: number,
): string {
  const many =
    evaluationPeriods === undefined || evaluationPeriods === 1
      ? ""
      : ` for ${datapointsToAlarm ?? evaluationPeriods} of ${evaluationPeriods}`;
  return `${operator} ${threshold} in ${periodText(period)}${many}`;
}

function periodText(period: number): string {
  if (period % 3600 === 0) return `${period / 3600}h`;
  return period % 60 === 0 ? `${period / 60}m` : `${period}s`;
}
