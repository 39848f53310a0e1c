/** The state of inputs before anybody touched them, in the shapes of `view.state.values`. */
import { allBlocks } from "./fill.ts";
import { isObject } from "./methods/method.ts";
import type { SlackObject } from "./model.ts";

/** Kind of element → name of its state and name of what it starts with; all others hold a `value`. */
const STATES: Record<string, [state: string, initial: string]> = {
  channels_select: ["selected_channel", "initial_channel"],
  checkboxes: ["selected_options", "initial_options"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  datepicker: ["selected_date", "initial_date"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
  external_select: ["selected_option", "initial_option"],
  multi_channels_select: ["selected_channels", "initial_channels"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  multi_external_select: ["selected_options", "initial_options"],
  multi_static_select: ["selected_options", "initial_options"],
  multi_users_select: ["selected_users", "initial_users"],
  radio_buttons: ["selected_option", "initial_option"],
  rich_text_input: ["rich_text_value", "initial_value"],
  static_select: ["selected_option", "initial_option"],
  timepicker: ["selected_time", "initial_time"],
  users_select: ["selected_user", "initial_user"],
};

const STATELESS = new Set(["button", "overflow", "image", "workflow_button", "icon_button"]);

function initialState(element: SlackObject): SlackObject {
  const type = String(element.type);
  const [state, initial] = STATES[type] ?? ["value", "initial_value"];
  const empty = state.endsWith("s") ? [] : null;
  return { type, [state]: element[initial] ?? empty };
}

export function isFilled(state: SlackObject): boolean {
  const { type, ...rest } = state;
  return Object.values(rest).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined && value !== "",
  );
}

/** block id → action id → state. */
export function initialValues(blocks: SlackObject[]): Record<string, SlackObject> {
  const values: Record<string, SlackObject> = {};
  for (const block of allBlocks(blocks)) {
    const listed = block.type === "actions" && Array.isArray(block.elements) ? block.elements : [];
    for (const element of [...listed, block.accessory, block.element].filter(isObject)) {
      if (STATELESS.has(String(element.type)) || element.action_id === undefined) continue;
      const blockId = String(block.block_id);
      values[blockId] = {
        ...values[blockId],
        [String(element.action_id)]: initialState(element),
      };
    }
  }
  return values;
}
