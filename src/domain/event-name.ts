/** Names of API calls, as records spell them and as people type them. */
import { serviceNames } from "./service-names.ts";
import type { TrailEvent } from "./trail-event.ts";
import { hasWildcard, matchesWildcard } from "./wildcard.ts";

/** `20150331v2` of Lambda, `2020_05_31` of CloudFront, `_1`. */
const VERSION = /(?:20\d{6}|20\d\d_\d\d_\d\d)(?:v\d+)?(?:_\d+)?$|_\d+$/;

/** The event name without the version of the API: UpdateFunctionCode20150331v2 → UpdateFunctionCode. */
export function splitVersion(name: string): string {
  const last = name.charCodeAt(name.length - 1);
  if (last < 48 || last > 57) return name;
  const bare = name.replace(VERSION, "");
  return bare === "" ? name : bare;
}

/** Calls that CloudTrail records under another name than the API has (lower case); CloudTrail's documentation of S3. */
const RECORDED_AS: Record<string, string> = {
  putpublicaccessblock: "putbucketpublicaccessblock",
  getpublicaccessblock: "getbucketpublicaccessblock",
  deletepublicaccessblock: "deletebucketpublicaccessblock",
  putbucketlifecycleconfiguration: "putbucketlifecycle",
  getbucketlifecycleconfiguration: "getbucketlifecycle",
  putbucketnotificationconfiguration: "putbucketnotification",
  getbucketnotificationconfiguration: "getbucketnotification",
  putobjectlockconfiguration: "putbucketobjectlockconfiguration",
  getobjectlockconfiguration: "getbucketobjectlockconfiguration",
  listobjectsv2: "listobjects",
};

const ALSO_CALLED = new Map(
  Object.entries(RECORDED_AS).flatMap(([api, recorded]): [string, string][] => [
    [api, recorded],
    [recorded, api],
  ]),
);

/** A pattern as it was read: lower case, without version; the services that it is narrowed to, if any. */
export type NamePattern = { services?: string[]; name: string; wildcard: boolean };

const patterns = new Map<string, NamePattern>();
const MOST_PATTERNS = 500;

/**
 * True when one of the patterns names the event: `PutBucketPolicy`, `lambda:Update*`, `*Bucket*`; upper and lower case
 * are the same, and a version suffix need not be typed. The service may be what people call it (`cloudwatch:Put*`).
 */
export function matchesEventName(
  event: Pick<TrailEvent, "service" | "name" | "raw">,
  names: string[],
): boolean {
  const name = event.name.toLowerCase();
  const recorded = typeof event.raw.eventName === "string" ? event.raw.eventName.toLowerCase() : "";
  const other = event.service.startsWith("s3") ? ALSO_CALLED.get(name) : undefined;
  return names.some((text) => {
    const pattern = namePattern(text);
    if (pattern.services && !pattern.services.includes(event.service)) return false;
    return isNamed(pattern, name) || isNamed(pattern, recorded) || isNamed(pattern, other ?? "");
  });
}

/** Lower-case names under which S3 records calls that the pattern means by another name. */
export function otherNames(pattern: NamePattern): string[] {
  return [...ALSO_CALLED].filter(([, other]) => isNamed(pattern, other)).map(([name]) => name);
}

function isNamed(pattern: NamePattern, name: string): boolean {
  if (name === "") return false;
  return pattern.wildcard ? matchesWildcard(name, pattern.name) : pattern.name === name;
}

/** What a pattern such as `lambda:Update*` asks for. */
export function namePattern(text: string): NamePattern {
  const known = patterns.get(text);
  if (known) return known;
  if (patterns.size >= MOST_PATTERNS) patterns.clear();
  const pattern = readPattern(text);
  patterns.set(text, pattern);
  return pattern;
}

function readPattern(text: string): NamePattern {
  const lower = text.trim().toLowerCase();
  const colon = lower.indexOf(":");
  const service = colon > 0 ? lower.slice(0, colon).replace(/\.amazonaws\.com.*$/, "") : "";
  const name = splitVersion(lower.slice(colon + 1).trim());
  const pattern = { name: name.replace(/\*+/g, "*"), wildcard: hasWildcard(name) };
  if (service === "" || service === "*") return pattern;
  return { ...pattern, services: [service, ...(serviceNames(service) ?? [])] };
}
