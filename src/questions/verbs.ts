/** Verbs and aspects in a row of tokens → which API calls are asked about. */
import { matchesWildcard } from "../domain/wildcard.ts";
import { isWord, type Token } from "../language/tokens.ts";
import { ASPECTS, type Aspect } from "./aspect-table.ts";
import { ARTICLES } from "./function-words.ts";
import { matchAt, type Phrase, type PhraseMatch, toPhrase } from "./phrases.ts";
import { readThing } from "./things.ts";
import { VERBS, type Verb } from "./verb-table.ts";

const COMPILED: { verb: Verb; phrases: Phrase[] }[] = VERBS.map((verb) => ({
  verb,
  phrases: verb.phrases.map(toPhrase),
}));

/** Words that make the infinitive after them a verb: "did jane delete", "tried to stop". */
const HELPERS = [
  "did",
  "does",
  "do",
  "to",
  "can",
  "could",
  "and",
  "or",
  "didn't",
  "let",
  "lets",
  "would",
];

export type FoundVerbs = {
  verbs: Verb[];
  /** The tokens without the verbs. */
  rest: Token[];
};

/** Every verb in the tokens, the longest phrase first where two begin at one word. */
export function readVerbs(tokens: readonly Token[]): FoundVerbs {
  const verbs: Verb[] = [];
  const taken = new Set<number>();
  for (let at = 0; at < tokens.length; at++) {
    if (taken.has(at)) continue;
    const best = longestVerb(tokens, at, taken);
    if (!best) continue;
    verbs.push(best.verb);
    for (const index of best.match.taken) taken.add(index);
  }
  return { verbs: withoutWeak(verbs), rest: tokens.filter((_, index) => !taken.has(index)) };
}

type VerbAt = { verb: Verb; match: PhraseMatch };

function longestVerb(
  tokens: readonly Token[],
  at: number,
  taken: ReadonlySet<number>,
): VerbAt | undefined {
  if (isPlural(tokens, at)) return undefined;
  let best: VerbAt | undefined;
  for (const { verb, phrases } of COMPILED) {
    for (const phrase of phrases) {
      const match = matchAt(phrase, tokens, at);
      if (!match || !isVerb(match, tokens, at, taken)) continue;
      if (!best || isLonger(match, best.match)) best = { verb, match };
    }
  }
  return best;
}

function isVerb(
  match: PhraseMatch,
  tokens: readonly Token[],
  at: number,
  taken: ReadonlySet<number>,
): boolean {
  if (match.taken.some((index) => taken.has(index))) return false;
  return !match.bare || isInfinitive(tokens, at);
}

function isLonger(one: PhraseMatch, other: PhraseMatch): boolean {
  const words = one.taken.length - other.taken.length;
  return words > 0 || (words === 0 && one.next > other.next);
}

/** "the tags of x", "x's grants" are things; "who tags" does something. */
function isPlural(tokens: readonly Token[], at: number): boolean {
  return /[^s]s$/.test(tokens[at]?.word ?? "") && isWord(tokens[at - 1], ...ARTICLES);
}

/** "role deploy" names a role; "did jane deploy" does something. */
function isInfinitive(tokens: readonly Token[], at: number): boolean {
  const helper = tokens.slice(0, at).findLastIndex((token) => isWord(token, ...HELPERS));
  if (helper < 0) return false;
  return (
    helper === at - 1 || !tokens.slice(0, at).some((_, i) => readThing(tokens, i)?.next === at)
  );
}

/** "get", "put", "set" and the like say little beside a verb that says more. */
function withoutWeak(verbs: Verb[]): Verb[] {
  const writes = verbs.filter((verb) => !verb.reads);
  return writes.length > 0 ? writes : verbs;
}

/** Reading the thing itself, not what is known about it. */
const READS_OF: Record<string, string> = {
  Object: "GetObject GetObjectVersion GetObjectTorrent SelectObjectContent",
  Secret: "*GetSecretValue",
  Parameter: "GetParameter GetParameters GetParametersByPath GetParameterHistory",
};

/**
 * The patterns of verbs, with the noun of the thing where it is known; undefined when they narrow nothing.
 * `toKind`: no one thing is named, so that nothing but the noun keeps other calls out.
 */
export function verbNames(
  verbs: readonly Verb[],
  nouns: readonly string[],
  toKind = false,
): string[] | undefined {
  if (verbs.length === 0 || verbs.some((verb) => verb.names === "")) return undefined;
  return [...new Set(verbs.flatMap((verb) => namesOf(verb, nouns, toKind)))];
}

function namesOf(verb: Verb, nouns: readonly string[], toKind: boolean): string[] {
  const [noun = ""] = nouns;
  if (toKind && nouns.length > 0 && verb.toKind) return withNouns(listed(verb.toKind), nouns);
  if (verb.said === "read" && Object.hasOwn(READS_OF, noun)) return listed(READS_OF[noun]);
  const more = nouns.length > 0 ? listed(verb.withNoun) : [];
  return withNouns([...listed(verb.names), ...more], nouns);
}

