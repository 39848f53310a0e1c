/** The words of a metric math expression. */
import { ExpressionError } from "./refusals.ts";

export type Token =
  | { kind: "number"; value: number; at: number }
  /** Ids, functions, and words such as `REPEAT`. */
  | { kind: "name"; text: string; at: number }
  | { kind: "text"; text: string; at: number }
  | { kind: "sign"; text: string; at: number }
  | { kind: "end"; at: number };

const SPACE = /\s+/y;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const SIGN = /==|!=|<=|>=|&&|\|\||[-+*/^()[\],<>]/y;
const QUOTES = `'"`;

/** Splits an expression into tokens; throws an ExpressionError whose message says what is wrong and where. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const space = match(SPACE);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const { token, length } = readToken(text, at, match);
    tokens.push(token);
    at += length;
  }
  tokens.push({ kind: "end", at: text.length });
  return tokens;
}

function readToken(
  text: string,
  at: number,
  match: (pattern: RegExp) => string | undefined,
): { token: Token; length: number } {
  const number = match(NUMBER);
  if (number !== undefined) {
    return { token: { kind: "number", value: Number(number), at }, length: number.length };
  }
  const name = match(NAME);
  if (name !== undefined) return { token: { kind: "name", text: name, at }, length: name.length };
  const sign = match(SIGN);
  if (sign !== undefined) return { token: { kind: "sign", text: sign, at }, length: sign.length };
  if (QUOTES.includes(text.charAt(at))) return readQuoted(text, at);
  throw new ExpressionError(`Unexpected character '${text.charAt(at)}' at position ${at}`);
}

/** A backslash keeps what follows it; SEARCH needs it as it stands, so it stays before all but the quote. */
function readQuoted(text: string, at: number): { token: Token; length: number } {
  const quote = text.charAt(at);
  let content = "";
  for (let index = at + 1; index < text.length; index++) {
    const char = text.charAt(index);
    if (char === quote) {
      return { token: { kind: "text", text: content, at }, length: index + 1 - at };
    }
    if (char === "\\" && index + 1 < text.length) {
      index++;
      const next = text.charAt(index);
      content += next === quote ? next : char + next;
      continue;
    }
    content += char;
  }
  throw new ExpressionError(`Unterminated string at position ${at}`);
}
