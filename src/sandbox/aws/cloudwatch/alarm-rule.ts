/** The rule of a composite alarm: `ALARM("a") AND NOT (OK(b) OR INSUFFICIENT_DATA("c"))`. */
import type { AlarmState } from "../../../domain/alarm.ts";

export type Rule =
  | { kind: "always"; value: boolean }
  | { kind: "state"; state: AlarmState; alarm: string }
  | { kind: "not"; rule: Rule }
  | { kind: "all" | "any"; rules: Rule[] };

/** Throws a SyntaxError that says where it cannot be read. */
export function parseRule(text: string): Rule {
  const tokens = tokensOf(text);
  const reader = { tokens, at: 0 };
  const rule = readAny(reader);
  const rest = reader.tokens[reader.at];
  if (rest) throw new SyntaxError(`unexpected ${rest.text}`);
  return rule;
}

/** Names or ARNs, each once, in the order of the rule. */
export function childrenOf(rule: Rule): string[] {
  const names = new Set<string>();
  const walk = (one: Rule) => {
    if (one.kind === "state") names.add(one.alarm);
    if (one.kind === "not") walk(one.rule);
    if (one.kind === "all" || one.kind === "any") one.rules.forEach(walk);
  };
  walk(rule);
  return [...names];
}

/** `stateOf` is asked for each alarm by what the rule calls it. */
export function holds(rule: Rule, stateOf: (alarm: string) => AlarmState): boolean {
  switch (rule.kind) {
    case "always":
      return rule.value;
    case "state":
      return stateOf(rule.alarm) === rule.state;
    case "not":
      return !holds(rule.rule, stateOf);
    case "all":
      return rule.rules.every((one) => holds(one, stateOf));
    case "any":
      return rule.rules.some((one) => holds(one, stateOf));
  }
}

/** A word, a sign, or a name between the brackets of a state (with its quotes taken off). */
type Token = { kind: "word" | "sign" | "name"; text: string };
type Reader = { tokens: Token[]; at: number };

const STATES: readonly AlarmState[] = ["ALARM", "OK", "INSUFFICIENT_DATA"];
const PIECE =
  /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"((?:[^"\\]|\\.)*)"|([^")]+?))\s*\)|(AND|OR|NOT|TRUE|FALSE)\b|([()]))/iy;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  PIECE.lastIndex = 0;
  const end = text.trimEnd().length;
  let at = 0;
  while (at < end) {
    PIECE.lastIndex = at;
    const match = PIECE.exec(text);
    if (!match) throw new SyntaxError(`unexpected ${text.slice(at).trim().slice(0, 20)}`);
    const [whole, state, quoted, bare, word, sign] = match;
    if (state !== undefined) {
      tokens.push({ kind: "word", text: state.toUpperCase() });
      tokens.push({ kind: "name", text: quoted?.replaceAll(/\\(.)/g, "$1") ?? bare ?? "" });
    } else if (word !== undefined) tokens.push({ kind: "word", text: word.toUpperCase() });
    else tokens.push({ kind: "sign", text: sign ?? "" });
    at += whole.length;
  }
  return tokens;
}

function take(reader: Reader, kind: Token["kind"], text: string): boolean {
  const token = reader.tokens[reader.at];
  if (token?.kind !== kind || token.text !== text) return false;
  reader.at += 1;
  return true;
}

function readAny(reader: Reader): Rule {
  const rules = [readAll(reader)];
  while (take(reader, "word", "OR")) rules.push(readAll(reader));
  const [only] = rules;
  return rules.length === 1 && only ? only : { kind: "any", rules };
}

function readAll(reader: Reader): Rule {
  const rules = [readOne(reader)];
  while (take(reader, "word", "AND")) rules.push(readOne(reader));
  const [only] = rules;
  return rules.length === 1 && only ? only : { kind: "all", rules };
}

function readOne(reader: Reader): Rule {
  if (take(reader, "word", "NOT")) return { kind: "not", rule: readOne(reader) };
  if (take(reader, "word", "TRUE")) return { kind: "always", value: true };
  if (take(reader, "word", "FALSE")) return { kind: "always", value: false };
  if (take(reader, "sign", "(")) {
    const inner = readAny(reader);
    if (!take(reader, "sign", ")")) throw new SyntaxError("a closing bracket is missing");
    return inner;
  }
  const token = reader.tokens[reader.at];
  const state = STATES.find((one) => token?.kind === "word" && token.text === one);
  const name = reader.tokens[reader.at + 1];
  if (!state || name?.kind !== "name") {
    throw new SyntaxError(token ? `unexpected ${token.text}` : "it ends too early");
  }
  reader.at += 2;
  return { kind: "state", state, alarm: name.text };
}
