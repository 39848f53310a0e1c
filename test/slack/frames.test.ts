/** Frames that no Slack should send: they are logged and ignored, and the connection goes on. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { createLog } from "../../src/log.ts";
import { type SlackConnection, startSlack } from "../../src/slack/app.ts";
import { createWebMessenger } from "../../src/slack/web-messenger.ts";
import { createMemoryStore } from "../../src/store/memory.ts";
import { asked, clock, type Lines, logLines, recordingDesk, until } from "./local.ts";

/** Answers auth.test and apps.connections.open, and hands out the sockets. */
function bareSlack(): { http: Server; sockets: WebSocket[]; acks: string[] } {
  const sockets: WebSocket[] = [];
  const acks: string[] = [];
  const http = createServer((request, response) => {
    const { port } = http.address() as AddressInfo;
    response.setHeader("content-type", "application/json");
    const self = { ok: true, user_id: "U0BOT", team_id: "T1", bot_id: "B1", team: "T" };
    const open = { ok: true, url: `ws://127.0.0.1:${port}/link` };
    response.end(JSON.stringify(request.url?.endsWith("connections.open") ? open : self));
  });
  const links = new WebSocketServer({ server: http });
  links.on("connection", (socket) => {
    sockets.push(socket);
    socket.on("message", (data) => acks.push(JSON.parse(String(data)).envelope_id));
    socket.send(JSON.stringify({ type: "hello", num_connections: 1 }));
  });
  return { http, sockets, acks };
}

const command = (id: string, payload: Record<string, unknown> = {}) =>
  JSON.stringify({
    envelope_id: id,
    type: "slash_commands",
    accepts_response_payload: true,
    payload: {
      command: "/who-changed",
      text: id,
      trigger_id: `trigger-${id}`,
      team_id: "T1",
      user_id: "U1",
      channel_id: "C1",
      ...payload,
    },
  });

const event = (id: string, payload: unknown) =>
  JSON.stringify({ envelope_id: id, type: "events_api", payload });

const interactive = (id: string, payload: unknown) =>
  JSON.stringify({ envelope_id: id, type: "interactive", payload });

