/** Buttons and overflow menus: a follow-up, Cancel, Share, and what opens the form. */
import type { App } from "@slack/bolt";
import { isObject, stringAt } from "../../domain/json.ts";
import type { Incoming } from "../incoming.ts";
import { askModal } from "../views/ask-modal.ts";
import { acknowledge, begin, type Listening, readPayload, take, tell } from "./listening.ts";
import { openModal } from "./open-modal.ts";
import { type Press, readPress } from "./press.ts";

export function listenToButtons(app: App, listening: Listening): void {
  app.action({ type: "block_actions" }, async ({ ack, body }) => {
    const press = readPayload("block_actions", body, readPress, listening.log);
    const work = press && workOf(listening, press);
    await acknowledge(ack, listening.log);
    if (work) begin("a button", listening.log, work);
  });
}

function workOf(listening: Listening, press: Press): (() => Promise<void>) | undefined {
  const { action, value } = press;
  const isQuestion = action === "ask" || action === "more";
  if (isQuestion && value !== undefined) return take(listening, toIncoming(press, value));
  return listening.deliveries.isNew(press.triggerId) ? () => act(listening, press) : undefined;
}

/** Does what is no question by itself. */
async function act(listening: Listening, press: Press): Promise<void> {
  // A button that opens a link, or a control in a form that is read when it is submitted.
  if (press.value === undefined) return;
  switch (press.action) {
    case "ask":
    case "more":
      return;
    case "cancel":
      return cancel(listening, press, press.value);
    case "share":
      return listening.desk.share(press.value, toIncoming(press, press.value));
    case "order":
      return listening.desk.order(press.value, toIncoming(press, ""));
    case "open":
      return open(listening, press, press.value);
    case undefined:
      return tell(
        listening,
        press,
        "This button belongs to another version of Trailwatch. Type the question instead; `/trailwatch help` shows how.",
      );
  }
}

function toIncoming(press: Press, text: string): Incoming {
  const { teamId, userId, channelId, threadTs, responseUrl } = press;
  return {
    via: press.isOnHome ? "home" : "button",
    deliveryId: press.triggerId,
    teamId,
    userId,
    channelId,
    text,
    ...(threadTs !== undefined && { threadTs }),
    ...(responseUrl !== undefined && { responseUrl }),
  };
}

/** Questions in work are few: more are not looked through. */
const MOST_RUNNING = 1000;

async function cancel(listening: Listening, press: Press, questionId: string): Promise<void> {
  const running = listening.journal.list({ state: "running", limit: MOST_RUNNING });
  if (running.some(({ id }) => id === questionId)) {
    return listening.desk.cancel(questionId, press.userId, press.responseUrl);
  }
  await tell(listening, press, "This question has ended already: there is nothing to cancel.");
}

function open(listening: Listening, press: Press, value: string): Promise<void> {
  const { channelId, threadTs } = press;
  const view = askModal({
    channelId,
    ...(threadTs !== undefined && { threadTs }),
    ...readOpening(value),
  });
  return openModal(listening, press.triggerId, view, press);
}

type Opening = { question?: string; subject?: string; window?: string };

/** The JSON in the value; a value of another version opens the empty form. */
function readOpening(value: string): Opening {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return {};
  }
  if (!isObject(parsed)) return {};
  const question = stringAt(parsed, "question");
  const subject = stringAt(parsed, "subject");
  const window = stringAt(parsed, "window");
  return { ...(question && { question }), ...(subject && { subject }), ...(window && { window }) };
}
