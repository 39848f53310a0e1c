/** What a person types, as Slack stores it: `&`, `<` and `>` escaped, mentions and links in angle brackets. */
import type { SlackObject } from "./model.ts";
import { botUser } from "./wire.ts";
import type { World } from "./world.ts";

export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const BROADCASTS = new Set(["here", "channel", "everyone"]);

function mentionOf(world: World, sign: string, name: string): string | undefined {
  const lower = name.toLowerCase();
  if (sign === "#") {
    const found = [...world.workspace.conversations.values()].find(
      (conversation) => conversation.kind === "channel" && conversation.name === lower,
    );
    return found && `<#${found.id}|${found.name}>`;
  }
  const user = [botUser(world), ...world.company.users].find((row) => row.name === lower);
  if (user) return `<@${user.id}>`;
  const group = world.company.groups.find(({ handle }) => handle === lower);
  if (group) return `<!subteam^${group.id}|@${group.handle}>`;
  return BROADCASTS.has(lower) ? `<!${lower}>` : undefined;
}

const LINK = /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?'")\]]/g;
const MENTION = /(?<![\w@#/])([@#])([\w][\w.-]*[\w]|\w)/g;

/** Text of a message; code between backticks stays as it is. */
export function storedText(world: World, typed: string): string {
  const parts = escapeText(typed).split(/(```[\s\S]*?```|`[^`\n]*`)/);
  return parts
    .map((part, index) => (index % 2 === 1 ? part : withReferences(world, part)))
    .join("");
}

function withReferences(world: World, part: string): string {
  const links = [...part.matchAll(LINK)];
  let out = "";
  let from = 0;
  for (const { 0: link, index } of links) {
    out += `${withMentions(world, part.slice(from, index))}<${link}>`;
    from = index + link.length;
  }
  return out + withMentions(world, part.slice(from));
}

function withMentions(world: World, part: string): string {
  return part.replace(
    MENTION,
    (whole, sign: string, name: string) => mentionOf(world, sign, name) ?? whole,
  );
}

const REFERENCE = /<(@|#|!subteam\^|!|https?:)([^>|]*)(?:\|([^>]*))?>/g;

const unescaped = (text: string) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function referenceElement(sign: string, id: string): SlackObject {
  if (sign === "@") return { type: "user", user_id: id };
  if (sign === "#") return { type: "channel", channel_id: id };
  if (sign === "!subteam^") return { type: "usergroup", usergroup_id: id };
  if (sign === "!") return { type: "broadcast", range: id };
  return { type: "link", url: unescaped(sign + id) };
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
    elements.push(referenceElement(match[1] ?? "", match[2] ?? ""));
    from = match.index + match[0].length;
  }
  plain(text.length);
  const section = { type: "rich_text_section", elements };
  return { type: "rich_text", block_id: blockId, elements: [section] };
}
