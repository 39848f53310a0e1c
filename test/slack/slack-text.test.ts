/** Slack's text as the words that a person typed. */
import { describe, expect, it } from "vitest";
import { mentionedUsers, plainWords, withoutMention } from "../../src/slack/slack-text.ts";

describe("words", () => {
  it.each([
    ["who changed bucket-x?", "who changed bucket-x?"],
    ["A&amp;B &lt;prod&gt;", "A&B <prod>"],
    ["&amp;lt;", "&lt;"],
    ["who changed <http://img.acme.example|img.acme.example>", "who changed img.acme.example"],
    ["who changed <https://a.example/b?c=d&amp;e=f>", "who changed https://a.example/b?c=d&e=f"],
    ["what did <mailto:jane@acme.example|jane@acme.example> do", "what did jane@acme.example do"],
    ["what did <mailto:jane@acme.example> do", "what did jane@acme.example do"],
    ["what did <@U1|jane> do", "what did jane do"],
    ["what did <@U1> do", "what did Omar do"],
    ["what did <@U9> do", "what did U9 do"],
    ["in <#C1|incidents> and <#C2>", "in #incidents and #C2"],
    ["<!here> and <!subteam^S1|@oncall>", "here and @oncall"],
    ["call <tel:+15550100|+1 555 0100>", "call +1 555 0100"],
    ["  spaces  ", "spaces"],
    ["a < b", "a < b"],
    ["<script>", "<script>"],
    ["", ""],
  ])("of %j are %j", (text, expected) => {
    const words = plainWords(text, new Map([["U1", "Omar"]]));

    expect(words).toBe(expected);
  });
});

describe("mentions", () => {
  it("of the bot are taken off wherever they stand, with a label or without", () => {
    const said = withoutMention("<@UBOT> ask <@UBOT|trailwatch> about <@U1>", "UBOT");

    expect(plainWords(said).replace(/\s+/g, " ")).toBe("ask about U1");
  });

  it("by id alone are those whose names are looked up", () => {
    expect(mentionedUsers("<@U1> <@U2|omar> <@U1> <@W3>")).toEqual(["U1", "W3"]);
  });
});
