import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Inline, TextBlock } from "../../../src/sandbox/slack/page/inline.ts";
import { followable } from "../../../src/sandbox/slack/page/inline.ts";
import { parseInline, parseMrkdwn } from "../../../src/sandbox/slack/page/mrkdwn.ts";

const text = (value: string): Inline => ({ kind: "text", text: value });
const bold = (...children: Inline[]): Inline => ({ kind: "styled", style: "bold", children });

/** Every character that a node keeps, shown or behind a label. */
function everything(node: Inline): string {
  switch (node.kind) {
    case "styled":
      return node.children.map(everything).join("");
    case "date":
      return [node.atMs / 1000, node.format, node.url, node.fallback].join("");
    case "link":
      return node.url + (node.label ?? "");
    case "user":
    case "channel":
    case "group":
      return node.id + (node.label ?? "");
    case "broadcast":
    case "emoji":
      return node.name + ("label" in node ? (node.label ?? "") : "");
    case "color":
      return node.value;
    case "text":
    case "code":
      return node.text;
  }
}

function blockText(block: TextBlock): string {
  return block.kind === "pre" ? block.text : block.children.map(everything).join("");
}

describe("parseInline", () => {
  it.each<[string, Inline[]]>([
    ["*bold* text", [bold(text("bold")), text(" text")]],
    ["*_both_*", [bold({ kind: "styled", style: "italic", children: [text("both")] })]],
    ["~gone~", [{ kind: "styled", style: "strike", children: [text("gone")] }]],
    ["`*code*`", [{ kind: "code", text: "*code*" }]],
    ["*a `b*c` d*", [bold(text("a "), { kind: "code", text: "b*c" }, text(" d"))]],
    [
      "<https://a.example/?a=1&amp;b=2|see>",
      [{ kind: "link", url: "https://a.example/?a=1&b=2", label: "see" }],
    ],
    ["<mailto:a@b.example>", [{ kind: "link", url: "mailto:a@b.example" }]],
    ["<@U12AB|jane>", [{ kind: "user", id: "U12AB", label: "jane" }]],
    ["<#C12AB>", [{ kind: "channel", id: "C12AB" }]],
    [
      "<!here> <!subteam^S1|@oncall>",
      [
        { kind: "broadcast", name: "here" },
        text(" "),
        { kind: "group", id: "S1", label: "@oncall" },
      ],
    ],
    [
      "<!date^60^{date_short} {time}|then>",
      [{ kind: "date", atMs: 60_000, format: "{date_short} {time}", fallback: "then" }],
    ],
    [":warning: at 12:30:45", [{ kind: "emoji", name: "warning" }, text(" at 12:30:45")]],
    ["&lt;b&gt; &amp;amp;", [text("<b> &amp;")]],
  ])("reads %s", (source, expected) => {
    expect(parseInline(source)).toEqual(expected);
  });

  it.each([
    "snake_case_name and 2*3*4",
    "* no bold *",
    "*not closed",
    "*over\nlines*",
    "**",
    "arn:aws:s3:::bucket",
    "<javascript:alert(1)|click>",
    "<script>",
    "< >",
    "<>",
    "``",
    "<@lower> <!date^x^y>",
  ])("leaves %s as it is", (source) => {
    expect(parseInline(source).map(everything).join("")).toBe(source);
    expect(parseInline(source).every(({ kind }) => kind === "text")).toBe(true);
  });

  it("reads forty thousand marks without end in a moment", () => {
    const source = "*a _b ~c d <".repeat(4000);

    const startedMs = performance.now();
    const nodes = parseInline(source);

    expect(nodes.map(everything).join("") === source).toBe(true);
    expect(performance.now() - startedMs).toBeLessThan(1000);
  });
});

describe("parseMrkdwn", () => {
  it("separates code fences and quotes from lines", () => {
    const blocks = parseMrkdwn("before\n> quoted\n&gt; more\n```*a*\n```after");

    expect(blocks).toEqual([
      { kind: "text", children: [text("before")] },
      { kind: "quote", children: [text("quoted\nmore")] },
      { kind: "text", children: [] },
      { kind: "pre", text: "*a*\n" },
      { kind: "text", children: [text("after")] },
    ]);
  });

  it("quotes all that follows three marks", () => {
    expect(parseMrkdwn(">>>one\ntwo").map(({ kind }) => kind)).toEqual(["quote"]);
  });

  it("loses no word, whatever it is given", () => {
    const pieces = fc.constantFrom(
      "*",
      "_",
      "~",
      "`",
      "```",
      "<",
      ">",
      "|",
      "\n",
      " ",
      "<@U1A>",
      "<https://a.example|b>",
      "<!date^1^{x}|y>",
      "&gt;",
      ":x:",
      "&amp;",
    );
    const words = fc.oneof(pieces, fc.stringMatching(/^[a-z0-9 ]{1,6}$/), fc.string());
    const letters = (value: string) =>
      value.replace(/&(amp|lt|gt);/g, "").replace(/[^\p{L}\p{N}]/gu, "");

    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
        const source = parts.join("");
        const kept = parseMrkdwn(source).map(blockText).join("");
        // What the marks of tokens spell out themselves is not a word of the text.
        const expected = letters(source.replaceAll("!date", ""));
        expect(letters(kept.replaceAll("!date", ""))).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });
});

describe("followable", () => {
  it.each([
    "javascript:alert(1)",
    " JavaScript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "vbscript:x",
    "",
  ])("does not follow %j", (url) => {
    expect(followable(url)).toBeUndefined();
  });

  it("follows web addresses, mail and paths of this server", () => {
    const urls = ["https://a.example/", "mailto:a@b.example", "/console/files/F1"];

    expect(urls.map(followable)).toEqual(urls);
  });
});
