/**
 * The terms under which the index files an event. A term is a letter for its kind and lower-case text, one character a
 * byte of its UTF-8, so that JavaScript and SQLite sort terms alike.
 */
import { type ActorQuery, actorTerms, actorTermsOf } from "../../domain/actor-query.ts";
import { nameTerms } from "../../domain/resource-names.ts";
import { issuedKey } from "../../domain/session.ts";
import type { TouchRole } from "../../domain/touched.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";
import { wordsOf } from "../match.ts";
import { idHash } from "./id-set.ts";

/** Letters of the kinds of terms; `whole` and `part` are those of the roles. */
export const termKinds = {
  actor: "a",
  eventId: "i",
  issuedKey: "k",
  word: "w",
  /** Words that are UUIDs: so many that a search for other words leaves them out. */
  uuid: "u",
  whole: { target: "T", container: "C", mention: "M" },
  part: { target: "t", container: "c", mention: "m" },
} as const satisfies Record<string, string | Record<TouchRole, string>>;

/** What each bit of an actor term's mask says that the term is of the actor, besides being anything of it. */
export const actorBits: readonly ActorQuery["kind"][] = [
  "user",
  "role",
  "key",
  "address",
  "service",
  "root",
];
/** Stands between the text of an actor term and its mask. */
const MASK = "\t";
const FIRST_MASK = 48;

/** Text as it stands in a term: lines and tabs separate terms and masks, so they are left out. */
export function termText(text: string): string {
  const lower = text.toLowerCase().replace(/[\n\t]/g, " ");
  return isAscii(lower) ? lower : Buffer.from(lower).toString("latin1");
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return false;
  return true;
}

/** The text of a term as people read it. */
export function shownText(term: string): string {
  return Buffer.from(term, "latin1").toString();
}

/** Finds the terms of events; remembers names and actors that come again. */
export type TermFinder = {
  /** Distinct terms of names, actor, ids. */
  termsOf(event: TrailEvent): Set<string>;
};

/** A memory that grows larger than this is begun anew. */
const MOST_REMEMBERED = 20_000;

export function createTermFinder(): TermFinder {
  const names = new Map<string, { whole: string[]; parts: string[] }>();
  const actors = new Map<string, string[]>();

  function namesOf(text: string): { whole: string[]; parts: string[] } {
    let found = names.get(text);
    if (!found) {
      const { whole, parts } = nameTerms(text);
      found = { whole: whole.map(termText), parts: parts.map(termText) };
      remember(names, text, found);
    }
    return found;
  }

  function actorOf(event: TrailEvent): string[] {
    const { userAgent: _, ...rest } = event.actor;
    const identity = event.raw.userIdentity;
    const scope = typeof identity === "object" && identity && "inScopeOf" in identity;
    const key = scope ? `${JSON.stringify(rest)}${JSON.stringify(identity)}` : JSON.stringify(rest);
    let found = actors.get(key);
    if (!found) {
      found = maskedTerms(event);
      remember(actors, key, found);
    }
    return found;
  }

  function termsOf(event: TrailEvent): Set<string> {
    const terms = new Set(actorOf(event));
    terms.add(eventIdTerm(event.id));
    const key = issuedKey(event);
    if (key !== undefined) terms.add(termKinds.issuedKey + termText(key));
    for (const { text, role } of event.touched) {
      const { whole, parts } = namesOf(text);
      for (const name of whole) terms.add(termKinds.whole[role] + name);
      for (const name of parts) terms.add(termKinds.part[role] + name);
    }
    return terms;
  }

  return { termsOf };
}

function remember<Value>(memory: Map<string, Value>, key: string, value: Value): void {
  if (memory.size >= MOST_REMEMBERED) memory.clear();
  memory.set(key, value);
}

export function eventIdTerm(id: string): string {
  return hashTerm(idHash(id));
}

export function hashTerm(hash: number): string {
  return termKinds.eventId + hash.toString(36);
}

function maskedTerms(event: TrailEvent): string[] {
  const masks = new Map<string, number>();
  for (const term of actorTerms(event)) masks.set(term, 0);
  for (const [bit, kind] of actorBits.entries()) {
    for (const term of actorTermsOf(event, kind)) {
      masks.set(term, (masks.get(term) ?? 0) | (1 << bit));
    }
  }
  return [...masks].map(
    ([term, mask]) => actorTermStart(term) + String.fromCharCode(FIRST_MASK + mask),
  );
}

/** What all terms of an actor's text begin with, whatever their mask. */
export function actorTermStart(text: string): string {
  return `${termKinds.actor}${termText(text)}${MASK}`;
}

/** Text and mask of an actor term. */
export function readActorTerm(term: string): { text: string; mask: number } {
  const at = term.lastIndexOf(MASK);
  return { text: term.slice(1, at), mask: term.charCodeAt(at + 1) - FIRST_MASK };
}

/** True when a term with this mask answers a query of the kind. */
export function servesKind(mask: number, kind: ActorQuery["kind"]): boolean {
  return kind === "any" || (mask & (1 << actorBits.indexOf(kind))) !== 0;
}

export const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Adds the words of a record's JSON text, as terms. */
export function addWords(json: string, words: Set<string>): void {
  for (const word of wordsOf(json)) {
    const isUuid = word.length === 36 && word.charCodeAt(8) === 45 && UUID.test(word);
    words.add((isUuid ? termKinds.uuid : termKinds.word) + word);
  }
}
