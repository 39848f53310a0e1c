/** What the app asks of a workspace. */

/** What each scope is needed for; docs/live-setup.md tells the same. */
export const SCOPES: Readonly<Record<string, string>> = {
  commands: "slash commands and the message shortcut",
  "app_mentions:read": "questions asked by mentioning the bot",
  "channels:history": "to find, after a crash, the answers that it had posted in public channels",
  "chat:write": "answers in channels that the bot is in, and messages to one person alone",
  "files:write": "answers `as file`, and pictures of metrics",
  "groups:history": "the same in private channels that the bot is in",
  "im:history": "questions asked in a direct message to the bot",
  "im:write": "files for a person with whom the bot has no direct messages yet",
  "users:read": "the time zone and the name of the person who asks",
  "usergroups:read": "access rules that name user groups",
};
