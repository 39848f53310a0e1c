/** The local Slack's own things in the shapes of Slack's Web API and events. */
import type { CompanyUser } from "./company.ts";
import type { Conversation, Message, SlackObject, StoredFile, View } from "./model.ts";
import type { World } from "./world.ts";

/** Offset of a zone from UTC now, in seconds. */
function zoneOffset(zone: string, now: number): number {
  const text = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(now)
    .find(({ type }) => type === "timeZoneName")?.value;
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(text ?? "");
  if (!match) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === "-" ? -seconds : seconds;
}

export function botUser(world: World): CompanyUser {
  const { app } = world.company;
  return {
    id: app.botUserId,
    name: app.name,
    realName: app.realName,
    title: "App",
    zone: "Etc/UTC",
    email: "",
  };
}

export function userWire(world: World, user: CompanyUser): SlackObject {
  const isBot = user.id === world.company.app.botUserId;
  return {
    id: user.id,
    team_id: world.company.team.id,
    name: user.name,
    deleted: false,
    real_name: user.realName,
    tz: user.zone,
    tz_label: user.zone,
    tz_offset: zoneOffset(user.zone, world.clock.now()),
    profile: {
      title: user.title,
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      first_name: user.realName.split(" ")[0] ?? "",
      last_name: user.realName.split(" ")[1] ?? "",
      team: world.company.team.id,
      ...(isBot ? { api_app_id: world.company.app.id, bot_id: world.company.app.botId } : {}),
    },
    is_admin: false,
    is_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: isBot,
    is_app_user: false,
    updated: 0,
  };
}

export function conversationWire(world: World, conversation: Conversation): SlackObject {
  const bot = world.company.app.botUserId;
  const isDm = conversation.kind === "dm";
  const shared = {
    id: conversation.id,
    created: Math.floor(conversation.createdAt / 1000),
    is_archived: false,
    is_im: isDm,
    is_org_shared: false,
    context_team_id: world.company.team.id,
  };
  if (isDm) {
    return {
      ...shared,
      user: conversation.members.find((id) => id !== bot),
      is_user_deleted: false,
    };
  }
  return {
    ...shared,
    name: conversation.name,
    name_normalized: conversation.name,
    is_channel: !conversation.isPrivate,
    is_group: conversation.isPrivate,
    is_mpim: false,
    is_private: conversation.isPrivate,
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    creator: conversation.members[0] ?? "",
    is_member: conversation.members.includes(bot),
    topic: { value: conversation.topic, creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
    num_members: conversation.members.length,
  };
}

export function fileWire(world: World, file: StoredFile): SlackObject {
  const url = `${world.origin}/files-pri/${world.company.team.id}-${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    created: Math.floor(Number(file.createdTs)),
    timestamp: Math.floor(Number(file.createdTs)),
    name: file.name,
    title: file.title,
    mimetype: file.mimeType,
    filetype: file.name.split(".").at(-1) ?? "text",
    pretty_type: file.mimeType,
    user: file.user,
    size: file.bytes.length,
    mode: "hosted",
    is_external: false,
    is_public: file.channels.length > 0,
    url_private: url,
    url_private_download: url,
    permalink: url,
    channels: file.channels,
    groups: [],
    ims: [],
    ...(file.altText === undefined ? {} : { alt_txt: file.altText }),
  };
}

function repliesOf(world: World, parent: Message): Message[] {
  return world.workspace
    .messages(parent.channel)
    .filter(({ threadTs, ts, onlyFor }) => threadTs === parent.ts && ts !== parent.ts && !onlyFor);
}

function threadWire(world: World, message: Message): SlackObject {
  if (message.threadTs !== undefined && message.threadTs !== message.ts) {
    const parent = world.workspace.message(message.channel, message.threadTs);
    return { thread_ts: message.threadTs, ...(parent ? { parent_user_id: parent.user } : {}) };
  }
  const replies = repliesOf(world, message);
  if (replies.length === 0) return {};
  const people = [...new Set(replies.map(({ user }) => user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: people.length,
    reply_users: people,
    latest_reply: replies.at(-1)?.ts,
    is_locked: false,
    subscribed: false,
  };
}

export function messageWire(world: World, message: Message): SlackObject {
  const { app, team } = world.company;
  const isBot = message.user === app.botUserId;
  const files = message.fileIds.flatMap((id) => world.workspace.files.get(id) ?? []);
  const profile = {
    id: app.botId,
    deleted: false,
    name: app.name,
    app_id: app.id,
    team_id: team.id,
  };
  return {
    type: "message",
    ...(message.subtype ? { subtype: message.subtype } : {}),
    user: message.user,
    ...(isBot ? { bot_id: app.botId, app_id: app.id, bot_profile: profile } : {}),
    text: message.text,
    ts: message.ts,
    team: team.id,
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(message.attachments ? { attachments: message.attachments } : {}),
    ...(files.length > 0
      ? { files: files.map((file) => fileWire(world, file)), upload: false }
      : {}),
    ...(message.editedTs ? { edited: { user: message.user, ts: message.editedTs } } : {}),
    ...threadWire(world, message),
  };
}

export function viewWire(world: World, view: View): SlackObject {
  return {
    private_metadata: "",
    callback_id: "",
    clear_on_close: false,
    notify_on_close: false,
    ...view.content,
    id: view.id,
    team_id: world.company.team.id,
    type: view.type,
    external_id: view.externalId,
    state: { values: view.values },
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
    app_id: world.company.app.id,
    app_installed_team_id: world.company.team.id,
    bot_id: world.company.app.botId,
  };
}
