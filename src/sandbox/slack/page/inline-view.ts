/** Draws what stands inside lines, and the blocks of text. */
import { collapsible } from "./collapse.ts";
import { dayAndTime, formatDateToken, fullTime } from "./dates.ts";
import { element } from "./element.ts";
import { emojiOf } from "./emoji.ts";
import { followable, type Inline, type TextBlock } from "./inline.ts";
import { parseMrkdwn } from "./mrkdwn.ts";
import { type Fields, textIn } from "./reading.ts";
import type { Scene } from "./scene.ts";
import { signedText } from "./sign-view.ts";

const TAGS = { bold: "strong", italic: "em", strike: "s", underline: "u" } as const;

/** Nodes as elements. */
export function inlineView(nodes: Inline[], scene: Scene): Node[] {
  return nodes.map((node) => nodeView(node, scene));
}

function nodeView(node: Inline, scene: Scene): Node {
  switch (node.kind) {
    case "text":
      return signedText(node.text);
    case "styled":
      return element(TAGS[node.style], {}, ...inlineView(node.children, scene));
    case "code":
      return element("code", {}, node.text);
    case "link":
      return linkView(node.url, node.label ?? node.url.replace(/^mailto:/, ""));
    case "user":
      return userView(node.id, node.label, scene);
    case "channel":
      return channelView(node.id, node.label, scene);
    case "group":
      return element("span", { class: "mention" }, node.label ?? `@${node.id}`);
    case "broadcast":
      return element("span", { class: "mention mention-me" }, `@${node.name}`);
    case "date":
      return dateView(node, scene);
    case "emoji":
      return emojiView(node.name);
    case "color":
      return element("code", {}, node.value);
  }
}

/** A link, or its text when a browser must not follow it. */
export function linkView(url: string, label: string): HTMLElement {
  const href = followable(url);
  return href
    ? element("a", { href, target: "_blank", rel: "noopener noreferrer", title: href }, label)
    : element("span", {}, label === url ? label : `${label} (${url})`);
}

function userView(id: string, label: string | undefined, scene: Scene): HTMLElement {
  const user = scene.users().find((known) => known.id === id);
  const isMe = id === scene.meId;
  return element(
    "span",
    { class: isMe ? "mention mention-me" : "mention", title: user?.realName },
    `@${user?.realName || user?.name || label || id}`,
  );
}

function channelView(id: string, label: string | undefined, scene: Scene): HTMLElement {
  const channel = scene.channels().find((known) => known.id === id);
  if (!channel) {
    return element("span", { class: "mention" }, `#${label || id}`);
  }
  const onclick = () => scene.goTo(id);
  return element("button", { type: "button", class: "mention", onclick }, `#${channel.name}`);
}

function dateView(node: Extract<Inline, { kind: "date" }>, scene: Scene): HTMLElement {
  const isDate = !Number.isNaN(new Date(node.atMs).getTime());
  const text = isDate ? formatDateToken(node.format, node.atMs, scene.zone, scene.nowMs()) : "";
  const title = isDate ? fullTime(node.atMs, scene.zone) : undefined;
  const shown = text || node.fallback;
  return node.url
    ? linkView(node.url, shown)
    : element(
        "time",
        { title, class: "date" },
        shown || dayAndTime(node.atMs, scene.zone, scene.nowMs()),
      );
}

/** Coloured marks are drawn, as not every machine has a font with them. */
const DRAWN = /^(?:large_)?(red|orange|yellow|green|blue|purple|white|black)_(circle|square)$/;

function emojiView(name: string): HTMLElement {
  const [, color, shape] = DRAWN.exec(name) ?? [];
  if (color) {
    return element("span", {
      class: `mark mark-${color} mark-${shape}`,
      role: "img",
      "aria-label": name.replaceAll("_", " "),
    });
  }
  const character = emojiOf(name);
  const drawn = character && signedText(character);
  if (drawn instanceof DocumentFragment) {
    return element("span", { title: `:${name}:` }, drawn);
  }
  return character
    ? element(
        "span",
        {
          class: "emoji",
          role: "img",
          "aria-label": name.replaceAll("_", " "),
          title: `:${name}:`,
        },
        character,
      )
    : element("span", {}, `:${name}:`);
}

/** Blocks of text: lines, quotes and preformatted text. */
export function textBlocksView(blocks: TextBlock[], scene: Scene): HTMLElement[] {
  return blocks.map((block) => textBlockView(block, scene));
}

function textBlockView(block: TextBlock, scene: Scene): HTMLElement {
  switch (block.kind) {
    case "pre":
      return preView(block.text);
    case "quote":
      return element("blockquote", {}, ...inlineView(block.children, scene));
    case "text":
      return element("div", { class: "lines" }, ...inlineView(block.children, scene));
  }
}

/** Preformatted text; much of it opens on demand. */
export function preView(text: string): HTMLElement {
  const shown = text.replace(/^\n/, "").replace(/\n$/, "");
  const isLong = shown.length > 1200 || shown.split("\n").length > 14;
  return collapsible(element("pre", { tabindex: isLong ? undefined : 0 }, shown), isLong);
}

/** A text object (`mrkdwn` or `plain_text`), or a mrkdwn string. */
export function textView(text: Fields | string, scene: Scene): HTMLElement[] {
  if (typeof text === "string") {
    return textBlocksView(parseMrkdwn(text), scene);
  }
  return text.type === "plain_text"
    ? [element("div", { class: "lines" }, ...plainTextView(text))]
    : textBlocksView(parseMrkdwn(textIn(text, "text")), scene);
}

/** Plain text, in which emoji names still count (unless the app says no). */
export function plainTextView(text: Fields): Node[] {
  const shown = textIn(text, "text");
  if (text.emoji === false) {
    return [signedText(shown)];
  }
  return shown.split(/(?<!\w)(:[a-z0-9_+'-]+:)/).map((part) => {
    const name = /^:(.+):$/.exec(part)?.[1];
    return name && !/^\d+$/.test(name) ? emojiView(name) : signedText(part);
  });
}
