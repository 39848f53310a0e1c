/** Commands, presses and message shortcuts. */

import { applyAnswer } from "../answers.ts";
import type { ConsoleAct, ConsoleReply } from "../console-protocol.ts";
import type { Outcome } from "../delivery/delivery.ts";
import { viewBlocks } from "../modals.ts";
import type { Message, SlackObject } from "../model.ts";
import {
  commandPayload,
  messageActionPayload,
  pressedAction,
  shortcutPayload,
  viewActionPayload,
} from "../payloads.ts";
import { SlackRefusal } from "../refusal.ts";
import { storedText } from "../typed-text.ts";
import type { World } from "../world.ts";
import { no, seenConversation, YES } from "./reply.ts";

/** Slack cuts what stands behind a command. */
const LONGEST_COMMAND = 12_000;

type Place = { channel: string; threadTs?: string };

function notice(world: World, userId: string, place: Place, text: string): void {
  world.tell({ kind: "notice", ...place, text }, [userId]);
}

/** Slack's own words for a command that failed. */
function commandFailure(name: string, reason: string): string {
  return reason === "timeout"
    ? `${name} failed because the app did not respond.`
    : `${name} failed with the error "dispatch_failed".`;
}

const hasContent = (response: SlackObject) =>
  Boolean(response.text || response.blocks || response.attachments);

export async function command(
  world: World,
  act: Extract<ConsoleAct, { act: "command" }>,
): Promise<ConsoleReply> {
  const conversation = seenConversation(world, act.user, act.channel);
  if (!conversation) return no("There is no such channel.");
  const known = world.company.commands.find((row) => row.command === act.command);
  if (!known) return no(`${act.command} is not a valid command.`);
  if (act.text.length > LONGEST_COMMAND) return no("The command is too long.");
  // As the manifest wants it: people, channels and links escaped (`should_escape`).
  const text = storedText(world, act.text.trim(), { isNamed: true });
  const deed = { userId: act.user, conversation, command: act.command, text };
  const payload = commandPayload(world, deed);
  const envelope = { kind: "slash_commands", payload, acceptsResponse: true } as const;
  const outcome = await world.delivery.deliver(envelope);
  const place = { channel: act.channel };
  if (outcome.kind === "failed") {
    notice(world, act.user, place, commandFailure(act.command, outcome.reason));
    return YES;
  }
  if (!outcome.response || !hasContent(outcome.response)) return YES;
  try {
    applyAnswer(world, { userId: act.user, channel: act.channel }, outcome.response);
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    notice(world, act.user, place, `${act.command} failed with the error "${error.code}".`);
  }
  return YES;
}

async function interact(
  world: World,
  userId: string,
  place: Place | undefined,
  payload: SlackObject,
): Promise<Outcome> {
  const envelope = { kind: "interactive", payload, acceptsResponse: false } as const;
  const outcome = await world.delivery.deliver(envelope);
  if (outcome.kind === "failed" && place) {
    const { name } = world.company.app;
    notice(world, userId, place, `${name} did not respond. Try again in a moment.`);
  }
  return outcome;
}

function visibleMessage(world: World, userId: string, place: { channel: string; ts: string }) {
  const conversation = seenConversation(world, userId, place.channel);
  const message = conversation && world.workspace.message(place.channel, place.ts);
  const isHidden = message?.onlyFor !== undefined && message.onlyFor !== userId;
  return conversation && message && !isHidden ? { conversation, message } : undefined;
}

function blocksOf(message: Message): SlackObject[] {
  const attached = (message.attachments ?? []).flatMap(({ blocks }) =>
    Array.isArray(blocks) ? (blocks as SlackObject[]) : [],
  );
  return [...(message.blocks ?? []), ...attached];
}

export async function press(
  world: World,
  act: Extract<ConsoleAct, { act: "press" }>,
): Promise<ConsoleReply> {
  const gone = no("The control is not there any more.");
  if (act.surface.kind === "view") {
    const view = world.workspace.views.get(act.surface.viewId);
    const action = view?.userId === act.user && pressedAction(viewBlocks(view), act.action);
    if (!view || !action) return gone;
    const { type, action_id: actionId, block_id: blockId, ...state } = act.action;
    const held = view.values[blockId];
    if (held?.[actionId] !== undefined) held[actionId] = { type, ...state };
    const place = { channel: world.workspace.direct(act.user, world.company.app.botUserId).id };
    await interact(world, act.user, place, viewActionPayload(world, act.user, view, action));
    return YES;
  }
  const found = visibleMessage(world, act.user, act.surface);
  const action = found && pressedAction(blocksOf(found.message), act.action);
  if (!found || !action) return gone;
  const { message, conversation } = found;
  const place = {
    channel: message.channel,
    ...(message.threadTs ? { threadTs: message.threadTs } : {}),
  };
  const payload = messageActionPayload(world, act.user, message, conversation, action);
  await interact(world, act.user, place, payload);
  return YES;
}

export async function shortcut(
  world: World,
  act: Extract<ConsoleAct, { act: "shortcut" }>,
): Promise<ConsoleReply> {
  const isKnown = world.company.messageShortcuts.some(
    ({ callbackId }) => callbackId === act.callbackId,
  );
  if (!isKnown) return no("There is no such shortcut.");
  const found = visibleMessage(world, act.user, act);
  // Slack offers no shortcut on what one person alone sees.
  if (!found || found.message.onlyFor !== undefined) return no("The message is gone.");
  const { message, conversation } = found;
  const payload = shortcutPayload(world, act.user, act.callbackId, message, conversation);
  await interact(world, act.user, { channel: act.channel }, payload);
  return YES;
}
