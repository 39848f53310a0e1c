/** A metric in words → the metrics of CloudWatch that are meant, wherever they are. */
import { shortValue } from "../../../domain/alarm-words-metric.ts";
import type { Metric } from "../../../domain/metric.ts";
import type { AwsPlace } from "../../../domain/place.ts";
import type { Search } from "../../../domain/search.ts";
import type { Metrics, MetricsListed, PlacedMetric, Where } from "../../../sources/cloudwatch.ts";
import type { Run } from "../../../sources/trail.ts";
import { leastDivided, type Matched, matchResources, ofAll } from "./match-resource.ts";
import { type Meant, toMeant } from "./meant.ts";
import { type NameRead, readMetricName, SERVICE_METRICS, type UsualOf } from "./read-name.ts";
import type { ServiceMetrics } from "./service-metrics.ts";
import {
  ambiguous,
  noSuchMetric,
  noSuchResource,
  type Unclear,
  unknownWords,
  whichOf,
  withPlaces,
} from "./unclear-name.ts";

export type Resolved =
  | { kind: "found"; meant: Meant[]; notes: string[]; searched: Search[] }
  | ({ kind: "unclear"; searched: Search[] } & Unclear);

export type NamedMetric = Where & { name: string; stat?: string; isOld?: boolean };

/** Asks ListMetrics, which knows what had datapoints within two weeks. */
export async function resolveMetric(
  asked: NamedMetric,
  metrics: Metrics,
  run: Run,
): Promise<Resolved> {
  const read = readMetricName(asked.name);
  if (read.kind === "exact") return resolveExact(read, asked, metrics, run);
  const usual = usualFor(read);
  if (usual.length === 0) {
    const known = await servicesOf(read, whereOf(asked), metrics, run);
    const searched = known.searched.filter(({ complete }) => !complete);
    const unclear =
      known.services.length > 0 ? whichOf(read, known.services) : unknownWords(asked.name, read);
    return { kind: "unclear", searched, ...unclear };
  }
  return resolveUsual(read, usual, asked, metrics, run);
}

type Exact = Extract<NameRead, { kind: "exact" }>;
type InWords = Extract<NameRead, { kind: "words" }>;

const MOST_LISTED = 500;

/** Services that have a thing of that name, where only the thing is named. */
async function servicesOf(
  { service, resources }: InWords,
  where: Where,
  metrics: Metrics,
  run: Run,
): Promise<{ services: ServiceMetrics[]; searched: Search[] }> {
  const [value] = resources;
  if (service || value === undefined || resources.length > 1) return { services: [], searched: [] };
  const asked = await Promise.all(
    SERVICE_METRICS.map(async (each) => {
      const [name = ""] = each.nameIn;
      const { namespace } = each;
      const filter = { ...where, namespace, dimensions: [{ name, value }], limit: 100 };
      return { each, listed: await metrics.list(filter, run) };
    }),
  );
  return {
    services: asked.flatMap(({ each, listed }) => (listed.metrics.length > 0 ? [each] : [])),
    searched: asked.flatMap(({ listed }) => listed.searched),
  };
}

async function resolveExact(
  read: Exact,
  asked: NamedMetric,
  metrics: Metrics,
  run: Run,
): Promise<Resolved> {
  const { namespace, name, dimensions, words } = read;
  const where = whereOf(asked);
  const filter = { ...where, namespace, name, dimensions, limit: MOST_LISTED };
  const listed = await metrics.list(filter, run);
  const service = SERVICE_METRICS.find((row) => row.namespace === namespace);
  const usual = service?.metrics.find((row) => row.name === name && !row.rate);
  const of = { usual, service, stat: asked.stat };
  const fitting = fittingExactly(read, listed.metrics, service?.nameIn ?? []);
  if (fitting.length > 0) {
    return found(
      fitting.map((each) => toMeant(each, of)),
      [],
      listed.searched,
    );
  }
  if (dimensions.length > 0 && words.length === 0) {
    // Older than ListMetrics remembers, or never there: what was typed says all that is needed to read it.
    const places = await metrics.places(where);
    const typed = places.map((place) => matchedWhole({ namespace, name, dimensions, place }));
    return found(
      typed.map((each) => toMeant(each, of)),
      [],
      listed.searched,
    );
  }
  const others = await metrics.list({ ...where, namespace, limit: MOST_LISTED }, run);
  const searched = [...listed.searched, ...others.searched];
  return { kind: "unclear", searched, ...noSuchMetric(read, others.metrics) };
}

/** Words must stand in dimensions; with dimensions alone the metric that has these and no others is meant. */
function fittingExactly(
  { words, dimensions }: Exact,
  listed: readonly PlacedMetric[],
  nameIn: string[],
): Matched[] {
  if (words.length > 0) return leastDivided(matchResources(listed, words, nameIn), nameIn);
  if (dimensions.length === 0) return ofAll(listed, nameIn);
  const exact = listed.filter((metric) => metric.dimensions.length === dimensions.length);
  return (exact.length > 0 ? exact : listed).map(matchedWhole);
}

function matchedWhole(metric: PlacedMetric): Matched {
  return { metric, names: namesIn(metric), level: "exact" };
}

function namesIn({ dimensions }: Metric): string[] {
  return dimensions.map(shortValue);
}

/** The metrics that the words mean; with a thing alone, what its service is usually asked for. */
function usualFor({ service, metrics, resources }: InWords): UsualOf[] {
  if (metrics.length > 0) return metrics;
  if (!service || resources.length > 1) return [];
  const metric = service.metrics.find(({ words }) => words[0] === service.usual);
  return metric ? [{ service, metric }] : [];
}

type Candidate = UsualOf & { matched: Matched[]; listed: MetricsListed };

