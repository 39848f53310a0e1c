/** The words for what was done, and to what: verbs, aspects and the thing → event names, services, subject. */
import { serviceNames } from "../domain/service-names.ts";
import { isWord, type Token } from "../language/tokens.ts";
import type { Adding } from "./draft.ts";
import { isNameLike } from "./function-words.ts";
import { matchAt, toPhrase, without } from "./phrases.ts";
import { readSubject, type SubjectRead } from "./subject-words.ts";
import type { Verb } from "./verb-table.ts";
import {
  cutNames,
  type FoundAspect,
  listed,
  readAspect,
  readVerbs,
  verbNames,
  withNouns,
} from "./verbs.ts";

export type Calls =
  | {
      kind: "read";
      verbs: Verb[];
      /** Some words narrow what was done. */
      narrowed: boolean;
      read: Extract<SubjectRead, { kind: "read" }>;
      adding: Adding;
    }
  | { kind: "unclear"; names: string[]; place?: string };

const TO_THE_WORLD = [
  "to|for|from the? whole|entire? internet|world|public|everyone|everybody|anyone|anybody|all",
  "to|for the? outside world?",
  "world|internet ~open|wide",
].map(toPhrase);

/** What "the whole internet" is in a rule. */
const ANYWHERE = ["0.0.0.0/0", "::/0"];

/** Reads what was done to what. `sides` are the clauses that ask on ("…, and was it taken back?"). */
export function readCalls(tokens: readonly Token[], sides: readonly Token[][] = []): Calls {
  const world = withoutWorld(tokens.map(withoutPossessive));
  const found = readVerbs(world.rest);
  const { verbs } = found;
  const rest = verbs.some(isAboutAccess) ? withoutAccess(found.rest) : found.rest;
  const aspect = verbs.some(isWhole) ? undefined : readAspect(rest, isNameLike);
  const read = asService(readSubject(aspect?.rest ?? rest));
  if (read.kind === "unclear") return read;
  const narrowing = aspect && isPorts(aspect, verbs) ? undefined : aspect;
  const names = callNames(verbs, narrowing, nounsOf(read));
  const more = names ? sideNames(verbs, nounsOf(read), sides) : [];
  const reads = verbs.length > 0 && verbs.every((verb) => verb.reads);
  const toWorld = world.found && (verbs.some(isOpening) || aspect?.aspect.said === "rules");
  const adding: Adding = {
    ...aboutSubject(read),
    ...(names && { names: [...names, ...more], narrowedBy: saidBack(verbs, narrowing) }),
    ...(toWorld && { anyWords: ANYWHERE }),
    ...(reads && { onlyReads: true }),
  };
  return { kind: "read", verbs, narrowed: names !== undefined || reads, read, adding };
}

function aboutSubject(read: Extract<SubjectRead, { kind: "read" }>): Adding {
  const services = read.subject ? undefined : read.thing?.services;
  return {
    ...(read.subject && { subject: read.subject }),
    ...(read.words.length > 0 && { words: read.words }),
    ...(services && { services }),
    notes: read.notes,
  };
}

const isOpening = (verb: Verb) => verb.said === "opened" || verb.said === "closed";

/** "opened port 22": opening says it all. */
function isPorts(aspect: FoundAspect, verbs: readonly Verb[]): boolean {
  return aspect.aspect.said === "rules" && verbs.some(isOpening);
}

/** Verbs that name the part themselves ("made public"). */
function isWhole(verb: Verb): boolean {
  return /^(?:made|left|let) /.test(verb.said);
}

const isAboutAccess = (verb: Verb) => verb.said === "gave access" || verb.said === "took back";

/** "granted access": what was granted is said by the verb; an access key is a thing. */
function withoutAccess(tokens: readonly Token[]): Token[] {
  return tokens.filter(
    (token, at) =>
      !isWord(token, "access", "permission", "permissions") ||
      isWord(tokens[at + 1], "key", "keys", "point", "entry"),
  );
}

