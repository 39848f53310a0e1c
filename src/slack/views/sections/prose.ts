/** Lists, lines of text and callouts. */
import type { Section, Tone } from "../../../answers/answer.ts";
import type { SlackBlock } from "../blocks.ts";
import { lineText } from "../mrkdwn.ts";
import { lineElements, richLine, richText } from "../rich-text.ts";
import {
  type Draft,
  FRAME,
  hiddenBlocks,
  joinedBlocks,
  smallBlock,
  textBlock,
  titleBlocks,
} from "./draft.ts";

const ITEM = 400;
const LINE = 1500;

const SIGNS: Record<Tone, string> = { good: "✅", info: "ℹ️", warning: "⚠️", problem: "🛑" };

export function listDraft(section: Extract<Section, { kind: "list" }>): Draft {
  const lines = section.items.map((item) => `• ${lineText(item, ITEM)}`);
  return {
    costs: lines.map((line) => line.length + 1),
    fixed: FRAME,
    view: (shown, look) => [
      ...titleBlocks(section.title),
      ...(look.isPlain ? joinedBlocks(lines.slice(0, shown)) : bullets(section, shown)),
      ...hiddenBlocks(section.hidden + lines.length - shown, look),
    ],
  };
}

function bullets(section: Extract<Section, { kind: "list" }>, shown: number): SlackBlock[] {
  const items = section.items.slice(0, shown);
  if (items.length === 0) return [];
  const elements = items.map((item) => richLine(lineElements(item, ITEM)));
  return [richText([{ type: "rich_text_list", style: "bullet", elements }])];
}

export function textDraft(section: Extract<Section, { kind: "text" }>): Draft {
  const text = lineText(section.line, LINE);
  return {
    costs: [text.length],
    fixed: 0,
    view(shown, look) {
      if (shown === 0) return [];
      if (look.isPlain) return [textBlock(text)];
      return [richText([richLine(lineElements(section.line, LINE))])];
    },
  };
}

/** What is good to know stands small; what needs somebody stands out. */
export function calloutDraft(section: Extract<Section, { kind: "callout" }>): Draft {
  const { tone } = section;
  const text = `${SIGNS[tone]}  ${lineText(section.line, LINE)}`;
  const isSmall = tone === "info" || tone === "good";
  return {
    costs: [text.length],
    fixed: 0,
    view(shown) {
      if (shown === 0) return [];
      return [isSmall ? smallBlock([text]) : textBlock(text)];
    },
  };
}
