import { describe, expect, it } from "vitest";
import { nearest } from "../../src/language/nearest.ts";
import { tokenize } from "../../src/language/tokens.ts";

const texts = (text: string) => tokenize(text).map((token) => token.text);

describe("tokens", () => {
  it.each([
    ["who changed bucket-x?", ["who", "changed", "bucket-x"]],
    ["who changed “my bucket”?", ["who", "changed", "my bucket"]],
    ["it’s ‘bucket-x’", ["it's", "bucket-x"]],
    ["jane's bucket", ["jane's", "bucket"]],
    ["`bucket-x`, *bold* ~struck~", ["bucket-x", "bold", "struck"]],
    ["orders-* and *orders", ["orders-*", "and", "*orders"]],
    ["bucket‑x – now…", ["bucket-x", "-", "now"]],
    ["a\u00A0b\u200Bc\u0000d", ["a", "bc", "d"]],
    ["<@U1|jane> <@U2>", ["@jane", "@U2"]],
    [
      "<https://example.com/a?b=c|example.com> <https://example.com>",
      ["example.com", "https://example.com"],
    ],
    ["<mailto:jane@example.com|jane@example.com>", ["jane@example.com"]],
    ["<#C1|ops> <!here> &lt;x&gt; a&amp;b", ["ops", "x", "a&b"]],
    ["arn:aws:logs:eu-west-1:1:log-group:x:*.", ["arn:aws:logs:eu-west-1:1:log-group:x:*"]],
    ["at 14:05: now", ["at", "14:05", "now"]],
    ["10.0.0.1, 2001:db8::1;", ["10.0.0.1", "2001:db8::1"]],
    ["AROAEXAMPLE:i-0317.", ["AROAEXAMPLE:i-0317"]],
    ["prod,staging", ["prod", "staging"]],
    ["func(x)", ["func(x)"]],
    ["", []],
    ["   \n\t ", []],
  ])("%j", (text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  it("marks names in quotes, so that they are never keywords", () => {
    const [first, second] = tokenize('"Yesterday" yesterday');

    expect(first).toEqual({ text: "Yesterday", word: "yesterday", quoted: true });
    expect(second).toEqual({ text: "yesterday", word: "yesterday", quoted: false });
  });

  it("marks where a clause ends and what stands in brackets", () => {
    const tokens = tokenize("who changed x (created, deleted), and when?");

    expect(tokens.filter((token) => token.stop).map((token) => token.text)).toEqual([
      "created",
      "deleted",
      "when",
    ]);
    expect(tokens.filter((token) => token.aside).map((token) => token.text)).toEqual([
      "created",
      "deleted",
    ]);
  });
});

describe("the nearest word", () => {
  it("counts a swap of neighbours as one slip", () => {
    const found = nearest("chnaged", ["changed", "charged"], 1);

    expect(found).toEqual(["changed"]);
  });

  it("gives the best first and nothing beyond the limit", () => {
    const found = nearest("bucket-x", ["bucket-y", "bucket-x", "basket", "bucket-xyz"], 2);

    expect(found).toEqual(["bucket-x", "bucket-y", "bucket-xyz"]);
  });
});
