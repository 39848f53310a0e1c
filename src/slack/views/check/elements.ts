/** The elements that our blocks hold, as Slack takes them: docs.slack.dev/reference/block-kit/block-elements. */
import { LIMITS } from "../limits.ts";
import {
  all,
  boolean,
  byType,
  integer,
  isRecord,
  list,
  oneOf,
  type Rule,
  repeated,
  shape,
  string,
  words,
} from "./rules.ts";

export function plainText(most: number): Rule {
  return shape({ type: oneOf("plain_text"), text: words(most) }, { emoji: boolean });
}

export function anyText(most: number): Rule {
  return byType({
    plain_text: plainText(most),
    mrkdwn: shape({ type: oneOf("mrkdwn"), text: words(most) }, { verbatim: boolean }),
  });
}

const confirm = shape(
  { text: anyText(LIMITS.confirmText) },
  {
    title: plainText(LIMITS.confirmTitle),
    confirm: plainText(LIMITS.confirmButton),
    deny: plainText(LIMITS.confirmButton),
    style: oneOf("primary", "danger"),
  },
);

const actionId = string(1, LIMITS.actionId);
const url = string(1, LIMITS.buttonUrl);
const acting = { action_id: actionId, confirm };

const button = shape(
  { type: oneOf("button"), text: plainText(LIMITS.buttonText), action_id: actionId },
  {
    confirm,
    value: string(1, LIMITS.buttonValue),
    url,
    style: oneOf("primary", "danger"),
    accessibility_label: string(1, LIMITS.accessibilityLabel),
  },
);

function option(text: Rule, more: Record<string, Rule> = {}): Rule {
  return shape(
    { text, value: string(1, LIMITS.optionValue) },
    { description: plainText(LIMITS.optionDescription), ...more },
  );
}

const plainOption = option(plainText(LIMITS.optionText));

/** Options of one menu differ in their values, and what is chosen at first is one of them. */
const fittingOptions: Rule = (value, path) => {
  const menu = isRecord(value) ? value : {};
  const options = Array.isArray(menu.options) ? menu.options : [];
  const twice = repeated(options.map((one) => (isRecord(one) ? one.value : undefined)));
  const known = new Set(options.map((one) => JSON.stringify(one)));
  const initial = [menu.initial_option, menu.initial_options].flat();
  const strange = initial.filter((one) => one !== undefined && !known.has(JSON.stringify(one)));
  return [
    ...twice.map((text) => `${path}/options: value ${text} stands twice`),
    ...strange.map(() => `${path}: the initial option is none of the options`),
  ];
};

const overflow = all(
  shape(
    {
      type: oneOf("overflow"),
      action_id: actionId,
      options: list(
        option(plainText(LIMITS.optionText), { url }),
        LIMITS.overflowOptionsLeast,
        LIMITS.overflowOptions,
      ),
    },
    { confirm },
  ),
  fittingOptions,
);

const placeholder = plainText(LIMITS.placeholder);

const staticSelect = all(
  shape(
    {
      type: oneOf("static_select"),
      options: list(plainOption, 1, LIMITS.selectOptions),
    },
    { ...acting, initial_option: plainOption, placeholder, focus_on_load: boolean },
  ),
  fittingOptions,
);

function choices(type: string, initial: Record<string, Rule>): Rule {
  const options = list(option(anyText(LIMITS.optionText)), 1, LIMITS.checkboxOptions);
  return all(
    shape({ type: oneOf(type), options }, { ...acting, ...initial, focus_on_load: boolean }),
    fittingOptions,
  );
}

const anyOption = option(anyText(LIMITS.optionText));
const checkboxes = choices("checkboxes", {
  initial_options: list(anyOption, 1, LIMITS.checkboxOptions),
});
const radioButtons = choices("radio_buttons", { initial_option: anyOption });

const plainTextInput = shape(
  { type: oneOf("plain_text_input") },
  {
    action_id: actionId,
    initial_value: string(1, LIMITS.inputText),
    multiline: boolean,
    min_length: integer(0, LIMITS.inputText),
    max_length: integer(1, LIMITS.inputText),
    placeholder,
    focus_on_load: boolean,
  },
);

const slackFile: Rule = (value, path) => {
  const isOne = isRecord(value) && Object.keys(value).length === 1;
  return isOne ? shape({}, { id: string(1, 255), url })(value, path) : [`${path}: id or url`];
};

/** Of images: an address or a file of Slack, one of the two. */
export function image(more: Record<string, Rule> = {}): Rule {
  const sources = { image_url: string(1, LIMITS.imageUrl), slack_file: slackFile };
  const parts = shape(
    { type: oneOf("image"), alt_text: string(1, LIMITS.imageAlt) },
    { ...sources, ...more },
  );
  return (value, path) => {
    const named = isRecord(value) ? Object.keys(sources).filter((key) => key in value) : [];
    const problems = parts(value, path);
    return named.length === 1 ? problems : [...problems, `${path}: one of image_url, slack_file`];
  };
}

export const actionElement = byType({
  button,
  overflow,
  static_select: staticSelect,
  checkboxes,
  radio_buttons: radioButtons,
});

export const accessory = byType({
  button,
  overflow,
  static_select: staticSelect,
  checkboxes,
  radio_buttons: radioButtons,
  image: image(),
});

export const inputElement = byType({
  plain_text_input: plainTextInput,
  static_select: staticSelect,
  checkboxes,
  radio_buttons: radioButtons,
});

export const contextElement = byType({
  image: image(),
  plain_text: anyText(LIMITS.anyText),
  mrkdwn: anyText(LIMITS.anyText),
});
