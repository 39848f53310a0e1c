/** Metric math as a tree. */
import { readTokens, type Token } from "./lexer.ts";
import { ExpressionError } from "./refusals.ts";

export type Operator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "^"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "AND"
  | "OR";

export type Expression =
  | { kind: "number"; value: number }
  /** An id, or a word that a function takes such as `REPEAT`. */
  | { kind: "name"; name: string }
  | { kind: "text"; text: string }
  | { kind: "array"; items: Expression[] }
  | { kind: "negative"; of: Expression }
  | { kind: "operation"; operator: Operator; left: Expression; right: Expression }
  | { kind: "call"; name: string; given: Expression[] };

/** By how tightly they bind, loosest first; each level goes from left to right. */
const LEVELS: readonly Readonly<Record<string, Operator>>[] = [
  { OR: "OR", "||": "OR" },
  { AND: "AND", "&&": "AND" },
  { "==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=" },
  { "+": "+", "-": "-" },
  { "*": "*", "/": "/" },
];

/** Deeper nesting is refused before it exhausts the stack. */
const DEEPEST = 100;

type Reader = { tokens: readonly Token[]; next: number; depth: number };

/** Reads an expression; throws an ExpressionError whose message says what is wrong and where. */
export function parseExpression(text: string): Expression {
  const reader: Reader = { tokens: readTokens(text), next: 0, depth: 0 };
  const expression = readLevel(reader, 0);
  const rest = peek(reader);
  if (rest.kind !== "end") throw unexpected(rest);
  return expression;
}

function peek(reader: Reader): Token {
  return reader.tokens[reader.next] ?? { kind: "end", at: 0 };
}

function readLevel(reader: Reader, level: number): Expression {
  const operators = LEVELS[level];
  if (!operators) return readNegative(reader);
  let left = readLevel(reader, level + 1);
  for (;;) {
    const token = peek(reader);
    const word = token.kind === "sign" || token.kind === "name" ? token.text : "";
    const operator = Object.hasOwn(operators, word) ? operators[word] : undefined;
    if (!operator) return left;
    reader.next++;
    left = { kind: "operation", operator, left, right: readLevel(reader, level + 1) };
  }
}

function readNegative(reader: Reader): Expression {
  return deeper(reader, () => {
    if (takeSign(reader, "-")) return { kind: "negative", of: readNegative(reader) };
    return readPower(reader);
  });
}

/** Binds tighter than a sign before it, and from right to left: `-2^2` is -4. */
function readPower(reader: Reader): Expression {
  const left = readOperand(reader);
  if (!takeSign(reader, "^")) return left;
  return { kind: "operation", operator: "^", left, right: readNegative(reader) };
}

function readOperand(reader: Reader): Expression {
  const token = peek(reader);
  reader.next++;
  if (token.kind === "number") return { kind: "number", value: token.value };
  if (token.kind === "text") return { kind: "text", text: token.text };
  if (token.kind === "name") {
    if (token.text === "AND" || token.text === "OR") throw unexpected(token);
    if (!takeSign(reader, "(")) return { kind: "name", name: token.text };
    return { kind: "call", name: token.text, given: readList(reader, ")") };
  }
  if (token.kind === "sign" && token.text === "(") {
    const inner = readLevel(reader, 0);
    expectSign(reader, ")");
    return inner;
  }
  if (token.kind === "sign" && token.text === "[") {
    return { kind: "array", items: readList(reader, "]") };
  }
  throw unexpected(token);
}

function readList(reader: Reader, end: string): Expression[] {
  if (takeSign(reader, end)) return [];
  const items = [readLevel(reader, 0)];
  while (takeSign(reader, ",")) items.push(readLevel(reader, 0));
  expectSign(reader, end);
  return items;
}

function takeSign(reader: Reader, text: string): boolean {
  const token = peek(reader);
  const isThere = token.kind === "sign" && token.text === text;
  if (isThere) reader.next++;
  return isThere;
}

function expectSign(reader: Reader, text: string): void {
  if (takeSign(reader, text)) return;
  const token = peek(reader);
  throw new ExpressionError(
    `Expected '${text}' at position ${token.at}, but found ${named(token)}`,
  );
}

function deeper(reader: Reader, read: () => Expression): Expression {
  reader.depth++;
  if (reader.depth > DEEPEST) throw new ExpressionError("The expression is nested too deeply");
  const expression = read();
  reader.depth--;
  return expression;
}

function unexpected(token: Token): ExpressionError {
  return new ExpressionError(`Unexpected ${named(token)} at position ${token.at}`);
}

function named(token: Token): string {
  switch (token.kind) {
    case "end":
      return "end of expression";
    case "number":
      return `number ${token.value}`;
    case "text":
      return "string";
    case "name":
    case "sign":
      return `'${token.text}'`;
  }
}
