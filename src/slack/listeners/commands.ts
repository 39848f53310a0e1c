/** Slash commands. They carry no thread: Slack does not run them in threads. */
import type { App } from "@slack/bolt";
import { type JsonObject, stringAt } from "../../domain/json.ts";
import type { Incoming } from "../incoming.ts";
import { plainWords } from "../slack-text.ts";
import { askModal } from "../views/ask-modal.ts";
import { acknowledge, begin, type Listening, readPayload, take } from "./listening.ts";
import { openModal } from "./open-modal.ts";

/**
 * Every command of the manifest, and those that only an older or newer manifest knows: the desk says what is wrong.
 * Taken before Bolt tries each listener in turn, which costs more than all else until the acknowledgement.
 */
export function listenToCommands(app: App, listening: Listening): void {
  app.use(async (args) => {
    if (!("command" in args)) return args.next();
    const { ack, body } = args;
    const command = readPayload("slash command", body, readCommand, listening.log);
    const work = command && workOf(listening, command);
    await acknowledge(ack, listening.log);
    if (work) begin("a slash command", listening.log, work);
  });
}

/** A command without words opens the form; all else is a question. */
function workOf(listening: Listening, command: Incoming): (() => Promise<void>) | undefined {
  if (!/^\/trailwatch\s+ask\s*$/.test(command.text)) return take(listening, command);
  const isNew = listening.deliveries.isNew(command.deliveryId);
  return isNew ? () => openAsk(listening, command) : undefined;
}

function openAsk(listening: Listening, command: Incoming): Promise<void> {
  const { channelId, deliveryId } = command;
  return openModal(listening, deliveryId, askModal({ channelId }), command);
}

/** The words after `/trailwatch ask` are a question of their own. */
const ASK_WORDS = /^\/trailwatch\s+ask\s+(?=\S)/;

/** A slash command's form fields: https://docs.slack.dev/interactivity/implementing-slash-commands */
export function readCommand(body: JsonObject): Incoming | undefined {
  const command = stringAt(body, "command");
  const deliveryId = stringAt(body, "trigger_id");
  const teamId = stringAt(body, "team_id");
  const userId = stringAt(body, "user_id");
  const channelId = stringAt(body, "channel_id");
  if (!command || !deliveryId || !teamId || !userId || !channelId) return undefined;
  const words = plainWords(stringAt(body, "text") ?? "");
  const responseUrl = stringAt(body, "response_url");
  const text = `${command} ${words}`.trimEnd().replace(ASK_WORDS, "");
  return {
    via: "command",
    deliveryId,
    teamId,
    userId,
    channelId,
    text,
    ...(responseUrl !== undefined && { responseUrl }),
  };
}
