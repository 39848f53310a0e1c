/** Reads the series that are meant, in every place at once, together with the same of an earlier time. */
import { shortValue } from "../../domain/alarm-words-metric.ts";
import type { Datapoint, Series, SeriesQuery } from "../../domain/metric.ts";
import type { AwsPlace } from "../../domain/place.ts";
import type { Search } from "../../domain/search.ts";
import { SECOND, type Window } from "../../domain/time.ts";
import type { Metrics, SeriesAsk } from "../../sources/cloudwatch.ts";
import type { Run } from "../../sources/trail.ts";
import type { Meant } from "./naming/meant.ts";

/** A series that came back, and of what. */
export type SeenSeries = {
  label: string;
  place: AwsPlace;
  /** Absent for an expression that was typed. */
  meant?: Meant;
  points: Datapoint[];
  /** The same of the time it is compared with, moved into the window. */
  earlier?: Datapoint[];
  periodMs: number;
  status: Series["status"];
  messages: string[];
  /** Values that are no numbers, left out. */
  odd: number;
};

export type SeriesRead = { series: SeenSeries[]; searched: Search[] };

export type SeriesWish = {
  window: Window;
  /** Seconds. */
  period: number;
  shiftMs?: number;
  zone: string;
};

/** What is asked of one place, and what each id stands for. */
type PlaceAsk = { place: AwsPlace; queries: SeriesQuery[]; meantOf: Map<string, Meant> };

/** Of metrics that are known by name. */
export function readMeant(
  meant: readonly Meant[],
  wish: SeriesWish,
  metrics: Metrics,
  run: Run,
): Promise<SeriesRead> {
  const asks = new Map<string, PlaceAsk>();
  for (const [index, each] of meant.entries()) {
    const key = `${each.place.account} ${each.place.region}`;
    const ask: PlaceAsk = asks.get(key) ?? {
      place: each.place,
      queries: [],
      meantOf: new Map(),
    };
    const id = `m${index}`;
    ask.queries.push(...queriesOf(each, id, wish.period));
    ask.meantOf.set(id, each);
    asks.set(key, ask);
  }
  return readAsks([...asks.values()], wish, metrics, run);
}

/** Of metric math, a search or a query, in each of the places. */
export function readExpression(
  expression: string,
  places: readonly AwsPlace[],
  wish: SeriesWish,
  metrics: Metrics,
  run: Run,
): Promise<SeriesRead> {
  const { period } = wish;
  const queries: SeriesQuery[] = [{ id: "e1", kind: "expression", expression, period }];
  return readQueries(
    places.map((place) => ({ place, queries })),
    wish,
    metrics,
    run,
  );
}

/** Of queries that are put together already. */
export function readQueries(
  places: readonly { place: AwsPlace; queries: SeriesQuery[] }[],
  wish: SeriesWish,
  metrics: Metrics,
  run: Run,
): Promise<SeriesRead> {
  const asks = places.map((each): PlaceAsk => ({ ...each, meantOf: new Map() }));
  return readAsks(asks, wish, metrics, run);
}

/** A metric, or the parts of a rate and what is reckoned from them. */
export function queriesOf(
  { metric, stat, rate }: Meant,
  id: string,
  period: number,
): SeriesQuery[] {
  if (!rate) return [{ id, kind: "metric", metric, stat, period }];
  const parts = rate.parts.map(
    (part): SeriesQuery => ({
      id: `${part.id}_${id}`,
      kind: "metric",
      metric: { ...metric, name: part.metric },
      stat: part.stat,
      period,
      isHidden: true,
    }),
  );
  const expression = rate.parts.reduce(
    (text, part) => text.replaceAll(new RegExp(`\\b${part.id}\\b`, "g"), `${part.id}_${id}`),
    rate.expression,
  );
  return [...parts, { id, kind: "expression", expression, period }];
}

async function readAsks(
  asks: readonly PlaceAsk[],
  wish: SeriesWish,
  metrics: Metrics,
  run: Run,
): Promise<SeriesRead> {
  const { shiftMs } = wish;
  const now = asks.map((ask) => seriesAsk(ask, wish, 0));
  const before = shiftMs === undefined ? [] : asks.map((ask) => seriesAsk(ask, wish, shiftMs));
  const found = await metrics.read([...now, ...before], run);
  const series = asks.flatMap((ask, index) =>
    seenIn(ask, wish, found[index]?.series ?? [], found[asks.length + index]?.series),
  );
  return { series, searched: found.map(({ searched }) => searched) };
}

