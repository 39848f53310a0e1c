/** The thing that a person asks about, and how its name is compared with what records say. */
import { isArn, parseArn } from "./arn.ts";
import { type ArnNames, arnNames } from "./arn-names.ts";
import { consoleResource } from "./console-url.ts";
import { nameTerms, typedResource } from "./resource-names.ts";
import { isSameService, typeServices } from "./resource-types.ts";
import type { Touched, TouchRole } from "./touched.ts";
import { isResourceShape } from "./touched-values.ts";
import type { TrailEvent } from "./trail-event.ts";
import { matchesWildcard } from "./wildcard.ts";

/** From best to worst: whole name or ARN; part of an ARN or path by the rules of its service; beginning; anywhere inside. */
export type NameMatch = "exact" | "segment" | "prefix" | "substring";

export type Subject = {
  /** As typed. */
  text: string;
  /** Lower-case text to compare; for an ARN or console URL, the name inside. `*` and `?` are wildcards when `wildcard`. */
  name: string;
  wildcard: boolean;
  /** Services that the words narrow it to ("the lambda function X", an ARN): eventSource prefixes. */
  services?: string[];
  /** From an ARN. */
  arn?: string;
  account?: string;
  region?: string;
};

/**
 * Reads how a person names a resource: a bare name, ARN, id, `role/admin`, `function:foo`, `s3://bucket/key`, `bucket/key`,
 * queue URL, console URL, or a name with `*` and `?`.
 */
