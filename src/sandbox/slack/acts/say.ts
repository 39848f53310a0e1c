/** A person says something in a conversation. */
import type { ConsoleAct, ConsoleReply } from "../console-protocol.ts";
import { shortId } from "../ids.ts";
import { put } from "../posting.ts";
import { richText, storedText } from "../typed-text.ts";
import type { World } from "../world.ts";
import type { Events } from "./events.ts";
import { no, seenConversation, YES } from "./reply.ts";

/** Slack's client takes 12,000 characters at a time. */
const LONGEST_TYPED = 12_000;

export function say(
  world: World,
  events: Events,
  act: Extract<ConsoleAct, { act: "say" }>,
): ConsoleReply {
  const conversation = seenConversation(world, act.user, act.channel);
  if (!conversation) return no("There is no such channel.");
  if (!conversation.members.includes(act.user)) return no("Join the channel to write in it.");
  if (act.text.trim() === "") return no("Nothing was typed.");
  if (act.text.length > LONGEST_TYPED) {
    return no(`A message holds at most ${LONGEST_TYPED.toLocaleString("en-US")} characters.`);
  }
  const parent =
    act.threadTs === undefined ? undefined : world.workspace.message(act.channel, act.threadTs);
  if (act.threadTs !== undefined && !parent) return no("The thread is gone.");
  const text = storedText(world, act.text);
  const message = put(world, {
    channel: act.channel,
    ts: world.workspace.freshTs(),
    ...(parent ? { threadTs: parent.threadTs ?? parent.ts } : {}),
    user: act.user,
    text,
    blocks: [richText(text, shortId())],
    fileIds: [],
  });
  const { botUserId, name } = world.company.app;
  if (text.includes(`<@${botUserId}>`) && !conversation.members.includes(botUserId)) {
    world.tell(
      {
        kind: "notice",
        channel: act.channel,
        ...(message.threadTs ? { threadTs: message.threadTs } : {}),
        text: `${name} is not in this channel and did not see this. Invite it first.`,
      },
      [act.user],
    );
  }
  events.said(message, conversation);
  return YES;
}
