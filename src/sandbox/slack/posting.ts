/** Puts messages into conversations and tells the consoles; the Web API, response URLs and acknowledgements share it. */
import { consoleMessage } from "./console-shapes.ts";
import { filledBlocks } from "./fill.ts";
import { isObject } from "./methods/method.ts";
import type { Message, SlackObject } from "./model.ts";
import { refuse } from "./refusal.ts";
import { checkedBlocks } from "./rules/check.ts";
import { checkPictures } from "./rules/pictures.ts";
import type { World } from "./world.ts";

/** Longer texts are refused (docs.slack.dev, chat.postMessage). */
const LONGEST_TEXT = 40_000;
const MOST_ATTACHMENTS = 100;

export type Draft = {
  text: string;
  blocks?: SlackObject[];
  attachments?: SlackObject[];
  metadata?: SlackObject;
};

function checkedAttachments(value: unknown): SlackObject[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.every(isObject)) return refuse("invalid_attachments");
  if (value.length > MOST_ATTACHMENTS) return refuse("too_many_attachments");
  return value.map((attachment, index) => {
    if (attachment.blocks === undefined) return attachment;
    const pointer = `/attachments/${index}/blocks`;
    const blocks = checkedBlocks(attachment.blocks, "message", pointer);
    return { ...attachment, blocks: filledBlocks(blocks) };
  });
}

/** Throws `no_text`, `msg_too_long`, `invalid_blocks`, `too_many_attachments`. */
export function checkedDraft(
  world: World,
  raw: { text?: unknown; blocks?: unknown; attachments?: unknown; metadata?: unknown },
): Draft {
  const text = typeof raw.text === "string" ? raw.text : "";
  const blocks = raw.blocks === undefined ? undefined : checkedBlocks(raw.blocks, "message");
  const attachments = checkedAttachments(raw.attachments);
  const isEmpty = text === "" && !blocks?.length && !attachments?.length;
  if (isEmpty) return refuse("no_text");
  checkPictures(world.workspace.files, blocks ?? []);
  if (text.length > LONGEST_TEXT) return refuse("msg_too_long");
  return {
    text,
    ...(blocks?.length ? { blocks: filledBlocks(blocks) } : {}),
    ...(attachments?.length ? { attachments } : {}),
    ...(raw.metadata === undefined ? {} : { metadata: raw.metadata as SlackObject }),
  };
}

/** Who sees what happens in a conversation: everybody in an open channel, the members of the others. */
export function onlookers(world: World, channel: string): string[] | undefined {
  const found = world.workspace.conversations.get(channel);
  return found?.isPrivate ? found.members : undefined;
}

export function put(world: World, message: Message): Message {
  world.workspace.keep(message);
  const audience = message.onlyFor ? [message.onlyFor] : onlookers(world, message.channel);
  world.tell({ kind: "message", message: consoleMessage(world, message) }, audience);
  return message;
}

export type Spot = { channel: string; threadTs?: string; onlyFor?: string };

/** Posts as the bot. */
export function postAsBot(world: World, spot: Spot, draft: Draft, fileIds: string[] = []): Message {
  return put(world, {
    ...spot,
    ...draft,
    ts: world.workspace.freshTs(),
    user: world.company.app.botUserId,
    fileIds,
  });
}

/** Replaces text and blocks; what the new draft does not name is gone. */
export function edit(world: World, message: Message, draft: Draft): Message {
  message.text = draft.text;
  delete message.blocks;
  delete message.attachments;
  Object.assign(message, draft);
  message.editedTs = world.workspace.freshTs();
  const audience = message.onlyFor ? [message.onlyFor] : onlookers(world, message.channel);
  world.tell({ kind: "changed", message: consoleMessage(world, message) }, audience);
  return message;
}

export function remove(world: World, message: Message): void {
  world.workspace.drop(message.channel, message.ts);
  const audience = message.onlyFor ? [message.onlyFor] : onlookers(world, message.channel);
  world.tell({ kind: "deleted", channel: message.channel, ts: message.ts }, audience);
}
