/**
 * Whether an event answers a trail query, and how well its names fit the subject. Every source may over-fetch;
 * this decides, so that all sources agree.
 */
import type { ActorQuery } from "../domain/actor-query.ts";
import { actsAs } from "../domain/actor-query.ts";
import { matchesEventName } from "../domain/event-name.ts";
import type { JsonObject, JsonValue } from "../domain/json.ts";
import { nameTerms } from "../domain/resource-names.ts";
import { issuedKey } from "../domain/session.ts";
import type { NameMatch, Subject } from "../domain/subject.ts";
import { isOnlyItsBucket, isWhole, matchName, touches } from "../domain/subject.ts";
import type { TouchRole } from "../domain/touched.ts";
import type { TrailEvent } from "../domain/trail-event.ts";
import { matchesWildcard } from "../domain/wildcard.ts";
import type { TrailQuery } from "../sources/trail.ts";

/** Best first. A weaker one counts only where no stronger one matches anything among the classes asked. */
export const levels: readonly NameMatch[] = ["exact", "segment", "prefix", "substring"];

/** True when the event answers the query and its names fit the subject just as well as `level` says. */
export function matchesQuery(event: TrailEvent, query: TrailQuery, level: NameMatch): boolean {
  return matchLevel(event, query) === level;
}

/**
 * How well the event answers the query: `exact` for a whole name (or when no subject is asked), `segment` for a part of
 * an ARN or path, then `prefix`, then `substring`; undefined when it does not.
 */
export function matchLevel(event: TrailEvent, query: TrailQuery): NameMatch | undefined {
  if (!isInScope(event, query)) return undefined;
  if (!isByActor(event, query.actor, query.keys)) return undefined;
  if (query.issuedKeys && !issued(event, query.issuedKeys)) return undefined;
  if (!holdsWords(event, query.words)) return undefined;
  if (!touchesOne(event, query)) return undefined;
  return query.subject ? subjectLevel(event, query.subject, rolesOf(query)) : "exact";
}

function touchesOne(event: TrailEvent, query: TrailQuery): boolean {
  if (!query.touching) return true;
  const roles = rolesOf(query);
  return query.touching.some((subject) => {
    const level = subjectLevel(event, subject, roles);
    return level === "exact" || level === "segment";
  });
}

export function rolesOf(query: TrailQuery): TouchRole[] {
  return query.roles && query.roles.length > 0 ? query.roles : ["target"];
}

function isInScope(event: TrailEvent, query: TrailQuery): boolean {
  if (event.at < query.window.from || event.at > query.window.to) return false;
  if (!query.classes.includes(event.class)) return false;
  if (query.eventId !== undefined && event.id !== query.eventId) return false;
  if (!isAmong(event.account, query.accounts) || !isAmong(event.region, query.regions))
    return false;
  return isNamed(event, query);
}

/** True when service and event name are among those asked for. */
export function isNamed(
  event: Pick<TrailEvent, "service" | "name" | "raw">,
  query: Pick<TrailQuery, "services" | "names">,
): boolean {
  if (!isAmong(event.service, query.services)) return false;
  return !query.names || query.names.length === 0 || matchesEventName(event, query.names);
}

function isAmong(value: string, asked: string[] | undefined): boolean {
  return !asked || asked.length === 0 || asked.includes(value);
}

function isByActor(event: TrailEvent, actor?: ActorQuery, keys?: string[]): boolean {
  if (!actor && (!keys || keys.length === 0)) return true;
  const key = event.actor.accessKeyId?.toLowerCase();
  if (key !== undefined && keys?.some((asked) => asked.toLowerCase() === key)) return true;
  return actor !== undefined && actsAs(event, actor);
}

function issued(event: TrailEvent, keys: string[]): boolean {
  const key = issuedKey(event)?.toLowerCase();
  return key !== undefined && keys.some((asked) => asked.toLowerCase() === key);
}

function holdsWords(event: TrailEvent, words: string[] | undefined): boolean {
  return !words || words.every((word) => holdsWord(event.raw, word.toLowerCase()));
}

