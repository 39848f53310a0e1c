/**
 * How datapoints become an alarm's state. The rules and tables stand in CloudWatch's user guide, "Configuring how
 * CloudWatch alarms treat missing data" and "Avoiding premature transitions to alarm state":
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
import type { AlarmState, ComparisonOperator, Evaluation } from "./alarm.ts";
import type { Datapoint, SeriesQuery } from "./metric.ts";
import type { Window } from "./time.ts";

/** One value a period, oldest first; undefined where a period has none. */
export type Slots = readonly (number | undefined)[];

/** With a band: its edges for the same periods as the slots. */
export type Limit = number | { lower: Slots; upper: Slots };

/** `keep`: the alarm stays in the state that it is in. */
export type Evaluated = AlarmState | "keep";

/** From when it fired until when it was well again; without `to` it still fires at the end of the window. */
export type Firing = { from: number; to?: number };

/** The guide's examples look at 5 periods for 3 datapoints: two more than are needed. */
const EXTRA_PERIODS = 2;

/** How many periods CloudWatch looks back for so many datapoints, as the guide's examples have it. */
export function evaluationRange({ evaluationPeriods }: Evaluation): number {
  return evaluationPeriods + EXTRA_PERIODS;
}

/** True when a value lies on the wrong side; an operator that is not known breaches nothing. */
export function breaches(
  value: number,
  comparison: ComparisonOperator,
  limit: { lower: number; upper: number },
): boolean {
  switch (comparison) {
    case "GreaterThanOrEqualToThreshold":
      return value >= limit.upper;
    case "GreaterThanThreshold":
    case "GreaterThanUpperThreshold":
      return value > limit.upper;
    case "LessThanThreshold":
    case "LessThanLowerThreshold":
      return value < limit.lower;
    case "LessThanOrEqualToThreshold":
      return value <= limit.lower;
    case "LessThanLowerOrGreaterThanUpperThreshold":
      return value < limit.lower || value > limit.upper;
    default:
      return false;
  }
}

/** Alarms on metrics of DynamoDB alone ignore missing data, whatever they are set to. */
export function missingDataOf(evaluation: Evaluation, queries: readonly SeriesQuery[]): string {
  const metrics = queries.filter((query) => query.kind === "metric");
  const isDynamo =
    metrics.length > 0 && metrics.every(({ metric }) => metric.namespace === "AWS/DynamoDB");
  return isDynamo ? "ignore" : evaluation.missingData;
}

/**
 * The state after the last of these periods. `slots` are the evaluation range (see `evaluationRange`), oldest first;
 * more of them let older datapoints stand in for missing ones.
 */
export function stateAt(slots: Slots, evaluation: Evaluation, limit: Limit): Evaluated {
  const verdicts = slots.map((value, index) =>
    verdictOf(value, evaluation.comparison, edgesAt(limit, index)),
  );
  return stateOf(verdicts, 0, verdicts.length, evaluation);
}

type Verdict = "good" | "bad" | "missing";

function verdictOf(
  value: number | undefined,
  comparison: ComparisonOperator,
  edges: { lower: number; upper: number } | undefined,
): Verdict {
  if (value === undefined || !Number.isFinite(value) || !edges) return "missing";
  return breaches(value, comparison, edges) ? "bad" : "good";
}

/** The state after the period before `end`, when no period before `start` is looked at. */
function stateOf(
  verdicts: readonly Verdict[],
  start: number,
  end: number,
  evaluation: Evaluation,
): Evaluated {
  const needed = Math.max(1, evaluation.evaluationPeriods);
  const enough = evaluation.datapointsToAlarm ?? needed;
  let found = 0;
  let bad = 0;
  let oldest = end;
  for (let at = end - 1; at >= start && found < needed; at--) {
    const verdict = verdicts[at];
    if (verdict === "missing" || verdict === undefined) continue;
    found += 1;
    if (verdict === "bad") bad += 1;
    oldest = at;
  }
  if (bad >= enough) return "ALARM";
  if (found === needed) return "OK";
  return whereLacking(
    { found, bad, enough, lacking: needed - found, age: end - oldest },
    evaluation,
  );
}

type Lacking = { found: number; bad: number; enough: number; lacking: number; age: number };

/** `age`: of the oldest datapoint, in periods; the newest period is 1 old. */
function whereLacking(
  { found, bad, enough, lacking, age }: Lacking,
  { missingData }: Evaluation,
): Evaluated {
  if (missingData === "breaching") return bad + lacking >= enough ? "ALARM" : "OK";
  if (missingData === "notBreaching" || bad < found) return "OK";
  // Nothing is left but breaching datapoints, fewer than it takes, or none at all.
  if (missingData === "ignore") return "keep";
  return found > 0 && age >= enough ? "ALARM" : "INSUFFICIENT_DATA";
}

/** Without an expected band for a period nothing can be said about it. */
function edgesAt(limit: Limit, index: number): { lower: number; upper: number } | undefined {
  if (typeof limit === "number") return { lower: limit, upper: limit };
  const lower = limit.lower[index];
  const upper = limit.upper[index];
  return lower === undefined || upper === undefined ? undefined : { lower, upper };
}

/**
 * When an alarm would have fired over a window. Points may reach back before the window. A period counts when it is
 * over: a firing begins at the end of the period that made it so. It begins as OK.
 */
export function firings(
  points: readonly Datapoint[],
  periodMs: number,
  window: Window,
  evaluation: Evaluation,
  limit: number | { lower: readonly Datapoint[]; upper: readonly Datapoint[] },
): Firing[] {
  if (!(periodMs > 0)) return [];
  const range = evaluationRange(evaluation);
  const first = Math.ceil(window.from / periodMs) - range;
  const last = Math.floor(window.to / periodMs) - 1;
  const toSlots = (series: readonly Datapoint[]) => slotsOf(series, periodMs, first, last);
  const slots = toSlots(points);
  const edges =
    typeof limit === "number"
      ? limit
      : { lower: toSlots(limit.lower), upper: toSlots(limit.upper) };

  const verdicts = slots.map((value, index) =>
    verdictOf(value, evaluation.comparison, edgesAt(edges, index)),
  );
  const found: Firing[] = [];
  let open: Firing | undefined;
  for (let end = range; end <= verdicts.length; end++) {
    const state = stateOf(verdicts, end - range, end, evaluation);
    const at = (first + end) * periodMs;
    if (state === "ALARM" && !open) {
      open = { from: at };
      found.push(open);
    } else if (state !== "ALARM" && state !== "keep" && open) {
      open.to = at;
      open = undefined;
    }
  }
  return found;
}

function slotsOf(
  points: readonly Datapoint[],
  periodMs: number,
  first: number,
  last: number,
): (number | undefined)[] {
  const slots = new Array<number | undefined>(Math.max(0, last - first + 1)).fill(undefined);
  for (const { at, value } of points) {
    const index = Math.floor(at / periodMs) - first;
    if (index >= 0 && index < slots.length) slots[index] = value;
  }
  return slots;
}
