/** The query of a SEARCH: a schema in braces, then terms with AND, OR and NOT. */
import { ExpressionError } from "../math/refusals.ts";
import { readWords, type Word } from "./words.ts";

/** A metric of the namespace with exactly these dimensions; of any, where none are named. */
export type Schema = { namespace: string; dimensions: string[] };

export type Term =
  /** `property`: `MetricName`, `Namespace`, `:aws.AccountId` or a dimension; anything of the metric unless set. */
  | { kind: "text"; text: string; isExact: boolean; property?: string }
  | { kind: "and" | "or"; terms: Term[] }
  | { kind: "not"; term: Term };

export type SearchQuery = { schema?: Schema; term?: Term };

const LONGEST = 1024;
const DEEPEST = 50;

type Reader = { words: readonly Word[]; next: number; depth: number };

/** Reads a query; throws an ExpressionError whose message says what is wrong. */
export function parseSearch(text: string): SearchQuery {
  if (text.length > LONGEST) {
    throw new ExpressionError(
      `A SEARCH query has at most ${LONGEST} characters, not ${text.length}`,
    );
  }
  const reader: Reader = { words: readWords(text), next: 0, depth: 0 };
  const schema = takeSign(reader, "{") ? readSchema(reader) : undefined;
  if (schema) takeSign(reader, ",");
  const term = peek(reader) ? readOr(reader) : undefined;
  const rest = peek(reader);
  if (rest) throw unexpected(rest);
  if (!schema && !term) throw new ExpressionError("A SEARCH query has a schema, a term, or both");
  return { ...(schema && { schema }), ...(term && { term }) };
}

function readSchema(reader: Reader): Schema {
  const names = [readName(reader)];
  while (takeSign(reader, ",")) names.push(readName(reader));
  if (!takeSign(reader, "}")) throw unexpected(peek(reader));
  const [namespace = "", ...dimensions] = names;
  return { namespace, dimensions };
}

/** Spaces belong to no name without quotes, so a name is one word. */
function readName(reader: Reader): string {
  const word = peek(reader);
  reader.next++;
  if (word?.kind !== "bare" && word?.kind !== "quoted") throw unexpected(word);
  return word.text;
}

function readOr(reader: Reader): Term {
  reader.depth++;
  if (reader.depth > DEEPEST) throw new ExpressionError("The SEARCH query is nested too deeply");
  const terms = [readAnd(reader)];
  while (takeWord(reader, "OR")) terms.push(readAnd(reader));
  reader.depth--;
  return joined("or", terms);
}

function readAnd(reader: Reader): Term {
  const terms = [readNot(reader)];
  for (;;) {
    const isSaid = takeWord(reader, "AND");
    const word = peek(reader);
    const isEnd = !word || (word.kind === "sign" && word.text === ")") || isWord(word, "OR");
    if (isEnd && !isSaid) return joined("and", terms);
    terms.push(readNot(reader));
  }
}

function joined(kind: "and" | "or", terms: Term[]): Term {
  const [first] = terms;
  return terms.length === 1 && first ? first : { kind, terms };
}

function readNot(reader: Reader): Term {
  let isNot = false;
  while (takeWord(reader, "NOT")) isNot = !isNot;
  const term = readTerm(reader);
  return isNot ? { kind: "not", term } : term;
}

function readTerm(reader: Reader): Term {
  if (takeSign(reader, "(")) return readGroup(reader);
  const first = readText(reader);
  if (!takeSign(reader, "=")) return first;
  const value = takeSign(reader, "(") ? readGroup(reader) : readText(reader);
  return withProperty(value, first.text);
}

function readGroup(reader: Reader): Term {
  const term = readOr(reader);
  if (!takeSign(reader, ")")) throw unexpected(peek(reader));
  return term;
}

function readText(reader: Reader): Extract<Term, { kind: "text" }> {
  const word = peek(reader);
  reader.next++;
  if (!word || word.kind === "sign" || ["AND", "OR"].some((name) => isWord(word, name))) {
    throw unexpected(word);
  }
  return { kind: "text", text: word.text, isExact: word.kind === "quoted" };
}

/** `InstanceId=("i-1" OR "i-2")` means the property in each of the terms. */
function withProperty(term: Term, property: string): Term {
  switch (term.kind) {
    case "text":
      return { ...term, property: term.property ?? property };
    case "not":
      return { kind: "not", term: withProperty(term.term, property) };
    case "and":
    case "or":
      return { kind: term.kind, terms: term.terms.map((one) => withProperty(one, property)) };
  }
}

function peek(reader: Reader): Word | undefined {
  return reader.words[reader.next];
}

function isWord(word: Word, text: string): boolean {
  return word.kind === "bare" && word.text === text;
}

function takeWord(reader: Reader, text: string): boolean {
  const word = peek(reader);
  const isThere = word !== undefined && isWord(word, text);
  if (isThere) reader.next++;
  return isThere;
}

function takeSign(reader: Reader, text: string): boolean {
  const word = peek(reader);
  const isThere = word?.kind === "sign" && word.text === text;
  if (isThere) reader.next++;
  return isThere;
}

function unexpected(word: Word | undefined): ExpressionError {
  const found = word ? `'${word.text}'` : "the end";
  return new ExpressionError(`Unexpected ${found} in the SEARCH query`);
}
