/**
 * The terms under which the index files an event. A term is a letter for its kind and lower-case text, one character a
 * byte of its UTF-8, so that JavaScript and SQLite sort terms alike.
 */

import { type ActorQuery, actorTerms, actorTermsOf } from "../../domain/actor-query.ts";
import { addressKey } from "../../domain/address.ts";
import { isObject } from "../../domain/json.ts";
import { nameTerms } from "../../domain/resource-names.ts";
import { issuedKey } from "../../domain/session.ts";
import type { TouchRole } from "../../domain/touched.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";

/** Letters of the kinds of terms; `whole` and `part` are those of the roles. */
export const termKinds = {
  actor: "a",
  issuedKey: "k",
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

/** Finds the terms of events; remembers names and actors that come again. `Term` is what the caller makes of a term. */
export type TermFinder<Term> = {
  /** Terms of names, actor and issued key; some may come twice. */
  eachTerm(event: TrailEvent, visit: (term: Term) => void): void;
};

/** A memory that grows larger than this is begun anew. */
const MOST_REMEMBERED = 20_000;

export function createTermFinder<Term>(toTerm: (term: string) => Term): TermFinder<Term> {
  const names: Record<TouchRole, Map<string, Term[]>> = {
    target: new Map(),
    container: new Map(),
    mention: new Map(),
  };
  const actors = new Map<string, Term[]>();
  const addresses = new Map<string, Term[]>();
  const list = (terms: string[]) => terms.map(toTerm);

  function eachTerm(event: TrailEvent, visit: (term: Term) => void): void {
    const issued = issuedKey(event);
    if (issued !== undefined) visit(toTerm(termKinds.issuedKey + termText(issued)));
    const { accessKeyId, address } = event.actor;
    if (accessKeyId !== undefined) visit(toTerm(actorTerm(accessKeyId.toLowerCase(), ["key"])));
    if (address !== undefined)
      remembered(addresses, address, () => list([addressTerm(address)])).forEach(visit);
    remembered(actors, actorKey(event), () => list(maskedTerms(event))).forEach(visit);
    for (const { text, role } of event.touched) {
      remembered(names[role], text, () => list(touchedTerms(text, role))).forEach(visit);
    }
  }

  return { eachTerm };
}

function remembered<Value>(memory: Map<string, Value>, key: string, make: () => Value): Value {
  const known = memory.get(key);
  if (known !== undefined) return known;
  if (memory.size >= MOST_REMEMBERED) memory.clear();
  const made = make();
  memory.set(key, made);
  return made;
}

function touchedTerms(text: string, role: TouchRole): string[] {
  const { whole, parts } = nameTerms(text);
  return [
    ...whole.map((name) => termKinds.whole[role] + termText(name)),
    ...parts.map((name) => termKinds.part[role] + termText(name)),
  ];
}

/** Key and address differ from call to call, so they are filed apart from the rest of the actor. */
function addressTerm(address: string): string {
  return actorTerm(addressKey(address), ["address"]);
}

function actorTerm(text: string, kinds: ActorQuery["kind"][]): string {
  const mask = kinds.reduce((bits, kind) => bits | (1 << actorBits.indexOf(kind)), 0);
  return actorTermStart(text) + String.fromCharCode(FIRST_MASK + mask);
}

/** All that an actor's other terms are made of. */
function actorKey({ actor, raw }: TrailEvent): string {
  const { kind, userName, role, roleArn, session, permissionSet, sourceIdentity, person } = actor;
  const { subject, provider, invokedBy, principalId, arn, accountId } = actor;
  const names = `${kind}|${userName}|${role}|${session}|${permissionSet}|${sourceIdentity}|${person}`;
  const ids = `${subject}|${provider}|${invokedBy}|${principalId}|${arn}|${roleArn}|${accountId}`;
  const { userIdentity } = raw;
  const isScoped = isObject(userIdentity) && userIdentity.inScopeOf !== undefined;
  return isScoped ? `${names}|${ids}|${JSON.stringify(userIdentity)}` : `${names}|${ids}`;
}

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
