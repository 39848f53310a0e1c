/** Finds the conversation that a call names and says whether the bot may act in it. */
import type { Conversation } from "../model.ts";
import { refuse } from "../refusal.ts";
import type { World } from "../world.ts";
import { type Args, neededText } from "./method.ts";

/** Private conversations of others do not exist for the bot. */
function isVisible(world: World, conversation: Conversation): boolean {
  return !conversation.isPrivate || conversation.members.includes(world.company.app.botUserId);
}

/** Throws `channel_not_found`. */
export function visibleConversation(world: World, args: Args): Conversation {
  const id = neededText(args, "channel");
  const found = world.workspace.conversations.get(id);
  return found && isVisible(world, found) ? found : refuse("channel_not_found");
}

/**
 * Where a message may go: a channel's id, its name with `#`, or a person's id for the direct conversation.
 * Throws `channel_not_found` and `not_in_channel`.
 */
export function writableConversation(world: World, args: Args): Conversation {
  const id = neededText(args, "channel");
  const bot = world.company.app.botUserId;
  const { conversations } = world.workspace;
  if (world.workspace.isPerson(id)) return world.workspace.direct(id, bot);
  const named = [...conversations.values()].find(
    ({ kind, name }) => kind === "channel" && (id === `#${name}` || id === name),
  );
  const found = conversations.get(id) ?? named;
  if (!found || !isVisible(world, found)) return refuse("channel_not_found");
  return found.members.includes(bot) ? found : refuse("not_in_channel");
}
