/** A message in the forms in which it is tried: as designed, with plain blocks, as text alone. */
import { isObject, stringAt } from "../domain/json.ts";
import type { QuestionState } from "../store/journal.ts";
import { isRefusedForItsBlocks } from "./errors.ts";
import type { Letter, Mark } from "./messenger.ts";
import type { Content, SlackBlock } from "./views/blocks.ts";

export type MessageForm = { text: string; blocks: SlackBlock[] };

/** Slack splits a text over 4,040 characters into several messages; we stay below. */
const LONGEST_TEXT = 3900;

/** The name under which our messages carry their marks. */
const MARK = "trailwatch_answer";

/** The mark as Slack's metadata (https://docs.slack.dev/messaging/message-metadata); nobody sees it in the message. */
export function metadataOf({ mark }: Letter) {
  if (!mark) return {};
  const { questionId, state, outcome } = mark;
  const payload = { question_id: questionId, state, ...(outcome !== undefined && { outcome }) };
  return { metadata: { event_type: MARK, event_payload: payload } };
}

const STATES: readonly QuestionState[] = ["running", "answered", "cancelled", "interrupted"];

/** The mark in a message's metadata; undefined when there is none of ours. */
export function readMark(metadata: unknown): Mark | undefined {
  if (!isObject(metadata) || metadata.event_type !== MARK) return undefined;
  const questionId = stringAt(metadata, "event_payload", "question_id");
  const state = STATES.find((name) => name === stringAt(metadata, "event_payload", "state"));
  const outcome = stringAt(metadata, "event_payload", "outcome");
  if (questionId === undefined || state === undefined) return undefined;
  return { questionId, state, ...(outcome !== undefined && { outcome }) };
}

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
