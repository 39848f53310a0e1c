/** Buttons and menus that ask the next question. */
import type { ActionsBlock, Button, Overflow, PlainTextElement } from "@slack/types";
import type { FollowUp } from "../../answers/answer.ts";
import { visible } from "../../answers/visible.ts";
import { ACTIONS, actionId } from "./blocks.ts";
import { LIMITS } from "./limits.ts";
import { cutPlain, shownLine } from "./shown.ts";

const BUTTONS = 5;

/** Text that Slack shows as it is, in which names like `:aws:` are no emoji. */
export function plainText(text: string, limit: number): PlainTextElement {
  return { type: "plain_text", text: cutPlain(shownLine(text), limit), emoji: false };
}

/** A button; undefined where its value is empty or longer than Slack carries. */
export function button(
  action: string,
  label: string,
  value: string,
  style?: "primary" | "danger",
): Button | undefined {
  const carried = askable(value);
  if (carried.length > LIMITS.buttonValue || carried === "") return undefined;
  return {
    type: "button",
    action_id: action,
    text: plainText(label, LIMITS.buttonText),
    value: carried,
    ...(style && { style }),
  };
}

/** A menu of questions. Slack wants two to five: one alone becomes a button, none gives undefined. */
export function menu(followUps: readonly FollowUp[]): Overflow | Button | undefined {
  const fitting = distinct(followUps.filter(isShort)).slice(0, LIMITS.overflowOptions);
  const [first, second] = fitting;
  if (!first) return undefined;
  if (!second) return button(ACTIONS.ask, first.label, first.text);
  return {
    type: "overflow",
    action_id: ACTIONS.more,
    options: fitting.map(({ label, text }) => ({
      text: plainText(label, LIMITS.optionText),
      value: askable(text),
    })),
  };
}

/** One row of controls: questions to ask next, five as buttons and the rest in a menu, then the given buttons. */
export function actionsRow(
  followUps: readonly FollowUp[],
  extra: (Button | undefined)[] = [],
): ActionsBlock[] {
  const askable = distinct(followUps.filter(({ text }) => text.length <= LIMITS.buttonValue));
  const [front, rest] = [askable.slice(0, BUTTONS), askable.slice(BUTTONS)];
  const hidden = rest.length > 1 && rest.every(isShort) ? menu(rest) : undefined;
  const shown = hidden ? front : askable.slice(0, 2 * BUTTONS);
  const buttons = shown.flatMap(
    ({ label, text }, index) => button(actionId(ACTIONS.ask, index), label, text) ?? [],
  );
  const elements = [...buttons, ...(hidden ? [hidden] : []), ...extra.filter((one) => !!one)];
  return elements.length === 0 ? [] : [{ type: "actions", elements }];
}

function isShort({ text }: FollowUp): boolean {
  return askable(text) !== "" && text.length <= LIMITS.optionValueSafe;
}

/** The question without what no question needs: control characters and halves of surrogate pairs. */
function askable(text: string): string {
  return /\S/.test(visible(text)) ? shownLine(text).trim() : "";
}

/** Options of one menu may not share a value; the same question twice helps nobody. */
function distinct(followUps: readonly FollowUp[]): FollowUp[] {
  const byText = new Map<string, FollowUp>();
  for (const followUp of followUps) {
    const text = askable(followUp.text);
    if (text !== "" && !byText.has(text)) byText.set(text, followUp);
  }
  return [...byText.values()];
}
