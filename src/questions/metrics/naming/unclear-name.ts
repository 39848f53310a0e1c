/** Words that name no metric, or several: what there is instead, as questions that can be asked. */
import { count, listed as listWords } from "../../../answers/words.ts";
import { shortValue } from "../../../domain/alarm-words-metric.ts";
import type { AwsPlace } from "../../../domain/place.ts";
import { nearest } from "../../../language/nearest.ts";
import type { MetricsListed, PlacedMetric } from "../../../sources/cloudwatch.ts";
import { quotedName } from "../../quoted-name.ts";
import type { Matched } from "./match-resource.ts";
import { type NameRead, SERVICE_METRICS, type UsualOf } from "./read-name.ts";
import type { ServiceMetrics } from "./service-metrics.ts";

/** `suggestions`: texts of questions that work. */
export type Unclear = { headline: string; next?: string; suggestions: string[] };

const MOST = 6;
const SLIPS = 3;

/** `a Lambda function`, `an API`. */
export function withArticle({ said }: ServiceMetrics): string {
  return `${/^[aeiou]/i.test(said) || said.startsWith("MSK") ? "an" : "a"} ${said}`;
}

/** `metric lambda checkout-api errors`. */
export function metricText(
  service: ServiceMetrics,
  names: readonly string[],
  said: string,
): string {
  return ["metric", service.word, ...names.map(quotedName), said].join(" ");
}

/** No word of it is a service's or a metric's. */
export function unknownWords(name: string, read: Extract<NameRead, { kind: "words" }>): Unclear {
  const { service, resources } = read;
  if (service) return unknownMetricOf(service, resources);
  const words = name.toLowerCase().split(/\s+/).slice(0, 12);
  const known = SERVICE_METRICS.flatMap((row) => [
    row.word,
    ...row.metrics.flatMap((each) => each.words),
  ]);
  const meant = words.flatMap((word) =>
    nearest(word, [...new Set(known)], word.length > 5 ? 2 : 1),
  );
  const near = [...new Set(meant)].filter((word) => !words.includes(word)).slice(0, 4);
  const about = SERVICE_METRICS.filter(({ word }) => near.includes(word));
  return {
    headline: `No word of “${name.slice(0, 120)}” names a metric that is known here`,
    next:
      near.length > 0
        ? `Near to what was typed: ${listWords(near)}.`
        : "Name the service, the thing and the metric, as in `lambda checkout-api errors`, or as CloudWatch does: `AWS/EC2 CPUUtilization InstanceId=i-…`.",
    suggestions: (about.length > 0 ? about : SERVICE_METRICS.slice(0, 3)).map((row) =>
      metricText(row, [], row.usual),
    ),
  };
}

/** A thing is named, and not what of it. */
export function whichOf(
  { resources }: Extract<NameRead, { kind: "words" }>,
  services: readonly ServiceMetrics[],
): Unclear {
  const kinds = services.map(withArticle);
  const texts = services.flatMap((service) =>
    service.metrics
      .map(({ said }) => metricText(service, resources, said))
      .slice(0, MOST / services.length),
  );
  return {
    headline: `Which metric of ${resources.join(" ")} is meant?`,
    next: `It is ${listWords(kinds)}.`,
    suggestions: [...new Set(texts)].slice(0, MOST),
  };
}

/** The last of the words may have been meant as the metric. */
function unknownMetricOf(service: ServiceMetrics, resources: string[]): Unclear {
  const words = service.metrics.flatMap((metric) => metric.words);
  const near = resources.flatMap((word) =>
    nearest(word.toLowerCase(), words, word.length > 5 ? 2 : 1).map((found) => ({ word, found })),
  );
  const kept = service.metrics.map(({ said }) => said);
  const [first] = near;
  const names = resources.filter((word) =>
    first ? word !== first.word : word !== resources.at(-1),
  );
  const suggested = first ? near.map(({ found }) => found) : kept;
  const unknown = first?.word ?? resources.at(-1);
  return {
    headline: `“${unknown}” is no metric of ${withArticle(service)} that is known here`,
    next: `It has ${listWords(kept, 12)}; any other by CloudWatch's name, as in \`${service.namespace} NAME ${service.nameIn[0]}=…\`.`,
    suggestions: [...new Set(suggested)]
      .slice(0, MOST)
      .map((said) => metricText(service, names, said)),
  };
}

