/** The form that asks a question, and how its fields become the text of one. */
import type { InputBlock, ModalView, PlainTextOption } from "@slack/types";
import { arrayAt, isObject, type JsonObject, stringAt } from "../../domain/json.ts";
import {
  GRAMMAR,
  type GrammarRow,
  grammarRow,
  isMetricsQuestion,
} from "../../questions/grammar.ts";
import type { SlackBlock } from "./blocks.ts";
import { plainText } from "./controls.ts";
import { LIMITS } from "./limits.ts";
import { cutPlain, shownLine } from "./shown.ts";

export type AskState = {
  channelId: string;
  threadTs?: string;
  /** Name of a question, `who-changed`. */
  question?: string;
  /** Words after the command. */
  subject?: string;
  /** `last 7d`, or any other words of time. */
  window?: string;
  quietly?: boolean;
};

export type ReadModal =
  | { channelId: string; threadTs?: string; text: string }
  | { errors: Record<string, string> };

export const ASK_MODAL = "ask_question";

/** `block_id`s; each holds one element whose `action_id` is the same. */
const FIELDS = {
  question: "question",
  subject: "subject",
  window: "window",
  ownWindow: "own_window",
  options: "options",
} as const;

const USUAL = "usual";
const WINDOWS: [string, string][] = [
  [USUAL, "As usual for the question"],
  ["last 30m", "Last 30 minutes"],
  ["last 2h", "Last 2 hours"],
  ["today", "Today"],
  ["since yesterday", "Since yesterday"],
  ["last 7d", "Last 7 days"],
  ["last 30d", "Last 30 days"],
  ["last 90d", "Last 90 days"],
];

/** Values are words of the grammar. */
const OPTIONS: [string, string][] = [
  ["including reads", "Including reads"],
  ["including automation", "Including automation (CI, AWS services)"],
  ["only failed", "Only what was refused or failed"],
  ["quietly", "Answer me alone"],
];

const WORDS = 2000;
const OWN_WINDOW = 200;

/** What is missing when the words are; questions that need none are not listed. */
const NEEDED: Record<string, string> = {
  "who-changed": "Say which resource is meant: its name, ARN or id.",
  "what-did": "Say whom you mean: a person, a role, an access key or an address.",
  "raw-event": "Give the event's id.",
  metric: "Say which metric: lambda checkout-api errors.",
  alarm: "Give the alarm's name.",
  "draft-alarm": "Give a metric and its limit: lambda checkout-api errors >= 5 in 1m.",
  dashboard: "Give the dashboard's name.",
  "mute-alarm": "Give the alarm's name.",
  "unmute-alarm": "Give the alarm's name.",
};

/** The form, filled with what is known; `private_metadata` carries where the answer goes. */
export function askModal(state: AskState): ModalView {
  const { channelId, threadTs } = state;
  return {
    type: "modal",
    callback_id: ASK_MODAL,
    private_metadata: JSON.stringify({ channelId, ...(threadTs && { threadTs }) }),
    title: plainText("Ask Trailwatch", LIMITS.modalTitle),
    submit: plainText("Ask", LIMITS.modalButton),
    close: plainText("Cancel", LIMITS.modalButton),
    blocks: [
      questionInput(state),
      subjectInput(state),
      ...windowInputs(state),
      optionsInput(state),
    ] satisfies SlackBlock[],
  };
}

function questionInput({ question }: AskState): InputBlock {
  const options = GRAMMAR.filter(({ name }) => name !== "help").map(({ name, about }) =>
    option(name, about),
  );
  const initial = options.find(({ value }) => value === question) ?? options[0];
  return {
    type: "input",
    block_id: FIELDS.question,
    label: plainText("What do you want to know?", LIMITS.inputLabel),
    element: {
      type: "static_select",
      action_id: FIELDS.question,
      options,
      ...(initial && { initial_option: initial }),
    },
  };
}

function subjectInput({ subject }: AskState): InputBlock {
  const words = subject === undefined ? "" : cutPlain(oneLine(subject), WORDS);
  return {
    type: "input",
    block_id: FIELDS.subject,
    optional: true,
    label: plainText("Of what or whom", LIMITS.inputLabel),
    hint: plainText(
      "A name, ARN, id, person, role, key or address; a metric (lambda checkout-api errors), an alarm or a dashboard. Further words narrow: by jane, in prod, service s3, region eu-west-1.",
      LIMITS.inputHint,
    ),
    element: {
      type: "plain_text_input",
      action_id: FIELDS.subject,
      max_length: WORDS,
      placeholder: plainText("bucket-x", LIMITS.placeholder),
      ...(words !== "" && { initial_value: words }),
    },
  };
}

