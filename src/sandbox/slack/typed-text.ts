/** What a person types, as Slack stores it: `&`, `<` and `>` escaped, mentions and links in angle brackets. */
import type { SlackObject } from "./model.ts";
import { botUser } from "./wire.ts";
import type { World } from "./world.ts";

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const BROADCASTS = new Set(["here", "channel", "everyone"]);

export type StoredOptions = {
  /** Commands name people beside their ids, messages do not. */
  isNamed?: boolean;
};

function mentionOf(world: World, sign: string, name: string, isNamed: boolean): string | undefined {
  const lower = name.toLowerCase();
  if (sign === "#") {
    const found = [...world.workspace.conversations.values()].find(
      (conversation) => conversation.kind === "channel" && conversation.name === lower,
    );
    return found && `<#${found.id}|${found.name}>`;
  }
  const user = [botUser(world), ...world.company.users].find((row) => row.name === lower);
  if (user) return isNamed ? `<@${user.id}|${user.name}>` : `<@${user.id}>`;
  const group = world.company.groups.find(({ handle }) => handle === lower);
  if (group) return `<!subteam^${group.id}|@${group.handle}>`;
  return BROADCASTS.has(lower) ? `<!${lower}>` : undefined;
}

const MENTION = /(?<![\w@#/])([@#])(\w[\w.-]*\w|\w)/g;

const TAIL = String.raw`[^\s<>|]*[^\s<>|.,;:!?'")\]]`;
/** Domains are linked where they end in one that people register; a dotted name such as `a.tf` is not. */
const BARE = String.raw`(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev|app|co|ai|cloud|eu|de|uk)(?![\w.-])`;
/** Addresses, mail addresses and bare domains, in this order of preference. */
const LINK = new RegExp(
  `(?<url>https?://${TAIL})|(?<mail>(?<![\\w.+-])[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)|(?<![\\w@/:.-])(?<bare>${BARE}(?:/${TAIL})?)`,
  "gi",
);

function linkOf({ url, mail, bare }: Record<string, string | undefined>): string {
  if (url) return `<${url}>`;
  return mail ? `<mailto:${mail}|${mail}>` : `<http://${bare}|${bare}>`;
}

function withReferences(world: World, part: string, isNamed: boolean): string {
  const mentioned = (text: string) =>
    text.replace(
      MENTION,
      (whole, sign: string, name: string) => mentionOf(world, sign, name, isNamed) ?? whole,
    );
  let out = "";
  let from = 0;
  for (const { 0: link, index, groups = {} } of part.matchAll(LINK)) {
    out += mentioned(part.slice(from, index)) + linkOf(groups);
    from = index + link.length;
  }
  return out + mentioned(part.slice(from));
}

/** What was typed, stored; code between backticks stays as it is. */
export function storedText(world: World, typed: string, options: StoredOptions = {}): string {
  const parts = escapeText(typed).split(/(```[\s\S]*?```|`[^`\n]*`)/);
  const isNamed = options.isNamed === true;
  return parts
    .map((part, index) => (index % 2 === 1 ? part : withReferences(world, part, isNamed)))
    .join("");
}

const REFERENCE = /<(@|#|!subteam\^|!|https?:|mailto:)([^>|]*)(?:\|([^>]*))?>/g;

const unescaped = (text: string) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function referenceElement(sign: string, id: string, label?: string): SlackObject {
  if (sign === "@") return { type: "user", user_id: id };
  if (sign === "#") return { type: "channel", channel_id: id };
  if (sign === "!subteam^") return { type: "usergroup", usergroup_id: id };
  if (sign === "!") return { type: "broadcast", range: id };
  const url = unescaped(sign + id);
  return { type: "link", url, ...(label ? { text: unescaped(label) } : {}) };
}

/** The rich text block that Slack keeps beside the text of a person's message. */
export function richText(text: string, blockId: string): SlackObject {
  const elements: SlackObject[] = [];
  let from = 0;
  const plain = (to: number) => {
    if (to > from) elements.push({ type: "text", text: unescaped(text.slice(from, to)) });
  };
  for (const match of text.matchAll(REFERENCE)) {
    plain(match.index);
    elements.push(referenceElement(match[1] ?? "", match[2] ?? "", match[3]));
    from = match.index + match[0].length;
  }
  plain(text.length);
  const section = { type: "rich_text_section", elements };
  return { type: "rich_text", block_id: blockId, elements: [section] };
}
