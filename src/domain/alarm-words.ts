/** What an alarm watches and when it fires, in words. */
import type { AlarmState, AlarmWatch } from "./alarm.ts";
import { missingDataOf } from "./alarm-evaluation.ts";
import { parseAlarmRule, ruleWords } from "./alarm-rule.ts";
import { insightsWords, parseInsights } from "./alarm-words-insights.ts";
import {
  breachSide,
  evaluationWords,
  missingWords,
  numberWords,
  operatorWords,
  queryWords,
  secondsWords,
  valueWords,
} from "./alarm-words-metric.ts";

type Measured = Extract<AlarmWatch, { kind: "metric" | "math" | "insights" | "anomaly" }>;

export const STATE_WORDS: Record<AlarmState, string> = {
  ALARM: "in ALARM",
  OK: "OK",
  INSUFFICIENT_DATA: "without sufficient data",
};

const KINDS: Record<AlarmWatch["kind"], string> = {
  metric: "metric alarm",
  math: "alarm on metric math",
  insights: "alarm on a Metrics Insights query",
  anomaly: "alarm on an anomaly band",
  promql: "alarm on a PromQL query",
  log: "log alarm",
  composite: "composite alarm",
  unknown: "alarm of a kind that is not known here",
};

export function kindWords({ kind }: AlarmWatch): string {
  return KINDS[kind];
}

/**
 * When it fires, in one sentence without an end: `checkout-api Errors (sum over 1 min) ≥ 5, in 3 of the last 5 minutes;
 * missing data counts as not breaching`.
 */
export function watchSentence(watch: AlarmWatch): string {
  switch (watch.kind) {
    case "metric":
    case "math":
    case "insights":
    case "anomaly":
      return measuredSentence(watch);
    case "promql":
      return promqlSentence(watch);
    case "log":
      return logSentence(watch);
    case "composite":
      return compositeSentence(watch);
    case "unknown":
      return "what it watches is not known here";
  }
}

function measuredSentence(watch: Measured): string {
  const when = evaluationWords(watch.evaluation, watch.period);
  const treatment = missingDataOf(watch.evaluation, watch.queries);
  const isForced = treatment !== watch.evaluation.missingData;
  const missing = isForced
    ? "missing data leaves the state as it is, as always with DynamoDB"
    : missingWords(treatment);
  return `${subjectWords(watch)} ${limitWords(watch)}, ${when}; ${missing}`;
}

/** What is measured: `checkout-api Errors (sum over 1 min)`, a label, an expression, `Errors of any function`. */
export function subjectWords(watch: Measured): string {
  const query = watch.queries.find(({ id }) => id === watch.alarmedId);
  if (!query) return "a metric that is not told";
  if (query.kind === "metric") return queryWords(query);
  const parts = parseInsights(query.expression);
  if (parts) return insightsWords(parts, secondsWords(query.period ?? watch.period));
  const { label, expression } = query;
  return label === undefined ? expression : `${label} (${expression})`;
}

/** `≥ 5`, `outside the expected band of 2 standard deviations`. */
export function limitWords(watch: Measured): string {
  const { comparison } = watch.evaluation;
  if (watch.bandId === undefined) {
    return watch.threshold === undefined
      ? `${operatorWords(comparison)} a threshold that is not told`
      : `${operatorWords(comparison)} ${valueWords(watch.threshold, watch.unit)}`;
  }
  const side = breachSide(comparison);
  const where = side === "both" ? "outside" : side;
  return `${where} the expected band${bandWidthWords(watch)}`;
}

const BAND = /^\s*ANOMALY_DETECTION_BAND\s*\(\s*\w+\s*(?:,\s*([\d.]+)\s*)?/i;

/** CloudWatch's own width where none is written. */
const USUAL_DEVIATIONS = 2;

function bandWidthWords({ queries, bandId }: Measured): string {
  const band = queries.find(({ id }) => id === bandId);
  const match = band?.kind === "expression" ? BAND.exec(band.expression) : undefined;
  if (!match) return "";
  const width = match[1] === undefined ? USUAL_DEVIATIONS : Number(match[1]);
  return ` of ${numberWords(width)} standard deviation${width === 1 ? "" : "s"}`;
}

/** What metric math is made of, a line each: `m1 = orders RequestCount (sum over 1 min)`. */
export function inputWords(watch: AlarmWatch): string[] {
  if (watch.kind !== "math") return [];
  return watch.queries
    .filter(({ id }) => id !== watch.alarmedId)
    .map((query) =>
      query.kind === "expression"
        ? `${query.id} = ${query.expression}`
        : `${query.id} = ${queryWords(query)}`,
    );
}

function promqlSentence({
  query,
  pendingPeriod,
  recoveryPeriod,
  interval,
}: Extract<AlarmWatch, { kind: "promql" }>): string {
  const held = pendingPeriod ? ` for ${secondsWords(pendingPeriod)}` : "";
  const rest = [
    recoveryPeriod ? `well again when it gives none for ${secondsWords(recoveryPeriod)}` : "",
    interval ? `looked at every ${secondsWords(interval)}` : "",
  ].filter((part) => part !== "");
  return [`PromQL ${query} gives a series${held}`, ...rest].join("; ");
}

function logSentence(watch: Extract<AlarmWatch, { kind: "log" }>): string {
  const { aggregation, query, logGroups, threshold, comparison, schedule } = watch;
  const { resultsToAlarm: some = 1, resultsToEvaluate: all = some } = watch;
  const what = aggregation === undefined ? query : `${aggregation} of ${query}`;
  const groups = logGroups.map(groupName).join(", ");
  const where = groups === "" ? "" : ` over ${groups}`;
  const limit =
    threshold === undefined ? "" : ` ${operatorWords(comparison ?? "")} ${numberWords(threshold)}`;
  const when = all === 1 ? "already at one result" : `in ${some} of the last ${all} results`;
  const how = schedule === undefined ? "" : `; asked ${scheduleWords(schedule)}`;
  return `${what}${where}${limit}, ${when}${how}`;
}

/** `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/checkout-api:*` → `/aws/lambda/checkout-api`. */
function groupName(identifier: string): string {
  return /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:(.+?)(?::\*)?$/.exec(identifier)?.[1] ?? identifier;
}

/** `rate(5 minutes)` → `every 5 minutes`; others stay. */
function scheduleWords(schedule: string): string {
  const rate = /^rate\(\s*(\d+)\s+(\w+?)s?\s*\)$/.exec(schedule);
  if (!rate) return `by ${schedule}`;
  return rate[1] === "1" ? `every ${rate[2]}` : `every ${rate[1]} ${rate[2]}s`;
}

function compositeSentence({ rule }: Extract<AlarmWatch, { kind: "composite" }>): string {
  const parsed = parseAlarmRule(rule);
  return parsed ? ruleWords(parsed) : `a rule that cannot be read: ${rule}`;
}
