/** The words of a SEARCH query. */
import { ExpressionError } from "../math/refusals.ts";

export type Word = { kind: "bare" | "quoted" | "sign"; text: string };

const SIGNS = "{}(),=";
const END_OF_BARE = /[\s{}(),="]/;

/** Splits a query into words; a backslash keeps the character after it. */
export function readWords(text: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (/\s/.test(char)) {
      at++;
      continue;
    }
    if (SIGNS.includes(char)) {
      words.push({ kind: "sign", text: char });
      at++;
      continue;
    }
    const { word, end } = char === '"' ? readQuoted(text, at + 1) : readBare(text, at);
    words.push(word);
    at = end;
  }
  return words;
}

function readQuoted(text: string, start: number): { word: Word; end: number } {
  let content = "";
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') return { word: { kind: "quoted", text: content }, end: at + 1 };
    if (char === "\\") at++;
    content += text.charAt(at);
  }
  throw new ExpressionError("A double quote in the SEARCH query is not closed");
}

function readBare(text: string, start: number): { word: Word; end: number } {
  let content = "";
  let at = start;
  for (; at < text.length && !END_OF_BARE.test(text.charAt(at)); at++) {
    if (text.charAt(at) === "\\" && at + 1 < text.length) at++;
    content += text.charAt(at);
  }
  return { word: { kind: "bare", text: content }, end: at };
}
