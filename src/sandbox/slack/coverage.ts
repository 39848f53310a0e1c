/** What of Slack is imitated and how far; a test compares it with the methods that are served. */

export type Coverage = { method: string; extent: string };

const row = (method: string, extent: string): Coverage => ({ method, extent });

export const WEB_API: Coverage[] = [
  row("api.test", "whole"),
  row("apps.connections.open", "whole; ten connections"),
  row("auth.test", "whole"),
  row("chat.delete", "own messages"),
  row("chat.getPermalink", "whole; the address is this server's and opens nothing"),
  row("chat.postEphemeral", "text, blocks, attachments, thread_ts; kept until the page reloads"),
  row(
    "chat.postMessage",
    "text, blocks, attachments, metadata, thread_ts; no unfurling, no reply_broadcast, no username, no markdown_text",
  ),
  row("chat.update", "text, blocks, attachments, metadata"),
  row("conversations.history", "window, paging, metadata; the last 2,000 messages"),
  row("conversations.info", "whole but for rarely used fields"),
  row("conversations.join", "public channels"),
  row("conversations.list", "kinds and paging; nothing is archived"),
  row("conversations.members", "whole"),
  row("conversations.open", "direct conversations of the bot with one person"),
  row("conversations.replies", "window, paging, metadata"),
  row("files.completeUploadExternal", "one channel, thread, comment, blocks; ready at once"),
  row("files.getUploadURLExternal", "up to 64 MB"),
  row("files.info", "uploaded files; wants files:read"),
  row("reactions.add", "checked and not shown; wants reactions:write"),
  row("usergroups.list", "whole"),
  row("usergroups.users.list", "whole"),
  row("users.info", "name, zone, title; no pictures, no presence"),
  row("users.list", "as users.info, with paging"),
  row("views.open", "modals"),
  row("views.publish", "App Home"),
  row("views.push", "up to three on a stack"),
  row("views.update", "by id or external id, with hash"),
];

/** Everything besides the Web API. */
export const BESIDES: Record<string, string> = {
  "Socket Mode":
    "hello, envelopes to one connection in turn, acknowledgement in 3 s, refresh, pings",
  "HTTP delivery": "signed requests, repetitions of events with their headers",
  "response URLs":
    "5 uses in 30 minutes; replace_original, delete_original, response_type, thread_ts",
  "trigger ids": "3 s, once",
  blocks:
    "every kind and limit of Block Kit that a bot may send; pictures from outside are not fetched",
  events: "app_mention, message.im, app_home_opened; three repetitions",
  interactions: "block_actions, view_submission, view_closed, message_action, slash commands",
  "not imitated":
    "OAuth, Enterprise Grid, options of external selects, message splitting over 4,000 characters, canvases, lists, huddles, streaming, search, reminders, Slack Connect",
};
