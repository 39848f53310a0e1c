/** Which metrics a SEARCH means. */
import type { Metric } from "../../../../domain/metric.ts";
import type { AwsPlace } from "../../../../domain/place.ts";
import type { Schema, SearchQuery, Term } from "./parser.ts";
import { createTermMatch } from "./tokens.ts";

/** A metric and whose it is. */
export type Candidate = { place: AwsPlace; metric: Metric };

export type Match = (candidate: Candidate) => boolean;

/** A test of metrics. */
export function createMatch({ schema, term }: SearchQuery): Match {
  const isMeant = term ? termMatch(term) : () => true;
  return (candidate) => (!schema || fits(schema, candidate.metric)) && isMeant(candidate);
}

function fits({ namespace, dimensions }: Schema, metric: Metric): boolean {
  if (metric.namespace !== namespace) return false;
  if (dimensions.length === 0) return true;
  if (dimensions.length !== metric.dimensions.length) return false;
  return metric.dimensions.every(({ name }) => dimensions.includes(name));
}

function termMatch(term: Term): Match {
  switch (term.kind) {
    case "not": {
      const inner = termMatch(term.term);
      return (candidate) => !inner(candidate);
    }
    case "and": {
      const all = term.terms.map(termMatch);
      return (candidate) => all.every((one) => one(candidate));
    }
    case "or": {
      const all = term.terms.map(termMatch);
      return (candidate) => all.some((one) => one(candidate));
    }
    case "text":
      return textMatch(term);
  }
}

function textMatch({ text, isExact, property }: Extract<Term, { kind: "text" }>): Match {
  const isIn = isExact ? (name: string) => name === text : createTermMatch(text);
  return (candidate) => namesOf(candidate, property).some(isIn);
}

/** All names of a metric, or those of one property. */
function namesOf({ place, metric }: Candidate, property: string | undefined): string[] {
  switch (property) {
    case undefined:
      return [
        metric.namespace,
        metric.name,
        ...metric.dimensions.flatMap(({ name, value }) => [name, value]),
      ];
    case "MetricName":
      return [metric.name];
    case "Namespace":
      return [metric.namespace];
    case ":aws.AccountId":
      return [place.account, "LOCAL"];
    default:
      return metric.dimensions.filter(({ name }) => name === property).map(({ value }) => value);
  }
}
