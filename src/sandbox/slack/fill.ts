/** Gives blocks and interactive elements the names that Slack gives them when the app left them out. */
import { shortId } from "./ids.ts";
import { isObject } from "./methods/method.ts";
import type { SlackObject } from "./model.ts";

/** Elements that act; they carry an action id. */
const ACTING = new Set([
  "button",
  "checkboxes",
  "channels_select",
  "conversations_select",
  "datepicker",
  "datetimepicker",
  "email_text_input",
  "external_select",
  "feedback_buttons",
  "file_input",
  "icon_button",
  "multi_channels_select",
  "multi_conversations_select",
  "multi_external_select",
  "multi_static_select",
  "multi_users_select",
  "number_input",
  "overflow",
  "plain_text_input",
  "radio_buttons",
  "rich_text_input",
  "static_select",
  "timepicker",
  "url_text_input",
  "users_select",
  "workflow_button",
]);

function filledElement(element: unknown): unknown {
  if (!isObject(element) || !ACTING.has(String(element.type))) return element;
  return { ...element, action_id: element.action_id ?? shortId() };
}

function filledBlock(block: SlackObject): SlackObject {
  const filled: SlackObject = { ...block, block_id: block.block_id ?? shortId() };
  if (block.type === "actions" || block.type === "context_actions") {
    if (Array.isArray(block.elements)) filled.elements = block.elements.map(filledElement);
  }
  if (block.accessory !== undefined) filled.accessory = filledElement(block.accessory);
  if (block.element !== undefined) filled.element = filledElement(block.element);
  if (Array.isArray(block.actions)) filled.actions = block.actions.map(filledElement);
  if (Array.isArray(block.child_blocks)) filled.child_blocks = filledBlocks(block.child_blocks);
  return filled;
}

export function filledBlocks(blocks: SlackObject[]): SlackObject[] {
  return blocks.map(filledBlock);
}

function elementsOf(block: SlackObject): SlackObject[] {
  const listed = ["elements", "actions"].flatMap((name) => {
    const value = block[name];
    return Array.isArray(value) ? value : [];
  });
  return [...listed, block.accessory, block.element].filter(isObject);
}

/** All blocks, those inside containers and carousels too. */
export function allBlocks(blocks: SlackObject[]): SlackObject[] {
  return blocks.flatMap((block) => {
    const inner = [block.child_blocks, block.type === "carousel" ? block.elements : undefined];
    const nested = inner.flatMap((list) => (Array.isArray(list) ? list.filter(isObject) : []));
    return [block, ...allBlocks(nested)];
  });
}

/** The element that a press names, with its block; undefined when it does not stand there. */
export function elementAt(
  blocks: SlackObject[],
  blockId: string,
  actionId: string,
): { block: SlackObject; element: SlackObject } | undefined {
  for (const block of allBlocks(blocks)) {
    if (block.block_id !== blockId) continue;
    const element = elementsOf(block).find(({ action_id }) => action_id === actionId);
    if (element) return { block, element };
  }
  return undefined;
}
