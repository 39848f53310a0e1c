/** Pages of GetMetricData → series: merged, sorted, without what is no number. */
import type { Datapoint, Series, SeriesQuery, SeriesStatus } from "../../domain/metric.ts";
import { HOUR, SECOND, type Window } from "../../domain/time.ts";
import { instantAt, listOf, membersOf, numberOf, textOf } from "./members.ts";

export type Gathered = {
  /** Takes in one page as the SDK gives it. */
  add(page: unknown): void;
  /** In the order of the queries; a search's series in the order in which they came. */
  series(): Series[];
  /** Datapoints that came, also those that were left out. */
  examined(): number;
  /** What CloudWatch says of the request itself. */
  messages(): string[];
};

type Merged = {
  id: string;
  label: string;
  points: Map<number, number>;
  status: SeriesStatus;
  messages: Set<string>;
  dropped: number;
};

const STATUSES: Record<string, SeriesStatus> = {
  Complete: "complete",
  PartialData: "partial",
  Forbidden: "forbidden",
  InternalError: "failed",
};

export function createGathered(queries: readonly SeriesQuery[], window: Window): Gathered {
  const merged = new Map<string, Merged>();
  const messages = new Set<string>();
  const byId = new Map(queries.map((query) => [query.id, query]));
  let examined = 0;

  function addResult(result: unknown): void {
    const { Id, Label, Timestamps, Values, StatusCode, Messages } = membersOf(result);
    const id = textOf(Id);
    const query = id === undefined ? undefined : byId.get(id);
    if (id === undefined || query === undefined) return;
    const label = textOf(Label) ?? labelOf(query);
    const entry = entryOf(id, label);
    entry.status = statusAfter(entry.status, textOf(StatusCode));
    for (const message of messagesIn(Messages)) entry.messages.add(message);
    const { kept, dropped } = readPoints(listOf(Timestamps), listOf(Values), {
      // The first period may have begun before the window.
      from: window.from - (periodMsOf(query) ?? HOUR) + 1,
      to: window.to,
    });
    for (const { at, value } of kept) entry.points.set(at, value);
    entry.dropped += dropped;
    examined += listOf(Timestamps).length;
  }

  function entryOf(id: string, label: string): Merged {
    const key = JSON.stringify([id, label]);
    const known = merged.get(key);
    if (known) return known;
    const entry: Merged = {
      id,
      label,
      points: new Map(),
      status: "complete",
      messages: new Set(),
      dropped: 0,
    };
    merged.set(key, entry);
    return entry;
  }

  return {
    add(page) {
      const { MetricDataResults, Messages } = membersOf(page);
      for (const result of listOf(MetricDataResults)) addResult(result);
      for (const message of messagesIn(Messages)) messages.add(message);
    },
    series: () => queries.flatMap((query) => seriesOf(query, [...merged.values()])),
    examined: () => examined,
    messages: () => [...messages],
  };
}

/** Those inside the window, and how many have no usable time or value. */
function readPoints(times: unknown[], values: unknown[], window: Window) {
  const kept: Datapoint[] = [];
  let dropped = 0;
  for (const [index, time] of times.entries()) {
    const at = instantAt(time);
    const value = numberOf(values[index]);
    if (at === undefined || value === undefined || at > window.to + SECOND) dropped += 1;
    else if (at >= window.from && at <= window.to) kept.push({ at, value });
  }
  return { kept, dropped };
}

/** The last word counts, except that a page which failed is not made good by those after it. */
function statusAfter(before: SeriesStatus, code: string | undefined): SeriesStatus {
  if (before === "failed" || before === "forbidden") return before;
  return code === undefined ? before : (STATUSES[code] ?? "failed");
}

function messagesIn(value: unknown): string[] {
  return listOf(value).flatMap((each) => {
    const { Code, Value } = membersOf(each);
    return textOf(Value) ?? textOf(Code) ?? [];
  });
}

function seriesOf(query: SeriesQuery, merged: readonly Merged[]): Series[] {
  if (query.isHidden) return [];
  const own = merged.filter(({ id }) => id === query.id);
  if (own.length > 0) return own.map((entry) => toSeries(entry, query));
  // A search or a query over many may find nothing.
  return isOverMany(query) ? [] : [emptySeries(query, "failed", "CloudWatch gave no answer to it")];
}

export function isOverMany(query: SeriesQuery): boolean {
  return query.kind === "expression" && /^\s*SELECT\s|\bSEARCH\s*\(/i.test(query.expression);
}

function toSeries(entry: Merged, query: SeriesQuery): Series {
  const periodMs = periodMsOf(query);
  const points: Datapoint[] = [...entry.points].map(([at, value]) => ({ at, value }));
  points.sort((one, other) => one.at - other.at);
  const { dropped } = entry;
  return {
    id: entry.id,
    label: entry.label,
    points,
    ...(periodMs !== undefined && { periodMs }),
    status: entry.status,
    messages: [
      ...entry.messages,
      ...(dropped > 0
        ? [`${dropped} datapoints without a usable time or value were left out`]
        : []),
    ],
  };
}

/** A series without points, and why. */
export function emptySeries(query: SeriesQuery, status: SeriesStatus, message: string): Series {
  const periodMs = periodMsOf(query);
  return {
    id: query.id,
    label: labelOf(query),
    points: [],
    ...(periodMs !== undefined && { periodMs }),
    status,
    messages: [message],
  };
}

function labelOf(query: SeriesQuery): string {
  if (query.label !== undefined) return query.label;
  return query.kind === "metric" ? query.metric.name : query.id;
}

/** A search names its period last: `SEARCH('…', 'Sum', 300)`. */
function periodMsOf(query: SeriesQuery): number | undefined {
  if (query.period !== undefined) return query.period * SECOND;
  if (query.kind === "metric") return undefined;
  const [, seconds] = /^\s*SEARCH\s*\(.*,\s*(\d{1,6})\s*\)\s*$/is.exec(query.expression) ?? [];
  return seconds === undefined ? undefined : Number(seconds) * SECOND;
}
