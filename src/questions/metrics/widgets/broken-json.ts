/** JSON of a dashboard that may be broken: where it breaks, and what stands whole before that. */
import { isObject, type JsonObject, type JsonValue } from "../../../domain/json.ts";
import { parseJson } from "../../../domain/torn-json.ts";

/** `at`: characters before the fault; line and column count from 1. */
export type JsonFault = { at: number; line: number; column: number; why: string };

export type JsonReading = { value?: JsonValue; fault?: JsonFault };

/** Deeper than any dashboard is, and far from what a stack takes. */
const DEEPEST = 64;

/** The value; of a broken text all entries of lists and objects that are whole, and where it breaks. */
export function readJson(text: string): JsonReading {
  const value = parseJson(text);
  if (value !== undefined) return { value };
  const cursor: Cursor = { text, at: 0 };
  const saved = readValue(cursor, 0);
  if (!cursor.why) expectEnd(cursor);
  const fault = faultOf(cursor);
  return saved === undefined ? { fault } : { value: saved, fault };
}

/** `why` is set once, where the text breaks: all readers return from then on. */
type Cursor = { text: string; at: number; why?: string };

function fail(cursor: Cursor, why: string): undefined {
  cursor.why ??= why;
  return undefined;
}

function faultOf({ text, at, why = "something is wrong" }: Cursor): JsonFault {
  const before = text.slice(0, at);
  const lastBreak = before.lastIndexOf("\n");
  return { at, line: before.split("\n").length, column: at - lastBreak, why };
}

function skipSpace(cursor: Cursor): string | undefined {
  const { text } = cursor;
  while (cursor.at < text.length && " \t\r\n".includes(text.charAt(cursor.at))) cursor.at += 1;
  return cursor.at < text.length ? text.charAt(cursor.at) : undefined;
}

function expectEnd(cursor: Cursor): void {
  const next = skipSpace(cursor);
  if (next !== undefined) fail(cursor, `${shown(next)} stands where the text should end`);
}

function readValue(cursor: Cursor, depth: number): JsonValue | undefined {
  const next = skipSpace(cursor);
  if (next === undefined) return fail(cursor, "the text ends too early");
  if (depth > DEEPEST) return fail(cursor, `it is nested more than ${DEEPEST} deep`);
  if (next === "{") return readObject(cursor, depth);
  if (next === "[") return readArray(cursor, depth);
  if (next === '"') return readString(cursor);
  return readWord(cursor);
}

function readArray(cursor: Cursor, depth: number): JsonValue[] {
  const items: JsonValue[] = [];
  cursor.at += 1;
  if (skipSpace(cursor) === "]") return closed(cursor, items);
  while (!cursor.why) {
    const item = readValue(cursor, depth + 1);
    // What was being read when it broke is half a thing: the whole ones before it are kept.
    if (cursor.why || item === undefined) return items;
    items.push(item);
    const next = skipSpace(cursor);
    if (next === "]") return closed(cursor, items);
    if (next !== ",") fail(cursor, expected(next, "`,` or `]`"));
    else cursor.at += 1;
  }
  return items;
}

function readObject(cursor: Cursor, depth: number): JsonObject {
  const entries: [string, JsonValue][] = [];
  cursor.at += 1;
  if (skipSpace(cursor) === "}") return closed(cursor, {});
  while (!cursor.why) {
    const key = readKey(cursor);
    if (key === undefined) break;
    const value = readValue(cursor, depth + 1);
    const isKept = !cursor.why || isObject(value) || Array.isArray(value);
    if (value !== undefined && isKept) entries.push([key, value]);
    if (cursor.why) break;
    const next = skipSpace(cursor);
    if (next === "}") return closed(cursor, Object.fromEntries(entries));
    if (next !== ",") fail(cursor, expected(next, "`,` or `}`"));
    else cursor.at += 1;
  }
  return Object.fromEntries(entries);
}

function readKey(cursor: Cursor): string | undefined {
  const next = skipSpace(cursor);
  if (next !== '"') return fail(cursor, expected(next, "a name in quotes"));
  const key = readString(cursor);
  if (cursor.why) return undefined;
  const colon = skipSpace(cursor);
  if (colon !== ":") return fail(cursor, expected(colon, "`:`"));
  cursor.at += 1;
  return key;
}

function closed<Value>(cursor: Cursor, value: Value): Value {
  cursor.at += 1;
  return value;
}

function readString(cursor: Cursor): string | undefined {
  const { text, at: start } = cursor;
  let end = start + 1;
  while (end < text.length && text[end] !== '"') {
    if (text.charCodeAt(end) < 32) {
      cursor.at = end;
      return fail(cursor, "a line break or control character stands in a text");
    }
    end += text[end] === "\\" ? 2 : 1;
  }
  if (end >= text.length) {
    cursor.at = text.length;
    return fail(cursor, "the text ends within quotes");
  }
  const value = parseJson(text.slice(start, end + 1));
  if (typeof value !== "string") return fail(cursor, "a backslash means nothing there");
  cursor.at = end + 1;
  return value;
}

const WORD = /[^\s,:{}[\]"]+/y;

function readWord(cursor: Cursor): JsonValue | undefined {
  WORD.lastIndex = cursor.at;
  const word = WORD.exec(cursor.text)?.[0];
  const value = word === undefined ? undefined : parseJson(word);
  if (word === undefined || value === undefined) {
    return fail(cursor, `${shown(word ?? cursor.text.charAt(cursor.at))} is no value`);
  }
  cursor.at += word.length;
  return value;
}

function expected(found: string | undefined, wanted: string): string {
  if (found === undefined) return `the text ends where ${wanted} is expected`;
  return `${wanted} is expected, and ${shown(found)} stands there`;
}

function shown(text: string): string {
  return `“${text.slice(0, 20)}”`;
}
