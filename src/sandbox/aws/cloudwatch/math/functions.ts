/** The functions of metric math. */
import type { Timeline, Value } from "../metrics/timeline.ts";
import { aggregate, type Fold, foldOne } from "./aggregate.ts";
import { band } from "./band.ts";
import { clockOf } from "./clock.ts";
import { mapValues } from "./combine.ts";
import { fill } from "./fill.ts";
import type { Call, MathFunction } from "./function.ts";
import { arrayArgument, numberArgument, seriesArgument, wordArgument } from "./function.ts";
import { choose } from "./if.ts";
import { ExpressionError } from "./refusals.ts";

/** Each value by itself; of an array, of each of its series. */
function pointwise(change: (value: number) => number): MathFunction {
  return eachSeries((one) => mapValues(one, change));
}

function eachSeries(change: (one: Timeline, call: Call) => Timeline): MathFunction {
  return {
    takes: [1, 1],
    apply(call) {
      const value = seriesArgument(call, 0);
      return value.kind === "series"
        ? { kind: "series", one: change(value.one, call) }
        : { kind: "array", all: value.all.map((one) => change(one, call)) };
    },
  };
}

/** Each value with the one before it; the first has none. */
function stepwise(
  change: (step: { value: number; before: number; seconds: number }) => number,
): MathFunction {
  return eachSeries((one) =>
    mapValues(one, (value, index) => {
      const before = one.values[index - 1];
      const beforeAt = one.at[index - 1];
      if (before === undefined || beforeAt === undefined) return undefined;
      return change({ value, before, seconds: ((one.at[index] ?? 0) - beforeAt) / 1000 });
    }),
  );
}

/** A number of a series over time, a series of an array over its series. */
function folding(fold: Fold): MathFunction {
  return {
    takes: [1, 1],
    apply(call) {
      const value = seriesArgument(call, 0);
      if (value.kind === "array") return { kind: "series", one: aggregate(fold, value.all) };
      return { kind: "scalar", value: foldOne(fold, value.one.values) };
    },
  };
}

function refused(why: string): MathFunction {
  return {
    takes: [0, Number.POSITIVE_INFINITY],
    apply({ name }) {
      throw new ExpressionError(`${name} ${why}`);
    },
  };
}

function runningSum(one: Timeline): Timeline {
  let sum = 0;
  return mapValues(one, (value) => {
    sum += value;
    return sum;
  });
}

const ends: Record<"FIRST" | "LAST", MathFunction> = {
  FIRST: { takes: [1, 1], apply: (call) => endOf(call, 0) },
  LAST: { takes: [1, 1], apply: (call) => endOf(call, -1) },
};

function endOf(call: Call, index: 0 | -1): Value {
  const one = arrayArgument(call, 0).at(index);
  const empty = { label: "", at: [], values: [], periodMs: call.context.periodMs };
  return { kind: "series", one: one ?? empty };
}

const FOLDS: readonly string[] = ["AVG", "MIN", "MAX", "SUM"];

/** Empty series have no place in an order and stand last. */
function sort(call: Call): Value {
  const all = arrayArgument(call, 0);
  const fold = wordArgument(call, 1, FOLDS) as Fold;
  const order = wordArgument(call, 2, ["ASC", "DESC"]);
  const limit = call.given.length > 3 ? numberArgument(call, 3) : all.length;
  const direction = order === "ASC" ? 1 : -1;
  const ranked = all.map((one) => ({ one, rank: foldOne(fold, one.values) }));
  const full = ranked.filter(({ one }) => one.values.length > 0);
  const empty = ranked.filter(({ one }) => one.values.length === 0);
  full.sort((a, b) => direction * (a.rank - b.rank));
  const sorted = [...full, ...empty].map(({ one }) => one);
  return { kind: "array", all: sorted.slice(0, Math.max(0, Math.trunc(limit))) };
}

