/** Lines → rich text, whose text elements Slack shows as they are: nothing in them needs escaping. */
import type {
  RichTextBlock,
  RichTextElement,
  RichTextPreformatted,
  RichTextSection,
} from "@slack/types";
import type { Line, Span } from "../../answers/answer.ts";
import { dateParts, dateToken, isDated, QUOTED, safeUrl } from "./mrkdwn.ts";
import { cutPlain, EMPTY, shownLine, shownLines } from "./shown.ts";

/** Slack documents no limit for one text element; pieces of this size are well below that of any other text. */
const PIECE = 2500;

/** The elements of a line, of at most `limit` shown characters; never empty. */
export function lineElements(line: Line, limit: number): RichTextElement[] {
  const elements: RichTextElement[] = [];
  let left = limit;
  for (const span of line.flatMap(withoutQuotes)) {
    if (left < 2) break;
    const element = toElement(span, left);
    left -= shownLength(element);
    elements.push(element);
  }
  const hasText = elements.some((element) => element.type !== "text" || /\S/.test(element.text));
  return hasText ? elements : [{ type: "text", text: EMPTY }];
}

/** What stands in backticks is meant as code. */
function withoutQuotes(span: Span): Span[] {
  if (typeof span !== "string") return [span];
  const spans: Span[] = [];
  let end = 0;
  for (const match of span.matchAll(QUOTED)) {
    const [whole, inner = ""] = match;
    if (match.index > end) spans.push(span.slice(end, match.index));
    spans.push({ kind: "code", text: inner });
    end = match.index + whole.length;
  }
  if (end < span.length) spans.push(span.slice(end));
  return spans;
}

function toElement(span: Span, limit: number): RichTextElement {
  if (typeof span === "string") return { type: "text", text: partOf(span, limit) };
  if (span.kind === "time") return dateElement(span.at);
  const text = cutPlain(shownLine(span.text), limit);
  switch (span.kind) {
    case "strong":
      return { type: "text", text, style: { bold: true } };
    case "code":
      return { type: "text", text, style: { code: true } };
    case "link": {
      const url = safeUrl(span.url);
      return url === undefined ? { type: "text", text } : { type: "link", url, text };
    }
  }
}

function dateElement(at: number): RichTextElement {
  if (!isDated(at)) return { type: "text", text: dateToken(at) };
  return { type: "date", ...dateParts(at) };
}

/** Text between two spans: spaces at its ends count. */
function partOf(text: string, limit: number): string {
  if (!/\S/.test(text)) return " ";
  const start = /^\s/.test(text) ? " " : "";
  const end = /\s$/.test(text) ? " " : "";
  return cutPlain(`${start}${shownLine(text.trim())}${end}`, limit);
}

function shownLength(element: RichTextElement): number {
  if (element.type === "text") return element.text.length;
  return element.type === "link" ? (element.text ?? "").length : 30;
}

export function richLine(elements: RichTextElement[]): RichTextSection {
  return { type: "rich_text_section", elements };
}

export function richText(elements: RichTextBlock["elements"]): RichTextBlock {
  return { type: "rich_text", elements };
}

/** Several lines as they are, in at most `limit` characters. */
export function preformatted(text: string, limit: number): RichTextPreformatted {
  const lines = cutPlain(shownLines(cutPlain(text, 2 * limit)), limit);
  return {
    type: "rich_text_preformatted",
    elements: pieces(lines).map((piece) => ({ type: "text", text: piece })),
  };
}

function pieces(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  while (start < text.length) {
    let end = Math.min(text.length, start + PIECE);
    if (end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1))) end -= 1;
    parts.push(text.slice(start, end));
    start = end;
  }
  return parts;
}