/** Patterns out of a table: words separated by spaces. */
export function listed(patterns: string | undefined): string[] {
  return patterns ? patterns.split(" ") : [];
}

/** `Delete{}` → DeleteBucket; without a noun `Delete*`. */
export function withNouns(names: readonly string[], nouns: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (!name.includes("{}")) return [name];
    const filled = nouns.length > 0 ? nouns : ["*"];
    return filled.map((noun) => name.replace("{}", noun).replace("**", "*"));
  });
}

/** Words of every aspect, the longest first, so that "bucket policy" is found before "policy". */
const ASPECT_WORDS = ASPECTS.flatMap((aspect) =>
  aspect.words.split("|").map((words) => ({ aspect, words: words.split(" ") })),
).sort((a, b) => b.words.length - a.words.length);

export type FoundAspect = { aspect: Aspect; rest: Token[] };

const LINKS = ["of", "on", "for", "in", "from", "to", "attached"];

/** The first part or setting that is named, and the tokens without it. */
export function readAspect(
  tokens: readonly Token[],
  isName: (token: Token | undefined) => boolean,
): FoundAspect | undefined {
  // "the access key AKIA…" is a thing, and its words are no shorter aspect either.
  const kinds = new Set<number>();
  for (const { aspect, words } of ASPECT_WORDS) {
    const at = tokens.findIndex(
      (_, index) => !kinds.has(index) && words.every((word, i) => isWord(tokens[index + i], word)),
    );
    if (at < 0) continue;
    const next = at + words.length;
    const longer = isCovered(tokens, at, next) || isUnknownKind(tokens, at, next, isName);
    if (longer || (aspect.alsoThing && !isPart(tokens, at, next, isName))) {
      for (let index = at; index < next; index++) kinds.add(index);
      continue;
    }
    const after = isWord(tokens[next], "setting", "settings", "configuration", "value")
      ? next + 1
      : next;
    const link = isWord(tokens[after], ...LINKS) ? after + 1 : after;
    return { aspect, rest: [...tokens.slice(0, at), ...tokens.slice(link)] };
  }
  return undefined;
}

/** "the route table", "kms keys": a longer kind of thing takes the words in. */
function isCovered(tokens: readonly Token[], at: number, next: number): boolean {
  return [at - 2, at - 1, at].some((from) => {
    const end = from < 0 ? undefined : readThing(tokens, from)?.next;
    return (
      end !== undefined && (end > next || (from < at && end === next && isKeys(tokens, from, at)))
    );
  });
}

/** "the mount target fsmt-07e2": an unknown word before and a name after make it a kind of thing. */
function isUnknownKind(
  tokens: readonly Token[],
  at: number,
  next: number,
  isName: (token: Token | undefined) => boolean,
): boolean {
  const before = tokens[at - 1];
  if (!isName(tokens[next]) || !before || before.quoted || !isName(before)) return false;
  return /^[a-z]+$/.test(before.word) && readThing(tokens, at - 1) === undefined;
}

/** "bucket policy" is a policy, but "kms keys" are no access keys. */
function isKeys(tokens: readonly Token[], from: number, at: number): boolean {
  return (
    isWord(tokens[at], "keys", "key") && isWord(tokens[from], "kms", "encryption", "ec2", "ssh")
  );
}

/** "the policy of X", "X's policy", "the policy" at the end: a part; "the policy X": a thing. */
function isPart(
  tokens: readonly Token[],
  at: number,
  next: number,
  isName: (token: Token | undefined) => boolean,
): boolean {
  if (isWord(tokens[next], ...LINKS)) return true;
  return !isName(tokens[next]) && tokens.slice(0, at).some(isName);
}

/**
 * Patterns that both lists allow: `Delete*` and `*Policy` → `Delete*Policy`; the aspect's own where they share none.
 * Stems end with `*`.
 */
export function cutNames(stems: readonly string[], aspects: readonly string[]): string[] {
  const both = new Set<string>();
  for (const aspect of aspects) {
    for (const stem of stems) {
      const cut = intersection(stem, aspect);
      if (cut) both.add(cut);
    }
  }
  return both.size > 0 ? [...both] : [...aspects];
}

/** Calls of a verb that are calls of an aspect, too: "shared the snapshot"; the aspect's own where they share none. */
export function sharedNames(verbNames: readonly string[], aspects: readonly string[]): string[] {
  const both = verbNames.filter((name) =>
    aspects.some((aspect) => matchesWildcard(name.toLowerCase(), aspect.toLowerCase())),
  );
  return both.length > 0 ? both : [...aspects];
}

function intersection(stem: string, aspect: string): string | undefined {
  const colon = aspect.indexOf(":") + 1;
  const name = aspect.slice(colon);
  const start = stem.slice(0, -1);
  if (name.startsWith(start)) return aspect;
  if (start === "Untag" || start === "Tag") return undefined;
  return name.startsWith("*") ? `${aspect.slice(0, colon)}${start}${name}` : undefined;
}
