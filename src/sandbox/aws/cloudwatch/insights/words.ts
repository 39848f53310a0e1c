/** The words of a Metrics Insights query. */
import { ExpressionError } from "../math/refusals.ts";

/** `quoted`: a name in double quotes; `value`: a label's value in single quotes. */
export type Word = { kind: "bare" | "quoted" | "value" | "number" | "sign"; text: string };

const SPACE = /\s+/y;
const BARE = /:?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/y;
const NUMBER = /\d+(?![A-Za-z_])/y;
const SIGN = /!=|[(),=]/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/sy;
const VALUE = /'((?:[^'\\]|\\.)*)'/sy;

const KINDS: readonly [Word["kind"] | "space", RegExp][] = [
  ["space", SPACE],
  ["bare", BARE],
  ["number", NUMBER],
  ["sign", SIGN],
  ["quoted", QUOTED],
  ["value", VALUE],
];

/** Splits a query into words; a backslash keeps the character after it. */
export function readWords(text: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    const { kind, whole, content } = readWord(text, at);
    at += whole.length;
    if (kind === "space") continue;
    words.push({ kind, text: content.replaceAll(/\\(.)/gs, "$1") });
  }
  return words;
}

function readWord(text: string, at: number) {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return { kind, whole: found[0], content: found[1] ?? found[0] };
  }
  throw new ExpressionError(`Invalid query: unexpected '${text.charAt(at)}' at position ${at}`);
}
