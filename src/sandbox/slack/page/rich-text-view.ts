/** Draws rich_text and markdown blocks. */
import { element } from "./element.ts";
import { inlineView, preView } from "./inline-view.ts";
import { type MarkdownBlock, parseMarkdown } from "./markdown.ts";
import { type Fields, listIn, textIn } from "./reading.ts";
import { inlineText, richTextInline } from "./rich-text.ts";
import type { Scene } from "./scene.ts";

/** The parts of a rich_text block. */
export function richTextView(block: Fields, scene: Scene): HTMLElement {
  const parts = listIn(block, "elements").map((part) => partView(part, scene));
  return element("div", { class: "rich-text" }, ...parts);
}

function partView(part: Fields, scene: Scene): HTMLElement {
  switch (part.type) {
    case "rich_text_section":
      return element("div", { class: "lines" }, ...inlineView(richTextInline(part), scene));
    case "rich_text_quote":
      return element("blockquote", {}, ...inlineView(richTextInline(part), scene));
    case "rich_text_preformatted":
      return preView(inlineText(richTextInline(part)));
    case "rich_text_list":
      return listView(part, scene);
    default:
      return unsupported("element", textIn(part, "type"));
  }
}

function listView(list: Fields, scene: Scene): HTMLElement {
  const items = listIn(list, "elements").map((item) =>
    element("li", {}, ...inlineView(richTextInline(item), scene)),
  );
  const indent = Math.min(Number(textIn(list, "indent")) || 0, 8);
  const attributes = { class: `bullets indent-${indent}${list.border ? " is-quoted" : ""}` };
  return list.style === "ordered"
    ? element("ol", { ...attributes, start: (Number(textIn(list, "offset")) || 0) + 1 }, ...items)
    : element("ul", attributes, ...items);
}

/** Says openly what this page cannot draw. */
export function unsupported(what: string, kind: string): HTMLElement {
  return element(
    "div",
    { class: "unsupported" },
    `unsupported ${what}: ${kind || "without a type"}`,
  );
}

/** A markdown block. */
export function markdownView(block: Fields, scene: Scene): HTMLElement {
  const parts = parseMarkdown(textIn(block, "text")).map((part) => markdownPart(part, scene));
  return element("div", { class: "rich-text markdown" }, ...parts);
}

function markdownPart(part: MarkdownBlock, scene: Scene): HTMLElement {
  switch (part.kind) {
    case "heading":
      return element(
        "div",
        { role: "heading", "aria-level": part.level + 2, class: `heading heading-${part.level}` },
        ...inlineView(part.children, scene),
      );
    case "paragraph":
      return element("div", { class: "lines" }, ...inlineView(part.children, scene));
    case "quote":
      return element("blockquote", {}, ...inlineView(part.children, scene));
    case "list": {
      const items = part.items.map((item) => element("li", {}, ...inlineView(item, scene)));
      return element(part.isOrdered ? "ol" : "ul", { class: "bullets indent-0" }, ...items);
    }
    case "pre":
      return preView(part.text);
    case "rule":
      return element("hr");
  }
}
