/** A section before it is known how much of it fits into the message. */
import type { FollowUp } from "../../../answers/answer.ts";
import { grouped } from "../../../answers/words.ts";
import { ACTIONS, type SlackBlock } from "../blocks.ts";
import { button } from "../controls.ts";
import { LIMITS } from "../limits.ts";
import { mrkdwn, prose, strong } from "../mrkdwn.ts";
import { cutPlain } from "../shown.ts";

/** How much room an item gets: blocks of its own with its details apart, one block, or a part of one. */
export type Level = "roomy" | "compact" | "dense";

/** `plain` uses sections and contexts alone, for workspaces that refuse anything newer. */
export type Look = { level: Level; isPlain: boolean };

export type Draft = {
  /** Units of text that each item takes at most. */
  costs: number[];
  /** Units of text of title and closing line. */
  fixed: number;
  /** The blocks with the first `shown` items; says how many are not. */
  view(shown: number, look: Look): SlackBlock[];
};

/** What frames take: the title and "12 more". */
export const FRAME = 120;

export function titleBlocks(title: string | undefined): SlackBlock[] {
  return title ? [textBlock(strong(cutPlain(title, 100)))] : [];
}

export function textBlock(text: string): SlackBlock {
  return { type: "section", text: mrkdwn(text) };
}

export function smallBlock(texts: string[]): SlackBlock {
  return { type: "context", elements: texts.slice(0, LIMITS.contextElements).map(mrkdwn) };
}

/** "… 12 more", with a button where the answer names a question that shows them. */
export function hiddenBlocks(hidden: number, look: Look, more?: FollowUp): SlackBlock[] {
  if (hidden <= 0) return [];
  const words = `… ${grouped(hidden)} more`;
  const accessory = more && !look.isPlain ? button(ACTIONS.ask, more.label, more.text) : undefined;
  if (accessory) return [{ type: "section", text: mrkdwn(words), accessory }];
  return [smallBlock([more ? `${words} (${prose(more.text, 200)})` : words])];
}

/** Texts joined by line breaks into as few sections as hold them; each text fits into one. */
export function joinedBlocks(texts: string[], between = "\n"): SlackBlock[] {
  const blocks: string[] = [];
  for (const text of texts) {
    const last = blocks.at(-1);
    const joined = last === undefined ? text : `${last}${between}${text}`;
    if (last === undefined || joined.length > LIMITS.sectionText) blocks.push(text);
    else blocks[blocks.length - 1] = joined;
  }
  return blocks.map(textBlock);
}