async function resolveUsual(
  read: InWords,
  usual: UsualOf[],
  asked: NamedMetric,
  metrics: Metrics,
  run: Run,
): Promise<Resolved> {
  const where = whereOf(asked, read);
  const candidates = await Promise.all(
    usual.map(async (of): Promise<Candidate> => {
      const listed = await metrics.list({ ...where, ...filterOf(of, read) }, run);
      return { ...of, listed, matched: fitting(of, listed.metrics, read) };
    }),
  );
  const searched = candidates.flatMap(({ listed }) => listed.searched);
  const best = bestOf(candidates);
  const of = ({ metric, service }: UsualOf) => ({ usual: metric, service, stat: asked.stat });
  if (best.length === 0) {
    const assumed = asked.isOld ? await assumeOf(usual, read, where, metrics) : [];
    if (assumed.length > 0) {
      const [first] = usual;
      const meant = assumed.map((each) => toMeant(each, first ? of(first) : {}));
      return found(meant, [], searched);
    }
    const more = await othersOf(usual, read, where, metrics, run);
    const lists = [...candidates.map(({ listed }) => listed), ...more];
    const isNarrowed = where.accounts !== undefined || where.regions !== undefined;
    const there = isNarrowed ? await placesOf(usual, read, metrics, run) : [];
    return {
      kind: "unclear",
      searched: [...searched, ...more.flatMap((each) => each.searched)],
      ...withPlaces(noSuchResource(read, usual, lists), there),
    };
  }
  const things = new Set(
    best.flatMap((each) => each.matched.map(({ names }) => thingKey(each, names))),
  );
  const isPart = best.some(({ matched }) => matched.some(({ level }) => level !== "exact"));
  if (best.length > 1 || (isPart && things.size > 1)) {
    return { kind: "unclear", searched, ...ambiguous(read, best) };
  }
  const meant = best.flatMap((each) => each.matched.map((matched) => toMeant(matched, of(each))));
  const notes = isPart
    ? [`Took “${read.resources.join(" ")}” for ${meant[0]?.names.join(" ")}.`]
    : [];
  return found(meant, notes, searched);
}

/** Where else the same name is. */
async function placesOf(
  usual: UsualOf[],
  read: InWords,
  metrics: Metrics,
  run: Run,
): Promise<AwsPlace[]> {
  const found = await Promise.all(
    usual.map(async (of) => {
      const { metrics: listed } = await metrics.list(filterOf(of, read), run);
      return fitting(of, listed, read).filter(({ level }) => level === "exact");
    }),
  );
  return found.flat().map(({ metric }) => metric.place);
}

function thingKey({ service }: UsualOf, names: string[]): string {
  return `${service.word} ${names.join(" ")}`;
}

function whereOf({ accounts, regions }: Where, read?: InWords): Where {
  const account = accounts ?? (read?.account === undefined ? undefined : [read.account]);
  const region = regions ?? (read?.region === undefined ? undefined : [read.region]);
  return { ...(account && { accounts: account }), ...(region && { regions: region }) };
}

function filterOf({ service, metric }: UsualOf, { dimensions }: InWords) {
  const fixed = Object.entries(metric.fixed ?? {}).map(([name, value]) => ({ name, value }));
  return {
    namespace: metric.namespace ?? service.namespace,
    name: metric.name,
    dimensions: [...fixed, ...dimensions],
    limit: MOST_LISTED,
  };
}

function fitting({ service }: UsualOf, listed: readonly PlacedMetric[], read: InWords): Matched[] {
  const { nameIn } = service;
  if (read.resources.length > 0) {
    return leastDivided(matchResources(listed, read.resources, nameIn), nameIn);
  }
  return read.dimensions.length > 0
    ? leastDivided(
        listed.map((metric) => ({ metric, names: namesIn(metric), level: "exact" })),
        nameIn,
      )
    : ofAll(listed, nameIn);
}

/** Only whole names where there are any. */
function bestOf(candidates: readonly Candidate[]): Candidate[] {
  for (const level of ["exact", "prefix", "part"] as const) {
    const at = candidates.filter(({ matched }) => matched[0]?.level === level);
    if (at.length > 0) return at;
  }
  return [];
}

/** ListMetrics forgets after two weeks; a plain name still says all that is needed to read what is older. */
async function assumeOf(
  [first]: UsualOf[],
  { resources }: InWords,
  where: Where,
  metrics: Metrics,
): Promise<Matched[]> {
  const [value] = resources;
  const [name] = first?.service.nameIn ?? [];
  if (!first || value === undefined || name === undefined || resources.length > 1) return [];
  if (/[*?]/.test(value) || /LoadBalancer|Arn$/.test(name)) return [];
  const fixed = Object.entries(first.metric.fixed ?? {}).map(([key, of]) => ({
    name: key,
    value: of,
  }));
  const namespace = first.metric.namespace ?? first.service.namespace;
  const places = await metrics.places(where);
  return places.map((place) => ({
    metric: { namespace, name: first.metric.name, dimensions: [{ name, value }, ...fixed], place },
    names: [value],
    level: "exact",
  }));
}

/** What else there is of the thing, so that "no throttles" is told from "no such thing". */
async function othersOf(
  usual: UsualOf[],
  { resources }: InWords,
  where: Where,
  metrics: Metrics,
  run: Run,
): Promise<MetricsListed[]> {
  const services = [...new Set(usual.map(({ service }) => service))];
  if (resources.length === 0 || services.length > 1) return [];
  return Promise.all(
    services.map(({ namespace }) => metrics.list({ ...where, namespace, limit: MOST_LISTED }, run)),
  );
}

function found(meant: Meant[], notes: string[], searched: Search[]): Resolved {
  return { kind: "found", meant, notes, searched };
}
