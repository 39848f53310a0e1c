/** What the app is told, in exactly Slack's shapes (compare the payloads that Slack's Java SDK recorded). */

import type { ConsoleAction } from "./console-protocol.ts";
import { elementAt } from "./fill.ts";
import { freshId } from "./ids.ts";
import { initialValues } from "./inputs.ts";
import type { Conversation, Message, SlackObject, View } from "./model.ts";
import { messageWire, viewWire } from "./wire.ts";
import type { World } from "./world.ts";

/** Slack's deprecated shared secret; nothing may rely on it. */
const VERIFICATION_TOKEN = "local";

function actor(world: World, userId: string): SlackObject {
  const name = world.workspace.user(userId)?.name ?? userId;
  return { id: userId, username: name, name, team_id: world.company.team.id };
}

function frame(world: World, type: string, userId: string): SlackObject {
  const { id, domain } = world.company.team;
  return {
    type,
    user: actor(world, userId),
    api_app_id: world.company.app.id,
    token: VERIFICATION_TOKEN,
    team: { id, domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Name of a conversation in payloads of interaction. */
function nameOf(conversation: Conversation): string {
  if (conversation.kind === "dm") return "directmessage";
  return conversation.isPrivate ? "privategroup" : conversation.name;
}

export function commandPayload(
  world: World,
  deed: { userId: string; conversation: Conversation; command: string; text: string },
): SlackObject {
  const { userId, conversation, command, text } = deed;
  const path = world.responseUrls.issue({ userId, channel: conversation.id });
  return {
    token: VERIFICATION_TOKEN,
    team_id: world.company.team.id,
    team_domain: world.company.team.domain,
    channel_id: conversation.id,
    channel_name: nameOf(conversation),
    user_id: userId,
    user_name: world.workspace.user(userId)?.name ?? userId,
    command,
    text,
    api_app_id: world.company.app.id,
    is_enterprise_install: "false",
    response_url: world.origin + path,
    trigger_id: world.triggers.issue(userId),
  };
}

function actionTs(world: World): string {
  return world.workspace.freshTs();
}

export function messageActionPayload(
  world: World,
  userId: string,
  message: Message,
  conversation: Conversation,
  action: SlackObject,
): SlackObject {
  const isEphemeral = message.onlyFor !== undefined;
  const thread = message.threadTs ? { thread_ts: message.threadTs } : {};
  const path = world.responseUrls.issue({
    userId,
    channel: message.channel,
    ...(message.threadTs ? { threadTs: message.threadTs } : {}),
    message: { ts: message.ts, isEphemeral },
  });
  return {
    ...frame(world, "block_actions", userId),
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: isEphemeral,
      ...thread,
    },
    trigger_id: world.triggers.issue(userId),
    channel: { id: conversation.id, name: nameOf(conversation) },
    // Slack leaves the message out where it is for one person alone.
    ...(isEphemeral ? {} : { message: messageWire(world, message) }),
    state: { values: stateOf(message, action) },
    response_url: world.origin + path,
    actions: [{ ...action, action_ts: actionTs(world) }],
  };
}

/** State of every input of a message: as it began, but for the one that was used. */
function stateOf(message: Message, action: SlackObject): SlackObject {
  const values = initialValues(message.blocks ?? []);
  const { type, action_id: actionId, block_id: blockId, ...state } = action;
  const held = values[String(blockId)];
  if (held?.[String(actionId)] !== undefined) held[String(actionId)] = { type, ...state };
  return values;
}

export function viewActionPayload(
  world: World,
  userId: string,
  view: View,
  action: SlackObject,
): SlackObject {
  return {
    ...frame(world, "block_actions", userId),
    container: { type: "view", view_id: view.id },
    trigger_id: world.triggers.issue(userId),
    view: viewWire(world, view),
    actions: [{ ...action, action_ts: actionTs(world) }],
  };
}

export function submissionPayload(world: World, userId: string, view: View): SlackObject {
  return {
    ...frame(world, "view_submission", userId),
    trigger_id: world.triggers.issue(userId),
    view: viewWire(world, view),
    response_urls: [],
  };
}

export function closedPayload(
  world: World,
  userId: string,
  view: View,
  isCleared: boolean,
): SlackObject {
  return {
    ...frame(world, "view_closed", userId),
    view: viewWire(world, view),
    is_cleared: isCleared,
  };
}

export function shortcutPayload(
  world: World,
  userId: string,
  callbackId: string,
  message: Message,
  conversation: Conversation,
): SlackObject {
  const path = world.responseUrls.issue({
    userId,
    channel: message.channel,
    message: { ts: message.ts, isEphemeral: false },
  });
  return {
    ...frame(world, "message_action", userId),
    action_ts: actionTs(world),
    callback_id: callbackId,
    trigger_id: world.triggers.issue(userId),
    message_ts: message.ts,
    response_url: world.origin + path,
    channel: { id: conversation.id, name: nameOf(conversation) },
    message: messageWire(world, message),
  };
}

/** An event with what surrounds it; the same `event_id` comes with every repetition. */
export function eventPayload(world: World, event: SlackObject): SlackObject {
  const { app, team } = world.company;
  return {
    token: VERIFICATION_TOKEN,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: "event_callback",
    event_id: freshId("Ev"),
    event_time: Math.floor(world.clock.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${freshId("")}`,
  };
}

/**
 * The action of a control as Slack words it: what the control is comes from the message, only what was chosen
 * comes from the person. Undefined when no such control stands there.
 */
export function pressedAction(
  blocks: SlackObject[],
  chosen: ConsoleAction,
): SlackObject | undefined {
  const found = elementAt(blocks, chosen.block_id, chosen.action_id);
  if (found?.element.type !== chosen.type) return undefined;
  const { element } = found;
  const fixed = ["text", "value", "style", "url", "placeholder", "confirm"].flatMap((name) =>
    element[name] === undefined || (name === "value" && chosen.type !== "button")
      ? []
      : [[name, element[name]] as const],
  );
  return { ...chosen, ...Object.fromEntries(fixed) };
}
