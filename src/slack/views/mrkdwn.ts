/**
 * Text → Slack's mrkdwn. Everything that comes from data goes through `escapeText` or `code`, so that it can neither
 * mention, link, format nor become an emoji. https://docs.slack.dev/messaging/formatting-message-text
 */
import type { MrkdwnElement } from "@slack/types";
import type { Line, Span } from "../../answers/answer.ts";
import { DAY, formatZoned } from "../../domain/time.ts";
import { LIMITS } from "./limits.ts";
import { cutPlain, EMPTY, shownLine, shownLines } from "./shown.ts";

/** The last moment that a calendar has here, in epoch milliseconds. */
const LAST_MOMENT = 8.64e15;

/** Looks like a backtick, and is no markup. */
const GRAVE = "\u02cb";

/** Words that Slack would format, turn into emoji (`arn:aws:iam`: a team may have `:aws:`) or into a call to everybody. */
const MARKUP =
  /(?<![\p{L}\p{N}])[*_~](?=\S)|:(?:100|1234|(?!\d+:)[\p{L}\p{N}_+'-]+):|@(?:here|channel|everyone)\b|^&gt;|\barn:aws/iu;
/** Inside bold, any star ends it. */
const MARKUP_IN_BOLD = new RegExp(`[*]|${MARKUP.source}`, MARKUP.flags);
/** Our own texts set commands in backticks: `ask "help"`. */
export const QUOTED = /`([^`]+)`/g;
const WORD = /\s+|[^\s]+/g;
/** What stands around a word: brackets, quotes, the end of a sentence. */
const AROUND = /^([("'[]*)(.*?)([)"'\],;.!?]*)$/su;
const ATOM = /<[^<>\n]*>|&(?:amp|lt|gt);|[\ud800-\udbff][\udc00-\udfff]|[\s\S]/g;

/**
 * One line of foreign text as mrkdwn. Words that would be markup are set as code: that is the one way in Slack to
 * show characters as they are and to copy them unchanged.
 */
export function escapeText(text: string): string {
  return words(shownLine(text));
}

/** Of a part of a line: spaces at its ends count, and it may be nothing but spaces. */
function words(line: string, markup = MARKUP): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of line.matchAll(QUOTED)) {
    const [whole, inner = ""] = match;
    if (!/\S/.test(inner)) continue;
    parts.push(unquoted(line.slice(end, match.index), markup), code(inner));
    end = match.index + whole.length;
  }
  parts.push(unquoted(line.slice(end), markup));
  return parts.join("");
}

function unquoted(part: string, markup: RegExp): string {
  return part.replaceAll("`", GRAVE).replace(WORD, (word) => {
    const escaped = entities(word);
    if (!markup.test(escaped)) return escaped;
    const [, before = "", inner = "", after = ""] = AROUND.exec(word) ?? [];
    if (inner === "") return `\`${escaped}\``;
    return `${entities(before)}\`${entities(inner)}\`${entities(after)}`;
  });
}