function seriesAsk(
  { place, queries }: PlaceAsk,
  { window, period, zone }: SeriesWish,
  shiftMs: number,
): SeriesAsk {
  const periodMs = period * SECOND;
  const from = Math.floor((window.from - shiftMs) / periodMs) * periodMs;
  return { place, queries, zone, window: { from, to: window.to - shiftMs } };
}

function seenIn(
  { place, meantOf }: PlaceAsk,
  { window, period, shiftMs = 0 }: SeriesWish,
  series: readonly Series[],
  earlier: readonly Series[] | undefined,
): SeenSeries[] {
  return series.map((each): SeenSeries => {
    const meant = meantOf.get(each.id);
    const points = each.points.filter(({ value }) => Number.isFinite(value));
    const before = earlier?.find(
      ({ id, label }) => id === each.id && (meant || label === each.label),
    );
    const periodMs = observedPeriod(points, each.periodMs ?? period * SECOND);
    return {
      // CloudWatch calls what is reckoned by the id that it was asked under.
      label: meant ? nameOfMeant(meant) : each.label === each.id ? "result" : each.label,
      place,
      ...(meant && { meant }),
      points,
      ...(earlier && { earlier: moved(before?.points ?? [], shiftMs, window) }),
      periodMs,
      status: each.status,
      messages: each.messages,
      odd: each.points.length - points.length,
    };
  });
}

function moved(points: readonly Datapoint[], shiftMs: number, window: Window): Datapoint[] {
  return points
    .filter(({ value }) => Number.isFinite(value))
    .map(({ at, value }) => ({ at: at + shiftMs, value }))
    .filter(({ at }) => at <= window.to);
}

const LONGER = [300, 900, 3600, 6 * 3600, 86_400].map((seconds) => seconds * SECOND);
const ENOUGH = 4;

/**
 * Metrics that come every five minutes (EC2 without detailed monitoring) or once a day (sizes of buckets) have no gaps
 * between: their own period is what nearly all datapoints are apart.
 */
export function observedPeriod(points: readonly Datapoint[], periodMs: number): number {
  if (points.length < ENOUGH) return periodMs;
  const apart = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at));
  const longer = LONGER.find(
    (step) => step > periodMs && apart.filter((each) => each === step).length >= apart.length * 0.8,
  );
  return longer ?? periodMs;
}

/** `checkout-api`; of a metric over all things its namespace's service. */
function nameOfMeant({ metric, names, service }: Meant): string {
  const values = metric.dimensions.map(shortValue);
  const rest = values.filter((value) => !names.includes(value) && !isPlain(value));
  const own = names.length > 0 ? names : rest;
  if (own.length === 0) return service ? `all ${plural(service.said)}` : metric.name;
  return [...new Set([...own, ...rest])].join(" ");
}

function plural(said: string): string {
  return /[^aeou]y$/.test(said) ? `${said.slice(0, -1)}ies` : `${said}s`;
}

/** Values that say nothing to people: `Global`, `StandardStorage`. */
function isPlain(value: string): boolean {
  return ["Global", "StandardStorage", "AllStorageTypes", "EntireBucket"].includes(value);
}

/** Labels told apart by account and Region where names alone are the same. */
export function distinctLabels(
  series: readonly SeenSeries[],
  accountName: (account: string) => string,
): SeenSeries[] {
  const accounts = new Set(series.map(({ place }) => place.account));
  const regions = new Set(series.map(({ place }) => place.region));
  const said = new Set(series.map(({ meant }) => meant?.said));
  const things = new Set(series.map(({ label }) => label));
  return series.map((typed) => {
    const own = things.size === 1 ? typed.meant?.said : `${typed.label} ${typed.meant?.said}`;
    const each = said.size > 1 && typed.meant && own ? { ...typed, label: own } : typed;
    const where = [
      ...(accounts.size > 1 ? [accountName(each.place.account)] : []),
      ...(regions.size > 1 ? [each.place.region] : []),
    ];
    return where.length === 0 ? each : { ...each, label: `${each.label} (${where.join(" ")})` };
  });
}
