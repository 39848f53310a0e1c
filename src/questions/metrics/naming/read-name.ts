/** The words that name a metric → service, resource and metric, as far as the words alone tell. */
import { parseArn } from "../../../domain/arn.ts";
import { COMPUTE_METRICS } from "./compute-metrics.ts";
import { EDGE_METRICS } from "./edge-metrics.ts";
import { MESSAGE_METRICS } from "./message-metrics.ts";
import type { ServiceMetrics, UsualMetric } from "./service-metrics.ts";
import { STORE_METRICS } from "./store-metrics.ts";

/** Every service whose metrics have usual names. */
export const SERVICE_METRICS: readonly ServiceMetrics[] = [
  ...COMPUTE_METRICS,
  ...EDGE_METRICS,
  ...STORE_METRICS,
  ...MESSAGE_METRICS,
];

/** A metric with the service that it is one of. */
export type UsualOf = { service: ServiceMetrics; metric: UsualMetric };

export type NameRead =
  /** `AWS/EC2 CPUUtilization InstanceId=i-1`, `Acme/Checkout OrdersPlaced`: `words` must stand in dimension values. */
  | {
      kind: "exact";
      namespace: string;
      name: string;
      dimensions: { name: string; value: string }[];
      words: string[];
    }
  | {
      kind: "words";
      service?: ServiceMetrics;
      /** The metrics that the words mean, one for each service that has one of this name. */
      metrics: UsualOf[];
      /** Names of resources, in their order. */
      resources: string[];
      dimensions: { name: string; value: string }[];
      account?: string;
      region?: string;
    };

