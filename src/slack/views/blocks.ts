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

/** A value of each of the chart's categories, in their order; `label` repeats the category. */
export type NativeSeries = { name: string; data: { label: string; value: number }[] };

/** Not in @slack/types: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export type DataVisualizationBlock = {
  type: "data_visualization";
  block_id?: string;
  title: string;
  chart: {
    type: "line" | "bar" | "area";
    series: NativeSeries[];
    axis_config: { categories: string[]; x_label?: string; y_label?: string };
  };
};

export type SlackBlock =
  | ActionsBlock
  | ContextBlock
  | DataVisualizationBlock
  | DividerBlock
  | HeaderBlock
  | ImageBlock
  | InputBlock
  | RichTextBlock
  | SectionBlock
  | TableBlock;

/** A message: `text` is what notifications and screen readers say; `plain` replaces `blocks` where Slack refuses them. */
export type Content = { text: string; blocks: SlackBlock[]; plain?: SlackBlock[] };

/**
 * What our buttons do; `value` holds what the button asks or acts on (at most 2,000 characters).
 * Slack wants each `action_id` of a block to be another, so that several of a kind are numbered: `ask`, `ask:2`,
 * `ask:3`; `actionOf` reads them back.
 */
export const ACTIONS = {
  /** value: text of the question to ask. */
  ask: "ask",
  /** value: id of the running question. */
  cancel: "cancel",
  /** value: id of the whispered answer's question; posts it for everybody. */
  share: "share",
  /** value: JSON {question, subject?, window?}; opens the modal that asks. */
  open: "open",
  /** value: code of an order, which works once; Slack asks before it is pressed. */
  order: "order",
  /** Overflow menu of a row; the option's value is the text of a question. */
  more: "more",
} as const;

/** `ask:2` → `ask`. */
export function actionOf(actionId: string): string {
  return actionId.replace(/:\d+$/, "");
}

/** The `action_id` of the n-th of its kind in a block, counting from 0. */
export function actionId(action: string, index: number): string {
  return index === 0 ? action : `${action}:${index + 1}`;
}
