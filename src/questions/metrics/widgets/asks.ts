/** What is asked of CloudWatch for several widgets: as few requests as the places, windows and formulas allow. */
import type { SeriesQuery } from "../../../domain/metric.ts";
import type { AwsPlace } from "../../../domain/place.ts";
import type { Window } from "../../../domain/time.ts";
import type { SeriesAsk } from "../../../sources/cloudwatch.ts";
import { rowLabels } from "./labels.ts";
import { fittingPeriod, wholePeriod } from "./spans.ts";
import type { MetricRow, MetricWidget } from "./widget.ts";

/** A widget with where and over which window it is read. */
export type PlacedWidget = {
  number: number;
  metric: MetricWidget;
  place: AwsPlace;
  window: Window;
};

/** Where a row's series will stand: of which ask, under which id. */
export type Slot = { ask: number; id: string; row: MetricRow; label?: string };

export type ReadPlan = {
  asks: SeriesAsk[];
  /** By the widgets' numbers. */
  slots: Map<number, Slot[]>;
  /** What is not asked, by the widgets' numbers. */
  problems: Map<number, string[]>;
};

/** GetMetricData takes so many queries. */
const MOST_QUERIES = 500;

type Placed = { row: MetricRow; place: AwsPlace; label: string | undefined; id: string };

/**
 * Rows without formulas of one place and window are asked together. A widget with formulas is asked by itself,
 * because METRICS() means all that stands in its request.
 */
export function planReads(widgets: readonly PlacedWidget[], now: number): ReadPlan {
  const plan: ReadPlan = { asks: [], slots: new Map(), problems: new Map() };
  const shared = new Map<string, number[]>();
  for (const widget of widgets) {
    const { number, metric } = widget;
    const rows = placedRows(widget);
    const hasFormulas = metric.rows.some(({ kind }) => kind === "expression");
    if (hasFormulas) planFormulas(plan, widget, rows, now);
    else planPlain(plan, shared, widget, rows, now);
    if (!plan.slots.has(number)) plan.slots.set(number, []);
  }
  return plan;
}

function placedRows({ metric, place }: PlacedWidget): Placed[] {
  const labels = rowLabels(metric.rows);
  const taken = new Set<string>();
  return metric.rows.map((row, index) => {
    const { accountId = place.account, region = place.region } = row;
    const wished = row.id !== undefined && !taken.has(row.id) ? row.id : `row${index + 1}`;
    const id = taken.has(wished) ? `row${index + 1}_again` : wished;
    taken.add(id);
    return { row, place: { account: accountId, region }, label: labels[index], id };
  });
}

function planPlain(
  plan: ReadPlan,
  shared: Map<string, number[]>,
  widget: PlacedWidget,
  rows: readonly Placed[],
  now: number,
): void {
  for (const [index, placed] of rows.entries()) {
    if (placed.row.isHidden) continue;
    const { window } = widget;
    const key = `${placed.place.account} ${placed.place.region} ${window.from} ${window.to}`;
    const asks = shared.get(key) ?? [];
    let at = asks.at(-1);
    if (at === undefined || (plan.asks[at]?.queries.length ?? 0) >= MOST_QUERIES) {
      at = addAsk(plan, placed.place, window);
      shared.set(key, [...asks, at]);
    }
    const id = `w${widget.number}_${index + 1}`;
    push(plan, at, widget, { ...placed, id }, now);
  }
}

const INSIGHTS = /^\s*SELECT\b/i;

function planFormulas(
  plan: ReadPlan,
  widget: PlacedWidget,
  rows: readonly Placed[],
  now: number,
): void {
  const asks = new Map<string, number>();
  let insights = 0;
  for (const placed of rows) {
    const strangers = strangersOf(placed, rows);
    if (strangers.length > 0) {
      const text = `a formula mixes Regions or accounts (${strangers.join(", ")}), which is not computed here`;
      plan.problems.set(widget.number, [...(plan.problems.get(widget.number) ?? []), text]);
      continue;
    }
    const isInsights = placed.row.kind === "expression" && INSIGHTS.test(placed.row.expression);
    // CloudWatch takes one Metrics Insights query a request.
    if (isInsights) insights += 1;
    const apart = isInsights && insights > 1 ? insights : 0;
    const key = `${placed.place.account} ${placed.place.region} ${apart}`;
    const at = asks.get(key) ?? addAsk(plan, placed.place, widget.window);
    asks.set(key, at);
    push(plan, at, widget, placed, now);
  }
}

const NAMES = /"[^"]*"|'[^']*'|\b[a-z][A-Za-z0-9_]*\b/g;

/** Ids in a formula that stand for rows of another place. */
function strangersOf({ row, place }: Placed, rows: readonly Placed[]): string[] {
  if (row.kind !== "expression" || INSIGHTS.test(row.expression)) return [];
  const named = new Set(row.expression.match(NAMES) ?? []);
  return rows.flatMap((other) => {
    const isElsewhere =
      other.place.region !== place.region || other.place.account !== place.account;
    return isElsewhere && named.has(other.id) ? [other.id] : [];
  });
}

function addAsk(plan: ReadPlan, place: AwsPlace, window: Window): number {
  plan.asks.push({ place, window, queries: [] });
  return plan.asks.length - 1;
}

function push(
  plan: ReadPlan,
  at: number,
  { number, metric, window }: PlacedWidget,
  { row, id, label }: Placed,
  now: number,
): void {
  const wished = row.period ?? metric.period;
  const period = metric.isWholeRange
    ? wholePeriod(window, now)
    : fittingPeriod(wished, window, now);
  const common = {
    id,
    ...(label !== undefined && { label }),
    ...(row.isHidden && { isHidden: row.isHidden }),
  };
  const query: SeriesQuery =
    row.kind === "metric"
      ? { ...common, kind: "metric", metric: row.metric, stat: row.stat ?? metric.stat, period }
      : { ...common, kind: "expression", expression: row.expression, period };
  plan.asks[at]?.queries.push(query);
  if (row.isHidden) return;
  const slots = plan.slots.get(number) ?? [];
  slots.push({ ask: at, id, row, ...(label !== undefined && { label }) });
  plan.slots.set(number, slots);
}
