/**
 * Slack's mrkdwn as nodes (https://docs.slack.dev/messaging/formatting-message-text). Whatever is no valid
 * mark-up stays as the text that it is, so no input loses a word and none throws.
 */
import type { Inline, InlineStyle, TextBlock } from "./inline.ts";

const STYLES: Record<string, InlineStyle> = { "*": "bold", _: "italic", "~": "strike" };

/** Text with the three entities that Slack knows turned back; each of them once. */
export function decoded(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: string) =>
    name === "amp" ? "&" : name === "lt" ? "<" : ">",
  );
}

/** The blocks of a mrkdwn text: code fences, quotes, and the lines between. */
export function parseMrkdwn(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let rest = 0;
  for (const fence of text.matchAll(/```([\s\S]+?)```/g)) {
    blocks.push(...parseLines(text.slice(rest, fence.index)));
    blocks.push({ kind: "pre", text: decoded(fence[1] ?? "") });
    rest = fence.index + fence[0].length;
  }
  blocks.push(...parseLines(text.slice(rest)));
  return blocks;
}

function parseLines(text: string): TextBlock[] {
  const blocks: { isQuote: boolean; lines: string[] }[] = [];
  let isQuotedToTheEnd = false;
  for (const line of text === "" ? [] : text.split("\n")) {
    const mark: string | undefined = isQuotedToTheEnd
      ? ""
      : (/^(>|&gt;){3}|^(>|&gt;)/.exec(line)?.[0] ?? undefined);
    isQuotedToTheEnd ||= mark !== undefined && mark.replaceAll("&gt;", ">") === ">>>";
    const isQuote = mark !== undefined;
    const last = blocks.at(-1);
    const content = isQuote ? line.slice(mark.length) : line;
    if (last?.isQuote === isQuote) {
      last.lines.push(content);
    } else {
      blocks.push({ isQuote, lines: [content] });
    }
  }
  return blocks.map(({ isQuote, lines }) => ({
    kind: isQuote ? "quote" : "text",
    children: parseInline(
      (isQuote ? lines.map((line) => line.replace(/^ /, "")) : lines).join("\n"),
    ),
  }));
}

/** The marks of mrkdwn inside lines. */
export function parseInline(text: string): Inline[] {
  return parseSpan(text, new Set());
}

type Match = { node: Inline; end: number };

/** `open` are the marks that we are inside of: no mark nests in itself, which bounds the depth. */
function parseSpan(text: string, open: ReadonlySet<string>): Inline[] {
  const nodes: Inline[] = [];
  // A mark whose closing was not found once on this line has none further on either.
  const unclosed = new Map<string, number>();
  let plainFrom = 0;
  let at = 0;
  while (at < text.length) {
    const match = matchAt(text, at, open, unclosed);
    if (!match) {
      at += 1;
      continue;
    }
    pushText(nodes, text.slice(plainFrom, at));
    nodes.push(match.node);
    at = match.end;
    plainFrom = at;
  }
  pushText(nodes, text.slice(plainFrom));
  return nodes;
}

function pushText(nodes: Inline[], raw: string): void {
  if (raw !== "") {
    nodes.push({ kind: "text", text: decoded(raw) });
  }
}

function matchAt(
  text: string,
  at: number,
  open: ReadonlySet<string>,
  unclosed: Map<string, number>,
): Match | undefined {
  const mark = text[at] ?? "";
  switch (mark) {
    case "<":
      return matchToken(text, at);
    case ":":
      return matchEmoji(text, at);
    case "`":
      return matchCode(text, at);
    case "*":
    case "_":
    case "~":
      return open.has(mark) ? undefined : matchStyled(text, at, open, unclosed);
    default:
      return undefined;
  }
}

