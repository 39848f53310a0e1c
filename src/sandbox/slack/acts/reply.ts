/** Words of Slack itself to a person, and what a person sees. */
import type { ConsoleReply } from "../console-protocol.ts";
import type { Conversation } from "../model.ts";
import type { World } from "../world.ts";

export const no = (text: string): ConsoleReply => ({ ok: false, text });
export const YES: ConsoleReply = { ok: true };

/** A conversation that this person sees. */
export function seenConversation(
  world: World,
  userId: string,
  channel: string,
): Conversation | undefined {
  const found = world.workspace.conversations.get(channel);
  return found && (!found.isPrivate || found.members.includes(userId)) ? found : undefined;
}