function slice(call: Call): Value {
  const all = arrayArgument(call, 0);
  const start = Math.max(0, Math.trunc(numberArgument(call, 1)));
  const end = call.given.length > 2 ? Math.trunc(numberArgument(call, 2)) : all.length;
  return { kind: "array", all: all.slice(start, Math.max(start, end)) };
}

function metrics({ context, given: [part], name }: Call): Value {
  if (part && part.kind !== "text") throw new ExpressionError(`${name} takes a string`);
  const found = context.metrics().filter(({ id }) => id.includes(part?.text ?? ""));
  return { kind: "array", all: found.map(({ one }) => one) };
}

function period(call: Call): Value {
  const value = seriesArgument(call, 0);
  if (value.kind !== "series" || !value.one.metric) {
    throw new ExpressionError("PERIOD takes a metric, not the result of an expression");
  }
  return { kind: "scalar", value: value.one.periodMs / 1000 };
}

function timeSeries(call: Call): Value {
  const value = numberArgument(call, 0);
  const { periodMs } = call.context;
  const at = call.context.periods(periodMs);
  const one = { label: "", periodMs, at, values: at };
  return { kind: "series", one: mapValues(one, () => value) };
}

function search({ context, given, evaluate, name }: Call): Value {
  const [query, stat, periodGiven] = given;
  if (query?.kind !== "text" || stat?.kind !== "text") {
    throw new ExpressionError(`${name} takes a query and a statistic, each in single quotes`);
  }
  const value = periodGiven && evaluate(periodGiven);
  if (value && value.kind !== "scalar")
    throw new ExpressionError(`${name} takes a period in seconds`);
  const seconds = value?.value ?? context.periodMs / 1000;
  return { kind: "array", all: context.search(query.text, stat.text, seconds) };
}

/** By name, all that GetMetricData computes, and what this endpoint knows of and does not. */
export const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: pointwise(Math.abs),
  CEIL: pointwise(Math.ceil),
  FLOOR: pointwise(Math.floor),
  LOG: pointwise(Math.log),
  LOG10: pointwise(Math.log10),
  SUM: folding("SUM"),
  AVG: folding("AVG"),
  MIN: folding("MIN"),
  MAX: folding("MAX"),
  STDDEV: folding("STDDEV"),
  DATAPOINT_COUNT: folding("DATAPOINT_COUNT"),
  RATE: stepwise(({ value, before, seconds }) => (value - before) / seconds),
  DIFF: stepwise(({ value, before }) => value - before),
  DIFF_TIME: stepwise(({ seconds }) => seconds),
  RUNNING_SUM: eachSeries(runningSum),
  ...ends,
  SORT: { takes: [3, 4], apply: sort },
  SLICE: { takes: [2, 3], apply: slice },
  REMOVE_EMPTY: {
    takes: [1, 1],
    apply: (call) => ({
      kind: "array",
      all: arrayArgument(call, 0).filter(({ values }) => values.length > 0),
    }),
  },
  METRIC_COUNT: {
    takes: [1, 1],
    apply: (call) => ({ kind: "scalar", value: arrayArgument(call, 0).length }),
  },
  METRICS: { takes: [0, 1], apply: metrics },
  PERIOD: { takes: [1, 1], apply: period },
  TIME_SERIES: { takes: [1, 1], apply: timeSeries },
  FILL: { takes: [2, 2], apply: fill },
  IF: { takes: [2, 3], apply: choose },
  ANOMALY_DETECTION_BAND: { takes: [1, 2], apply: band },
  SEARCH: { takes: [2, 3], apply: search },
  ...Object.fromEntries(
    ["MINUTE", "HOUR", "DAY", "DATE", "MONTH", "YEAR", "EPOCH"].map((name) => [
      name,
      eachSeries((one, { context }) => clockOf(name, one, context.periods(one.periodMs))),
    ]),
  ),
  SERVICE_QUOTA: refused("needs Service Quotas, which this endpoint does not have"),
  INSIGHT_RULE_METRIC: refused("needs Contributor Insights, which this endpoint does not have"),
};
