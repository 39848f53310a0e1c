/** Metric math, SEARCH and Metrics Insights queries as people paste them: found in a text, and cut from what stands behind. */
import { withoutEntities } from "../../language/tokens.ts";

/** Phones and chat programs put other quotes and dashes in place of those that CloudWatch reads. */
const PLAIN: [RegExp, string][] = [
  [/[\u201C\u201D\u201E\u201F\u2033]/g, '"'],
  [/[\u2018\u2019\u201A\u201B\u2032]/g, "'"],
  [/[\u2013\u2014\u2212]/g, "-"],
  [/[\u00A0\u2007\u202F]/g, " "],
  [/[\u200B\u2060\uFEFF]/g, ""],
];

/** Functions of metric math; `SCHEMA` and other words of Metrics Insights come after SELECT. */
const FUNCTIONS =
  "ABS ANOMALY_DETECTION_BAND AVG CEIL DATAPOINT_COUNT DAY DB_PERF_INSIGHTS DIFF DIFF_TIME EPOCH FILL FIRST FLOOR HOUR IF " +
  "INSIGHT_RULE_METRIC LAMBDA LAST LOG LOG10 MAX METRICS METRIC_COUNT MIN MINUTE MONTH PERIOD RATE REMOVE_EMPTY RUNNING_SUM " +
  "SEARCH SERVICE_QUOTA SLICE SORT STDDEV SUM TIME_SERIES YEAR";

const MATH = new RegExp(`\\b(?:${FUNCTIONS.split(" ").join("|")})\\s{0,9}\\(`);
const QUERY = /^SELECT\s{1,9}(?:AVG|COUNT|MAX|MIN|SUM)\s{0,9}\(/i;
/** What may stand before the first function: `100 * SUM(…)`. */
const ARITHMETIC = /^[-+(\d.*/^ ]*$/;

/** `[lambda checkout-api errors] / …`, `100 * [`, `SUM([`: metrics in words, reckoned with. */
const NAMED =
  /^(?:\[[^[\]]{3,200}\]\s{0,9}[-+*/]|[-+(\d.*/^ ]{1,40}\[[^[\]]{3,200}\]|(?:[A-Z_]{2,30}\s{0,9}\(){1,5}\[[^[\]]{3,200}\])/;

/** True for a text that begins as an expression does. */
export function isExpression(plain: string): boolean {
  if (QUERY.test(plain)) return true;
  if (NAMED.test(plain)) return true;
  const math = plain.search(MATH);
  return math >= 0 && ARITHMETIC.test(plain.slice(0, math));
}

/** The signs that CloudWatch reads, each in the place of one that was typed. */
export function plainExpression(text: string): string {
  let plain = withoutEntities(text).replace(/`/g, "");
  for (const [from, to] of PLAIN) plain = plain.replace(from, to);
  return plain.replace(/[ \t]*[\r\n]+[ \t]*/g, " ");
}

/** The end of what must belong to it: the last bracket, or quote, or word of the query. */
export function leastEnd(expression: string): number {
  const ends = [")", "'", "]"].map((sign) => expression.lastIndexOf(sign));
  return Math.max(...ends) + 1;
}
