/** Rich text elements as the nodes that mrkdwn has too. Pure. Elements: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
import type { Inline, InlineStyle } from "./inline.ts";
import { type Fields, fieldsOf, listIn, textIn } from "./reading.ts";

const STYLES: InlineStyle[] = ["bold", "italic", "strike", "underline"];

/** The elements of a rich text section, list item, quote or preformatted text. */
export function richTextInline(parent: Fields): Inline[] {
  return listIn(parent, "elements").map((part) => styled(part, toNode(part)));
}

function styled(part: Fields, node: Inline): Inline {
  const style = fieldsOf(part.style);
  return STYLES.filter((name) => style[name] === true).reduce<Inline>(
    (inner, name) => ({ kind: "styled", style: name, children: [inner] }),
    node,
  );
}

function toNode(part: Fields): Inline {
  const text = textIn(part, "text");
  switch (part.type) {
    case "text":
      return fieldsOf(part.style).code === true ? { kind: "code", text } : { kind: "text", text };
    case "link":
      return { kind: "link", url: textIn(part, "url"), ...(text === "" ? {} : { label: text }) };
    case "user":
      return { kind: "user", id: textIn(part, "user_id") };
    case "channel":
      return { kind: "channel", id: textIn(part, "channel_id") };
    case "usergroup":
      return { kind: "group", id: textIn(part, "usergroup_id") };
    case "team":
      return { kind: "group", id: textIn(part, "team_id") };
    case "broadcast":
      return { kind: "broadcast", name: textIn(part, "range") };
    case "emoji":
      return toEmoji(part);
    case "color":
      return { kind: "color", value: textIn(part, "value") };
    case "date":
      return toDate(part);
    default:
      return {
        kind: "text",
        text: text || `[unsupported element: ${textIn(part, "type") || "?"}]`,
      };
  }
}

function toEmoji(part: Fields): Inline {
  const codes = textIn(part, "unicode")
    .split("-")
    .map((code) => Number.parseInt(code, 16));
  const isValid = codes.every((code) => code > 0 && code <= 0x10ffff);
  return isValid
    ? { kind: "text", text: String.fromCodePoint(...codes) }
    : { kind: "emoji", name: textIn(part, "name") };
}

function toDate(part: Fields): Inline {
  const url = textIn(part, "url");
  return {
    kind: "date",
    atMs: Number(textIn(part, "timestamp") || Number.NaN) * 1000,
    format: textIn(part, "format"),
    fallback: textIn(part, "fallback"),
    ...(url === "" ? {} : { url }),
  };
}

/** The bare text of nodes, for preformatted text and labels. */
export function inlineText(nodes: Inline[]): string {
  return nodes.map(nodeText).join("");
}

function nodeText(node: Inline): string {
  switch (node.kind) {
    case "text":
    case "code":
      return node.text;
    case "styled":
      return inlineText(node.children);
    case "link":
      return node.label ?? node.url;
    case "user":
    case "channel":
    case "group":
      return node.label ?? node.id;
    case "broadcast":
    case "emoji":
      return node.name;
    case "date":
      return node.fallback;
    case "color":
      return node.value;
  }
}