/** The ids of the call itself are looked for as a whole: every piece of them is chance. */
function holdsWord(record: JsonObject, text: string): boolean {
  const isId = callIds.some((key) => String(record[key]).toLowerCase() === text);
  return isId || holdsText({ ...record, eventID: "", requestID: "" }, text, 0);
}

/** Fields of a record that name the call and nothing else. */
export const callIds = ["eventID", "requestID"] as const;

/** True when a key or a value holds the text (lower-case). */
function holdsText(value: JsonValue | undefined, text: string, depth: number): boolean {
  if (value === undefined || value === null || depth > DEEPEST) return false;
  if (typeof value !== "object") return searchableText(String(value)).includes(text);
  if (Array.isArray(value)) return value.some((item) => holdsText(item, text, depth + 1));
  return Object.keys(value).some(
    (key) =>
      searchableText(key).includes(text) ||
      (!isToken(key) && holdsText(value[key], text, depth + 1)),
  );
}

/** Records are no deeper; below that somebody plays. */
export const DEEPEST = 100;

/** Nobody looks for session tokens, and nobody shall find them by guessing. */
export function isToken(key: string): boolean {
  return key === "sessionToken" || key === "x-amz-security-token" || key === "X-Amz-Security-Token";
}

const RUN = /[a-z0-9_.@-]{3,}/g;
const LONGEST_RUN = 200;

/** Lower-case, without very long words: they are encoded data. */
function searchableText(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length <= LONGEST_RUN) return lower;
  return lower.replace(RUN, (run) => (run.length > LONGEST_RUN ? "" : run));
}

/** The best level at which a name in these roles fits the subject, its service, account and region respected. */
export function subjectLevel(
  event: TrailEvent,
  subject: Subject,
  roles: TouchRole[],
): NameMatch | undefined {
  let best: NameMatch | undefined;
  for (const touched of event.touched) {
    if (!roles.includes(touched.role)) continue;
    const level = textLevel(touched.text, subject);
    if (!isBetter(level, best)) continue;
    if (touches({ ...event, touched: [touched] }, subject, roles) !== undefined) best = level;
    if (best === "exact") return best;
  }
  return best;
}

/** Level of one text: `exact` for the whole name or its canonical form, where `matchName` says `segment`. */
export function textLevel(text: string, subject: Subject): NameMatch | undefined {
  const match = matchName(text, subject);
  return match === "segment" && isWhole(text, subject) ? "exact" : match;
}

function isBetter(level: NameMatch | undefined, than: NameMatch | undefined): boolean {
  if (level === undefined) return false;
  return than === undefined || levels.indexOf(level) < levels.indexOf(than);
}

/** True when a reader has to be told which names were found: those of a wildcard, a beginning, a piece. */
export function isLoose({ subject }: TrailQuery, level: NameMatch): boolean {
  if (!subject) return false;
  return subject.wildcard || level === "prefix" || level === "substring";
}

/** How a lower-case name (one of `nameTerms().whole`) fits a subject that is not found as a whole. */
export function termLevel(term: string, subject: Subject): NameMatch | undefined {
  if (subject.wildcard) return matchesWildcard(term, subject.name) ? "exact" : undefined;
  if (term.startsWith(subject.name)) return "prefix";
  return term.includes(subject.name) ? "substring" : undefined;
}

/** The names by which an event was found at a level, lower-case. */
export function foundNames(event: TrailEvent, query: TrailQuery, level: NameMatch): string[] {
  const { subject } = query;
  if (!subject || !isLoose(query, level)) return [];
  const roles = rolesOf(query);
  const names = new Set<string>();
  for (const { text, role } of event.touched) {
    if (!roles.includes(role) || textLevel(text, subject) !== level) continue;
    if (isOnlyItsBucket(text, event.service, subject)) continue;
    for (const term of nameTerms(text).whole) {
      if (termLevel(term, subject) === level) names.add(term);
    }
  }
  return [...names];
}

/** At most 20 names, the most frequent first; full ARNs and URLs only where there is nothing shorter. */
export function bestNames(counts: ReadonlyMap<string, number>): string[] {
  const all = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const names = all.map(([name]) => name);
  const short = names.filter((name) => !/^(?:arn:|https?:)/.test(name));
  return (short.length > 0 ? short : names).slice(0, MOST_NAMES);
}

const MOST_NAMES = 20;
