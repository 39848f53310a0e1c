/** The words for what was done, and to what: verbs, aspects and the thing → event names, services, subject. */
import { serviceNames } from "../domain/service-names.ts";
import { parseSubject } from "../domain/subject.ts";
import { isWord, type Token } from "../language/tokens.ts";
import type { Adding } from "./draft.ts";
import { isNameLike } from "./function-words.ts";
import { matchAt, toPhrase, without } from "./phrases.ts";
import { readSubject, type SubjectRead } from "./subject-words.ts";
import { readThing } from "./things.ts";
import type { Verb } from "./verb-table.ts";
import {
  cutNames,
  type FoundAspect,
  listed,
  readAspect,
  readVerbs,
  sharedNames,
  verbNames,
  withNouns,
} from "./verbs.ts";

type Read = Extract<SubjectRead, { kind: "read" }>;

export type Calls =
  | {
      kind: "read";
      verbs: Verb[];
      /** Some words narrow what was done. */
      narrowed: boolean;
      read: Read;
      adding: Adding;
    }
  | { kind: "unclear"; names: string[]; place?: string };

const TO_THE_WORLD = [
  "to|for|from the? whole|entire? internet|world|public|everyone|everybody|anyone|anybody|all",
  "to|for the? outside world?",
  "from|to anywhere|everywhere|all internet?",
].map(toPhrase);

/** What "the whole internet" is in a rule. */
const ANYWHERE = ["0.0.0.0/0", "::/0"];

/** Reads what was done to what. `sides` are the clauses that ask on ("…, and was it taken back?"). */
export function readCalls(tokens: readonly Token[], sides: readonly Token[][] = []): Calls {
  const ranges = withoutRanges(
    withoutWorld(joinedWords(calledIsInvoked(tokens.map(withoutPossessive)))),
  );
  const found = readVerbs(newIsCreated(ranges.rest));
  const { verbs } = found;
  const rest = verbs.some(isAboutAccess) ? withoutAccess(found.rest) : found.rest;
  const aspect = verbs.some(isWhole) ? undefined : readAspect(rest, isNameLike);
  const subject = asService(ofObjects(readSubject(aspect?.rest ?? rest), verbs));
  if (subject.kind === "unclear") return subject;
  const read = ofVerbs(subject, verbs);
  const narrowing = aspect && isPorts(aspect, verbs) ? undefined : aspect;
  const names = callNames(verbs, narrowing, read);
  const more = names ? sideNames(verbs, nounsOf(read), sides) : [];
  const reads = verbs.length > 0 && verbs.every((verb) => verb.reads);
  const anyWords = rangeWords(ranges.found, verbs, aspect);
  const adding: Adding = {
    ...aboutSubject(read),
    ...(names && { names: [...names, ...more], narrowedBy: saidBack(verbs, narrowing) }),
    ...(anyWords && { anyWords }),
    ...(reads && { onlyReads: true }),
  };
  return { kind: "read", verbs, narrowed: names !== undefined || reads, read, adding };
}

