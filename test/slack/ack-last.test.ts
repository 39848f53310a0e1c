/** What is asked is written down before Slack is told that it arrived, whatever way it comes. */
import { App, type ReceiverEvent } from "@slack/bolt";
import { describe, expect, it } from "vitest";
import { createLog } from "../../src/log.ts";
import { acknowledgeEventsLast } from "../../src/slack/ack-last.ts";
import { createDeliveries } from "../../src/slack/deliveries.ts";
import { listenToButtons } from "../../src/slack/listeners/buttons.ts";
import { listenToCommands } from "../../src/slack/listeners/commands.ts";
import type { Listening } from "../../src/slack/listeners/listening.ts";
import { listenToMentions } from "../../src/slack/listeners/mentions.ts";
import { listenToModal } from "../../src/slack/listeners/modal.ts";
import { listenToShortcut } from "../../src/slack/listeners/shortcut.ts";
import { createWebClient } from "../../src/slack/web-client.ts";
import { createWebMessenger } from "../../src/slack/web-messenger.ts";
import { createMemoryStore } from "../../src/store/memory.ts";
import { clock, recordingDesk } from "./local.ts";

const who = { team: { id: "T1" }, user: { id: "UJANE" }, channel: { id: "C1" } };
const trigger = { trigger_id: "1.2.3" };
const chosen = (value: string) => ({ value, text: { type: "plain_text", text: value } });

const PAYLOADS: [string, ReceiverEvent["body"]][] = [
  [
    "a command",
    {
      command: "/who-changed",
      text: "bucket-x",
      team_id: "T1",
      user_id: "UJANE",
      channel_id: "C1",
      ...trigger,
    },
  ],
  [
    "a mention",
    {
      type: "event_callback",
      event_id: "Ev1",
      team_id: "T1",
      event: { type: "app_mention", user: "UJANE", channel: "C1", text: "<@UBOT> who?", ts: "1.2" },
    },
  ],
  [
    "a direct message",
    {
      type: "event_callback",
      event_id: "Ev2",
      team_id: "T1",
      event: {
        type: "message",
        channel_type: "im",
        user: "UJANE",
        channel: "D1",
        text: "who signed in?",
        ts: "1.2",
      },
    },
  ],
  [
    "a button",
    {
      type: "block_actions",
      ...who,
      ...trigger,
      actions: [{ type: "button", action_id: "ask", block_id: "b", value: "who?" }],
    },
  ],
  [
    "a form",
    {
      type: "view_submission",
      ...who,
      ...trigger,
      view: {
        id: "V1",
        callback_id: "ask",
        private_metadata: JSON.stringify({ channelId: "C1" }),
        state: {
          values: {
            question: {
              question: { type: "static_select", selected_option: chosen("who-changed") },
            },
            subject: { subject: { type: "plain_text_input", value: "bucket-y" } },
          },
        },
      },
    },
  ],
  [
    "a shortcut",
    {
      type: "message_action",
      callback_id: "what_changed_around",
      ...who,
      ...trigger,
      message: { ts: "1795278600.000100" },
    },
  ],
];

/** Bolt with our listeners, on a desk that tells what happens to a question, in order. */
async function listeningApp(told: string[]): Promise<App> {
  const nothing = async (): Promise<void> => undefined;
  const app = new App({
    receiver: { init: () => undefined, start: nothing, stop: nothing },
    token: "xoxb-of-the-test",
    botUserId: "UBOT",
    botId: "B1",
    tokenVerificationEnabled: false,
    deferInitialization: true,
    convoStore: false,
  });
  const log = createLog({ level: "silent" });
  const web = createWebClient({ token: "xoxb-of-the-test", apiUrl: "http://127.0.0.1:9/", log });
  const listening: Listening = {
    desk: {
      ...recordingDesk(),
      accept: () => {
        told.push("written");
        return async () => void told.push("begun");
      },
    },
    journal: createMemoryStore().journal,
    policy: { kind: "open", rules: [], askFor: "", auditors: { users: [], groups: [] } },
    messenger: createWebMessenger({ token: "", apiUrl: "http://127.0.0.1:9/", log }),
    people: { find: async (userId) => ({ userId, name: userId, groups: [] }) },
    accountNames: {},
    clock,
    log,
    web,
    deliveries: createDeliveries(),
    botUserId: "UBOT",
  };
  acknowledgeEventsLast(app);
  listenToCommands(app, listening);
  listenToMentions(app, listening);
  listenToButtons(app, listening);
  listenToModal(app, listening);
  listenToShortcut(app, listening);
  await app.init();
  return app;
}

describe("a question", () => {
  it.each(PAYLOADS)("by %s is written, then acknowledged, then begun", async (_name, body) => {
    const told: string[] = [];
    const app = await listeningApp(told);

    await app.processEvent({ body, ack: async () => void told.push("acknowledged") });
    await expect.poll(() => told).toContain("begun");

    expect(told).toEqual(["written", "acknowledged", "begun"]);
  });

  it("that comes twice is acknowledged twice and written once", async () => {
    const told: string[] = [];
    const app = await listeningApp(told);
    const [, [, body] = ["", {}]] = PAYLOADS;

    for (let times = 0; times < 2; times++)
      await app.processEvent({ body, ack: async () => void told.push("acknowledged") });

    expect(told.filter((word) => word === "written")).toHaveLength(1);
    expect(told.filter((word) => word === "acknowledged")).toHaveLength(2);
  });
});
