/** A message in the forms in which it is tried: as designed, with plain blocks, as text alone. */
import { isRefusedForItsBlocks } from "./errors.ts";
import type { Content, SlackBlock } from "./views/blocks.ts";

export type MessageForm = { text: string; blocks: SlackBlock[] };

/** Slack splits a text over 4,040 characters into several messages; we stay below. */
const LONGEST_TEXT = 3900;

/** Best first; the last has no blocks. */
export function messageForms(content: Content): MessageForm[] {
  const text = cutText(content.text);
  const forms: MessageForm[] = [];
  if (content.blocks.length > 0) forms.push({ text, blocks: content.blocks });
  if (content.plain && content.plain.length > 0) forms.push({ text, blocks: content.plain });
  return [...forms, { text, blocks: [] }];
}

/** Ends before an entity, a token or a surrogate pair that would be torn apart. */
function cutText(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const kept = text
    .slice(0, LONGEST_TEXT)
    .replace(/&[a-z]{0,4}$|<[^<>]{0,300}$|[\uD800-\uDBFF]$/, "");
  return `${kept} … (cut)`;
}

/** Sends the first form that Slack takes; other errors than about blocks are thrown as they are. */
export async function sendFirst<T>(
  forms: MessageForm[],
  send: (form: MessageForm) => Promise<T>,
  tellRefused: (error: unknown) => void,
): Promise<T> {
  for (const [place, form] of forms.entries()) {
    try {
      return await send(form);
    } catch (error) {
      if (place === forms.length - 1 || !isRefusedForItsBlocks(error)) throw error;
      tellRefused(error);
    }
  }
  throw new TypeError("A message has at least one form");
}
