/** What the local Slack keeps, in the shapes of the console page's protocol. */

import type { CompanyUser } from "./company.ts";
import type {
  ConsoleChannel,
  ConsoleFile,
  ConsoleMessage,
  ConsoleSnapshot,
  ConsoleUser,
  ConsoleView,
} from "./console-protocol.ts";
import type { Conversation, Message, StoredFile, View } from "./model.ts";
import { botUser } from "./wire.ts";
import type { World } from "./world.ts";

export function consoleUser(user: CompanyUser, isBot: boolean): ConsoleUser {
  const { id, name, realName, title, zone } = user;
  return { id, name, realName, title, zone, isBot };
}

function consoleFile(file: StoredFile): ConsoleFile {
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    mimeType: file.mimeType,
    size: file.bytes.length,
    url: `/console/files/${file.id}`,
  };
}

export function consoleMessage(world: World, message: Message): ConsoleMessage {
  const files = message.fileIds.flatMap((id) => world.workspace.files.get(id) ?? []);
  return {
    channel: message.channel,
    ts: message.ts,
    ...(message.threadTs ? { threadTs: message.threadTs } : {}),
    user: message.user,
    text: message.text,
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(files.length > 0 ? { files: files.map(consoleFile) } : {}),
    isEdited: message.editedTs !== undefined,
    isEphemeral: message.onlyFor !== undefined,
  };
}

export function consoleChannel(
  world: World,
  conversation: Conversation,
  userId: string,
): ConsoleChannel {
  const other = conversation.members.find((id) => id !== userId) ?? userId;
  const otherName = world.workspace.user(other)?.name ?? world.company.app.name;
  return {
    id: conversation.id,
    name: conversation.kind === "dm" ? otherName : conversation.name,
    kind: conversation.kind,
    topic: conversation.topic,
    members: [...conversation.members],
  };
}

export function consoleView(view: View): ConsoleView {
  return {
    id: view.id,
    type: view.type,
    view: { ...view.content },
    ...(view.errors ? { errors: view.errors } : {}),
  };
}

/** The view on top of a person's open modals. */
export function openModal(world: World, userId: string): View | undefined {
  const top = world.workspace.stacks.get(userId)?.at(-1);
  return top === undefined ? undefined : world.workspace.views.get(top);
}

/** Everything that one person sees now; what was said to them alone is gone, as after a reload. */
export function snapshotFor(world: World, userId: string): ConsoleSnapshot | undefined {
  const { company, workspace } = world;
  const me = workspace.user(userId);
  if (!me) return undefined;
  const seen = [...workspace.conversations.values()].filter(
    ({ isPrivate, members }) => !isPrivate || members.includes(userId),
  );
  const home = workspace.views.get(workspace.homes.get(userId) ?? "");
  const modal = openModal(world, userId);
  return {
    team: company.team.name,
    botUserId: company.app.botUserId,
    me: consoleUser(me, false),
    users: [
      ...company.users.map((user) => consoleUser(user, false)),
      consoleUser(botUser(world), true),
    ],
    channels: seen.map((conversation) => consoleChannel(world, conversation, userId)),
    messages: seen.flatMap(({ id }) =>
      workspace
        .messages(id)
        .filter(({ onlyFor }) => onlyFor === undefined)
        .map((message) => consoleMessage(world, message)),
    ),
    commands: company.commands,
    messageShortcuts: company.messageShortcuts,
    ...(home ? { home: consoleView(home) } : {}),
    ...(modal ? { modal: consoleView(modal) } : {}),
    isAppConnected: world.delivery.isConnected(),
    ...(world.aws ? { aws: world.aws.state() } : {}),
  };
}