function matchEmoji(text: string, at: number): Match | undefined {
  const found = /^:([a-z0-9_+'-]{1,60}):/.exec(text.slice(at, at + 64));
  // `12:30:45` is a time and `arn:aws:s3` an address.
  if (!found?.[1] || /[\w]/.test(text[at - 1] ?? "") || /^\d+$/.test(found[1])) {
    return undefined;
  }
  return { node: { kind: "emoji", name: found[1] }, end: at + found[0].length };
}

function matchCode(text: string, at: number): Match | undefined {
  const end = text.indexOf("`", at + 1);
  const content = end < 0 ? "" : text.slice(at + 1, end);
  if (content.trim() === "" || content.includes("\n")) {
    return undefined;
  }
  return { node: { kind: "code", text: decoded(content) }, end: end + 1 };
}

function matchStyled(
  text: string,
  at: number,
  open: ReadonlySet<string>,
  unclosed: Map<string, number>,
): Match | undefined {
  const mark = text[at] ?? "";
  const style = STYLES[mark];
  const isOpening = !/\w/.test(text[at - 1] ?? "") && /[^\s]/.test(text[at + 1] ?? "");
  if (!style || !isOpening || text[at + 1] === mark || (unclosed.get(mark) ?? -1) > at) {
    return undefined;
  }
  const end = closingOf(text, at, mark, unclosed);
  if (end === undefined) {
    return undefined;
  }
  const children = parseSpan(text.slice(at + 1, end), new Set([...open, mark]));
  return { node: { kind: "styled", style, children }, end: end + 1 };
}

function closingOf(
  text: string,
  from: number,
  mark: string,
  unclosed: Map<string, number>,
): number | undefined {
  let at = from + 1;
  while (at < text.length && text[at] !== "\n") {
    const isClosing =
      text[at] === mark && /\S/.test(text[at - 1] ?? "") && !/\w/.test(text[at + 1] ?? "");
    if (isClosing && at > from + 1) {
      return at;
    }
    const skipped = text[at] === "<" ? matchToken(text, at) : undefined;
    const code = text[at] === "`" ? matchCode(text, at) : undefined;
    at = (skipped ?? code)?.end ?? at + 1;
  }
  unclosed.set(mark, at);
  return undefined;
}

/** The longest token that we read; Slack's own addresses end at 3,000 characters. */
const TOKEN_LENGTH = 4000;

function matchToken(text: string, at: number): Match | undefined {
  const length = text.slice(at, at + TOKEN_LENGTH).search(/>|\n/);
  if (length < 2 || text[at + length] !== ">") {
    return undefined;
  }
  const node = toToken(text.slice(at + 1, at + length));
  return node && { node, end: at + length + 1 };
}

function toToken(content: string): Inline | undefined {
  const bar = content.indexOf("|");
  const target = bar < 0 ? content : content.slice(0, bar);
  const label =
    bar < 0 || bar === content.length - 1 ? {} : { label: decoded(content.slice(bar + 1)) };
  if (/^@[UWB][A-Z0-9]+$/.test(target)) {
    return { kind: "user", id: target.slice(1), ...label };
  }
  if (/^#[CGD][A-Z0-9]+$/.test(target)) {
    return { kind: "channel", id: target.slice(1), ...label };
  }
  if (/^!(here|channel|everyone)$/.test(target)) {
    return { kind: "broadcast", name: target.slice(1), ...label };
  }
  const group = /^!subteam\^([A-Z0-9]+)$/.exec(target);
  if (group?.[1]) {
    return { kind: "group", id: group[1], ...label };
  }
  return toDate(target, label.label) ?? toLink(target, label);
}

function toDate(target: string, fallback: string | undefined): Inline | undefined {
  const found = /^!date\^(-?\d{1,12})\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (!found?.[1] || !found[2]) {
    return undefined;
  }
  return {
    kind: "date",
    atMs: Number(found[1]) * 1000,
    format: decoded(found[2]),
    fallback: fallback ?? "",
    ...(found[3] ? { url: decoded(found[3]) } : {}),
  };
}

function toLink(target: string, label: { label?: string }): Inline | undefined {
  return /^(https?:\/\/|mailto:|tel:)\S+$/i.test(target)
    ? { kind: "link", url: decoded(target), ...label }
    : undefined;
}
