/** Computes the queries of one request: each once, and what others name first. */
import type { SeriesQuery } from "../../../../domain/metric.ts";
import type { AwsPlace } from "../../../../domain/place.ts";
import { SECOND, type Window } from "../../../../domain/time.ts";
import type { MetricSource } from "../../../scenario/metrics/source.ts";
import { isInsights, parseInsights } from "../insights/parser.ts";
import { select } from "../insights/select.ts";
import { compute } from "../math/compute.ts";
import type { MathContext } from "../math/context.ts";
import { parseExpression } from "../math/parser.ts";
import { ExpressionError, refusing } from "../math/refusals.ts";
import { createMatch } from "../search/match.ts";
import { parseSearch } from "../search/parser.ts";
import { labelsOf } from "./label.ts";
import type { ReadSeries } from "./read.ts";
import { isPeriod, periodsOf } from "./retention.ts";
import { parseStatistic } from "./statistic.ts";
import { LISTED_MS, type MetricStore } from "./store.ts";
import type { Timeline, Value } from "./timeline.ts";

export type Session = {
  place: AwsPlace;
  queries: readonly SeriesQuery[];
  window: Window;
  now: number;
  store: MetricStore;
  read: ReadSeries;
  /** Set while an earlier span is looked at for a band. */
  isEarlier?: true;
};

type MetricQuery = Extract<SeriesQuery, { kind: "metric" }>;
type ExpressionQuery = Extract<SeriesQuery, { kind: "expression" }>;

/** What one SEARCH gives at most. */
const MOST_FOUND = 500;
const USUAL_PERIOD_MS = 300 * SECOND;

/** Gives the value of a query by its id; throws an AwsRefusal for what cannot be computed. */
export function createValues(session: Session): (id: string) => Value | undefined {
  const byId = new Map(session.queries.map((query) => [query.id, query]));
  const metrics = session.queries.filter((query) => query.kind === "metric");
  const labels = new Map(
    labelsOf(metrics.map(({ metric }) => metric)).map((label, at) => [metrics[at]?.id, label]),
  );
  const done = new Map<string, Value>();
  const begun = new Set<string>();
  const earlier = createEarlier(session);
  const valueById = (id: string): Value | undefined => {
    const query = byId.get(id);
    const known = done.get(id);
    if (!query || known) return known;
    if (begun.has(id))
      throw new ExpressionError(`The expression depends on itself through '${id}'`);
    begun.add(id);
    const label = query.label ?? labels.get(id) ?? "";
    const value =
      query.kind === "metric" ? readMetric(session, query, label) : computeExpression(query);
    done.set(id, value);
    return value;
  };
  const computeExpression = (query: ExpressionQuery): Value =>
    refusing(query.id, () => {
      if (isInsights(query.expression)) return readInsights(session, query);
      return compute(parseExpression(query.expression), contextOf(query));
    });
  const contextOf = (query: ExpressionQuery): MathContext => {
    const periodMs = periodOf(query, metrics);
    return {
      valueById,
      metrics: () =>
        metrics.flatMap(({ id }) => {
          const value = valueById(id);
          return value?.kind === "series" ? { id, one: value.one } : [];
        }),
      periodMs,
      periods: (wanted) => (wanted > 0 ? periodsOf(session.window, wanted, session.now) : []),
      search: (text, stat, period) => search(session, text, stat, period),
      earlier: (expression, shiftMs) => earlier(shiftMs, query, expression),
    };
  };
  return valueById;
}

/** An expression's own period; else the longest of the metrics beside it. */
function periodOf({ period }: ExpressionQuery, metrics: readonly MetricQuery[]): number {
  if (period !== undefined) return period * SECOND;
  if (metrics.length === 0) return USUAL_PERIOD_MS;
  return Math.max(...metrics.map((metric) => metric.period)) * SECOND;
}

/** Sessions over earlier spans, one for each span. */
function createEarlier(session: Session) {
  type Earlier = (id: string) => Value | undefined;
  const spans = new Map<number, Earlier>();
  return (shiftMs: number, query: ExpressionQuery, of: Parameters<MathContext["earlier"]>[0]) => {
    if (session.isEarlier) throw new ExpressionError("A band cannot be computed from a band");
    if (of.kind !== "name") {
      throw new ExpressionError("ANOMALY_DETECTION_BAND takes the id of a metric or expression");
    }
    const { from, to } = session.window;
    const window = { from: from - shiftMs, to: to - shiftMs };
    const values = spans.get(shiftMs) ?? createValues({ ...session, window, isEarlier: true });
    spans.set(shiftMs, values);
    const value = values(of.name);
    if (!value) throw new ExpressionError(`Undefined variable '${of.name}' in '${query.id}'`);
    return value;
  };
}

function readMetric(session: Session, query: MetricQuery, label: string): Value {
  const { place, window, now, store, read } = session;
  const source = store.find(place, query.metric);
  const isMeant = source && (query.unit === undefined || query.unit === source.unit);
  const one = read({
    sources: isMeant ? [source] : [],
    stat: query.stat,
    periodMs: query.period * SECOND,
    window,
    now,
    label,
  });
  return { kind: "series", one: { ...one, metric: query.metric } };
}

function search(session: Session, text: string, stat: string, period: number): Timeline[] {
  if (!parseStatistic(stat)) throw new ExpressionError(`'${stat}' is not a valid statistic`);
  if (!isPeriod(period)) throw new ExpressionError(`${period} is not a valid period`);
  const { place, window, now, store, read } = session;
  const isMeant = createMatch(parseSearch(text));
  const found = store.recent(place, now).filter(isMeant).slice(0, MOST_FOUND);
  const labels = labelsOf(found.map(({ metric }) => metric));
  return found.map((source, index) => {
    const label = labels[index] ?? "";
    const sources = [source];
    const one = read({ sources, stat, periodMs: period * SECOND, window, now, label });
    return { ...one, metric: source.metric };
  });
}

/** Without groups one series, else an array; of the last two weeks only. */
function readInsights(session: Session, query: ExpressionQuery): Value {
  const { place, window, now, store, read } = session;
  const periodMs = (query.period ?? USUAL_PERIOD_MS / SECOND) * SECOND;
  const from = Math.max(window.from, now - LISTED_MS);
  const readTogether = (sources: readonly MetricSource[], stat: string, label: string) =>
    from < window.to
      ? read({ sources, stat, periodMs, window: { from, to: window.to }, now, label })
      : { label, at: [], values: [], periodMs };
  const parsed = parseInsights(query.expression);
  const all = select(parsed, store.recent(place, now), readTogether);
  const [only] = all;
  if (parsed.groupBy.length > 0 || !only) return { kind: "array", all };
  return { kind: "series", one: only };
}
