/** Splits many queries into requests that GetMetricData takes; what refers to each other stays together. */
import type { SeriesQuery } from "../../domain/metric.ts";
import { isInsights } from "./read-watch.ts";

/** Most queries of one request. */
export const MOST_QUERIES = 500;

export type QueryGroups = {
  groups: SeriesQuery[][];
  /** Hang together and are too many for a request. */
  tooMany: SeriesQuery[];
};

/** One request holds one Metrics Insights query at most, and `METRICS()` means all queries of its request. */
export function groupQueries(queries: readonly SeriesQuery[]): QueryGroups {
  const groups: SeriesQuery[][] = [];
  const tooMany: SeriesQuery[] = [];
  let open: SeriesQuery[] = [];
  for (const part of partsOf(queries)) {
    if (part.length > MOST_QUERIES) tooMany.push(...part);
    else if (part.some(hasInsights)) groups.push(part);
    else if (open.length + part.length > MOST_QUERIES) {
      groups.push(open);
      open = part;
    } else open = [...open, ...part];
  }
  if (open.length > 0) groups.push(open);
  return { groups, tooMany };
}

export function hasInsights(query: SeriesQuery): boolean {
  return query.kind === "expression" && isInsights(query.expression);
}

/** Queries that refer to each other, in the order of the first of each. */
function partsOf(queries: readonly SeriesQuery[]): SeriesQuery[][] {
  const roots = new Map<string, string>(queries.map(({ id }) => [id, id]));
  const rootOf = (id: string): string => {
    let here = id;
    for (let above = roots.get(here); above !== undefined && above !== here; ) {
      here = above;
      above = roots.get(here);
    }
    roots.set(id, here);
    return here;
  };
  const [first] = queries;
  for (const query of queries) {
    if (query.kind !== "expression" || isInsights(query.expression)) continue;
    const names = /\bMETRICS\s*\(/.test(query.expression)
      ? queries.filter((each) => !hasInsights(each)).map(({ id }) => id)
      : namesIn(query.expression).filter((name) => roots.has(name));
    for (const name of names) roots.set(rootOf(name), rootOf(query.id));
  }
  const parts = new Map<string, SeriesQuery[]>();
  if (!first) return [];
  for (const query of queries) {
    const root = rootOf(query.id);
    const part = parts.get(root);
    if (part) part.push(query);
    else parts.set(root, [query]);
  }
  return [...parts.values()];
}

/** Words that may be ids; what stands in quotes is none. */
function namesIn(expression: string): string[] {
  return expression.replace(/'[^']*'|"[^"]*"/g, " ").match(/\b[a-z]\w*/g) ?? [];
}