function aboutSubject(read: Read): Adding {
  // "the password policy of the account": every record is of an account, that narrows nothing.
  const narrows = read.subject === undefined && read.thing?.words !== "account";
  const services = narrows ? read.thing?.services : undefined;
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
  return /^rules?$/.test(aspect.aspect.said) && verbs.some(isOpening);
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
function nounsOf(read: Read): string[] {
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

type Ranges = { rest: Token[]; found: string[] };

function withoutWorld(tokens: readonly Token[]): Ranges {
  for (const phrase of TO_THE_WORLD) {
    for (let at = 1; at < tokens.length; at++) {
      const match = matchAt(phrase, tokens, at);
      if (match && match.taken.length > 1) {
        return { rest: without(tokens, match.taken), found: ANYWHERE };
      }
    }
  }
  return { rest: [...tokens], found: [] };
}

const RANGE = /^(?:\d{1,3}\.){3}\d{1,3}\/\d{1,2}$|^[0-9a-f:]+::?\/\d{1,3}$/;

/** "to 10.0.0.0/8": the range of a rule. */
function withoutRanges({ rest, found }: Ranges): Ranges {
  const ranges = rest.filter((token) => !token.quoted && RANGE.test(token.word));
  if (ranges.length === 0) return { rest, found };
  const kept = rest.filter(
    (token, at) =>
      !ranges.includes(token) &&
      !(isWord(token, "to", "from", "for") && ranges.some((range) => range === rest[at + 1])),
  );
  return { rest: kept, found: [...found, ...ranges.map((range) => range.text)] };
}

function rangeWords(
  found: string[],
  verbs: readonly Verb[],
  aspect: FoundAspect | undefined,
): string[] | undefined {
  const typed = found.some((word) => !ANYWHERE.includes(word));
  const about = typed || verbs.some((verb) => isOpening(verb) || isAboutAccess(verb));
  const rules = aspect?.aspect.said === "rules" || aspect?.aspect.said === "rule";
  return found.length > 0 && (about || rules) ? [...new Set(found)] : undefined;
}

/** "who called function f" invoked it; "the bucket called b" only has a name. */
function calledIsInvoked(tokens: Token[]): Token[] {
  const at = isWord(tokens[0], "who") && isWord(tokens[1], "called", "calls") ? 1 : -1;
  return at < 0 ? tokens : tokens.with(at, { text: "invoked", word: "invoked", quoted: false });
}

/** "any new access keys?" asks who created such things; "the new role r" only has a name. */
function newIsCreated(tokens: Token[]): Token[] {
  const at = tokens.findIndex((token) => isWord(token, "new"));
  const thing = at < 0 ? undefined : readThing(tokens, at + 1);
  if (!thing || tokens.slice(thing.next).some(isNameLike)) return tokens;
  if (readVerbs(tokens).verbs.length > 0) return tokens;
  return tokens.with(at, { text: "created", word: "created", quoted: false });
}

/** "launched instances" are those of EC2, though databases are instances, too. */
function ofVerbs(read: Read, verbs: readonly Verb[]): Read {
  const own = verbs.flatMap((verb) => listed(verb.services));
  const services = read.thing?.services?.filter((service) => own.includes(service)) ?? [];
  if (!read.thing || read.subject || services.length === 0) return read;
  return { ...read, thing: { ...read.thing, services } };
}

/** "deletion protection" is no deletion. */
function joinedWords(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token, at) => {
    if (isWord(token, "protection") && isWord(tokens[at - 1], "deletion", "delete")) return [];
    const joins = isWord(token, "deletion", "delete") && isWord(tokens[at + 1], "protection");
    return joins
      ? [{ ...token, text: "deletion-protection", word: "deletion-protection" }]
      : [token];
  });
}

/** "deleted objects from bucket b" is about what lies in the bucket; listing is done to the bucket itself. */
function ofObjects(read: SubjectRead, verbs: readonly Verb[]): SubjectRead {
  if (read.kind === "unclear" || !read.subject || read.subject.name.includes("/")) return read;
  const objects = read.things.some(
    (thing) => thing !== read.thing && thing.nouns.includes("Object"),
  );
  const inBucket = /\bbucket/.test(read.thing?.words ?? "") && read.subject.arn === undefined;
  const listing = verbs.length === 0 || verbs.some((verb) => verb.said === "listed");
  if (!objects || !inBucket || listing) return read;
  return { ...read, subject: { ...parseSubject(`${read.subject.text}/*`), services: ["s3"] } };
}

function callNames(
  verbs: readonly Verb[],
  found: FoundAspect | undefined,
  read: Read,
): string[] | undefined {
  const nouns = nounsOf(read);
  if (!found) return verbNames(verbs, nouns, read.subject === undefined);
  if (verbs.length > 0 && verbs.every((verb) => verb.reads))
    return aspectReads(found, verbs, nouns);
  const { said, names } = found.aspect;
  const stems = verbs.map((verb) => verb.cuts);
  const cuts = stems.length > 0 && !stems.includes(undefined) && said !== "visibility";
  if (cuts) return cutNames(stems.flatMap(listed), listed(names));
  return said === "visibility"
    ? listed(names)
    : sharedNames(verbNames(verbs, []) ?? [], listed(names));
}

/** Who read the tags, the policy, the value: reads of that part, or anything that reads where none is known. */
function aspectReads(
  { aspect }: FoundAspect,
  verbs: readonly Verb[],
  nouns: readonly string[],
): string[] | undefined {
  if (aspect.reads) return listed(aspect.reads);
  if (aspect.said === "value") return verbNames(verbs, nouns);
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
