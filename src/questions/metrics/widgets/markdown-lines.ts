/** A text widget's Markdown → plain lines; nothing of it can do more than be read. */
import type { Line, Span } from "../../../answers/answer.ts";

export type MarkdownRead = { lines: Line[]; hidden: number };

const MOST_LINES = 15;
const LONGEST_LINE = 400;

/** Headings, lists, links, code and tables as lines; pictures and HTML are left out. */
export function markdownLines(markdown: string): MarkdownRead {
  const lines = markdown
    .replace(/<!--[\s\S]{0,5000}?-->/g, "")
    .replace(/<[^<>\n]{1,300}>/g, "")
    .split(/\r\n|[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !isRule(line))
    .slice(0, 10 * MOST_LINES)
    .map(toLine)
    .filter((line) => line.length > 0);
  return { lines: lines.slice(0, MOST_LINES), hidden: Math.max(0, lines.length - MOST_LINES) };
}

/** `---`, `===`, `|---|:--|`, the fence of a code block. */
function isRule(line: string): boolean {
  return /^(?:[-*_=\s]{3,}|[|:\s-]{3,}|`{3,}\w*)$/.test(line);
}

function toLine(text: string): Line {
  const cut = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE - 1)}…` : text;
  const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(cut)?.[1];
  if (heading !== undefined) return [{ kind: "strong", text: plainWords(heading) }];
  const item = /^(?:[-*+]|\d{1,3}[.)])\s+(.*)$/.exec(cut)?.[1];
  const body = item ?? cut;
  const cells = /^\|(.*)\|$/.exec(body)?.[1];
  return spans(cells === undefined ? body : cells.split("|").join(" · "));
}

/** `[text](url)`, `![alt](url)`, the console's own `[button:primary:Text](url)`, and code. */
const PIECE =
  /(!?)\[([^[\]\n]{0,300})\]\(([^()\s]{1,1000})(?:\s[^()]{0,200})?\)|`([^`\n]{1,300})`/g;

function spans(text: string): Span[] {
  const found: Span[] = [];
  let end = 0;
  const add = (piece: string) => {
    const words = withoutMarks(piece);
    if (words !== "") found.push(words);
  };
  for (const match of text.matchAll(PIECE)) {
    const [whole, image = "", label = "", url = "", code] = match;
    add(text.slice(end, match.index));
    end = match.index + whole.length;
    if (code !== undefined) found.push({ kind: "code", text: code });
    else if (image !== "") add(label);
    else found.push(linkSpan(label, url));
  }
  add(text.slice(end));
  return found;
}

function linkSpan(label: string, url: string): Span {
  const text = withoutMarks(label.replace(/^button:(?:[a-z]+:)?/, "")).trim() || url;
  return /^https?:\/\//i.test(url) ? { kind: "link", text, url } : text;
}

function plainWords(text: string): string {
  return spans(text)
    .map((span) => (typeof span === "string" ? span : span.kind === "time" ? "" : span.text))
    .join("");
}

/** Without the stars and lines of bold, italics and struck text. */
function withoutMarks(text: string): string {
  return text.replace(/\*\*|__|~~|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)/g, "");
}
