/**
 * Values under which LookupEvents may have filed what is asked for. It compares exactly and in upper and lower case, and no
 * documentation lists by service whether a resource stands there by name, by ARN, or by both.
 */
import type { ActorQuery } from "../../domain/actor-query.ts";
import { isArn } from "../../domain/arn.ts";
import type { Subject } from "../../domain/subject.ts";
import { hasWildcard } from "../../domain/wildcard.ts";

export type Place = { account: string; region: string };

/** What stands in an ARN between the account and the name, for services that file by ARN. */
const BEFORE_NAME: Record<string, string[]> = {
  lambda: ["function:"],
  rds: ["db:", "cluster:"],
  sqs: [""],
  eks: ["cluster/"],
  cloudtrail: ["trail/"],
};

/** Resources that people call by a bare name and that are filed by ARN, the most frequent first. */
const GUESSED = ["lambda", "rds", "sqs"];

const EC2_ID = /^(?:[a-z]{1,10}-)+[0-9a-f]{8,17}$/i;
const MOST_VALUES = 6;

/** Values of ResourceName for a subject in a place: as typed, its ARN, the name within; none for a wildcard. */
export function resourceNames(subject: Subject, place: Place): string[] {
  if (subject.wildcard || subject.name === "") return [];
  const typed = subject.text.trim();
  const values = new Set<string>();
  const name = nameWithin(subject);
  if (isArn(typed)) values.add(typed);
  else if (!/^[a-z0-9]+:\/\//i.test(typed) && !isKindAndName(typed, name)) values.add(typed);
  values.add(name);
  if (EC2_ID.test(name)) values.add(name.toLowerCase());
  if (!isArn(typed)) {
    for (const service of subject.services ?? []) {
      for (const arn of arnsOf(service, name, place)) values.add(arn);
    }
  }
  return [...values].slice(0, MOST_VALUES);
}

/** ARNs that a bare name of no known service may stand for. */
export function guessedArns(subject: Subject, place: Place): string[] {
  if (subject.wildcard || subject.services || isArn(subject.text)) return [];
  const name = nameWithin(subject);
  if (EC2_ID.test(name) || !/^[\w.-]{1,140}$/.test(name)) return [];
  return GUESSED.flatMap((service) => arnsOf(service, name, place).slice(0, 1));
}

/** ARNs of a bare name in the services whose calls it was found in: some of them may be filed by ARN. */
export function arnsIn(subject: Subject, services: readonly string[], place: Place): string[] {
  if (subject.wildcard || subject.services || isArn(subject.text)) return [];
  return services.flatMap((service) => arnsOf(service, nameWithin(subject), place));
}

function arnsOf(service: string, name: string, { account, region }: Place): string[] {
  const before = Object.hasOwn(BEFORE_NAME, service) ? BEFORE_NAME[service] : undefined;
  if (!before || account === "" || !/^[\w.-]+$/.test(name)) return [];
  return before.map(
    (words) => `arn:${partitionOf(region)}:${service}:${region}:${account}:${words}${name}`,
  );
}

export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The subject's own name, in the case in which it was typed. */
function nameWithin({ text, name }: Subject): string {
  const at = text.toLowerCase().lastIndexOf(name);
  return at < 0 ? name : text.slice(at, at + name.length);
}

/** `role/admin`, `lambda:checkout`: no service files it so. A parameter's path begins with a slash and is filed whole. */
function isKindAndName(typed: string, name: string): boolean {
  return typed !== name && /^[a-z-]+[:/]/i.test(typed);
}

const KEY = /^(?:AKIA|ASIA|AIDA|AROA)[A-Z0-9]{12,}$/i;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d+)?$|^[0-9a-f]*:[0-9a-f:.]+(?:\/\d+)?$/i;

/** How LookupEvents may be asked for an actor; undefined where it cannot. */
export type ActorValues = { keys: string[] } | { users: string[] } | undefined;

export function actorValues(actor: ActorQuery): ActorValues {
  const text = actor.text.trim();
  if (actor.kind === "root") return { users: ["root"] };
  if (actor.kind === "key") return { keys: [text.toUpperCase()] };
  if (actor.kind !== "user" && actor.kind !== "any") return undefined;
  if (text === "" || hasWildcard(text) || ADDRESS.test(text) || /^role\//i.test(text)) {
    return undefined;
  }
  if (KEY.test(text)) return /^A[KS]IA/i.test(text) ? { keys: [text.toUpperCase()] } : undefined;
  if (text.toLowerCase() === "root") return { users: ["root"] };
  if (/\.amazonaws\.com$|^\d{12}$/.test(text)) return undefined;
  return { users: [text.slice(Math.max(text.lastIndexOf("/"), -1) + 1)] };
}
