/** Phrases with gaps ("~turn … off", "what did <> do") and where they stand in a row of tokens. */
import type { Token } from "../language/tokens.ts";

type Part =
  | { kind: "word"; words: Set<string>; base: Set<string>; optional: boolean }
  | { kind: "gap"; least: number };

export type Phrase = { parts: Part[]; fromStart: boolean; toEnd: boolean };

export type PhraseMatch = {
  /** Indexes of the tokens that the phrase's own words took. */
  taken: number[];
  /** What stood in each `<>`. */
  captured: Token[][];
  /** Index after the phrase. */
  next: number;
  /** The first word is a bare infinitive ("delete"), which may also be a name. */
  bare: boolean;
};

/** The longest gap; keeps matching linear. */
const WIDEST_GAP = 12;

/** Verbs of one syllable that double their last letter. */
const DOUBLING = new Set(
  "stop drop tag untag map swap flip unplug plug log scan ban strip scrap".split(" "),
);

/** Infinitive, third person, past and -ing form of a regular verb, in this order. */
export function inflect(verb: string): string[] {
  if (DOUBLING.has(verb)) {
    const doubled = verb + verb.slice(-1);
    return [verb, `${verb}s`, `${doubled}ed`, `${doubled}ing`];
  }
  if (verb.endsWith("e")) return [verb, `${verb}s`, `${verb}d`, `${verb.slice(0, -1)}ing`];
  if (/[^aeiou]y$/.test(verb)) {
    const stem = verb.slice(0, -1);
    return [verb, `${stem}ies`, `${stem}ied`, `${verb}ing`];
  }
  const third = /(?:s|sh|ch|x|z)$/.test(verb) ? `${verb}es` : `${verb}s`;
  return [verb, third, `${verb}ed`, `${verb}ing`];
}

/**
 * Compiles a phrase. `a|b` is a choice, `~verb` all forms of a regular verb, `word?` may be missing,
 * `…` any few words, `<>` one or more words that are captured; `^` the beginning and `$` the end.
 */
export function toPhrase(text: string): Phrase {
  const words = text.split(" ");
  const fromStart = words[0] === "^";
  const toEnd = words.at(-1) === "$";
  const inner = words.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined);
  return { parts: inner.map(toPart), fromStart, toEnd };
}

function toPart(text: string): Part {
  if (text === "…") return { kind: "gap", least: 0 };
  if (text === "<>") return { kind: "gap", least: 1 };
  const optional = text.endsWith("?");
  const base = new Set<string>();
  const words = new Set<string>();
  for (const choice of text.slice(0, optional ? -1 : undefined).split("|")) {
    const forms = choice.startsWith("~") ? inflect(choice.slice(1)) : [choice];
    if (choice.startsWith("~") && forms[0]) base.add(forms[0]);
    for (const form of forms) words.add(form);
  }
  return { kind: "word", words, base, optional };
}

/** The phrase beginning exactly at a token, its gaps as short as they can be. */
export function matchAt(
  phrase: Phrase,
  tokens: readonly Token[],
  at: number,
): PhraseMatch | undefined {
  if (phrase.fromStart && at > 0) return undefined;
  const found = matchParts(phrase, 0, tokens, at);
  if (!found) return undefined;
  const first = phrase.parts[0];
  const word = tokens[at]?.word ?? "";
  return { ...found, bare: first?.kind === "word" && first.base.has(word) };
}

type Found = Omit<PhraseMatch, "bare">;

function matchParts(
  phrase: Phrase,
  part: number,
  tokens: readonly Token[],
  at: number,
): Found | undefined {
  const here = phrase.parts[part];
  if (!here)
    return phrase.toEnd && at < tokens.length ? undefined : { taken: [], captured: [], next: at };
  if (here.kind === "gap") return matchGap(phrase, part, here.least, tokens, at);
  const token = tokens[at];
  if (token && !token.quoted && here.words.has(token.word)) {
    const rest = matchParts(phrase, part + 1, tokens, at + 1);
    if (rest) return { ...rest, taken: [at, ...rest.taken] };
  }
  return here.optional ? matchParts(phrase, part + 1, tokens, at) : undefined;
}

function matchGap(
  phrase: Phrase,
  part: number,
  least: number,
  tokens: readonly Token[],
  at: number,
): Found | undefined {
  const last = phrase.parts.length - 1 === part;
  for (let width = last && least > 0 ? tokens.length - at : least; width <= WIDEST_GAP; width++) {
    if (at + width > tokens.length) return undefined;
    const rest = matchParts(phrase, part + 1, tokens, at + width);
    if (rest) {
      const captured = least > 0 ? [tokens.slice(at, at + width), ...rest.captured] : rest.captured;
      return { ...rest, captured };
    }
  }
  return undefined;
}

/** The first place where one of the phrases stands. */
export function findPhrase(
  phrases: readonly Phrase[],
  tokens: readonly Token[],
): PhraseMatch | undefined {
  for (const phrase of phrases) {
    for (let at = 0; at < tokens.length; at++) {
      const match = matchAt(phrase, tokens, at);
      if (match && match.next > at) return match;
      if (phrase.fromStart) break;
    }
  }
  return undefined;
}

/** The tokens without those that a phrase took. */
export function without(tokens: readonly Token[], taken: readonly number[]): Token[] {
  const gone = new Set(taken);
  return tokens.filter((_, index) => !gone.has(index));
}
