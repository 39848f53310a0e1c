/** What is read of a pressed control, whatever it hangs on and however old it is. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { readPress } from "../../../src/slack/listeners/press.ts";

const pressed = (action: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: "block_actions",
  trigger_id: "1.2.3",
  team: { id: "T1", domain: "acme" },
  user: { id: "U1", team_id: "T1" },
  channel: { id: "C1", name: "incidents" },
  container: { type: "message", channel_id: "C1", message_ts: "10.1", is_ephemeral: false },
  message: { ts: "10.1", type: "message" },
  response_url: "https://hooks.slack.com/actions/T1/1/x",
  actions: [action],
  ...more,
});

const button = { type: "button", action_id: "ask", block_id: "b", value: "who changed x?" };

describe("a press", () => {
  it("on a button carries its value, its place and the thread of its message", () => {
    expect(readPress(pressed(button))).toEqual({
      action: "ask",
      value: "who changed x?",
      triggerId: "1.2.3",
      teamId: "T1",
      userId: "U1",
      channelId: "C1",
      threadTs: "10.1",
      isOnHome: false,
      responseUrl: "https://hooks.slack.com/actions/T1/1/x",
    });
  });

  it("on a reply stays in the reply's thread", () => {
    const body = pressed(button, { message: { ts: "10.2", thread_ts: "10.1" } });

    expect(readPress(body)?.threadTs).toBe("10.1");
  });

  it("on a message that one person alone sees opens no thread", () => {
    const container = { type: "message", channel_id: "C1", message_ts: "10.1", is_ephemeral: true };

    expect(readPress(pressed(button, { container }))?.threadTs).toBe(undefined);
  });

  it("on a message for one person in a thread stays in that thread", () => {
    const container = { type: "message", channel_id: "C1", thread_ts: "9.1", is_ephemeral: true };
    const body = pressed(button, { container, message: undefined });

    expect(readPress(body)?.threadTs).toBe("9.1");
  });

  it("on a menu carries the chosen option", () => {
    const menu = {
      type: "overflow",
      action_id: "more:3",
      selected_option: { text: { type: "plain_text", text: "Raw" }, value: "raw event 1" },
    };

    expect(readPress(pressed(menu))).toMatchObject({ action: "more", value: "raw event 1" });
  });

  it.each([
    ["ask", "ask"],
    ["ask:2", "ask"],
    ["ask_2", "ask"],
    ["cancel", "cancel"],
    ["asking", undefined],
    ["toString", undefined],
    ["constructor", undefined],
    ["", undefined],
    ["ack_alarm", undefined],
  ])("with the id %j is %j", (actionId, expected) => {
    expect(readPress(pressed({ ...button, action_id: actionId }))?.action).toBe(expected);
  });

  it("on a button that opens a link has no value", () => {
    const link = { type: "button", action_id: "link", block_id: "b" };

    expect(readPress(pressed(link))).toMatchObject({ action: undefined, value: undefined });
  });

  it("on the Home goes to the direct messages that the Home names, or to the person", () => {
    const onHome = (privateMetadata: string) =>
      readPress(
        pressed(button, {
          channel: undefined,
          container: { type: "view", view_id: "V1" },
          message: undefined,
          view: { id: "V1", type: "home", private_metadata: privateMetadata },
        }),
      );

    expect(onHome("D123")).toMatchObject({ isOnHome: true, channelId: "D123" });
    expect(onHome("")).toMatchObject({ isOnHome: true, channelId: "U1" });
    expect(onHome("C666")).toMatchObject({ isOnHome: true, channelId: "U1" });
  });

  it.each(["trigger_id", "user", "actions"])("without %s is malformed", (name) => {
    expect(readPress(pressed(button, { [name]: undefined }))).toBe(undefined);
  });
});
