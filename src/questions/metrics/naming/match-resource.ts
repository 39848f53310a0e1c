/** Which of the metrics that CloudWatch lists are of the thing that somebody named. */
import { shortValue } from "../../../domain/alarm-words-metric.ts";
import type { Dimension } from "../../../domain/metric.ts";
import { matchesWildcard } from "../../../domain/wildcard.ts";
import type { PlacedMetric } from "../../../sources/cloudwatch.ts";

/** How well a name fits: as a whole, as a beginning, as a part. */
export type NameLevel = "exact" | "prefix" | "part";

const LEVELS: NameLevel[] = ["exact", "prefix", "part"];

/** A listed metric with the values of its dimensions that the names stand for, as people know them. */
export type Matched = { metric: PlacedMetric; names: string[]; level: NameLevel };

/** Best fits alone; with wildcards every fit is a whole one. */
export function matchResources(
  listed: readonly PlacedMetric[],
  resources: readonly string[],
  nameIn: readonly string[],
): Matched[] {
  const matched = listed.flatMap((metric) => matchOne(metric, resources, nameIn) ?? []);
  const best = LEVELS.find((level) => matched.some((each) => each.level === level));
  return matched.filter(({ level }) => level === best);
}

function matchOne(
  metric: PlacedMetric,
  resources: readonly string[],
  nameIn: readonly string[],
): Matched | undefined {
  const held = byRank(metric.dimensions, nameIn);
  const names: string[] = [];
  let worst = 0;
  for (const resource of resources) {
    const fits = held.flatMap((dimension) => {
      const level = levelOf(dimension, resource);
      return level === undefined
        ? []
        : [{ name: shortValue(dimension), rank: LEVELS.indexOf(level) }];
    });
    const [best] = fits.toSorted((a, b) => a.rank - b.rank);
    if (!best) return undefined;
    names.push(best.name);
    worst = Math.max(worst, best.rank);
  }
  return { metric, names, level: LEVELS[worst] ?? "part" };
}

/** Dimensions that usually hold the name first. */
function byRank(dimensions: readonly Dimension[], nameIn: readonly string[]): Dimension[] {
  return dimensions.toSorted((a, b) => rankOf(a, nameIn) - rankOf(b, nameIn));
}

function rankOf({ name }: Dimension, nameIn: readonly string[]): number {
  const rank = nameIn.indexOf(name);
  return rank < 0 ? nameIn.length : rank;
}

function levelOf(dimension: Dimension, resource: string): NameLevel | undefined {
  const wanted = resource.toLowerCase();
  const values = [dimension.value, shortValue(dimension)].map((value) => value.toLowerCase());
  if (/[*?]/.test(wanted)) {
    return values.some((value) => matchesWildcard(value, wanted)) ? "exact" : undefined;
  }
  if (values.includes(wanted)) return "exact";
  if (values.some((value) => value.startsWith(wanted))) return "prefix";
  return wanted.length > 1 && values.some((value) => value.includes(wanted)) ? "part" : undefined;
}

/**
 * Of one thing the metric that is least divided: `FunctionName` alone rather than with `Resource`, the load balancer rather
 * than each of its zones. Metrics that are divided alike stay side by side.
 */
export function leastDivided(matched: readonly Matched[], nameIn: readonly string[]): Matched[] {
  const groups = new Map<string, Matched[]>();
  for (const each of matched) {
    const { place } = each.metric;
    const key = JSON.stringify([place.account, place.region, ...each.names]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) => {
    const ranks = group.map(({ metric, names }) => nameRank(metric, names, nameIn));
    const bestRank = Math.min(...ranks);
    const ranked = group.filter((_, index) => ranks[index] === bestRank);
    const fewest = Math.min(...ranked.map(({ metric }) => metric.dimensions.length));
    return ranked.filter(({ metric }) => metric.dimensions.length === fewest);
  });
}

function nameRank(
  { dimensions }: PlacedMetric,
  names: string[],
  nameIn: readonly string[],
): number {
  const holding = dimensions.filter((dimension) => names.includes(shortValue(dimension)));
  return Math.min(nameIn.length, ...holding.map((dimension) => rankOf(dimension, nameIn)));
}

/** Where nothing is named: over all things where CloudWatch adds them up, else of each thing. */
export function ofAll(listed: readonly PlacedMetric[], nameIn: readonly string[]): Matched[] {
  const whole = listed.filter(({ dimensions }) => dimensions.length === 0);
  if (whole.length > 0) return whole.map((metric) => ({ metric, names: [], level: "exact" }));
  const [main] = nameIn;
  const named = listed.flatMap((metric): Matched[] => {
    const dimension = metric.dimensions.find(({ name }) => name === main) ?? metric.dimensions[0];
    return dimension ? [{ metric, names: [shortValue(dimension)], level: "exact" }] : [];
  });
  return leastDivided(named, nameIn);
}
