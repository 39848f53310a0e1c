/** Execution parameters are SQL literals that Athena puts in place of question marks. */

export type Literal = string | number | boolean | null;

const STRING = /^'(?:[^']|'')*'$/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const WORDS = new Map<string, Literal>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** The value of a literal; undefined for anything else, which Athena takes for an expression and mostly fails on. */
export function readLiteral(text: string): Literal | undefined {
  const trimmed = text.trim();
  if (STRING.test(trimmed)) return trimmed.slice(1, -1).replaceAll("''", "'");
  if (NUMBER.test(trimmed)) return Number(trimmed);
  return WORDS.get(trimmed.toLowerCase());
}
