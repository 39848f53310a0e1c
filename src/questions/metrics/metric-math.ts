/** Arithmetic over metrics in words: `100 * [lambda checkout-api errors] / [lambda checkout-api invocations]`. */
import type { SeriesQuery } from "../../domain/metric.ts";
import type { AwsPlace } from "../../domain/place.ts";
import type { Search } from "../../domain/search.ts";
import type { Metrics, Where } from "../../sources/cloudwatch.ts";
import type { Run } from "../../sources/trail.ts";
import type { Meant } from "./naming/meant.ts";
import { type Resolved, resolveMetric } from "./naming/resolve.ts";
import { readStat } from "./read-stat.ts";

const NAMED = /\[([^[\]]{1,200})\]/g;

/** True where metrics stand in square brackets. */
export function hasNamedMetrics(expression: string): boolean {
  return expression.search(NAMED) >= 0;
}

export type NamedMath =
  | {
      kind: "found";
      places: { place: AwsPlace; queries: SeriesQuery[] }[];
      meant: Meant[];
      searched: Search[];
    }
  | { kind: "unclear"; unclear: Extract<Resolved, { kind: "unclear" }> };

/** Finds each metric, and puts the expression together in every place that has all of them. */
export async function resolveMath(
  expression: string,
  wish: Where & { period: number; isOld: boolean },
  metrics: Metrics,
  run: Run,
): Promise<NamedMath> {
  const names = [...new Set([...expression.matchAll(NAMED)].map(([, name = ""]) => name.trim()))];
  const found = await Promise.all(
    names.map((name) => resolveMetric({ ...wish, ...named(name) }, metrics, run)),
  );
  const unclear = found.find((each) => each.kind === "unclear");
  if (unclear) return { kind: "unclear", unclear };
  const lists = found.flatMap((each) => (each.kind === "found" ? [each] : []));
  const several = lists.findIndex(({ meant }) => hasSeveral(meant));
  if (several >= 0)
    return { kind: "unclear", unclear: tooMany(names[several] ?? "", lists[several]?.meant ?? []) };
  const whole = placesOfAll(lists.map(({ meant }) => meant));
  const places = whole.map((place) => {
    const parts = lists.map(({ meant }) => meant.find((each) => isAt(each, place)));
    return { place, queries: queriesFor(expression, names, parts, wish.period) };
  });
  const meant = lists.flatMap((each) => each.meant);
  return { kind: "found", places, meant, searched: lists.flatMap(({ searched }) => searched) };
}

/** `lambda checkout-api duration p99`: a statistic of its own. */
function named(text: string): { name: string; stat?: string } {
  const words = text.split(/\s+/);
  const stat = words.map(readStat).find((each) => each !== undefined);
  const name = words.filter((word) => readStat(word) === undefined).join(" ");
  return { name, ...(stat !== undefined && { stat }) };
}

function isAt({ place }: Meant, { account, region }: AwsPlace): boolean {
  return place.account === account && place.region === region;
}

function hasSeveral(meant: readonly Meant[]): boolean {
  return meant.some(({ place }, index) => meant.findIndex((each) => isAt(each, place)) !== index);
}

function tooMany(name: string, meant: readonly Meant[]): Extract<Resolved, { kind: "unclear" }> {
  return {
    kind: "unclear",
    headline: `“${name}” is ${meant.length} series, and one is needed to reckon with`,
    next: "Name one thing in each pair of brackets.",
    suggestions: [],
    searched: [],
  };
}

function placesOfAll(lists: readonly Meant[][]): AwsPlace[] {
  const [first = [], ...others] = lists;
  return first
    .map(({ place }) => place)
    .filter((place) => others.every((list) => list.some((each) => isAt(each, place))));
}

function queriesFor(
  expression: string,
  names: readonly string[],
  parts: readonly (Meant | undefined)[],
  period: number,
): SeriesQuery[] {
  const hidden = parts.flatMap((part, index): SeriesQuery[] =>
    part
      ? [
          {
            id: `x${index}`,
            kind: "metric",
            metric: part.metric,
            stat: part.stat,
            period,
            isHidden: true,
          },
        ]
      : [],
  );
  const reckoned = expression.replace(NAMED, (_, name: string) => `x${names.indexOf(name.trim())}`);
  return [...hidden, { id: "e1", kind: "expression", expression: reckoned, period }];
}
