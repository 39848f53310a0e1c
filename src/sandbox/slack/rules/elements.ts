/** Block elements, and where each may stand (docs.slack.dev, reference/block-kit/block-elements). */

import type { SlackObject } from "../model.ts";
import { richTextBlock } from "./rich-text.ts";
import {
  bool,
  byType,
  type Check,
  type Fault,
  type Fields,
  list,
  oneOf,
  pattern,
  shape,
  string,
  webAddress,
  whole,
} from "./schema.ts";
import {
  confirmation,
  imageElement,
  linkOption,
  optionGroup,
  plain,
  plainOption,
  richOption,
} from "./texts.ts";

const acts: Fields = { action_id: string(255) };
const asks: Fields = { ...acts, confirm: confirmation };
const focuses: Fields = { ...asks, focus_on_load: bool };
const holds: Fields = { ...focuses, placeholder: plain(150) };
const triggers = oneOf("on_enter_pressed", "on_character_entered");
const dispatches: Fields = {
  ...acts,
  focus_on_load: bool,
  placeholder: plain(150),
  dispatch_action_config: shape({}, { trigger_actions_on: list(triggers, 2) }),
};

const style = oneOf("primary", "danger");
const label = string(75);

const DATE = pattern(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "must be a date YYYY-MM-DD");
const TIME = pattern(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time HH:mm");

const button = shape(
  { text: plain(75) },
  { ...asks, url: webAddress, value: string(2_000, 0), style, accessibility_label: label },
);

const sameJson = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** What is chosen at first must be among the options. */
function initialAmongOptions(value: SlackObject, at: string, faults: Fault[]): void {
  const listed = Array.isArray(value.options) ? value.options : [];
  const groups = Array.isArray(value.option_groups) ? value.option_groups : [];
  const grouped = groups.flatMap((group: SlackObject) =>
    Array.isArray(group?.options) ? (group.options as unknown[]) : [],
  );
  const all: unknown[] = [...listed, ...grouped];
  const many = Array.isArray(value.initial_options) ? value.initial_options : [];
  const chosen = value.initial_option === undefined ? many : [value.initial_option];
  if (chosen.every((option) => all.some((known) => sameJson(known, option)))) return;
  const name = value.initial_option === undefined ? "initial_options" : "initial_option";
  faults.push({ pointer: `${at}/${name}`, text: "must be one of the provided options" });
}

function optionsOrGroups(value: SlackObject, at: string, faults: Fault[]): void {
  if ((value.options === undefined) === (value.option_groups === undefined)) {
    faults.push({ pointer: at, text: "must provide either options or option_groups" });
  }
  initialAmongOptions(value, at, faults);
}

const offered: Fields = { options: list(plainOption, 100), option_groups: list(optionGroup, 100) };
const upTo: Fields = { max_selected_items: whole(1, 100) };
const ids = list(string(255), 100);
const conversationFilter = shape(
  {},
  {
    include: list(oneOf("im", "mpim", "private", "public"), 4),
    exclude_external_shared_channels: bool,
    exclude_bot_users: bool,
  },
);
const conversations: Fields = {
  default_to_current_conversation: bool,
  filter: conversationFilter,
};
const answers: Fields = { response_url_enabled: bool };

const SELECTS: Record<string, Check> = {
  static_select: shape({}, { ...holds, ...offered, initial_option: plainOption }, optionsOrGroups),
  external_select: shape(
    {},
    { ...holds, initial_option: plainOption, min_query_length: whole(0, 100) },
  ),
  users_select: shape({}, { ...holds, initial_user: string(255) }),
  channels_select: shape({}, { ...holds, ...answers, initial_channel: string(255) }),
  conversations_select: shape(
    {},
    { ...holds, ...answers, ...conversations, initial_conversation: string(255) },
  ),
};

const MULTI_SELECTS: Record<string, Check> = {
  multi_static_select: shape(
    {},
    { ...holds, ...offered, ...upTo, initial_options: list(plainOption, 100) },
    optionsOrGroups,
  ),
  multi_external_select: shape(
    {},
    {
      ...holds,
      ...upTo,
      initial_options: list(plainOption, 100),
      min_query_length: whole(0, 100),
    },
  ),
  multi_users_select: shape({}, { ...holds, ...upTo, initial_users: ids }),
  multi_channels_select: shape({}, { ...holds, ...upTo, initial_channels: ids }),
  multi_conversations_select: shape(
    {},
    { ...holds, ...upTo, ...conversations, initial_conversations: ids },
  ),
};

const CHOICES: Record<string, Check> = {
  checkboxes: shape(
    { options: list(richOption, 10) },
    { ...focuses, initial_options: list(richOption, 10) },
    initialAmongOptions,
  ),
  radio_buttons: shape(
    { options: list(richOption, 10) },
    { ...focuses, initial_option: richOption },
    initialAmongOptions,
  ),
};

const PICKERS: Record<string, Check> = {
  datepicker: shape({}, { ...holds, initial_date: DATE }),
  timepicker: shape({}, { ...holds, initial_time: TIME, timezone: string(255) }),
};
const DATE_TIME = {
  datetimepicker: shape({}, { ...focuses, initial_date_time: whole(1e9, 9_999_999_999) }),
};

const overflow = shape({ options: list(linkOption, 5, 2) }, asks);
const workflowTrigger = shape({ url: webAddress }, { customizable_input_parameters: () => {} });
const workflowButton = shape(
  { text: plain(75), workflow: shape({ trigger: workflowTrigger }) },
  { ...acts, style, accessibility_label: label },
);
const richTextInput = shape(
  {},
  {
    ...dispatches,
    initial_value: richTextBlock,
    min_lines: whole(1, 100),
    max_lines: whole(1, 100),
  },
);

const plainTextInput = shape(
  {},
  {
    ...dispatches,
    initial_value: string(3_000, 0),
    multiline: bool,
    min_length: whole(0, 3_000),
    max_length: whole(1, 3_000),
  },
  (value, at, faults) => {
    if (Number(value.min_length ?? 0) <= Number(value.max_length ?? 3_000)) return;
    faults.push({ pointer: `${at}/min_length`, text: "must be less than or equal to max_length" });
  },
);

const WRITING: Record<string, Check> = {
  plain_text_input: plainTextInput,
  email_text_input: shape({}, { ...dispatches, initial_value: string(3_000) }),
  url_text_input: shape({}, { ...dispatches, initial_value: string(3_000) }),
  number_input: shape(
    { is_decimal_allowed: bool },
    {
      ...dispatches,
      initial_value: string(100),
      min_value: string(100),
      max_value: string(100),
    },
  ),
  rich_text_input: richTextInput,
  file_input: shape({}, { ...acts, filetypes: list(string(20), 100), max_files: whole(1, 10) }),
};

export const buttonElement: Check = byType({ button });

export const accessory: Check = byType({
  ...SELECTS,
  ...MULTI_SELECTS,
  ...CHOICES,
  ...PICKERS,
  button,
  overflow,
  image: imageElement,
  workflow_button: workflowButton,
});

export const actionElement: Check = byType({
  ...SELECTS,
  ...MULTI_SELECTS,
  ...CHOICES,
  ...PICKERS,
  ...DATE_TIME,
  button,
  overflow,
  rich_text_input: richTextInput,
  workflow_button: workflowButton,
});

export const inputElement: Check = byType({
  ...SELECTS,
  ...MULTI_SELECTS,
  ...CHOICES,
  ...PICKERS,
  ...DATE_TIME,
  ...WRITING,
});

export const contextElement: Check = byType({
  image: imageElement,
  plain_text: shape({ text: string(3_000) }, { emoji: bool }),
  mrkdwn: shape({ text: string(3_000) }, { verbatim: bool }),
});

const feedback = shape({ text: plain(75), value: string(2_000) }, { accessibility_label: label });

export const contextAction: Check = byType({
  feedback_buttons: shape({ positive_button: feedback, negative_button: feedback }, acts),
  icon_button: shape(
    { icon: oneOf("trash"), text: plain(75) },
    {
      ...asks,
      accessibility_label: label,
      value: string(2_000),
      visible_to_user_ids: ids,
    },
  ),
});
