/**
 * The terms under which the index files an event. A term is a letter for its kind and lower-case text, one character a
 * byte of its UTF-8, so that JavaScript and SQLite sort terms alike.
 */

import type { Actor } from "../../domain/actor.ts";
import { type ActorQuery, actorTerms, actorTermsOf } from "../../domain/actor-query.ts";
import { addressKey } from "../../domain/address.ts";
import { stringAt } from "../../domain/json.ts";
import { nameTerms } from "../../domain/resource-names.ts";
import { issuedKey } from "../../domain/session.ts";
import type { TouchRole } from "../../domain/touched.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";

/** Letters of the kinds of terms; `whole` and `part` are those of the roles. */
export const termKinds = {
  actor: "a",
  issuedKey: "k",
  /** A whole string of the record, see `createApartFinder`. */
  text: "w",
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
  const lower = text.toLowerCase();
  return isPlain(lower) ? lower : Buffer.from(lower.replace(/[\n\t]/g, " ")).toString("latin1");
}

/** True for ASCII without lines and tabs. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127 || code === 9 || code === 10) return false;
  }
  return true;
}

/** The text of a term as people read it. */
export function shownText(term: string): string {
  return Buffer.from(term, "latin1").toString();
}

/** Finds the terms of events; remembers names and actors that come again. `Term` is what the caller makes of a term. */
export type TermFinder<Term> = {
  /** Terms of names, actor and issued key; some may come twice. */
  eachTerm(event: TrailEvent, visit: (term: Term) => void): void;
  /** The term of a text that is filed apart. */
  ofText(text: string): Term;
};

/** A memory that grows larger than this is begun anew. */
const MOST_REMEMBERED = 20_000;

export function createTermFinder<Term>(toTerm: (term: string) => Term): TermFinder<Term> {
  const names: Record<TouchRole, Map<string, Term[]>> = {
    target: new Map(),
    container: new Map(),
    mention: new Map(),
  };
  const actorTermsOnce = createActorMemory((event) => list(maskedTerms(event)));
  const keys = new Map<string, Term>();
  const addresses = new Map<string, Term>();
  const texts = new Map<string, Term>();
  const list = (terms: string[]) => terms.map(toTerm);

  function eachTerm(event: TrailEvent, visit: (term: Term) => void): void {
    const issued = issuedKey(event);
    if (issued !== undefined) visit(toTerm(termKinds.issuedKey + termText(issued)));
    const { accessKeyId, address } = event.actor;
    if (accessKeyId !== undefined)
      visit(remembered(keys, accessKeyId, (key) => toTerm(keyTerm(key))));
    if (address !== undefined)
      visit(remembered(addresses, address, (text) => toTerm(addressTerm(text))));
    for (const term of actorTermsOnce(event)) visit(term);
    for (const { text, role } of event.touched) {
      for (const term of remembered(names[role], text, () => list(touchedTerms(text, role))))
        visit(term);
    }
  }

  return {
    eachTerm,
    ofText: (text) => remembered(texts, text, (own) => toTerm(termKinds.text + termText(own))),
  };
}

function remembered<Value>(
  memory: Map<string, Value>,
  key: string,
  make: (key: string) => Value,
): Value {
  const known = memory.get(key);
  if (known !== undefined) return known;
  if (memory.size >= MOST_REMEMBERED) memory.clear();
  const made = make(key);
  memory.set(key, made);
  return made;
}

function touchedTerms(text: string, role: TouchRole): string[] {
  const { whole, parts } = nameTerms(text);
  const terms: string[] = [];
  for (const name of whole) terms.push(termKinds.whole[role] + termText(name));
  for (const name of parts) terms.push(termKinds.part[role] + termText(name));
  return terms;
}

/** Key and address differ from call to call, so they are filed apart from the rest of the actor. */
function addressTerm(address: string): string {
  return actorTerm(addressKey(address), ["address"]);
}

function keyTerm(accessKeyId: string): string {
  return actorTerm(accessKeyId.toLowerCase(), ["key"]);
}

function actorTerm(text: string, kinds: ActorQuery["kind"][]): string {
  const mask = kinds.reduce((bits, kind) => bits | (1 << actorBits.indexOf(kind)), 0);
  return actorTermStart(text) + String.fromCharCode(FIRST_MASK + mask);
}

type Remembered<Value> = { actor: Actor; sourceArn: string | undefined; value: Value };

/** Actors that share a principal and differ in what else counts; more than these push each other out. */
const MOST_OF_ONE = 8;

/**
 * Remembers what is made of an actor. A principal is found by one short text and then compared part by part, because
 * a key of all parts would take longer to write than all else that is done for an event.
 */
function createActorMemory<Value>(make: (event: TrailEvent) => Value) {
  const memory = new Map<string, Remembered<Value>[]>();
  return (event: TrailEvent): Value => {
    const { actor } = event;
    const sourceArn = stringAt(event.raw, ...SOURCE_ARN);
    const principal = actor.arn ?? actor.principalId ?? actor.userName ?? actor.kind;
    const same = remembered(memory, principal, (): Remembered<Value>[] => []);
    for (const known of same) {
      if (known.sourceArn === sourceArn && isSameActor(known.actor, actor)) return known.value;
    }
    const value = make(event);
    if (same.length >= MOST_OF_ONE) same.shift();
    same.push({ actor, sourceArn, value });
    return value;
  };
}

const SOURCE_ARN = ["userIdentity", "inScopeOf", "sourceArn"];

/** Compares all that an actor's terms are made of, save key and address. */
function isSameActor(one: Actor, other: Actor): boolean {
  for (const part of ACTOR_PARTS) if (one[part] !== other[part]) return false;
  return true;
}

const ACTOR_PARTS = [
  "kind",
  "arn",
  "principalId",
  "userName",
  "role",
  "roleArn",
  "session",
  "permissionSet",
  "sourceIdentity",
  "person",
  "subject",
  "provider",
  "invokedBy",
  "accountId",
] as const satisfies (keyof Actor)[];

function maskedTerms(event: Pick<TrailEvent, "actor" | "raw">): string[] {
  const { accessKeyId: _key, address: _address, ...actor } = event.actor;
  const named = { actor, raw: event.raw };
  const kinds = new Map<string, ActorQuery["kind"][]>();
  for (const term of actorTerms(named)) kinds.set(term, []);
  for (const kind of actorBits) {
    for (const term of new Set(actorTermsOf(named, kind)))
      kinds.set(term, [...(kinds.get(term) ?? []), kind]);
  }
  return [...kinds].map(([term, list]) => actorTerm(term, list));
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
