/** What GetMetricData refuses of its queries before it computes anything. */
import type { SeriesQuery } from "../../../../domain/metric.ts";
import type { Window } from "../../../../domain/time.ts";
import { isInsights } from "../insights/parser.ts";
import { invalid } from "../math/refusals.ts";
import { isPeriod } from "./retention.ts";
import { parseStatistic } from "./statistic.ts";

const MOST_QUERIES = 500;
const LONGEST_EXPRESSION = 2048;
const ID = /^[a-z][A-Za-z0-9_]*$/;

/** Throws a ValidationError that names the query. */
export function checkQueries(queries: readonly SeriesQuery[], window: Window): void {
  if (queries.length === 0 || queries.length > MOST_QUERIES) {
    throw invalid(`A request takes from 1 to ${MOST_QUERIES} queries, but has ${queries.length}`);
  }
  if (!(window.from < window.to)) {
    throw invalid("The parameter StartTime must be less than the parameter EndTime.");
  }
  const ids = new Set<string>();
  for (const query of queries) {
    if (!ID.test(query.id)) {
      throw invalid(`The value '${query.id}' for the parameter Id has to match ${ID.source}`);
    }
    if (ids.has(query.id)) throw invalid(`The id '${query.id}' stands more than once`);
    ids.add(query.id);
    checkQuery(query);
  }
  const insights = queries.filter((one) => one.kind === "expression" && isInsights(one.expression));
  if (insights.length > 1) throw invalid("A request takes at most 1 Metrics Insights query");
}

function checkQuery(query: SeriesQuery): void {
  if (query.period !== undefined && !isPeriod(query.period)) {
    throw invalid(
      `The period of '${query.id}' has to be 1, 5, 10, 20, 30 or a multiple of 60 seconds, not ${query.period}`,
    );
  }
  if (query.kind === "metric") {
    if (parseStatistic(query.stat)) return;
    throw invalid(`The statistic '${query.stat}' of '${query.id}' is not valid`);
  }
  const { length } = query.expression;
  if (query.expression.trim() === "" || length > LONGEST_EXPRESSION) {
    throw invalid(
      `The expression of '${query.id}' has to have from 1 to ${LONGEST_EXPRESSION} characters, not ${length}`,
    );
  }
}
