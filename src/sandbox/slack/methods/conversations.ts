/** conversations.*: what can be seen of channels and of what was said in them. */
import { consoleChannel } from "../console-shapes.ts";
import type { Conversation, Message, SlackObject } from "../model.ts";
import { put } from "../posting.ts";
import { refuse } from "../refusal.ts";
import { conversationWire, messageWire } from "../wire.ts";
import type { World } from "../world.ts";
import { visibleConversation } from "./conversation-of.ts";
import { type Args, flag, type MethodTable, neededText, text, whole } from "./method.ts";

type Page<Row> = { rows: Row[]; next: string };

/** A cursor is the number of rows before it, in Base64. Throws `invalid_cursor`. */
export function page<Row>(args: Args, all: Row[], usual: number): Page<Row> {
  const size = whole(args, "limit", usual, 1000);
  const cursor = text(args, "cursor");
  const from = cursor === undefined ? 0 : Number(Buffer.from(cursor, "base64url").toString());
  if (!Number.isInteger(from) || from < 0) return refuse("invalid_cursor");
  const rows = all.slice(from, from + size);
  const isLast = from + size >= all.length;
  return { rows, next: isLast ? "" : Buffer.from(String(from + size)).toString("base64url") };
}

const KIND_OF: Record<string, (conversation: Conversation) => boolean> = {
  public_channel: ({ kind, isPrivate }) => kind === "channel" && !isPrivate,
  private_channel: ({ kind, isPrivate }) => kind === "channel" && isPrivate,
  mpim: () => false,
  im: ({ kind }) => kind === "dm",
};

function list(world: World, args: Args): SlackObject {
  const kinds = (text(args, "types") ?? "public_channel").split(",").map((kind) => kind.trim());
  if (kinds.some((kind) => !KIND_OF[kind])) return refuse("invalid_types");
  const bot = world.company.app.botUserId;
  const seen = [...world.workspace.conversations.values()].filter(
    (conversation) =>
      (!conversation.isPrivate || conversation.members.includes(bot)) &&
      kinds.some((kind) => KIND_OF[kind]?.(conversation)),
  );
  const { rows, next } = page(args, seen, 100);
  const channels = rows.map((conversation) => conversationWire(world, conversation));
  return { channels, response_metadata: { next_cursor: next } };
}

function info(world: World, args: Args): SlackObject {
  return { channel: conversationWire(world, visibleConversation(world, args)) };
}

/** The bot reads only where it is a member. */
function readable(world: World, args: Args): Conversation {
  const conversation = visibleConversation(world, args);
  const isMember = conversation.members.includes(world.company.app.botUserId);
  return isMember ? conversation : refuse("not_in_channel");
}

function within(args: Args, messages: Message[]): Message[] {
  const oldest = Number(text(args, "oldest") ?? 0);
  const latest = Number(text(args, "latest") ?? Number.MAX_SAFE_INTEGER);
  const isInclusive = flag(args, "inclusive");
  return messages.filter(({ ts, onlyFor }) => {
    if (onlyFor) return false;
    const at = Number(ts);
    return isInclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

function shown(world: World, args: Args, message: Message): SlackObject {
  const withMetadata = flag(args, "include_all_metadata") && message.metadata;
  return {
    ...messageWire(world, message),
    ...(withMetadata ? { metadata: message.metadata } : {}),
  };
}

function history(world: World, args: Args): SlackObject {
  const { id } = readable(world, args);
  const top = within(args, world.workspace.messages(id)).filter(
    ({ threadTs, ts }) => threadTs === undefined || threadTs === ts,
  );
  const { rows, next } = page(args, top.toReversed(), 100);
  return {
    messages: rows.map((message) => shown(world, args, message)),
    has_more: next !== "",
    pin_count: 0,
    response_metadata: { next_cursor: next },
  };
}

function replies(world: World, args: Args): SlackObject {
  const { id } = readable(world, args);
  const named = world.workspace.message(id, neededText(args, "ts"));
  if (!named || named.onlyFor) return refuse("thread_not_found");
  const rootTs = named.threadTs ?? named.ts;
  const root = world.workspace.message(id, rootTs);
  const below = world.workspace
    .messages(id)
    .filter(({ threadTs, ts }) => threadTs === rootTs && ts !== rootTs);
  // The first message of a thread comes with every page, whatever the window.
  const { rows, next } = page(args, within(args, below), 1000);
  return {
    messages: [...(root ? [root] : []), ...rows].map((message) => shown(world, args, message)),
    has_more: next !== "",
    response_metadata: { next_cursor: next },
  };
}

function members(world: World, args: Args): SlackObject {
  const { rows, next } = page(args, visibleConversation(world, args).members, 100);
  return { members: rows, response_metadata: { next_cursor: next } };
}

function open(world: World, args: Args): SlackObject {
  const named = text(args, "channel");
  if (named !== undefined) {
    const found = world.workspace.conversations.get(named);
    return found?.kind === "dm" ? { channel: { id: found.id } } : refuse("channel_not_found");
  }
  const users = neededText(args, "users").split(",");
  const [user = ""] = users;
  if (users.length > 1 || !world.workspace.isPerson(user)) return refuse("user_not_found");
  const made = world.workspace.direct(user, world.company.app.botUserId);
  return { channel: conversationWire(world, made) };
}

/** Adds a member, with the line that Slack writes about it. */
export function joinConversation(world: World, conversation: Conversation, userId: string): void {
  if (conversation.members.includes(userId)) return;
  conversation.members.push(userId);
  const { id: channel } = conversation;
  const shared = { channel, user: userId, fileIds: [], subtype: "channel_join" as const };
  const line = `<@${userId}> has joined the channel`;
  put(world, { ...shared, ts: world.workspace.freshTs(), text: line });
  world.tell({ kind: "channel", channel: consoleChannel(world, conversation, userId) });
}

function join(world: World, args: Args): SlackObject {
  const conversation = visibleConversation(world, args);
  if (conversation.isPrivate) return refuse("method_not_supported_for_channel_type");
  joinConversation(world, conversation, world.company.app.botUserId);
  return { channel: conversationWire(world, conversation) };
}

const READ = ["channels:read", "groups:read", "im:read", "mpim:read"];
const HISTORY = ["channels:history", "groups:history", "im:history", "mpim:history"];

export const CONVERSATION_METHODS: MethodTable = {
  "conversations.list": { token: "bot", scopes: READ, tier: 2, run: list },
  "conversations.info": { token: "bot", scopes: READ, tier: 3, run: info },
  "conversations.members": { token: "bot", scopes: READ, tier: 4, run: members },
  "conversations.history": { token: "bot", scopes: HISTORY, tier: 3, run: history },
  "conversations.replies": { token: "bot", scopes: HISTORY, tier: 3, run: replies },
  "conversations.open": { token: "bot", scopes: ["im:write", "mpim:write"], tier: 3, run: open },
  "conversations.join": { token: "bot", scopes: ["channels:join"], tier: 3, run: join },
};