function windowInputs({ window }: AskState): InputBlock[] {
  const options = WINDOWS.map(([value, label]) => option(value, label));
  const words = oneLine(window ?? "");
  const chosen = options.find(({ value }) => value === words);
  const initial = chosen ?? options[0];
  const own = chosen ? "" : cutPlain(words, OWN_WINDOW);
  return [
    {
      type: "input",
      block_id: FIELDS.window,
      label: plainText("When", LIMITS.inputLabel),
      element: {
        type: "static_select",
        action_id: FIELDS.window,
        options,
        ...(initial && { initial_option: initial }),
      },
    },
    {
      type: "input",
      block_id: FIELDS.ownWindow,
      optional: true,
      label: plainText("… or in your own words", LIMITS.inputLabel),
      element: {
        type: "plain_text_input",
        action_id: FIELDS.ownWindow,
        max_length: OWN_WINDOW,
        placeholder: plainText("from 14:00 to 14:30 yesterday", LIMITS.placeholder),
        ...(own !== "" && { initial_value: own }),
      },
    },
  ];
}

function optionsInput({ quietly }: AskState): InputBlock {
  const options = OPTIONS.map(([value, label]) => option(value, label));
  const chosen = quietly ? options.filter(({ value }) => value === "quietly") : [];
  return {
    type: "input",
    block_id: FIELDS.options,
    optional: true,
    label: plainText("Also", LIMITS.inputLabel),
    element: {
      type: "checkboxes",
      action_id: FIELDS.options,
      options,
      ...(chosen.length > 0 && { initial_options: chosen }),
    },
  };
}

function option(value: string, label: string): PlainTextOption {
  return { value, text: plainText(label, LIMITS.optionText) };
}

/**
 * The text of the question that was filled in, or what is wrong, by block. `values` is `view.state.values` and
 * `privateMetadata` what `askModal` wrote, both as Slack sends them back.
 */
export function readAskModal(values: JsonObject, privateMetadata: string): ReadModal {
  const place = readPlace(privateMetadata);
  const row = grammarRow(choice(values, FIELDS.question) ?? "");
  if (!place || !row) {
    const text = "This form is of another version of Trailwatch: close it and open it again.";
    return { errors: { [FIELDS.question]: text } };
  }
  const subject = typed(values, FIELDS.subject);
  const needed = NEEDED[row.name];
  if (subject === "" && needed !== undefined) return { errors: { [FIELDS.subject]: needed } };
  const chosen = choice(values, FIELDS.window) ?? USUAL;
  const window = typed(values, FIELDS.ownWindow) || (chosen === USUAL ? "" : chosen);
  // The others are about events alone.
  const known = isAuditQuestion(row.name)
    ? new Set(OPTIONS.map(([value]) => value))
    : new Set(["quietly"]);
  const options = arrayAt(values, FIELDS.options, FIELDS.options, "selected_options")
    .map((one) => stringAt(one, "value") ?? "")
    .filter((value) => known.has(value));
  const words = [row.slash, subject, window, ...options];
  return { ...place, text: words.filter((word) => word !== "").join(" ") };
}

function isAuditQuestion(name: GrammarRow["name"]): boolean {
  return name !== "help" && !isMetricsQuestion(name);
}

function choice(values: JsonObject, field: string): string | undefined {
  return stringAt(values, field, field, "selected_option", "value");
}

function typed(values: JsonObject, field: string): string {
  return oneLine(stringAt(values, field, field, "value") ?? "");
}

function readPlace(privateMetadata: string): { channelId: string; threadTs?: string } | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(privateMetadata);
  } catch {
    return undefined;
  }
  if (!isObject(parsed)) return undefined;
  const channelId = stringAt(parsed, "channelId");
  const threadTs = stringAt(parsed, "threadTs");
  return channelId === undefined ? undefined : { channelId, ...(threadTs && { threadTs }) };
}

function oneLine(text: string): string {
  return /\S/.test(text) ? shownLine(text).replace(/\s+/g, " ").trim() : "";
}
