/** Foreign text made fit to be shown: nothing that steers, reorders or breaks what a reader sees. */
import { visible } from "../../answers/visible.ts";

/** Stands where a text is empty: Slack refuses empty texts. */
export const EMPTY = "–";

/** One line: control and bidirectional characters become a space, halves of surrogate pairs U+FFFD; never empty. */
export function shownLine(text: string): string {
  const line = visible(text)
    .replace(/[\u061c\u200e\u200f\u2028\u2029]/g, " ")
    .replace(/\p{Cs}/gu, "\ufffd");
  return /\S/.test(line) && hasInk(line) ? line : EMPTY;
}

/** Several lines, each as `shownLine` shows it; empty lines inside stay. */
export function shownLines(text: string): string {
  const lines = text.split(/\r\n|[\r\n\u2028\u2029]/).map((line) => {
    const spaced = line.replaceAll("\t", "  ");
    return /\S/.test(spaced) ? shownLine(spaced) : "";
  });
  return lines.some((line) => line !== "") ? lines.join("\n") : EMPTY;
}

/** False for text that is made of invisible characters alone. */
function hasInk(text: string): boolean {
  return /[^\s\p{Cf}\p{Mn}\u115f\u1160\u3164\u2800]/u.test(text);
}

/** At most `limit` UTF-16 units, the last an ellipsis where something was cut; surrogate pairs stay whole. */
export function cutPlain(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = /[\ud800-\udbff]$/.test(text.slice(0, limit - 1)) ? limit - 2 : limit - 1;
  return `${text.slice(0, Math.max(0, end)).trimEnd()}…`;
}