describe("frames over Socket Mode", () => {
  const slack = bareSlack();
  const desk = recordingDesk();
  const lines: Lines = logLines();
  let connection: SlackConnection;
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => {
    rejections.push(reason);
  };

  beforeAll(async () => {
    process.on("unhandledRejection", note);
    await new Promise<void>((resolve) => slack.http.listen(0, "127.0.0.1", resolve));
    const { port } = slack.http.address() as AddressInfo;
    const apiUrl = `http://127.0.0.1:${port}/api/`;
    const log = createLog({ level: "info", write: lines.write });
    connection = await startSlack({
      config: { kind: "socket", botToken: "xoxb-1", appToken: "xapp-1", apiUrl },
      desk,
      journal: createMemoryStore().journal,
      policy: { kind: "open", rules: [], askFor: "", auditors: { users: [], groups: [] } },
      messenger: createWebMessenger({ token: "xoxb-1", apiUrl, log }),
      people: { find: async (userId) => ({ userId, name: userId, groups: [] }) },
      accountNames: {},
      clock,
      log,
    });
  });
  afterAll(async () => {
    await connection.close();
    for (const socket of slack.sockets) socket.terminate();
    slack.http.close();
    process.off("unhandledRejection", note);
  });

  async function send(frame: string | Buffer): Promise<void> {
    const socket = slack.sockets[0];
    if (socket === undefined) throw new Error("no connection");
    await new Promise<void>((resolve) => socket.send(frame, () => resolve()));
  }

  it.each([
    ["is no JSON", "}{"],
    ["is null", "null"],
    ["is binary", Buffer.from([1, 2, 3])],
    ["has no type", "{}"],
    ["has an unknown type", '{"type":"surprise","envelope_id":"e"}'],
    ["is an event without a payload", event("e1", undefined)],
    ["is an event without an event", event("e2", {})],
    ["is an event of null", event("e3", { event: null })],
    [
      "is a mention without a user",
      event("e4", {
        type: "event_callback",
        event_id: "Ev4",
        team_id: "T1",
        event: { type: "app_mention", channel: "C1", text: "hi" },
      }),
    ],
    [
      "is a mention whose text is a number",
      event("e5", {
        type: "event_callback",
        event_id: "Ev5",
        team_id: "T1",
        event: { type: "app_mention", user: "U1", channel: "C1", text: 5 },
      }),
    ],
    ["is a command without a user", command("e6", { user_id: undefined })],
    ["is a command with an object for a channel", command("e7", { channel_id: {} })],
    ["is a press without anything", interactive("e8", { type: "block_actions" })],
    [
      "is a press without actions",
      interactive("e9", {
        type: "block_actions",
        user: { id: "U1" },
        team: { id: "T1" },
        actions: [],
      }),
    ],
    [
      "is a press of null",
      interactive("e10", {
        type: "block_actions",
        user: { id: "U1" },
        team: { id: "T1" },
        actions: [null],
      }),
    ],
    [
      "is a form without a state",
      interactive("e11", {
        type: "view_submission",
        user: { id: "U1" },
        team: { id: "T1" },
        view: { callback_id: "x" },
      }),
    ],
    [
      "is a shortcut without a message",
      interactive("e12", {
        type: "message_action",
        callback_id: "what_changed_around",
        user: { id: "U1" },
        team: { id: "T1" },
      }),
    ],
    [
      "is a home without a user",
      event("e13", {
        type: "event_callback",
        event_id: "Ev13",
        team_id: "T1",
        event: { type: "app_home_opened" },
      }),
    ],
    ["is a payload that is a list", interactive("e14", [])],
  ])("that %s are ignored, and the next command is answered", async (what, frame) => {
    const before = desk.deeds.length;

    await send(frame);
    await send(command(`after ${what}`));
    const deeds = await desk.reached(before + 1);
    await until(() => slack.acks.includes(`after ${what}`));

    expect(asked(deeds.slice(before))).toEqual([`/who-changed after ${what}`]);
    expect(rejections).toEqual([]);
  });

  it("that say the same twice are one deed", async () => {
    const before = desk.deeds.length;
    const mention = {
      type: "event_callback",
      event_id: "Ev-twice",
      team_id: "T1",
      event: {
        type: "app_mention",
        user: "U1",
        channel: "C1",
        text: "<@U0BOT> who changed x",
        ts: "1.1",
      },
    };

    await send(event("m1", mention));
    await send(event("m2", mention));
    await send(command("c1", { trigger_id: "same" }));
    await send(command("c2", { trigger_id: "same" }));
    await send(command("last"));
    await until(() => slack.acks.includes("last"));
    await until(() => asked(desk.deeds).includes("/who-changed last"));

    expect(asked(desk.deeds.slice(before))).toEqual([
      "who changed x",
      "/who-changed c1",
      "/who-changed last",
    ]);
    expect(slack.acks).toEqual(expect.arrayContaining(["m1", "m2", "c1", "c2"]));
  });

  it("of the bot's own and of edited messages are no questions", async () => {
    const before = desk.deeds.length;
    const im = { type: "message", channel_type: "im", channel: "D1", user: "U1", text: "hello" };
    const callback = (id: string, inner: unknown) =>
      event(id, { type: "event_callback", event_id: id, team_id: "T1", event: inner });

    await send(callback("own", { ...im, user: "U0BOT" }));
    await send(callback("bot", { ...im, bot_id: "B1" }));
    await send(callback("edit", { ...im, subtype: "message_changed", message: { text: "x" } }));
    await send(callback("edited", { ...im, edited: { user: "U1", ts: "1.2" } }));
    await send(callback("channel", { ...im, channel_type: "channel" }));
    await send(callback("person", { ...im, text: "who signed in?" }));
    await desk.reached(before + 1);

    expect(asked(desk.deeds.slice(before))).toEqual(["who signed in?"]);
  });

  it("leave a line that names the kind and not the content", () => {
    const warned = lines.lines.filter(({ level }) => level === "warn");

    expect(warned.length).toBeGreaterThan(5);
    expect(JSON.stringify(lines.lines)).not.toContain("who signed in");
  });
});
