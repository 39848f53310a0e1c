/** The words after "metric" or "alarm" → the name in them, and what stands beside it: window, place, statistic, page. */
import { type NamedWindow, readTime } from "../../language/time-phrase.ts";
import type { Token } from "../../language/tokens.ts";
import { type Narrowing, readNarrowing } from "../narrowing.ts";
import { PLACE_AND_FORM_RULES } from "../narrowing-words.ts";
import type { AskContext } from "../question.ts";
import { type ModifierRule, type Modifiers, readModifiers } from "./read-modifiers.ts";
import { placeOf, typed, type Word, type Words } from "./read-words.ts";

export type Parts = {
  /** The words that are left. */
  rest: Token[];
  modifiers: Modifiers;
  narrowing: Narrowing;
  window?: NamedWindow;
};

export type PartsRead = ({ kind: "read" } & Parts) | { kind: "problem"; text: string };

type Reading = { rules: readonly ModifierRule[]; narrows?: typeof PLACE_AND_FORM_RULES };

/** Takes window, place and the rest out of the words wherever they stand: for metrics, whose words are known. */
export function readAnywhere(
  words: readonly Token[],
  { rules, narrows = PLACE_AND_FORM_RULES }: Reading,
  context: AskContext,
): PartsRead {
  const { modifiers, rest } = readModifiers(words, rules);
  const { now, zone, thread } = context;
  const anchor = thread?.window?.to;
  const time = readTime(rest, { now, zone, ...(anchor !== undefined && { anchor }) });
  if (time.kind === "problem") return time;
  const narrowed = readNarrowing(time.rest, context, narrows);
  if (narrowed.kind === "problem") return narrowed;
  return {
    kind: "read",
    rest: narrowed.rest,
    modifiers,
    narrowing: narrowed.narrowing,
    ...(time.window && { window: time.window }),
  };
}

/** Names are seldom longer, and every word more is one more try. */
const MOST_TRIED = 40;

/**
 * Takes them only from behind a name, which may itself hold any words: "alarm High errors in last hour in prod" gives up
 * "in prod" and what stands before it as far as it is nothing else.
 */
export function readBehindName(
  words: readonly Token[],
  reading: Reading & { least: number },
  context: AskContext,
): PartsRead {
  const first = Math.max(reading.least, words.length - MOST_TRIED);
  for (let at = first; at < words.length; at++) {
    if (words[at]?.quoted) continue;
    const read = readAnywhere(words.slice(at), reading, context);
    if (read.kind === "problem") {
      if (at === first) continue;
      return read;
    }
    if (read.rest.length === 0) return { ...read, rest: words.slice(0, at) };
  }
  return { kind: "read", rest: [...words], modifiers: {}, narrowing: {} };
}

/** The words as one text that can be read again: each as it was typed, quotes kept. */
export function joinedWords(words: Words, rest: readonly Token[]): string {
  const seen = new Set<number>();
  const texts = rest.flatMap((token) => {
    const place = placeOf(token);
    if (!place || seen.has(place.from)) return [];
    seen.add(place.from);
    const piece = rest.filter((other) => placeOf(other)?.from === place.from);
    if (token.quoted) return [/[\s"]/.test(token.text) ? `"${token.text}"` : token.text];
    const whole = typed(words, piece);
    return [/^[A-Za-z][\w.-]*=/.test(whole) ? whole : piece.map(({ text }) => text).join(" ")];
  });
  return texts.join(" ");
}

/** What a range of words is, from the first to the last. */
export function nameOf(words: Words, rest: readonly Token[]): string {
  return typed(words, rest as readonly Word[]).trim();
}
