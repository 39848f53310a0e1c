/**
 * A text as words that know where they stood, so that a name can be given back exactly as it was typed: with its spaces,
 * slashes, dashes and emoji.
 */
import { type Token, tokenize, unwrapped } from "../../language/tokens.ts";

export type Word = Token & { from: number; to: number };

export type Words = { plain: string; words: Word[] };

const SPACE = /\s/;
const CLOSING: Record<string, string> = {
  '"': '"\u201C\u201D\u201F',
  "\u201C": '"\u201C\u201D\u201F',
  "\u201D": '"\u201C\u201D\u201F',
  "\u201E": '"\u201C\u201D\u201F',
  "'": "'\u2019\u2018",
  "\u2018": "'\u2019\u2018",
  "`": "`",
};
/** How far a closing quote is looked for. */
const QUOTE_REACH = 600;

/** Pieces apart by white space or held together by quotes, each read as the tokens that it gives. */
export function wordsOf(text: string): Words {
  const plain = withoutFence(unwrapped(text));
  const words: Word[] = [];
  for (let at = 0; at < plain.length; ) {
    if (SPACE.test(plain[at] ?? "")) {
      at++;
      continue;
    }
    const piece = quotedPiece(plain, at) ?? barePiece(plain, at);
    words.push(...piece);
    at = Math.max(at + 1, piece.at(-1)?.to ?? 0);
  }
  return { plain, words };
}

/** A whole question in code style is no name. */
function withoutFence(text: string): string {
  const bare = text.trim();
  const inner = bare.replace(/^`{1,3}/, "").replace(/`{1,3}$/, "");
  const isFenced = bare.length > 2 && bare.startsWith("`") && bare.endsWith("`");
  return isFenced && !inner.includes("`") ? inner : bare;
}

function quotedPiece(plain: string, from: number): Word[] | undefined {
  const closing = CLOSING[plain[from] ?? ""];
  if (closing === undefined) return undefined;
  const most = Math.min(plain.length, from + QUOTE_REACH);
  for (let end = from + 1; end < most; end++) {
    if (!closing.includes(plain[end] ?? "")) continue;
    const after = /^[?!,;:.)]*/.exec(plain.slice(end + 1, end + 9))?.[0] ?? "";
    const next = plain[end + 1 + after.length];
    // An apostrophe inside a word closes nothing.
    if (next !== undefined && !SPACE.test(next)) continue;
    const text = plain.slice(from + 1, end).trim();
    if (text === "") return undefined;
    const word: Word = {
      text,
      word: text.toLowerCase(),
      quoted: true,
      from,
      to: end + 1 + after.length,
    };
    return [/[?!,;:.]/.test(after) ? { ...word, stop: true } : word];
  }
  return undefined;
}

function barePiece(plain: string, from: number): Word[] {
  const to = pieceEnd(plain, from);
  const text = plain.slice(from, to);
  const tokens = tokenize(text);
  // A lone sign or emoji may be part of a name, and says nothing of its own.
  if (tokens.length === 0) return [{ text, word: text.toLowerCase(), quoted: true, from, to }];
  return tokens.map((token) => ({ ...token, from, to }));
}

/** To the next space; `QueueName="my queue"` goes on to its closing quote. */
function pieceEnd(plain: string, from: number): number {
  let end = from;
  while (end < plain.length && !SPACE.test(plain[end] ?? "")) {
    const closing = plain[end] === "=" ? CLOSING[plain[end + 1] ?? ""] : undefined;
    const close = closing === undefined ? -1 : closeAt(plain, end + 2, closing);
    end = close > 0 ? close + 1 : end + 1;
  }
  return end;
}

function closeAt(plain: string, from: number, closing: string): number {
  const most = Math.min(plain.length, from + QUOTE_REACH);
  for (let at = from; at < most; at++) if (closing.includes(plain[at] ?? "")) return at;
  return -1;
}

/** The words as they were typed, from the first to the last of them; a single quoted name without its quotes. */
export function typed({ plain }: Words, words: readonly Token[]): string {
  const [first] = words;
  const last = words.at(-1);
  if (!first || !last) return "";
  if (first === last && first.quoted) return first.text;
  const whole = plain.slice(placeOf(first)?.from ?? 0, placeOf(last)?.to ?? plain.length);
  return last.quoted ? whole : whole.replace(/[?!,;]+$/, "").replace(/(?<=\S)[.:]$/, "");
}

/** Where a token stood; readers copy tokens, and keep what stands in them. */
export function placeOf(token: Token): { from: number; to: number } | undefined {
  const { from, to } = token as Partial<Word>;
  return from === undefined || to === undefined ? undefined : { from, to };
}
