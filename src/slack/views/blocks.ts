/** The blocks that we send: a closed list, so that every renderer knows them all. */
import type {
  ActionsBlock,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  ImageBlock,
  InputBlock,
  RichTextBlock,
  SectionBlock,
  TableBlock,
} from "@slack/types";

export type SlackBlock =
  | ActionsBlock
  | ContextBlock
  | DividerBlock
  | HeaderBlock
  | ImageBlock
  | InputBlock
  | RichTextBlock
  | SectionBlock
  | TableBlock;

/** A message: `text` is what notifications and screen readers say; `plain` replaces `blocks` where Slack refuses them. */
export type Content = { text: string; blocks: SlackBlock[]; plain?: SlackBlock[] };

/** `action_id`s of our buttons; `value` holds what the button asks or acts on (at most 2,000 characters). */
export const ACTIONS = {
  /** value: text of the question to ask. */
  ask: "ask",
  /** value: id of the running question. */
  cancel: "cancel",
  /** value: id of the whispered answer's question; posts it for everybody. */
  share: "share",
  /** value: JSON {question, subject?, window?}; opens the modal that asks. */
  open: "open",
  /** Overflow menu of a row; the option's value is the text of a question. */
  more: "more",
} as const;