/** The three characters that Slack's syntax is made of. */
function entities(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** `text` as inline code: nothing inside is markup. */
export function code(text: string): string {
  return `\`${entities(shownLine(text).trim().replaceAll("`", GRAVE))}\``;
}

/** Bold; what would end it is set as code. */
export function strong(text: string): string {
  return `*${words(shownLine(text).trim(), MARKUP_IN_BOLD)}*`;
}

/** A block of several lines that its own backticks cannot close; at most `limit` units. */
export function codeBlock(text: string, limit: number): string {
  const lines = shownLines(cutPlain(text, limit)).replaceAll("```", GRAVE.repeat(3));
  return `\`\`\`\n${cut(entities(lines), limit - 8)}\n\`\`\``;
}

/** The message's `text`: what notifications and screen readers say. No markup, at most `limit` units. */
export function fallback(text: string, limit: number = LIMITS.fallbackText): string {
  const line = shownLine(text).replace(/@(?=(?:here|channel|everyone)\b)/gi, "\uff20");
  return cut(entities(cutPlain(line, limit)), limit);
}

/** A moment in the reader's own zone and manner; the fall-back says UTC. `at` is epoch milliseconds. */
export function dateToken(at: number, form: DateForm = "moment"): string {
  const { timestamp, format, fallback: otherwise } = dateParts(at, form);
  return isDated(at) ? `<!date^${timestamp}^${format}|${otherwise}>` : otherwise;
}

/** `2026-11-22 14:03:07 UTC`. */
export function utcText(at: number): string {
  return Math.abs(at) <= LAST_MOMENT ? `${formatZoned(at, "UTC")} UTC` : "an unknown time";
}

/** True for moments that Slack's tokens are made for; bounds like "1970" mean "any time" and stay as they are. */
export function isDated(at: number): boolean {
  return at >= 365 * DAY && at < 130 * 365 * DAY;
}

export type DateForm = "moment" | "clock";

const FORMS: Record<DateForm, string> = {
  moment: "{date_short_pretty} {time_secs}",
  clock: "{time_secs}",
};

/** The same for rich text: epoch seconds, Slack's format, fall-back. */
export function dateParts(at: number, form: DateForm = "moment") {
  return {
    timestamp: Math.floor(at / 1000),
    format: FORMS[form],
    fallback: utcText(at),
  };
}

/** The address as it may stand in a link; undefined when it is none that people should be sent to. */
export function safeUrl(url: string): string | undefined {
  if (!/^https?:\/\/[^\s<>|"'`\\]+$/i.test(url) || url !== shownLine(url)) return undefined;
  return url.length <= LIMITS.buttonUrl ? url : undefined;
}

/** A line as mrkdwn of at most `limit` units; a span that does not fit loses its markup, never half of it. */
export function lineText(line: Line, limit: number = LIMITS.sectionText): string {
  let left = limit;
  const parts: string[] = [];
  for (const span of line) {
    if (left < 2) break;
    const part = fitted(span, left);
    parts.push(part);
    left -= part.length;
  }
  const text = parts.join("");
  return /\S/.test(text) ? text : EMPTY;
}

/** `prose("made role arn:aws:iam::… assumable", 200)`: foreign text in at most `limit` units. */
export function prose(text: string, limit: number): string {
  return lineText([text], limit);
}

function fitted(span: Span, limit: number): string {
  const whole = spanText(span);
  if (whole.length <= limit) return whole;
  if (typeof span !== "string" && span.kind === "time") return "…";
  const text = cutPlain(shownLine(typeof span === "string" ? span : span.text), limit);
  const escaped = words(text);
  // Where even the cut text grows too long by its markup, all of it becomes plain.
  return escaped.length <= limit ? escaped : cut(plainWords(text), limit);
}

/** Without any markup at all: what would be some is taken apart. */
function plainWords(line: string): string {
  return entities(
    line
      .replaceAll("`", GRAVE)
      .replace(/[*_~]/g, "\u00b7")
      .replaceAll(":", "\u2236")
      .replaceAll("@", "\uff20"),
  ).replace(/^&gt;/, "\u203a");
}

function spanText(span: Span): string {
  if (typeof span === "string") return /\S/.test(span) ? words(kept(span)) : " ";
  switch (span.kind) {
    case "strong":
      return strong(cutPlain(span.text, LIMITS.sectionText));
    case "code":
      return code(cutPlain(span.text, LIMITS.sectionText));
    case "time":
      return dateToken(span.at);
    case "link":
      return link(span.text, span.url);
  }
}

/** As it is shown, with the spaces at its ends. */
function kept(text: string): string {
  const short = cutPlain(text, LIMITS.sectionText);
  const [start = ""] = /^\s*/.exec(short) ?? [];
  const [end = ""] = /\s*$/.exec(short) ?? [];
  return `${start && " "}${shownLine(short.trim())}${end && " "}`;
}

function link(text: string, url: string): string {
  const safe = safeUrl(url);
  if (safe === undefined) return escapeText(cutPlain(text, 500));
  const label = shownLine(cutPlain(text, 500)).replaceAll("|", "\u00a6").replaceAll("`", GRAVE);
  const escaped = entities(label);
  return `<${entities(safe)}|${MARKUP.test(escaped) ? plainWords(label) : escaped}>`;
}

/** At most `limit` units of mrkdwn: entities, tokens, links and surrogate pairs stay whole. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = "";
  for (const [atom] of text.matchAll(ATOM)) {
    if (kept.length + atom.length > limit - 1) break;
    kept += atom;
  }
  return `${kept.trimEnd()}…`;
}

/** A mrkdwn object; `verbatim` keeps Slack from making links and mentions of its own. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: "mrkdwn", text, verbatim: true };
}
