import { describe, expect, it } from "vitest";
import { complete, toDeed } from "../../../src/sandbox/slack/page/completion.ts";
import { workspace } from "./workspace.ts";

const KNOWN = workspace("U1");
const offered = (text: string) =>
  complete(text, text.length, KNOWN)?.choices.map((choice) => choice.text);

describe("complete", () => {
  it.each([
    ["/", ["/who-changed ", "/what-changed ", "/trailwatch ", "/invite "]],
    ["/wh", ["/who-changed ", "/what-changed "]],
    ["/changed", ["/who-changed ", "/what-changed "]],
    ["/tr", ["/trailwatch "]],
    ["hi @tr", ["@trailwatch "]],
    ["@oka", ["@tom "]],
    ["see #pay", ["#payments "]],
  ])("offers for %s", (text, expected) => {
    expect(offered(text)).toEqual(expected);
  });

  it.each(["", "hello", "/who-changed bucket", "a@b", "/nothing-like-it", "not /who"])(
    "offers nothing for %j",
    (text) => {
      expect(offered(text)).toBeUndefined();
    },
  );

  it("says how a command is used", () => {
    expect(complete("/who", 4, KNOWN)?.choices[0]).toEqual({
      text: "/who-changed ",
      label: "/who-changed <resource> [since 2h]",
      hint: "Who changed a resource, and how",
    });
  });

  it("replaces only the word at the cursor", () => {
    expect(complete("ask @tr now", 7, KNOWN)).toMatchObject({ from: 4, to: 7 });
  });
});

describe("toDeed", () => {
  const where = { channel: "C1" };

  it("says what is no command, in the thread where one is open", () => {
    expect(toDeed(" hello <b> ", { channel: "C1", threadTs: "1.2" }, KNOWN)).toEqual({
      act: "say",
      channel: "C1",
      threadTs: "1.2",
      text: "hello <b>",
    });
  });

  it("runs a command with its words, over several lines too", () => {
    expect(toDeed("/who-changed a\nb ", where, KNOWN)).toEqual({
      act: "command",
      channel: "C1",
      command: "/who-changed",
      text: "a\nb",
    });
  });

  it.each(["/etc/passwd is open", "/ what"])("takes %s as words", (text) => {
    expect(toDeed(text, where, KNOWN)).toMatchObject({ act: "say" });
  });

  it("refuses a command in a thread, as Slack does", () => {
    const deed = toDeed("/who-changed x", { channel: "C1", threadTs: "1.2" }, KNOWN);

    expect(deed).toEqual({ refusal: expect.stringContaining("not supported in threads") });
  });

  it("invites a person by name and says when there is none", () => {
    expect(toDeed("/invite @Tom", where, KNOWN)).toEqual({
      act: "invite",
      channel: "C1",
      member: "U2",
    });
    expect(toDeed("/invite @nobody", where, KNOWN)).toEqual({
      refusal: expect.stringContaining("“nobody”"),
    });
  });
});
