/** Whom a person names: "jane", "role deploy", "key AKIA…", "root", "203.0.113.7". */
import type { ActorQuery } from "../domain/actor-query.ts";
import { isWord, type Token } from "../language/tokens.ts";
import { isNameLike } from "./function-words.ts";
import { readThing } from "./things.ts";

export type ReadActor = { actor: ActorQuery; next: number };

const KEY = /^A(?:KIA|SIA)[A-Z0-9]{12,}$/;
const ADDRESS =
  /^(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?$|^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\/\d{1,3})?$/i;

/** Kinds of actors by the words before the name; the longest first. */
const KINDS: [string[], ActorQuery["kind"]][] = [
  [["role", "session"], "any"],
  [["assumed", "role", "session"], "any"],
  [["assumed", "role"], "role"],
  [["iam", "role"], "role"],
  [["iam", "user"], "user"],
  [["sso", "user"], "any"],
  [["access", "key", "id"], "key"],
  [["access", "key"], "key"],
  [["key", "id"], "key"],
  [["ip", "address"], "address"],
  [["source", "ip"], "address"],
  [["aws", "service"], "service"],
  [["role"], "role"],
  [["user"], "user"],
  [["key"], "key"],
  [["address"], "address"],
  [["ip"], "address"],
  [["service"], "service"],
  [["session"], "any"],
  [["principal"], "any"],
  [["identity"], "any"],
  [["person"], "any"],
  [["account"], "any"],
];

/** Words that stand for nobody in particular. */
export const ANYONE = [
  "anyone",
  "anybody",
  "someone",
  "somebody",
  "everyone",
  "everybody",
  "nobody",
  "people",
  "they",
  "whom",
  "who",
  "which",
  "what",
  "we",
  "you",
  "i",
  "it",
];

/** The actor named at a token; `isName` tells which words can be a name. */
export function readActor(
  tokens: readonly Token[],
  at: number,
  isName: (token: Token | undefined) => boolean,
): ReadActor | undefined {
  const start = isWord(tokens[at], "the", "a", "an", "this", "that", "our") ? at + 1 : at;
  const root = readRoot(tokens, start);
  if (root) return root;
  const kind = KINDS.find(([words]) => words.every((word, i) => isWord(tokens[start + i], word)));
  const nameAt = start + (kind?.[0].length ?? 0);
  const called = isWord(tokens[nameAt], "called", "named") ? nameAt + 1 : nameAt;
  const name = tokens[called];
  if (!name || isWord(name, ...ANYONE) || !(kind || isName(name))) return undefined;
  if (kind && !name.quoted && !isName(name) && called === tokens.length) return undefined;
  return { actor: toActor(name, kind?.[1]), next: called + 1 };
}

const PLAIN_NAME = /^\p{L}[\p{L}']+$/u;

/** First and last name of a person who was read by the first: `jane doe`. Undefined where no such pair stands there. */
export function withSecondName(
  tokens: readonly Token[],
  { actor, next }: ReadActor,
): ReadActor | undefined {
  const [first, second] = [tokens[next - 1], tokens[next]];
  if (actor.kind !== "any" || !first || !second || first.quoted || second.quoted) return undefined;
  if (first.text !== actor.text || !PLAIN_NAME.test(first.text) || !PLAIN_NAME.test(second.text))
    return undefined;
  if (!isNameLike(second) || readThing(tokens, next - 1) || readThing(tokens, next))
    return undefined;
  return { actor: { kind: "any", text: `${first.text} ${second.text}` }, next: next + 1 };
}

function readRoot(tokens: readonly Token[], at: number): ReadActor | undefined {
  const start =
    isWord(tokens[at], "user", "account") && isWord(tokens[at + 1], "root") ? at + 1 : at;
  if (!isWord(tokens[start], "root")) return undefined;
  const next = isWord(tokens[start + 1], "user", "account", "credentials", "login")
    ? start + 2
    : start + 1;
  return { actor: { kind: "root", text: "" }, next };
}

/** A name alone shows by its form what it is. */
export function toActor(name: Token, kind: ActorQuery["kind"] = "any"): ActorQuery {
  const text = name.text.replace(/^@/, "").replace(/'s$/i, "");
  if (kind === "any" && !name.quoted && text.toLowerCase() === "root")
    return { kind: "root", text: "" };
  if (KEY.test(text)) return { kind: "key", text };
  if (kind === "any" && isAddress(text)) return { kind: "address", text };
  if (kind === "any" && text.endsWith(".amazonaws.com")) return { kind: "service", text };
  // A role session's id (`AROA…:name`) and ARNs say themselves what they are.
  const telling = text.startsWith("arn:") || /^A(?:RO|ID)A[A-Z0-9]{8,}/.test(text);
  return { kind: telling ? "any" : kind, text };
}

/** True for an IPv4 or IPv6 address or a range of them. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** True for an access key id. */
export function isAccessKey(text: string): boolean {
  return KEY.test(text);
}
