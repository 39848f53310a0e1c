/**
 * The rule of a composite alarm, taken apart: `ALARM("a") AND (NOT OK(b) OR AT_LEAST(2, ALARM, (c, d)))`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html
 */
import type { AlarmState } from "./alarm.ts";
import { type RuleToken, readRuleTokens } from "./alarm-rule-tokens.ts";
import { parseArn } from "./arn.ts";

export type AlarmRule =
  | { kind: "state"; state: AlarmState; alarm: string }
  | { kind: "not"; of: AlarmRule }
  | { kind: "and" | "or"; of: AlarmRule[] }
  | { kind: "constant"; value: boolean }
  | {
      kind: "at-least";
      amount: number;
      isPercent: boolean;
      isNot: boolean;
      state: AlarmState;
      alarms: string[];
    };

/** CloudWatch takes rules of 10,240 characters; brackets within brackets are bounded so that no rule exhausts us. */
const MOST_CHARACTERS = 20_000;
const MOST_DEPTH = 100;

/** Undefined where the text is no rule. Names and ARNs stay as they are written, without their quotes. */
export function parseAlarmRule(text: string): AlarmRule | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const tokens = readRuleTokens(text);
  if (!tokens) return undefined;
  const reader: Reader = { tokens, at: 0 };
  const rule = readOr(reader, 0);
  return rule && reader.at === tokens.length ? rule : undefined;
}

type Reader = { tokens: readonly RuleToken[]; at: number };

function take(reader: Reader, text: string): boolean {
  const token = reader.tokens[reader.at];
  if (token?.kind !== "word" || token.text.toUpperCase() !== text) return false;
  reader.at += 1;
  return true;
}

function readOr(reader: Reader, depth: number): AlarmRule | undefined {
  return readJoined(reader, "or", () => readJoined(reader, "and", () => readTerm(reader, depth)));
}

function readJoined(
  reader: Reader,
  kind: "and" | "or",
  readPart: () => AlarmRule | undefined,
): AlarmRule | undefined {
  const parts: AlarmRule[] = [];
  do {
    const part = readPart();
    if (!part) return undefined;
    parts.push(part);
  } while (take(reader, kind.toUpperCase()));
  return parts.length === 1 ? parts[0] : { kind, of: parts };
}

function readTerm(reader: Reader, depth: number): AlarmRule | undefined {
  if (depth > MOST_DEPTH) return undefined;
  if (take(reader, "NOT")) {
    const of = readTerm(reader, depth + 1);
    return of && { kind: "not", of };
  }
  if (take(reader, "(")) {
    const inner = readOr(reader, depth + 1);
    return take(reader, ")") ? inner : undefined;
  }
  if (take(reader, "TRUE")) return { kind: "constant", value: true };
  if (take(reader, "FALSE")) return { kind: "constant", value: false };
  if (take(reader, "AT_LEAST")) return readAtLeast(reader);
  return readState(reader);
}

const STATES: AlarmState[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];

function takeState(reader: Reader): AlarmState | undefined {
  return STATES.find((state) => take(reader, state));
}

function readState(reader: Reader): AlarmRule | undefined {
  const state = takeState(reader);
  if (!state || !take(reader, "(")) return undefined;
  const alarm = takeName(reader);
  return alarm !== undefined && take(reader, ")") ? { kind: "state", state, alarm } : undefined;
}

/**
 * A name may be one of the rule's own words, as in `ALARM(OK)`, and hold spaces without quotes around it: what stands
 * before the next bracket or comma is the name.
 */
function takeName(reader: Reader): string | undefined {
  const first = reader.at;
  while (reader.at < reader.tokens.length && !isBracket(reader.tokens[reader.at])) reader.at += 1;
  const words = reader.tokens.slice(first, reader.at).map(({ text }) => text);
  return words.length > 0 ? words.join(" ") : undefined;
}

function isBracket(token: RuleToken | undefined): boolean {
  return token?.kind === "word" && /^[(),]$/.test(token.text);
}

function readAtLeast(reader: Reader): AlarmRule | undefined {
  if (!take(reader, "(")) return undefined;
  const amount = /^(\d{1,4})(%?)$/.exec(takeName(reader) ?? "");
  if (!amount || !take(reader, ",")) return undefined;
  const isNot = take(reader, "NOT");
  const state = takeState(reader);
  if (!state || !take(reader, ",") || !take(reader, "(")) return undefined;
  const alarms: string[] = [];
  do {
    const name = takeName(reader);
    if (name === undefined) return undefined;
    alarms.push(name);
  } while (take(reader, ","));
  if (!take(reader, ")") || !take(reader, ")")) return undefined;
  return {
    kind: "at-least",
    amount: Number(amount[1]),
    isPercent: amount[2] === "%",
    isNot,
    state,
    alarms,
  };
}

/** Names or ARNs that a rule names, each once, in its order. */
export function ruleChildren(rule: AlarmRule): string[] {
  switch (rule.kind) {
    case "state":
      return [rule.alarm];
    case "not":
      return ruleChildren(rule.of);
    case "and":
    case "or":
      return [...new Set(rule.of.flatMap(ruleChildren))];
    case "at-least":
      return [...new Set(rule.alarms)];
    case "constant":
      return [];
  }
}

/** The name in an alarm's ARN; other text as it is. */
export function alarmNameOf(nameOrArn: string): string {
  const arn = parseArn(nameOrArn);
  return arn?.service === "cloudwatch" && arn.resource.startsWith("alarm:")
    ? arn.resource.slice("alarm:".length)
    : nameOrArn;
}

/** A rule in words: `a is in ALARM and (b is not OK, or at least 2 of c, d are in ALARM)`. */
export function ruleWords(rule: AlarmRule): string {
  return wordsOf(rule);
}

function wordsOf(rule: AlarmRule, isNot = false): string {
  switch (rule.kind) {
    case "state":
      return `${alarmNameOf(rule.alarm)} ${isNot ? "is not" : "is"} ${stateWords(rule.state)}`;
    case "constant":
      return rule.value === isNot ? "never" : "always";
    case "at-least":
      return atLeastWords(rule, isNot);
    case "not":
      return rule.of.kind === "and" || rule.of.kind === "or"
        ? `${isNot ? "" : "not "}(${wordsOf(rule.of)})`
        : wordsOf(rule.of, !isNot);
    case "and":
    case "or":
      return rule.of
        .map((part) => (isJoined(part) ? `(${wordsOf(part)})` : wordsOf(part)))
        .join(` ${rule.kind} `);
  }
}

function isJoined(rule: AlarmRule): boolean {
  return rule.kind === "and" || rule.kind === "or";
}

function atLeastWords(rule: Extract<AlarmRule, { kind: "at-least" }>, isNegated: boolean): string {
  const amount = `${rule.amount}${rule.isPercent ? "%" : ""}`;
  const how = isNegated ? "fewer than" : "at least";
  const verb = rule.amount === 1 && !rule.isPercent ? "is" : "are";
  const names = rule.alarms.map(alarmNameOf).join(", ");
  return `${how} ${amount} of ${names} ${verb}${rule.isNot ? " not" : ""} ${stateWords(rule.state)}`;
}

function stateWords(state: AlarmState): string {
  if (state === "ALARM") return "in ALARM";
  return state === "OK" ? "OK" : "without sufficient data";
}