export function parseSubject(text: string): Subject {
  const typed = text.trim();
  const lower = typed.toLowerCase();
  if (isArn(lower)) return arnSubject(typed);
  if (/^https?:\/\//.test(lower)) return urlSubject(typed);
  if (lower.startsWith("s3://")) {
    const name = lower.slice("s3://".length).replace(/\/$/, "");
    return { text: typed, name, wildcard: isWildcard(name), services: ["s3"] };
  }
  const inside = typedResource(lower);
  if (inside && !isWildcard(lower)) {
    const name = arnNames(inside.service, inside.resource).own.at(-1) ?? lower;
    return { text: typed, name, wildcard: false, services: servicesOf(inside.service) };
  }
  // A DNS name may be written with its last dot.
  const name = lower.replace(/(?<=[a-z0-9])\.$/, "");
  return kindSubject(typed) ?? { text: typed, name, wildcard: isWildcard(lower) };
}

/** `cluster/shop`, `lambda:checkout`: a word for a kind of resource, then the name. */
function kindSubject(typed: string): Subject | undefined {
  const [, kind = "", name = ""] = /^([a-z-]+)[/:]([^/:].*)$/i.exec(typed) ?? [];
  const services = kind === "" ? undefined : typeServices(kind);
  if (!services) return undefined;
  const lower = name.toLowerCase();
  return { text: typed, name: lower, wildcard: isWildcard(lower), services };
}

function isWildcard(name: string): boolean {
  return name.includes("*") || (name.includes("?") && !name.includes("://"));
}

function arnSubject(typed: string): Subject {
  const lower = typed.toLowerCase();
  const arn = parseArn(lower);
  if (!arn) return { text: typed, name: lower, wildcard: isWildcard(lower) };
  const wildcard = isWildcard(lower.replace(/:\*$/, ""));
  const place = {
    ...(arn.account && { account: arn.account }),
    ...(arn.region && { region: arn.region }),
  };
  const name = wildcard ? lower : (arnNames(arn.service, arn.resource).own.at(-1) ?? lower);
  return { text: typed, name, wildcard, services: servicesOf(arn.service), arn: lower, ...place };
}

/** Event sources of an ARN's service. */
function servicesOf(service: string): string[] {
  return EVENT_SOURCES[service] ?? [service];
}

const EVENT_SOURCES: Record<string, string[]> = {
  cloudwatch: ["monitoring", "cloudwatch"],
  iam: ["iam", "sts"],
  sts: ["sts", "iam"],
};

function urlSubject(typed: string): Subject {
  const found = consoleResource(typed);
  if (found) {
    const { name, services, region } = found;
    if (isArn(name)) return { ...arnSubject(name), text: typed };
    return {
      text: typed,
      name: name.toLowerCase(),
      wildcard: false,
      services,
      ...(region && { region }),
    };
  }
  const lower = typed.toLowerCase();
  const queue = /^https?:\/\/(?:sqs\.)?([a-z0-9-]+)?\.?[^/]*\/(\d{12})\/([^/?#]+)$/.exec(lower);
  if (!queue) return { text: typed, name: nameTerms(lower).whole.at(-1) ?? lower, wildcard: false };
  const region = /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(queue[1] ?? "") ? queue[1] : undefined;
  return {
    text: typed,
    name: queue[3] ?? lower,
    wildcard: false,
    services: ["sqs"],
    account: queue[2] ?? "",
    ...(region && { region }),
  };
}

/** The subject narrowed to a kind of resource ("security group"); words that name no kind change nothing. */
export function withType(subject: Subject, words: string): Subject {
  const services = typeServices(words);
  return services ? { ...subject, services } : subject;
}

/** A random-looking end that Secrets Manager appends: letters of both cases, or digits, among six characters. */
const SECRET_SUFFIX = /-(?=[a-z\d]*[A-Z\d])(?=[A-Z\d]*[a-z])[A-Za-z\d]{6}$/;

/**
 * The lower-case spellings under which an index holds a subject. An event touches it as a whole only when one of them is among
 * `nameTerms(text).whole` of a touched text; `touches` then looks at service, account and Region. Empty for wildcards.
 */
export function subjectTerms(subject: Subject): string[] {
  if (subject.wildcard) return [];
  const typed = subject.text.toLowerCase();
  const names = ownNames(subject);
  const terms = new Set([subject.name, typed, ...(names ?? [])]);
  if (subject.arn !== undefined) terms.add(subject.arn);
  if (SECRET_SUFFIX.test(subject.text)) terms.add(subject.name.replace(/-[a-z\d]{6}$/, ""));
  terms.delete("");
  return [...terms];
}

/** Names of an ARN or of a typed name (`role/admin`); the first is its full form. Undefined for a bare name. */
function ownNames(subject: Subject): string[] | undefined {
  const arn = subject.arn === undefined ? undefined : parseArn(subject.arn);
  if (arn) return arnNames(arn.service, arn.resource).own;
  const typed = typedResource(subject.text.toLowerCase());
  return typed && arnNames(typed.service, typed.resource).own;
}

/** How a text names the subject, by names alone. */
export function matchName(text: string, subject: Subject): NameMatch | undefined {
  const lower = text.toLowerCase();
  const { whole, parts } = nameTerms(lower);
  if (subject.wildcard) {
    return whole.some((term) => matchesWildcard(term, subject.name)) ? "exact" : undefined;
  }
  if (subject.name === "") return undefined;
  if (lower === subject.name || lower === subject.arn || lower === subject.text.toLowerCase())
    return "exact";
  if (isAmong(whole, subject) || parts.includes(subject.name)) return "segment";
  if (whole.some((term) => term.startsWith(subject.name))) return "prefix";
  return lower.includes(subject.name) ? "substring" : undefined;
}

/** True when the text names the subject as a whole: the level that counts before any other. */
export function isWhole(text: string, subject: Subject): boolean {
  const { whole } = nameTerms(text);
  if (!subject.wildcard) return isAmong(whole, subject);
  return whole.some((term) => matchesWildcard(term, subject.name));
}

const termsOf = new WeakMap<Subject, string[]>();

function isAmong(whole: string[], subject: Subject): boolean {
  let terms = termsOf.get(subject);
  if (!terms) {
    terms = subjectTerms(subject);
    termsOf.set(subject, terms);
  }
  return terms.some((term) => whole.includes(term));
}

const ORDER: NameMatch[] = ["exact", "segment", "prefix", "substring"];

/**
 * The best way in which an event names the subject in one of the given parts, or undefined.
 * A text that is an ARN answers for its own service, account and Region; a bare text stands in those of its event.
 */
export function touches(
  event: Pick<TrailEvent, "touched" | "service" | "account" | "region">,
  subject: Subject,
  roles: readonly TouchRole[],
): NameMatch | undefined {
  let best: NameMatch | undefined;
  for (const touched of event.touched) {
    if (!roles.includes(touched.role)) continue;
    const match = matchName(touched.text, subject);
    if (match === undefined || (best && ORDER.indexOf(match) >= ORDER.indexOf(best))) continue;
    if (isOnlyItsBucket(touched.text, event.service, subject)) continue;
    if (isMeant(touched, event, subject)) best = match;
    if (best === "exact") break;
  }
  return best;
}

/**
 * An object is spoken of as `bucket/key`: a piece of a name or a wildcard that fits the bucket's part alone does not speak of
 * the object, or `orders-*` and a misspelt bucket would bring all that was ever written into it.
 */
export function isOnlyItsBucket(text: string, service: string, subject: Subject): boolean {
  if (service !== "s3" || subject.name.includes("/")) return false;
  const key = /^(?:arn:[^:/]*:s3:::)?[^:/]+\/(.+)$/.exec(text.toLowerCase())?.[1];
  if (key === undefined) return false;
  return subject.wildcard ? !matchesWildcard(key, subject.name) : !key.includes(subject.name);
}

/** Services that act on the resources of others, spelling them with a type (`service/shop/web`) or an ARN. */
const GENERIC_SERVICES = new Set([
  "application-autoscaling",
  "autoscaling-plans",
  "tagging",
  "cloudcontrolapi",
]);

function isMeant(
  touched: Touched,
  event: Pick<TrailEvent, "service" | "account" | "region">,
  subject: Subject,
): boolean {
  const lower = touched.text.toLowerCase();
  if (lower === subject.arn) return true;
  const typed = subject.text.toLowerCase();
  // `user/bob` is read as the user, but a secret may be called so too.
  if (subject.arn === undefined && /[/:]/.test(typed) && lower.includes(typed)) return true;
  const arn = isArn(lower) ? parseArn(lower) : undefined;
  if (!arn) {
    const isThere = isSamePlace(subject, event.account, event.region);
    return (
      isThere && isServiceMeant(touched, event.service, subject) && isKindMeant(touched, subject)
    );
  }
  if (!isSamePlace(subject, arn.account, arn.region)) return false;
  if (subject.services && !subject.services.some((name) => isSameService(name, arn.service)))
    return false;
  const names = subject.wildcard ? undefined : ownNames(subject);
  return !names || isSameThing(names, arnNames(arn.service, arn.resource), arn.service);
}

/** Compares the full forms, so that `service/shop/web` is not `service/test/web`. */
function isSameThing(names: string[], { own, owners = [] }: ArnNames, service: string): boolean {
  // The ARN of a secret may lack its random end.
  if (service === "secretsmanager") return names.some((name) => own.includes(name));
  const full = names[0]?.replace(/^([a-z-]+):/, "$1/") ?? "";
  return [own[0] ?? "", ...owners].some((name) => name.replace(/^([a-z-]+):/, "$1/") === full);
}

function isServiceMeant(touched: Touched, service: string, subject: Subject): boolean {
  if (!subject.services || subject.services.some((name) => isSameService(name, service)))
    return true;
  if (GENERIC_SERVICES.has(service))
    return /[/:]/.test(touched.text) || service === "cloudcontrolapi";
  // Ids are unique: RegisterTargets of the load balancer names the same i-0abc that EC2 does.
  return isResourceShape(touched.text);
}

/** Accounts and Regions disagree only where both sides name one; IAM's events stand in us-east-1 and its ARNs name none. */
function isSamePlace(subject: Subject, account: string, region: string): boolean {
  if (subject.account && account && subject.account !== account) return false;
  return !(subject.region && region && subject.region !== region);
}

/** Keys that say which kind of thing their bare name is: the role admin is not the user admin. */
const KIND_OF_KEY: Record<string, string> = {
  username: "user",
  rolename: "role",
  groupname: "group",
  policyname: "policy",
  instanceprofilename: "instance-profile",
  dbinstanceidentifier: "db",
  dbclusteridentifier: "cluster",
};

function isKindMeant(touched: Touched, subject: Subject): boolean {
  const full = subject.wildcard ? undefined : ownNames(subject)?.[0];
  if (full === undefined || touched.type === undefined) return true;
  const kind = KIND_OF_KEY[touched.type.toLowerCase()];
  const asked = /^([a-z-]+)[/:]/.exec(full)?.[1];
  return kind === undefined || asked === undefined || kind === asked || !isKnownKind(asked);
}

function isKnownKind(kind: string): boolean {
  return Object.values(KIND_OF_KEY).includes(kind);
}
