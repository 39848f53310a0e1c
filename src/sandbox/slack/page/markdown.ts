/** The Markdown of Slack's `markdown` block, as far as answers use it. Pure; what is no mark-up stays text. */
import type { Inline } from "./inline.ts";

export type MarkdownBlock =
  | { kind: "heading"; level: number; children: Inline[] }
  | { kind: "paragraph" | "quote"; children: Inline[] }
  | { kind: "list"; isOrdered: boolean; items: Inline[][] }
  | { kind: "pre"; text: string }
  | { kind: "rule" };

type Line = {
  kind: "heading" | "quote" | "bullet" | "number" | "rule" | "blank" | "plain";
  text: string;
};

/** The blocks of a Markdown text. */
export function parseMarkdown(text: string): MarkdownBlock[] {
  return text
    .split(/^(```[^\n]*\n[\s\S]*?^```[ \t]*$)/m)
    .flatMap((part) =>
      part.startsWith("```") && part.trimEnd().endsWith("```") && part.includes("\n")
        ? [{ kind: "pre" as const, text: part.trimEnd().split("\n").slice(1, -1).join("\n") }]
        : parseLines(part),
    );
}

function parseLines(text: string): MarkdownBlock[] {
  const groups: Line[][] = [];
  for (const line of text.split("\n").map(toLine)) {
    const last = groups.at(-1);
    const isJoined =
      line.kind !== "heading" && line.kind !== "rule" && last?.[0]?.kind === line.kind;
    if (isJoined && last) {
      last.push(line);
    } else {
      groups.push([line]);
    }
  }
  return groups.flatMap(toBlock);
}

function toLine(line: string): Line {
  if (line.trim() === "") {
    return { kind: "blank", text: "" };
  }
  if (/^\s{0,3}([-*_])(\s*\1){2,}\s*$/.test(line)) {
    return { kind: "rule", text: line };
  }
  const kinds: [Line["kind"], RegExp][] = [
    ["heading", /^#{1,6}\s+/],
    ["quote", /^>\s?/],
    ["bullet", /^\s*[-*+]\s+/],
    ["number", /^\s*\d+[.)]\s+/],
  ];
  const found = kinds.find(([, pattern]) => pattern.test(line));
  return { kind: found?.[0] ?? "plain", text: line };
}

function toBlock(lines: Line[]): MarkdownBlock[] {
  const first = lines[0] ?? { kind: "blank", text: "" };
  const inner = (pattern: RegExp) => lines.map(({ text }) => text.replace(pattern, ""));
  switch (first.kind) {
    case "heading": {
      const level = /^#+/.exec(first.text)?.[0].length ?? 1;
      return [
        { kind: "heading", level, children: parseMarkdownInline(first.text.replace(/^#+\s+/, "")) },
      ];
    }
    case "quote":
      return [{ kind: "quote", children: parseMarkdownInline(inner(/^>\s?/).join("\n")) }];
    case "bullet":
    case "number": {
      const items = inner(/^\s*([-*+]|\d+[.)])\s+/).map(parseMarkdownInline);
      return [{ kind: "list", isOrdered: first.kind === "number", items }];
    }
    case "rule":
      return [{ kind: "rule" }];
    case "plain":
      return [{ kind: "paragraph", children: parseMarkdownInline(inner(/^$/).join("\n")) }];
    case "blank":
      return [];
  }
}

const MARKS =
  /`([^`\n]+)`|\*\*(\S(?:[^\n]*?\S)?)\*\*|~~(\S(?:[^\n]*?\S)?)~~|\[([^\]\n]+)\]\((\S+?)\)|(?<!\w)[*_](\S(?:[^*_\n]*?\S)?)[*_](?!\w)/;

/** Marks inside a line of Markdown. */
export function parseMarkdownInline(text: string): Inline[] {
  const nodes: Inline[] = [];
  let rest = text;
  for (let found = MARKS.exec(rest); found; found = MARKS.exec(rest)) {
    if (found.index > 0) {
      nodes.push({ kind: "text", text: rest.slice(0, found.index) });
    }
    nodes.push(toNode(found));
    rest = rest.slice(found.index + found[0].length);
  }
  return rest === "" ? nodes : [...nodes, { kind: "text", text: rest }];
}

function toNode([all, code, bold, strike, label, url, italic]: RegExpExecArray): Inline {
  if (code !== undefined) {
    return { kind: "code", text: code };
  }
  if (label !== undefined && url !== undefined) {
    return { kind: "link", url, label };
  }
  const style = bold !== undefined ? "bold" : strike !== undefined ? "strike" : "italic";
  const content = bold ?? strike ?? italic;
  return content === undefined
    ? { kind: "text", text: all }
    : { kind: "styled", style, children: parseMarkdownInline(content) };
}
