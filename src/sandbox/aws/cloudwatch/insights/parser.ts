/** Metrics Insights: `SELECT AVG(CPUUtilization) FROM SCHEMA("AWS/EC2", InstanceId) GROUP BY InstanceId`. */
import { ExpressionError } from "../math/refusals.ts";
import { readWords, type Word } from "./words.ts";

export const AGGREGATES = ["AVG", "COUNT", "MAX", "MIN", "SUM"] as const;
export type Aggregate = (typeof AGGREGATES)[number];

export type Condition =
  | { kind: "is"; key: string; values: string[]; isNot: boolean }
  | { kind: "and" | "or"; all: Condition[] };

export type InsightsQuery = {
  aggregate: Aggregate;
  metricName: string;
  namespace: string;
  /** With SCHEMA: exactly these dimensions. */
  schema?: string[];
  where?: Condition;
  groupBy: string[];
  orderBy?: { aggregate: Aggregate; isDescending: boolean };
  limit: number;
};

const MOST_SERIES = 500;
const DEEPEST = 50;

type Reader = { words: readonly Word[]; next: number; depth: number };

/** Whether an expression is a query of this kind. */
export function isInsights(expression: string): boolean {
  return /^\s*SELECT\b/i.test(expression);
}

/** Reads a query; throws an ExpressionError whose message says what is wrong and where. */
export function parseInsights(text: string): InsightsQuery {
  const reader: Reader = { words: readWords(text), next: 0, depth: 0 };
  expectKeyword(reader, "SELECT");
  const aggregate = readAggregate(reader);
  expectSign(reader, "(");
  const metricName = readName(reader, "a metric name");
  expectSign(reader, ")");
  expectKeyword(reader, "FROM");
  const from = readFrom(reader);
  const where = takeKeyword(reader, "WHERE") ? readOr(reader) : undefined;
  const groupBy = takeKeywords(reader, "GROUP", "BY") ? readNames(reader) : [];
  const orderBy = takeKeywords(reader, "ORDER", "BY") ? readOrder(reader) : undefined;
  const limit = takeKeyword(reader, "LIMIT") ? readLimit(reader) : MOST_SERIES;
  const rest = reader.words[reader.next];
  if (rest) throw unexpected(rest, "the end of the query");
  return {
    aggregate,
    metricName,
    ...from,
    ...(where && { where }),
    groupBy,
    ...(orderBy && { orderBy }),
    limit,
  };
}

function readFrom(reader: Reader): { namespace: string; schema?: string[] } {
  const [word, next] = reader.words.slice(reader.next, reader.next + 2);
  const isSchema = word?.kind === "bare" && word.text.toUpperCase() === "SCHEMA";
  if (!isSchema || next?.text !== "(") return { namespace: readName(reader, "a namespace") };
  reader.next += 2;
  const namespace = readName(reader, "a namespace");
  const schema: string[] = [];
  while (takeSign(reader, ",")) schema.push(readName(reader, "a label key"));
  expectSign(reader, ")");
  return { namespace, schema };
}

function readOr(reader: Reader): Condition {
  reader.depth++;
  if (reader.depth > DEEPEST) throw new ExpressionError("The query is nested too deeply");
  const all = [readAnd(reader)];
  while (takeKeyword(reader, "OR")) all.push(readAnd(reader));
  reader.depth--;
  return joined("or", all);
}

function readAnd(reader: Reader): Condition {
  const all = [readCondition(reader)];
  while (takeKeyword(reader, "AND")) all.push(readCondition(reader));
  return joined("and", all);
}

function joined(kind: "and" | "or", all: Condition[]): Condition {
  const [first] = all;
  return all.length === 1 && first ? first : { kind, all };
}

function readCondition(reader: Reader): Condition {
  if (takeSign(reader, "(")) {
    const inner = readOr(reader);
    expectSign(reader, ")");
    return inner;
  }
  const key = readName(reader, "a label key");
  if (takeSign(reader, "=")) return { kind: "is", key, values: [readValue(reader)], isNot: false };
  if (takeSign(reader, "!=")) return { kind: "is", key, values: [readValue(reader)], isNot: true };
  const isNot = takeKeyword(reader, "NOT");
  expectKeyword(reader, "IN");
  expectSign(reader, "(");
  const values = [readValue(reader)];
  while (takeSign(reader, ",")) values.push(readValue(reader));
  expectSign(reader, ")");
  return { kind: "is", key, values, isNot };
}

function readOrder(reader: Reader): { aggregate: Aggregate; isDescending: boolean } {
  const aggregate = readAggregate(reader);
  expectSign(reader, "(");
  expectSign(reader, ")");
  const isDescending = takeKeyword(reader, "DESC");
  if (!isDescending) takeKeyword(reader, "ASC");
  return { aggregate, isDescending };
}

function readLimit(reader: Reader): number {
  const word = reader.words[reader.next++];
  const limit = word?.kind === "number" ? Number(word.text) : Number.NaN;
  if (limit >= 1 && limit <= MOST_SERIES) return limit;
  throw new ExpressionError(`LIMIT takes a number from 1 to ${MOST_SERIES}`);
}

function readNames(reader: Reader): string[] {
  const names = [readName(reader, "a label key")];
  while (takeSign(reader, ",")) names.push(readName(reader, "a label key"));
  return names;
}

function readAggregate(reader: Reader): Aggregate {
  const word = reader.words[reader.next++];
  const found = AGGREGATES.find((name) => isKeyword(word, name));
  if (found) return found;
  throw unexpected(word, `one of ${AGGREGATES.join(", ")}`);
}

function readName(reader: Reader, what: string): string {
  const word = reader.words[reader.next++];
  if (word?.kind === "quoted" || word?.kind === "bare") return word.text;
  throw unexpected(word, what);
}

function readValue(reader: Reader): string {
  const word = reader.words[reader.next++];
  if (word?.kind === "value") return word.text;
  throw unexpected(word, "a value in single quotes");
}

function isKeyword(word: Word | undefined, name: string): boolean {
  return word?.kind === "bare" && word.text.toUpperCase() === name;
}

function takeKeyword(reader: Reader, name: string): boolean {
  const isThere = isKeyword(reader.words[reader.next], name);
  if (isThere) reader.next++;
  return isThere;
}

function takeKeywords(reader: Reader, first: string, second: string): boolean {
  if (!takeKeyword(reader, first)) return false;
  expectKeyword(reader, second);
  return true;
}

function expectKeyword(reader: Reader, name: string): void {
  if (!takeKeyword(reader, name)) throw unexpected(reader.words[reader.next], name);
}

function takeSign(reader: Reader, text: string): boolean {
  const word = reader.words[reader.next];
  const isThere = word?.kind === "sign" && word.text === text;
  if (isThere) reader.next++;
  return isThere;
}

function expectSign(reader: Reader, text: string): void {
  if (!takeSign(reader, text)) throw unexpected(reader.words[reader.next], `'${text}'`);
}

function unexpected(word: Word | undefined, wanted: string): ExpressionError {
  const found = word ? `'${word.text}'` : "the end of the query";
  return new ExpressionError(`Invalid query: expected ${wanted}, but found ${found}`);
}
