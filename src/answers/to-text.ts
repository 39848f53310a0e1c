/** Answer → lines for a terminal. Control characters of foreign text never reach the terminal. */
import { formatZoned } from "../domain/time.ts";
import type { Answer, ChangeRow, Line, Section, Tone } from "./answer.ts";
import { isUnsaid, replacedWords } from "./change-words.ts";
import { chartLines } from "./chart-lines.ts";
import { evidenceLine, gapsOf } from "./evidence.ts";
import { visible } from "./visible.ts";

export type TextOptions = {
  /** ANSI colours; only when the output is a terminal. */
  colour: boolean;
  /** IANA zone in which times are written. */
  zone: string;
  /** Columns; long lines are left to the terminal when undefined. */
  width?: number;
};

type Paint = (text: string, style: keyof typeof STYLES) => string;

const STYLES = { strong: "1", dim: "2", good: "32", warning: "33", problem: "31", link: "36" };

const TONES: Record<Tone, keyof typeof STYLES> = {
  good: "good",
  info: "dim",
  warning: "warning",
  problem: "problem",
};

/** The whole answer as text, ending in a newline. */
export function toText(answer: Answer, options: TextOptions): string {
  const paint: Paint = (text, style) =>
    options.colour ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;
  const lines: string[] = [paint(visible(answer.headline), "strong")];
  for (const section of answer.sections) {
    lines.push("", ...sectionLines(section, options, paint));
  }
  if (answer.searched.length > 0) {
    lines.push("");
    for (const search of answer.searched) {
      lines.push(paint(`Searched ${plain(evidenceLine(search, options.zone), options)}`, "dim"));
    }
    for (const gap of gapsOf(answer.searched)) lines.push(paint(`! ${visible(gap)}`, "warning"));
  }
  if (answer.followUps.length > 0) {
    lines.push("", paint("Ask next:", "dim"));
    for (const { text } of answer.followUps) lines.push(`  ${paint(visible(text), "link")}`);
  }
  return `${lines.join("\n")}\n`;
}

/** A line as plain text; times in the zone of the options. */
export function plain(line: Line, options: { zone: string }): string {
  return line
    .map((span) => {
      if (typeof span === "string") return visible(span);
      if (span.kind === "time") return formatZoned(span.at, options.zone);
      if (span.kind === "link") return `${visible(span.text)} (${visible(span.url)})`;
      return visible(span.text);
    })
    .join("");
}

function sectionLines(section: Section, options: TextOptions, paint: Paint): string[] {
  switch (section.kind) {
    case "facts":
      return titled(section.title, paint, factLines(section.facts, options));
    case "changes":
      return titled(section.title, paint, [
        ...section.rows.flatMap((row) => rowLines(row, options, paint)),
        ...hiddenLine(section.hidden, section.more?.text),
      ]);
    case "table":
      return titled(section.title, paint, [
        ...tableLines(section.columns, section.rows, options, paint),
        ...hiddenLine(section.hidden),
      ]);
    case "list":
      return titled(section.title, paint, [
        ...section.items.map((item) => `  - ${plain(item, options)}`),
        ...hiddenLine(section.hidden),
      ]);
    case "record":
      return titled(section.title, paint, section.text.split("\n").map(visible));
    case "chart":
      return chartSectionLines(section, options, paint);
    case "text":
      return [plain(section.line, options)];
    case "callout":
      return [paint(plain(section.line, options), TONES[section.tone])];
  }
}

/** Columns of a terminal whose width nobody knows. */
const USUAL_WIDTH = 80;

function chartSectionLines(
  { title, chart, caption = [] }: Extract<Section, { kind: "chart" }>,
  options: TextOptions,
  paint: Paint,
): string[] {
  const width = (options.width ?? USUAL_WIDTH) - 2;
  const drawn = chartLines(chart, { zone: options.zone, width, hasCaption: caption.length > 0 });
  return [
    paint(title ? plain(title, options) : visible(chart.title), "strong"),
    ...drawn.map((line) => `  ${visible(line)}`),
    ...caption.map((line) => paint(`  ${plain(line, options)}`, "dim")),
  ];
}

function titled(title: string | undefined, paint: Paint, lines: string[]): string[] {
  return title ? [paint(visible(title), "strong"), ...lines] : lines;
}

function factLines(facts: { label: string; value: Line }[], options: TextOptions): string[] {
  const widest = Math.max(0, ...facts.map((fact) => fact.label.length));
  return facts.map(
    (fact) => `  ${visible(fact.label).padEnd(widest)}  ${plain(fact.value, options)}`,
  );
}

function rowLines(row: ChangeRow, options: TextOptions, paint: Paint): string[] {
  const indent = " ".repeat(23);
  const mark = isUnsaid(row) ? paint(` [${visible(row.error ?? row.result)}]`, "problem") : "";
  const who = paint(visible(row.who), "strong");
  const lines = [`  ${formatZoned(row.at, options.zone)}  ${who} ${visible(row.what)}${mark}`];
  const replaced = replacedWords(row);
  if (replaced) lines.push(`${indent}${paint(visible(replaced), "good")}`);
  const detail = [row.whoDetail, row.via && `via ${row.via}`, row.address && `from ${row.address}`]
    .filter((part): part is string => Boolean(part))
    .concat(row.call, [row.account, row.region].filter(Boolean).join(" "))
    .map(visible)
    .join(" · ");
  lines.push(paint(`${indent}${detail}`, "dim"));
  return lines;
}

function tableLines(
  columns: string[],
  rows: Line[][],
  options: TextOptions,
  paint: Paint,
): string[] {
  const cells = rows.map((row) => row.map((cell) => plain(cell, options)));
  const widths = columns.map((column, index) =>
    Math.min(80, Math.max(column.length, ...cells.map((row) => (row[index] ?? "").length))),
  );
  const write = (row: string[]) =>
    `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")}`.trimEnd();
  return [paint(write(columns.map(visible)), "dim"), ...cells.map(write)];
}

function hiddenLine(hidden: number, more?: string): string[] {
  if (hidden <= 0) return [];
  return [`  … ${hidden} more${more ? ` (${visible(more)})` : ""}`];
}