/** A namespace without that metric. */
export function noSuchMetric(
  { namespace, name, words }: Extract<NameRead, { kind: "exact" }>,
  others: readonly PlacedMetric[],
): Unclear {
  const names = [...new Set(others.map((metric) => metric.name))];
  const isThere = names.includes(name);
  const near = isThere ? [] : nearestNames(name, names);
  const values = isThere ? valuesIn(others.filter((metric) => metric.name === name)) : [];
  const closest = isThere ? nearestNames(words.join(" "), values) : [];
  return {
    headline: isThere
      ? `${namespace} ${name} has no series named ${words.join(" ")}`
      : `${namespace} had no metric ${name} with datapoints in the last two weeks`,
    next:
      names.length > 0
        ? `It has ${listWords(isThere ? values : names, 12)}.`
        : "No such namespace had any: see whether the account, the Region and the spelling are right.",
    suggestions: [
      ...near.map((each) => `metric ${namespace} ${each}`),
      ...closest.map((each) => `metric ${namespace} ${name} ${quotedName(each)}`),
    ].slice(0, MOST),
  };
}

/** Nearest by slips, else those that hold a part of it. */
function nearestNames(text: string, names: readonly string[]): string[] {
  const lower = text.toLowerCase();
  const byLower = new Map(names.map((each) => [each.toLowerCase(), each]));
  const near = nearest(lower, [...byLower.keys()], SLIPS);
  const parts = [...byLower.keys()].filter((each) =>
    lower.split(/[-_./\s]+/).some((part) => part.length > 2 && each.includes(part)),
  );
  const close = [...new Set([...near, ...parts])];
  const found = close.length > 0 ? close : [...byLower.keys()];
  return found.slice(0, MOST).flatMap((each) => byLower.get(each) ?? []);
}

function valuesIn(metrics: readonly PlacedMetric[], name?: string): string[] {
  const dimensions = metrics.flatMap((metric) => metric.dimensions);
  const named = name === undefined ? dimensions : dimensions.filter((each) => each.name === name);
  return [...new Set(named.map(shortValue))].toSorted();
}

/** No such thing has this metric; or the thing is there, and has others. */
export function noSuchResource(
  { resources }: Extract<NameRead, { kind: "words" }>,
  usual: readonly UsualOf[],
  lists: readonly MetricsListed[],
): Unclear {
  const [first] = usual;
  if (!first) return { headline: "No such metric", suggestions: [] };
  const { service, metric } = first;
  const all = lists.flatMap(({ metrics }) => metrics);
  const named = resources.join(" ");
  const things = valuesIn(all, service.nameIn[0]);
  const own = all.filter(({ dimensions }) => dimensions.some((each) => shortValue(each) === named));
  if (own.length > 0) return withoutIt(service, named, metric.said, own);
  const near = named === "" ? things.slice(0, MOST) : nearestNames(named, things).slice(0, MOST);
  const many = usual.length > 1 ? "Nothing" : `No ${service.said}`;
  return {
    headline:
      named === ""
        ? `No ${service.said} had ${metric.said} in the last two weeks`
        : `${many} named ${named} had ${metric.said} in the last two weeks`,
    next: `CloudWatch lists a metric once it has datapoints, and ${withArticle(service)} gives none ${service.silentWhen}. See whether the name, the account and the Region are right${things.length > 0 ? `; there ${things.length === 1 ? "is" : "are"} ${listWords(things, 8)}` : ""}.`,
    suggestions: near.map((each) => metricText(service, [each], metric.said)),
  };
}

/** "It is in account …, eu-west-1": for whoever looked in the wrong place. */
export function withPlaces(unclear: Unclear, there: readonly AwsPlace[]): Unclear {
  const said = [...new Set(there.map(({ account, region }) => `account ${account}, ${region}`))];
  if (said.length === 0) return unclear;
  return { ...unclear, next: `It is in ${said.slice(0, 4).join("; in ")}.` };
}

function withoutIt(
  service: ServiceMetrics,
  named: string,
  said: string,
  own: readonly PlacedMetric[],
): Unclear {
  const names = new Set(own.map(({ name }) => name));
  const others = service.metrics.filter((each) => names.has(each.name) && !each.rate);
  return {
    headline: `${named} had no ${said} in the last two weeks`,
    next: `It has ${count(names.size, "other metric")}: ${listWords([...names], 8)}. It gives no datapoints ${service.silentWhen}.`,
    suggestions: others.slice(0, MOST).map((each) => metricText(service, [named], each.said)),
  };
}

/** Several things that the words may mean. */
export function ambiguous(
  { resources }: Extract<NameRead, { kind: "words" }>,
  best: readonly (UsualOf & { matched: Matched[] })[],
): Unclear {
  const texts = best.flatMap(({ service, metric, matched }) =>
    matched.map(({ names }) => metricText(service, names, metric.said)),
  );
  const distinct = [...new Set(texts)];
  return {
    headline: `“${resources.join(" ")}” may mean ${count(distinct.length, "thing")}`,
    next: "Ask for one of them.",
    suggestions: distinct.slice(0, MOST),
  };
}
