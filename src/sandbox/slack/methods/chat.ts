/** chat.*: posting, editing and deleting messages. */
import type { Message, SlackObject } from "../model.ts";
import { checkedDraft, edit, postAsBot, remove } from "../posting.ts";
import { refuse } from "../refusal.ts";
import { checkLength } from "../rules/check.ts";
import { messageWire } from "../wire.ts";
import type { World } from "../world.ts";
import { visibleConversation, writableConversation } from "./conversation-of.ts";
import { type Args, isObject, type MethodTable, neededText, structured, text } from "./method.ts";

const LONGEST_METADATA = 8_192;
/** A new text is held to less than a first one (docs.slack.dev, chat.update). */
const LONGEST_EDIT = 4_000;

/** Throws `invalid_metadata_format` and `invalid_metadata_schema`. */
function metadataOf(args: Args): SlackObject | undefined {
  const value = structured(args, "metadata", "invalid_metadata_format");
  if (value === undefined) return undefined;
  if (!isObject(value)) return refuse("invalid_metadata_format");
  const isWhole = typeof value.event_type === "string" && isObject(value.event_payload);
  if (!isWhole) return refuse("invalid_metadata_schema");
  return JSON.stringify(value).length > LONGEST_METADATA ? refuse("metadata_too_large") : value;
}

function draftOf(world: World, args: Args) {
  const metadata = metadataOf(args);
  const draft = checkedDraft(world, {
    text: args.text,
    blocks: structured(args, "blocks", "invalid_blocks_format"),
    attachments: structured(args, "attachments", "invalid_attachments"),
    ...(metadata ? { metadata } : {}),
  });
  checkLength(draft.blocks ?? []);
  return draft;
}

/** Where a reply belongs: replies to a reply go to its thread. Throws `thread_not_found`. */
export function threadOf(world: World, channel: string, args: Args): { threadTs?: string } {
  const threadTs = text(args, "thread_ts");
  if (threadTs === undefined) return {};
  const parent = world.workspace.message(channel, threadTs);
  if (!parent) return refuse("thread_not_found");
  return { threadTs: parent.threadTs ?? parent.ts };
}

function posted(world: World, message: Message): SlackObject {
  return { channel: message.channel, ts: message.ts, message: messageWire(world, message) };
}

function postMessage(world: World, args: Args): SlackObject {
  const { id } = writableConversation(world, args);
  const draft = draftOf(world, args);
  const thread = threadOf(world, id, args);
  return posted(world, postAsBot(world, { channel: id, ...thread }, draft));
}

function postEphemeral(world: World, args: Args): SlackObject {
  const conversation = writableConversation(world, args);
  const user = neededText(args, "user");
  if (!conversation.members.includes(user)) return refuse("user_not_in_channel");
  const draft = draftOf(world, args);
  const thread = threadOf(world, conversation.id, args);
  const spot = { channel: conversation.id, onlyFor: user, ...thread };
  return { message_ts: postAsBot(world, spot, draft).ts };
}

/** The bot's own message that a call names; throws `message_not_found` and `code` for those of others. */
function ownMessage(world: World, args: Args, code: string): Message {
  const { id } = visibleConversation(world, args);
  const message = world.workspace.message(id, neededText(args, "ts"));
  // What one person alone saw is no message for the Web API.
  if (!message || message.onlyFor) return refuse("message_not_found");
  return message.user === world.company.app.botUserId ? message : refuse(code);
}

function update(world: World, args: Args): SlackObject {
  const message = ownMessage(world, args, "cant_update_message");
  const draft = draftOf(world, args);
  if (draft.text.length > LONGEST_EDIT) return refuse("msg_too_long");
  edit(world, message, draft);
  return { ...posted(world, message), text: message.text };
}

function deleteMessage(world: World, args: Args): SlackObject {
  const message = ownMessage(world, args, "cant_delete_message");
  remove(world, message);
  return { channel: message.channel, ts: message.ts };
}

function permalink(world: World, args: Args): SlackObject {
  const { id } = visibleConversation(world, args);
  const message = world.workspace.message(id, neededText(args, "message_ts"));
  if (!message) return refuse("message_not_found");
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${id}` : "";
  const name = `p${message.ts.replace(".", "")}`;
  return { channel: id, permalink: `${world.origin}/archives/${id}/${name}${thread}` };
}

export const CHAT_METHODS: MethodTable = {
  "chat.postMessage": { token: "bot", scopes: ["chat:write"], tier: "post", run: postMessage },
  "chat.postEphemeral": { token: "bot", scopes: ["chat:write"], tier: 4, run: postEphemeral },
  "chat.update": { token: "bot", scopes: ["chat:write"], tier: 3, run: update },
  "chat.delete": { token: "bot", scopes: ["chat:write"], tier: 3, run: deleteMessage },
  "chat.getPermalink": { token: "bot", scopes: [], tier: "none", run: permalink },
};
