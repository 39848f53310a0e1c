/** Preformatted text, such as a raw record: line by line, so that what does not fit is counted. */
import type { Section } from "../../../answers/answer.ts";
import { grouped } from "../../../answers/words.ts";
import { LIMITS } from "../limits.ts";
import { codeBlock } from "../mrkdwn.ts";
import { preformatted, richText } from "../rich-text.ts";
import { cutPlain, shownLines } from "../shown.ts";
import { type Draft, FRAME, smallBlock, textBlock, titleBlocks } from "./draft.ts";

const LINE = 1000;
/** As plain sections a line may grow fivefold by its entities. */
const PLAIN_LINE = 500;

export function recordDraft(section: Extract<Section, { kind: "record" }>): Draft {
  const lines = shownLines(section.text).split("\n");
  const costs = lines.map((line) => Math.min(line.length, LINE) + 1);
  return {
    costs,
    fixed: FRAME,
    view(shown, look) {
      const hidden = lines.length - shown;
      const kept = lines.slice(0, shown);
      return [
        ...titleBlocks(section.title),
        ...(look.isPlain ? plainBlocks(kept) : richBlocks(kept)),
        ...(hidden > 0 ? [smallBlock([`… ${grouped(hidden)} more lines`])] : []),
      ];
    },
  };
}

function richBlocks(lines: string[]) {
  if (lines.length === 0) return [];
  const text = lines.map((line) => cutPlain(line, LINE)).join("\n");
  return [richText([preformatted(text, text.length + 1)])];
}

function plainBlocks(lines: string[]) {
  const parts: string[] = [];
  for (const line of lines.map((each) => cutPlain(each, PLAIN_LINE))) {
    const joined = parts.length === 0 ? line : `${parts.at(-1)}\n${line}`;
    if (parts.length === 0 || escapedLength(joined) > LIMITS.sectionText - 20) parts.push(line);
    else parts[parts.length - 1] = joined;
  }
  return parts.map((part) => textBlock(codeBlock(part, LIMITS.sectionText)));
}

function escapedLength(text: string): number {
  return text.length + 4 * (text.match(/[&<>]/g)?.length ?? 0);
}
