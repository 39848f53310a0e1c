import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  code,
  codeBlock,
  cut,
  dateToken,
  escapeText,
  lineText,
  prose,
  safeUrl,
  strong,
} from "../../../src/slack/views/mrkdwn.ts";
import { lineElements } from "../../../src/slack/views/rich-text.ts";
import { cutPlain, shownLine } from "../../../src/slack/views/shown.ts";
import { AT, HOSTILE } from "./answers.ts";

describe("foreign text as mrkdwn", () => {
  it.each([
    ["<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"],
    ["call @here now", "call `@here` now"],
    ["*bold* and _it_, ~no~", "`*bold*` and `_it_`, `~no~`"],
    ["my_bucket_name s3:* 2*3", "my_bucket_name s3:* 2*3"],
    ["(*.example.com)", "(`*.example.com`)"],
    ["role arn:aws:iam::1:role/x, too", "role `arn:aws:iam::1:role/x`, too"],
    [":fire: at 14:05:07", "`:fire:` at 14:05:07"],
    ["mail jane@acme.example", "mail jane@acme.example"],
    ["add `including reads` to", "add `including reads` to"],
    ["one ` backtick", "one ˋ backtick"],
    ["> quoted", "`&gt;` quoted"],
    ["a\u001b[2J\u0007\r\nb\u202ec", "a [2J b c"],
    ["\ud83d", "\ufffd"],
    ["", "–"],
    ["\u200b", "–"],
  ])("writes %j as %j", (text, expected) => {
    expect(escapeText(text)).toBe(expected);
  });

  it("keeps bold closed and code closed, whatever stands inside", () => {
    expect(strong("allows s3:* to anyone")).toBe("*allows `s3:*` to anyone*");
    expect(code("a `b` <c>")).toBe("`a ˋbˋ &lt;c&gt;`");
    expect(codeBlock("x ``` y", 100)).toBe("```\nx ˋˋˋ y\n```");
  });

  it("writes times as Slack's tokens, in the reader's zone, with UTC to fall back to", () => {
    expect(dateToken(AT)).toBe(
      "<!date^1795356187^{date_short_pretty} {time_secs}|2026-11-22 14:03:07 UTC>",
    );
    expect(dateToken(0)).toBe("1970-01-01 00:00:00 UTC");
    expect(dateToken(Number.NaN)).toBe("an unknown time");
  });

  it("links to addresses of the web alone", () => {
    const link = (url: string) => lineText([{ kind: "link", text: "a|b <c>", url }]);

    expect(link("https://ci.example/1?a=1&b=2")).toBe(
      "<https://ci.example/1?a=1&amp;b=2|a¦b &lt;c&gt;>",
    );
    expect(link("javascript:alert(1)")).toBe("a|b &lt;c&gt;");
    expect(safeUrl("https://x.example/|<!channel>")).toBeUndefined();
  });
});

describe("cutting", () => {
  it("keeps entities, tokens and surrogate pairs whole", () => {
    expect(cut("ab&amp;cd", 6)).toBe("ab…");
    expect(cut("a<!date^1^{date}|x> b", 12)).toBe("a…");
    expect(cut("👩👩👩", 4)).toBe("👩…");
    expect(cutPlain("👩👩👩", 4)).toBe("👩…");
  });

  it("never exceeds the limit, and leaves no mark open", () => {
    const texts = fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary" })));
    const property = fc.property(texts, fc.integer({ min: 10, max: 300 }), (parts, limit) => {
      const text = prose(parts.join(" "), limit);

      expect(text.length).toBeLessThanOrEqual(limit);
      expect(text.split("`").length % 2).toBe(1);
      expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    });

    fc.assert(property, { numRuns: 300 });
  });

  it("loses no character of what fits, but control characters and backticks", () => {
    const property = fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const read = escapeText(text)
        .replaceAll("`", "")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&amp;", "&");

      const expected = shownLine(text).replaceAll(/[`ˋ]/g, "");

      expect(read.replaceAll("ˋ", "")).toBe(expected);
    });

    fc.assert(property, { numRuns: 300 });
  });
});

describe("a line as rich text", () => {
  it("keeps text as it is, and sets times, code and links apart", () => {
    const elements = lineElements(
      [
        "<!channel> *x* add `now` ",
        { kind: "time", at: AT },
        { kind: "code", text: "a`b" },
        { kind: "link", text: "x", url: "file:///etc" },
      ],
      500,
    );

    expect(elements).toEqual([
      { type: "text", text: "<!channel> *x* add " },
      { type: "text", text: "now", style: { code: true } },
      { type: "text", text: " " },
      {
        type: "date",
        timestamp: 1795356187,
        format: "{date_short_pretty} {time_secs}",
        fallback: "2026-11-22 14:03:07 UTC",
      },
      { type: "text", text: "a`b", style: { code: true } },
      { type: "text", text: "x" },
    ]);
  });
});
