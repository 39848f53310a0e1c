/** GetMetricData: series of queries, in pages of so many datapoints. */
import type { Series, SeriesQuery } from "../../../domain/metric.ts";
import type { AwsPlace } from "../../../domain/place.ts";
import type { Window } from "../../../domain/time.ts";
import { AwsRefusal } from "../service.ts";
import type { MetricsEngine } from "./engine.ts";
import { type Input, invalid, numberBetween, oneOf, timeIn } from "./input.ts";
import { fillLabel, isDynamicLabel } from "./metric-label.ts";
import { type ReadQuery, readQueries } from "./metric-query.ts";
import { offsetIn, tokenOf } from "./paging.ts";

const MOST_QUERIES = 500;
const MOST_DATAPOINTS = 100_800;
const STATUS = {
  complete: "Complete",
  partial: "PartialData",
  forbidden: "Forbidden",
  failed: "InternalError",
} as const;

/** `isPartial` plays a service that has not got all of it: every series comes short and says so. */
export function readMetricData(
  engine: MetricsEngine,
  place: AwsPlace,
  input: Input,
  isPartial = false,
): object {
  const queries = readQueries(input.MetricDataQueries, "MetricDataQueries");
  if (queries.length === 0) invalid("The parameter MetricDataQueries is required.");
  if (queries.length > MOST_QUERIES) {
    invalid(`The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`);
  }
  if (queries.every(({ query }) => query.isHidden)) {
    invalid("At least one of the MetricDataQueries must have ReturnData set to true.");
  }
  const window = readWindow(input);
  const order = oneOf(input, "ScanBy", ["TimestampDescending", "TimestampAscending"]);
  const isAscending = order === "TimestampAscending";
  const most = numberBetween(input, "MaxDatapoints", {
    least: 1,
    most: MOST_DATAPOINTS,
    usual: MOST_DATAPOINTS,
  });
  const found = evaluateAll(engine, place, queries, window).map((series) =>
    isPartial ? shortened(series) : series,
  );
  const hasMath = queries.some(({ query }) => query.kind === "expression");
  return toPage(found, { input, most, isAscending, hasMath });
}

/** Start belongs to it, the end does not. */
function readWindow(input: Input): Window {
  const from = timeIn(input.StartTime);
  const to = timeIn(input.EndTime);
  if (from === undefined || to === undefined) {
    invalid(`The parameter ${from === undefined ? "StartTime" : "EndTime"} is required.`);
  }
  if (from >= to) {
    invalid("The parameter StartTime must be less than the parameter EndTime.");
  }
  return { from, to };
}

/** Metrics of another account are read there; expressions see those of the caller. */
function evaluateAll(
  engine: MetricsEngine,
  place: AwsPlace,
  queries: readonly ReadQuery[],
  window: Window,
): Series[] {
  const byAccount = new Map<string, ReadQuery[]>();
  for (const one of queries) {
    const account = one.account ?? place.account;
    byAccount.set(account, [...(byAccount.get(account) ?? []), one]);
  }
  const found = [...byAccount].flatMap(([account, own]) =>
    evaluateLabelled(
      engine,
      { ...place, account },
      own.map(({ query }) => query),
      window,
    ),
  );
  const rank = new Map(queries.map(({ query }, index) => [query.id, index]));
  return found.toSorted((a, b) => (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0));
}

function evaluateLabelled(
  engine: MetricsEngine,
  place: AwsPlace,
  queries: readonly SeriesQuery[],
  window: Window,
): Series[] {
  const plain = queries.map((query) => {
    if (!isDynamicLabel(query.label)) return query;
    const { label: _label, ...rest } = query;
    return rest;
  });
  const byId = new Map(queries.map((query) => [query.id, query]));
  return engine.evaluate(place, plain, window).map((series) => {
    const query = byId.get(series.id);
    if (!isDynamicLabel(query?.label)) return series;
    return { ...series, label: fillLabel(query.label, series, query) };
  });
}

function shortened(series: Series): Series {
  const points = series.points.slice(0, Math.floor(series.points.length / 2));
  return { ...series, points, status: "partial", messages: [...series.messages] };
}

type Paging = { input: Input; most: number; isAscending: boolean; hasMath: boolean };

/** The first datapoints of all series from an offset on; with expressions there are no further pages. */
function toPage(found: readonly Series[], paging: Paging): object {
  const { input, most, isAscending, hasMath } = paging;
  const from = offsetIn(input);
  const all = found.reduce((sum, { points }) => sum + points.length, 0);
  if (from > 0 && from >= all) {
    throw new AwsRefusal("InvalidNextToken", "The next token specified is invalid.");
  }
  const end = Math.min(all, from + most);
  const results: object[] = [];
  let at = 0;
  for (const series of found) {
    const [begin, stop] = [Math.max(from - at, 0), Math.min(end - at, series.points.length)];
    const isHere = begin < stop || (series.points.length === 0 && from === 0);
    if (isHere) results.push(toResult(series, isAscending, begin, stop));
    at += series.points.length;
  }
  const isMore = end < all && !hasMath;
  return { MetricDataResults: results, ...(isMore ? { NextToken: tokenOf(input, end) } : {}) };
}

function toResult(series: Series, isAscending: boolean, begin: number, stop: number): object {
  const { id, label, points, status, messages } = series;
  const ordered = isAscending ? points : points.toReversed();
  const shown = ordered.slice(begin, stop);
  const isWhole = stop === points.length || points.length === 0;
  return {
    Id: id,
    Label: label,
    Timestamps: shown.map((point) => new Date(point.at)),
    Values: shown.map(({ value }) => value),
    StatusCode: status === "complete" && !isWhole ? STATUS.partial : STATUS[status],
    ...(messages.length > 0
      ? { Messages: messages.map((text) => ({ Code: "Message", Value: text })) }
      : {}),
  };
}
