/** Orders in Slack: the button that asks once more, and the messages that tell the channel. */
import type { Button } from "@slack/types";
import type { FollowUp } from "../../answers/answer.ts";
import { ACTIONS, type Content, type SlackBlock } from "./blocks.ts";
import { actionsRow, plainText } from "./controls.ts";
import { LIMITS } from "./limits.ts";
import { fallback, prose } from "./mrkdwn.ts";
import { smallBlock, textBlock } from "./sections/draft.ts";
import { cutPlain } from "./shown.ts";

/** What Slack asks before it is pressed; `code` works once, for one person, for a while. */
export type OrderOffer = {
  code: string;
  label: string;
  title: string;
  text: string;
  yes: string;
  style: "primary" | "danger";
};

/** With Slack's own question before it does anything. */
export function orderButton({ code, label, title, text, yes, style }: OrderOffer): Button {
  return {
    type: "button",
    action_id: ACTIONS.order,
    text: plainText(label, LIMITS.buttonText),
    value: code,
    style,
    confirm: {
      title: plainText(title, LIMITS.confirmTitle),
      text: plainText(text, LIMITS.confirmText),
      confirm: plainText(yes, LIMITS.confirmButton),
      deny: plainText("Cancel", LIMITS.confirmButton),
      style,
    },
  };
}

export type OrderTold = {
  userId: string;
  /** `mute alarm orders-db-cpu for 60 min in prod, eu-west-1`. */
  words: string;
  state: "running" | "done" | "failed" | "unknown";
  outcome?: string;
  followUps: FollowUp[];
};

const SIGNS: Record<OrderTold["state"], string> = {
  running: "⏳",
  done: "✅",
  failed: "🛑",
  unknown: "⚠️",
};

/** Who ordered what, and what became of it. */
export function orderView({ userId, words, state, outcome, followUps }: OrderTold): Content {
  const who = /^[UW][A-Z0-9]{1,30}$/.test(userId) ? `<@${userId}>` : "Somebody";
  const told = outcome ?? (state === "running" ? "Sent to AWS, which has not answered yet." : "");
  const first = `${SIGNS[state]}  ${who} ordered: ${prose(cutPlain(words, 600), 1500)}`;
  const lines: SlackBlock[] = [
    textBlock(first),
    ...(told === "" ? [] : [smallBlock([prose(cutPlain(told, 800), 1600)])]),
  ];
  return {
    text: fallback(`${SIGNS[state]} Ordered: ${words}. ${told}`, 1500),
    blocks: [...lines, ...actionsRow(followUps)],
    plain: lines,
  };
}