/** Splits at white space; quoted words stay whole and count as names. */
export function splitName(text: string): { text: string; quoted: boolean }[] {
  const found = text.matchAll(/([^\s"]*=)"([^"]*)"|"([^"]*)"|(\S+)/g);
  return [...found].map(([, key, value, quoted, bare]) => {
    if (key !== undefined) return { text: `${key}${value}`, quoted: false };
    return quoted === undefined
      ? { text: bare ?? "", quoted: false }
      : { text: quoted, quoted: true };
  });
}

type Piece = { text: string; quoted: boolean };

const FILLERS = new Set(
  (
    "of for on the a an in at is are was were be what what's how many much do does did has have had there our my its it and to by from show me " +
    "metric metrics named called name count number statistics service's resource value values please current now currently right get gets got look looks looking like graph chart"
  ).split(" "),
);

/** Reads the words that name a metric; whatever they are, something is read. */
export function readMetricName(text: string): NameRead {
  const pieces = splitName(text);
  const exact = readExact(pieces);
  if (exact) return exact;
  const dimensions = pieces.flatMap((piece) => dimensionOf(piece) ?? []);
  const words = pieces.filter((piece) => !dimensionOf(piece));
  const arn = words.map((piece) => parseArn(piece.text)).find((found) => found !== undefined);
  const taken = takeService(words);
  const service = taken?.service ?? serviceOfArn(arn?.service);
  const left = taken?.left ?? words;
  const metric = takeMetrics(left, service);
  // "aurora replica lag", "db load": a service's own word may begin the metric's.
  const whole = service && takeMetrics(words, service);
  const isLonger =
    whole && (!metric || words.length - whole.left.length > left.length - metric.left.length);
  const rest = isLonger ? (takeService(whole.left)?.left ?? whole.left) : (metric?.left ?? left);
  const metrics = (isLonger ? whole : metric)?.metrics ?? [];
  return {
    kind: "words",
    ...(service && { service }),
    metrics,
    resources: rest.filter(isName).map((piece) => resourceOf(piece.text)),
    dimensions,
    ...(arn?.account && { account: arn.account }),
    ...(arn?.region && { region: arn.region }),
  };
}

function isName({ text, quoted }: Piece): boolean {
  if (text === "") return false;
  return quoted || (!FILLERS.has(text.toLowerCase()) && /[\p{L}\p{N}]/u.test(text));
}

/** What an ARN names within its service: `app/orders/50dc6c495c0c9188`, `orders-db`. */
function resourceOf(text: string): string {
  const arn = parseArn(text);
  if (!arn) return text;
  // State machines and certificates are named by their whole ARN in CloudWatch.
  if (arn.service === "states" || arn.service === "acm") return text;
  return arn.resource.replace(
    /^(?:loadbalancer|function|db|cluster|table|service|stream|instance|distribution)[/:]/,
    "",
  );
}

function dimensionOf({ text, quoted }: Piece): { name: string; value: string } | undefined {
  const [, name, value] = (!quoted && /^([A-Za-z][\w .-]*)=(.+)$/.exec(text)) || [];
  return name === undefined || value === undefined ? undefined : { name, value };
}

/** A namespace stands first: one with a slash before a metric's name, or one of AWS's own. */
function readExact(pieces: Piece[]): NameRead | undefined {
  const [first, second] = pieces;
  if (!first || !second || first.quoted || /^(?:arn:|https?:)/i.test(first.text)) return undefined;
  const known = SERVICE_METRICS.find(
    (row) => row.namespace.toLowerCase() === first.text.toLowerCase(),
  );
  const isCustom = /^[A-Z][\w.#:-]*(?:\/[\w.#:-]+)+$/.test(first.text);
  const isOther = /^(?:CWAgent|ContainerInsights|ECS\/ContainerInsights)$/i.test(first.text);
  if (!known && !isCustom && !isOther) return undefined;
  const name = dimensionOf(second) ? undefined : second.text;
  if (name === undefined) return undefined;
  const rest = pieces.slice(2);
  return {
    kind: "exact",
    namespace: known?.namespace ?? first.text,
    name,
    dimensions: rest.flatMap((piece) => dimensionOf(piece) ?? []),
    words: rest.filter((piece) => !dimensionOf(piece) && isName(piece)).map(({ text }) => text),
  };
}

type Taken<What> = What & { left: Piece[] };

const MOST_WORDS = 5;

/** The longest run of words that means something, and what is left without it. */
function takeRun<Found extends object>(
  pieces: Piece[],
  meaning: (words: string) => Found | undefined,
): Taken<Found> | undefined {
  for (let length = Math.min(MOST_WORDS, pieces.length); length > 0; length--) {
    for (let at = 0; at + length <= pieces.length; at++) {
      const run = pieces.slice(at, at + length);
      if (run.some(({ quoted }) => quoted)) continue;
      const found = meaning(run.map(({ text }) => text.toLowerCase()).join(" "));
      if (found) return { ...found, left: [...pieces.slice(0, at), ...pieces.slice(at + length)] };
    }
  }
  return undefined;
}

const SERVICE_WORDS = new Map(
  SERVICE_METRICS.flatMap((service) => service.words.map((word) => [word, service] as const)),
);

function takeService(words: Piece[]): Taken<{ service: ServiceMetrics }> | undefined {
  const found = takeRun(words, (text) => {
    const service = SERVICE_WORDS.get(text.replace(/^(?:aws|amazon) /, ""));
    return service && { service };
  });
  if (!found) return undefined;
  // "sqs queue jobs" and "ecs cluster acme service payments" say the kind twice.
  const kinds = new Set([...found.service.words, ...KINDS]);
  const left = found.left.filter(({ text, quoted }) => quoted || !kinds.has(text.toLowerCase()));
  return { service: found.service, left: left.length === 0 ? found.left : left };
}

const KINDS = ["service", "cluster", "server", "arn"];

function serviceOfArn(prefix: string | undefined): ServiceMetrics | undefined {
  return SERVICE_METRICS.find((row) => prefix !== undefined && row.services.includes(prefix));
}

const METRIC_WORDS = new Map<string, UsualOf[]>();
for (const service of SERVICE_METRICS) {
  for (const metric of service.metrics) {
    for (const word of new Set([...metric.words, metric.name.toLowerCase()])) {
      if (word === metric.name.toLowerCase() && metric.rate) continue;
      METRIC_WORDS.set(word, [...(METRIC_WORDS.get(word) ?? []), { service, metric }]);
    }
  }
}

const MOST_METRICS = 4;

/**
 * "lambda checkout-api errors and invocations": a name for each metric of the same thing. A name that holds one metric, or
 * whose service is not said, comes back as it is.
 */
export function severalMetrics(text: string): string[] {
  const pieces = splitName(text);
  if (readExact(pieces)) return [text];
  const taken = takeService(pieces.filter((piece) => !dimensionOf(piece)));
  if (!taken) return [text];
  const metrics = new Set<UsualMetric>();
  let { left } = taken;
  for (;;) {
    const found = takeMetrics(left, taken.service);
    const metric = found?.metrics[0]?.metric;
    if (!found || !metric || metrics.size >= MOST_METRICS) break;
    metrics.add(metric);
    ({ left } = found);
  }
  if (metrics.size < 2) return [text];
  const things = [...left.filter(isName), ...pieces.filter((piece) => dimensionOf(piece))];
  const named = things.map((piece) => (/\s/.test(piece.text) ? `"${piece.text}"` : piece.text));
  const lower = text.toLowerCase();
  const standsAt = ({ words }: UsualMetric) =>
    Math.min(...words.map((word) => lower.indexOf(word)).filter((at) => at >= 0));
  const inOrder = [...metrics].toSorted((a, b) => standsAt(a) - standsAt(b));
  return inOrder.map(({ words }) => [taken.service.word, ...named, words[0]].join(" "));
}

/** True for words that mean a metric of some service. */
export function isMetricWord(words: string): boolean {
  return METRIC_WORDS.has(words.toLowerCase());
}

function takeMetrics(
  words: Piece[],
  service: ServiceMetrics | undefined,
): Taken<{ metrics: UsualOf[] }> | undefined {
  return takeRun(words, (text) => {
    const found = METRIC_WORDS.get(text.replace(/ percent(?:age)?$/, " %"));
    const own = service ? found?.filter((each) => each.service === service) : found;
    return own && own.length > 0 ? { metrics: own } : undefined;
  });
}
