/** The events of an answer as files: CSV for spreadsheets, JSON Lines for programs. */
import type { Answer } from "./answer.ts";

const COLUMNS = [
  "eventTime",
  "list",
  "eventName",
  "service",
  "account",
  "region",
  "person",
  "actor",
  "role",
  "address",
  "via",
  "result",
  "error",
  "before",
  "after",
  "summary",
  "resources",
  "eventId",
] as const;

type Flat = Record<(typeof COLUMNS)[number], string>;

/** RFC 4180, CRLF, one header row. Cells that a spreadsheet would run as a formula are made text by an apostrophe. */
export function toCsv(answer: Answer): string {
  const lines = [COLUMNS.join(",")];
  for (const row of flatEvents(answer))
    lines.push(COLUMNS.map((name) => cell(row[name])).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

/** One event a line as it stands in `data`, with the list it stood in. */
export function toJsonLines(answer: Answer): string {
  return events(answer)
    .map(({ list, event }) => `${JSON.stringify({ list, ...event })}\n`)
    .join("");
}

type Listed = { list: string; event: { [name: string]: unknown } };

function events(answer: Answer): Listed[] {
  return ["changes", "attempts", "reads"].flatMap((list) => {
    const found = answer.data[list];
    return Array.isArray(found) ? found.filter(isRecord).map((event) => ({ list, event })) : [];
  });
}

function isRecord(value: unknown): value is { [name: string]: unknown } {
  return typeof value === "object" && value !== null;
}

function flatEvents(answer: Answer): Flat[] {
  return events(answer).map(({ list, event }) => {
    const actor = isRecord(event.actor) ? event.actor : {};
    const source: { [name: string]: unknown } = { ...actor, ...event, actor: actor.label, list };
    const flat = COLUMNS.map((name) => [name, text(source[name])] as const);
    return Object.fromEntries(flat) as Flat;
  });
}

function text(value: unknown): string {
  if (value === undefined || value === null) return "";
  return Array.isArray(value) ? value.join(" ") : String(value);
}

function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