function withoutPossessive(token: Token): Token {
  if (token.quoted || !/.'s?$/.test(token.word)) return token;
  const text = token.text.replace(/'s?$/i, "");
  return { ...token, text, word: text.toLowerCase() };
}

/** `bucket/key` is an object, whatever word stood beside it. */
function nounsOf(read: Extract<SubjectRead, { kind: "read" }>): string[] {
  const { subject, thing } = read;
  const isObject = subject?.services?.[0] === "s3" && subject.name.includes("/");
  return isObject ? ["Object", "Objects"] : (thing?.nouns ?? []);
}

/** "who stopped cloudtrail": a service as a whole, unless its kind or quotes say that it is a name. */
function asService(read: SubjectRead): SubjectRead {
  if (read.kind === "unclear" || !read.subject || read.thing || read.named) return read;
  const services = serviceNames(read.subject.text);
  if (!services) return read;
  const { subject, ...rest } = read;
  return {
    ...rest,
    thing: { words: subject.name, services, nouns: [], next: 0 },
    notes: [...read.notes, `Read “${subject.text}” as the service; put a name in quotes.`],
  };
}

function withoutWorld(tokens: readonly Token[]): { rest: Token[]; found: boolean } {
  for (const phrase of TO_THE_WORLD) {
    for (let at = 1; at < tokens.length; at++) {
      const match = matchAt(phrase, tokens, at);
      if (match && match.taken.length > 1)
        return { rest: without(tokens, match.taken), found: true };
    }
  }
  return { rest: [...tokens], found: false };
}

function callNames(
  verbs: readonly Verb[],
  found: FoundAspect | undefined,
  nouns: readonly string[],
): string[] | undefined {
  if (!found) return verbNames(verbs, nouns);
  if (verbs.length > 0 && verbs.every((verb) => verb.reads)) return aspectReads(found, verbs);
  const { said, names } = found.aspect;
  const stems = verbs.map((verb) => verb.cuts);
  const cuts = stems.length > 0 && !stems.includes(undefined) && said !== "visibility";
  return cuts ? cutNames(stems.flatMap(listed), listed(names)) : listed(names);
}

/** Who read the tags, the policy, the value: reads of that part, or anything that reads where none is known. */
function aspectReads({ aspect }: FoundAspect, verbs: readonly Verb[]): string[] | undefined {
  if (aspect.said === "value") return verbNames(verbs, []);
  const wild = listed(aspect.names).filter((name) => name.startsWith("*"));
  return wild.length > 0
    ? wild.flatMap((name) => [`Get${name}`, `List${name}`, `Describe${name}`])
    : undefined;
}

function saidBack(verbs: readonly Verb[], found: FoundAspect | undefined): string {
  const said = verbs.filter((verb) => verb.names !== "").map((verb) => verb.said);
  const words = [...new Set(said)].join(" or ");
  if (!found) return words;
  return words === "" ? found.aspect.said : `${words} ${found.aspect.said}`;
}

/** Verbs that take back whatever was done. */
const BACK = ["took back", "removed", "closed", "restored", "rolled back", "made private"];

/** "…, and was it taken back?" asks for the opposite too; "…, and who deleted it?" for the deletion. */
function sideNames(
  verbs: readonly Verb[],
  nouns: readonly string[],
  sides: readonly Token[][],
): string[] {
  const names: string[] = [];
  for (const side of sides) {
    const asked = readVerbs(side);
    const acts = asked.verbs.filter((verb) => !verb.reads && verb.names !== "");
    if (acts.length === 0 || asked.rest.some((token) => isForeign(token))) continue;
    const undo = verbs.flatMap((verb) => listed(verb.undo));
    const others = acts.filter((verb) => undo.length === 0 || !BACK.includes(verb.said));
    names.push(...withNouns(undo, nouns), ...(verbNames(others, nouns) ?? []));
  }
  return names;
}

/** A name in a side clause: it asks about something else. */
function isForeign(token: Token): boolean {
  return (
    isNameLike(token) &&
    !isWord(token, "later", "afterwards", "address", "ports", "port", "state", "again")
  );
}
