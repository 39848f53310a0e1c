/** Text as Slack delivers it → the words that a person typed. https://docs.slack.dev/messaging/formatting-message-text */

/** Names of users whose mention carries none: user id → name. */
export type NamesById = ReadonlyMap<string, string>;

const MENTION = /<@([UW][A-Z0-9]+)(?:\|([^<>]*))?>/g;

/** Ids of the users that the text mentions by id alone. */
export function mentionedUsers(text: string): string[] {
  const ids = [...text.matchAll(MENTION)].flatMap(([, id, label]) => (id && !label ? [id] : []));
  return [...new Set(ids)];
}

/** Takes off the mentions of one user, the bot itself. */
export function withoutMention(text: string, userId: string): string {
  return text.replace(MENTION, (whole, id) => (id === userId ? " " : whole));
}

/** Mentions, links and entities written out: `<http://a.example|a.example>` → `a.example`, `&lt;` → `<`. */
export function plainWords(text: string, names: NamesById = new Map()): string {
  return text
    .replace(MENTION, (_whole, id: string, label?: string) => label || names.get(id) || id)
    .replace(/<#([CG][A-Z0-9]+)(?:\|([^<>]*))?>/g, (_whole, id, label) => `#${label || id}`)
    .replace(/<!([a-z]+)(?:\^[^<>|]*)?(?:\|([^<>]*))?>/g, (_whole, name, label) => label || name)
    .replace(/<((?:https?|mailto|tel|ftp):[^<>|]*)(?:\|([^<>]*))?>/g, linkWords)
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}

/** What was typed: the label where Slack made a link of it, else the address. */
function linkWords(_whole: string, address: string, label?: string): string {
  return label || address.replace(/^(?:mailto|tel):/, "");
}
