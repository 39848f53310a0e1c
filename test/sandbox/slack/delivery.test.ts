import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { ConsoleAct } from "../../../src/sandbox/slack/console-protocol.ts";
import type { SlackServer } from "../../../src/sandbox/slack/server.ts";
import { INCIDENTS, JANE, listen, startBolt, startServer } from "./bolt-app.ts";

type Frame = {
  type: string;
  envelope_id: string;
  retry_attempt?: number;
  retry_reason?: string;
  accepts_response_payload?: boolean;
  reason?: string;
  payload: Record<string, unknown>;
};

const quick = { timings: { ackMs: 80, retryMs: [10, 10, 10] } };
const command: ConsoleAct = {
  user: JANE,
  act: "command",
  channel: INCIDENTS,
  command: "/who-changed",
  text: "bucket-x",
};
const mention: ConsoleAct = { user: JANE, act: "say", channel: INCIDENTS, text: "@trailwatch hi" };

const open: (() => unknown)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function socketUrl(server: SlackServer): Promise<string> {
  const answer = await fetch(`${server.apiUrl}apps.connections.open`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.appToken}` },
  });
  return String(((await answer.json()) as { url: string }).url);
}

/** A bare WebSocket client; `answer` says what comes back for a frame. */
async function connect(server: SlackServer, answer: (frame: Frame) => object | undefined) {
  const socket = new WebSocket(await socketUrl(server));
  open.push(() => socket.terminate());
  const frames: Frame[] = [];
  const greeted = new Promise<void>((resolve) => {
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as Frame;
      frames.push(frame);
      if (frame.type === "hello") return resolve();
      const reply = answer(frame);
      if (reply) socket.send(JSON.stringify(reply));
    });
  });
  await greeted;
  return { socket, frames };
}

const ack = ({ envelope_id }: Frame) => ({ envelope_id });

describe("Socket Mode", () => {
  it("greets first and gives each envelope to one connection in turn", async () => {
    const server = await startServer(quick);
    const one = await connect(server, ack);
    const two = await connect(server, ack);

    for (let count = 0; count < 4; count += 1) await server.act(command);

    expect(one.frames[0]).toMatchObject({
      type: "hello",
      num_connections: 1,
      connection_info: { app_id: "A0TRAILWTCH" },
    });
    const commands = [one, two].map(
      ({ frames }) => frames.filter(({ type }) => type === "slash_commands").length,
    );
    expect(commands).toEqual([2, 2]);
    expect(one.frames[1]?.accepts_response_payload).toBe(true);
  });

  it("gives tickets that work once", async () => {
    const server = await startServer(quick);
    const url = await socketUrl(server);
    const first = new WebSocket(url);
    open.push(() => first.terminate());
    await once(first, "open");

    const second = new WebSocket(url);
    const [error] = (await once(second, "error")) as [Error];

    expect(error.message).toContain("403");
  });

  it("repeats an event three times with the same event id, then gives up", async () => {
    const server = await startServer(quick);
    const { frames } = await connect(server, () => undefined);

    await server.act(mention);
    await pause(600);

    const events = frames.filter(({ type }) => type === "events_api");
    expect(events.map(({ retry_attempt, retry_reason }) => [retry_attempt, retry_reason])).toEqual([
      [0, ""],
      [1, "http_timeout"],
      [2, "http_timeout"],
      [3, "http_timeout"],
    ]);
    expect(new Set(events.map(({ payload }) => payload.event_id)).size).toBe(1);
    expect(new Set(events.map(({ envelope_id }) => envelope_id)).size).toBe(4);
    expect(events[0]?.payload).toMatchObject({
      type: "event_callback",
      team_id: "T01ACMESHOP",
      api_app_id: "A0TRAILWTCH",
      authorizations: [{ team_id: "T01ACMESHOP", user_id: server.botUserId, is_bot: true }],
    });
  });

  it("repeats no command, and says so when nobody is connected", async () => {
    const server = await startServer(quick);
    const seen = listen(server, JANE);

    await server.act(command);
    const alone = await seen.notice();
    const { frames } = await connect(server, () => undefined);
    await server.act(command);
    await pause(100);

    expect(alone).toMatchObject({ text: '/who-changed failed with the error "dispatch_failed".' });
    expect(frames.filter(({ type }) => type === "slash_commands")).toHaveLength(1);
    expect(seen.changes.filter(({ kind }) => kind === "notice")).toHaveLength(2);
  });

  it("takes an acknowledgement with a payload, and closes on one that is no JSON", async () => {
    const server = await startServer(quick);
    const seen = listen(server, JANE);
    const { socket } = await connect(server, ({ envelope_id }) => ({
      envelope_id,
      payload: { text: "here" },
    }));

    await server.act(command);
    const said = await seen.message(() => true);
    socket.send("{");
    const [code] = (await once(socket, "close")) as [number];

    expect(said).toMatchObject({ text: "here", isEphemeral: true });
    expect(code).toBe(1007);
  });

  it("sends nothing new to a connection that it asked to leave", async () => {
    const server = await startServer(quick);
    const old = await connect(server, ack);
    server.faults.refresh();
    const fresh = await connect(server, ack);

    await server.act(command);

    expect(old.frames.at(-1)).toMatchObject({ type: "disconnect", reason: "refresh_requested" });
    expect(fresh.frames.at(-1)?.type).toBe("slash_commands");
  });

  it("serves a Bolt app again after a refresh and after a cut", async () => {
    const { server } = await startBolt("socket", (app) => {
      app.command("/who-changed", async ({ ack: confirm, body }) =>
        confirm(`for ${body.user_name}`),
      );
    });
    const seen = listen(server, JANE);
    const reconnected = async () => {
      await pause(20);
      while (!server.snapshot(JANE).isAppConnected) await pause(20);
    };

    server.faults.refresh();
    await reconnected();
    server.faults.dropConnections();
    await reconnected();
    await server.act(command);

    expect(await seen.message(() => true)).toMatchObject({ text: "for jane" });
  });
});

type Got = { headers: IncomingMessage["headers"]; body: string };

/** An app's side of HTTP delivery without Bolt. */
async function startReceiver(status: () => number, headers: Record<string, string> = {}) {
  const got: Got[] = [];
  const receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += String(chunk);
    });
    request.on("end", () => {
      if (!body.includes("url_verification")) got.push({ headers: request.headers, body });
      response.writeHead(status(), headers).end();
    });
  });
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  open.push(() => receiver.close());
  const { port } = receiver.address() as AddressInfo;
  return { got, url: `http://127.0.0.1:${port}/slack/events` };
}

describe("HTTP delivery", () => {
  it("signs the raw body and names a command's type exactly", async () => {
    const { got, url } = await startReceiver(() => 200);
    const server = await startServer({ delivery: { kind: "http", url } });

    await server.act(command);

    const { headers, body } = got[0] ?? { headers: {}, body: "" };
    const timestamp = String(headers["x-slack-request-timestamp"]);
    const digest = createHmac("sha256", server.signingSecret)
      .update(`v0:${timestamp}:${body}`)
      .digest("hex");
    expect(headers["x-slack-signature"]).toBe(`v0=${digest}`);
    expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(Math.abs(Number(timestamp) * 1000 - Date.now())).toBeLessThan(5_000);
    expect(new URLSearchParams(body).get("command")).toBe("/who-changed");
    expect(server.snapshot(JANE).isAppConnected).toBe(true);
  });

  it("repeats a failed event with its number and reason", async () => {
    let answers = 0;
    const { got, url } = await startReceiver(() => (++answers > 3 ? 200 : 500));
    const server = await startServer({ delivery: { kind: "http", url }, ...quick });

    await server.act(mention);
    await pause(300);

    const numbers = got.map(({ headers }) => headers["x-slack-retry-num"]);
    expect(numbers.slice(0, 3)).toEqual([undefined, "1", "2"]);
    expect(got[1]?.headers["x-slack-retry-reason"]).toBe("http_error");
    expect(got.length).toBeLessThan(5);
  });

  it("repeats nothing that the app does not want repeated", async () => {
    const { got, url } = await startReceiver(() => 500, { "x-slack-no-retry": "1" });
    const server = await startServer({ delivery: { kind: "http", url }, ...quick });

    await server.act(mention);
    await pause(150);

    expect(got).toHaveLength(1);
  });

  it("offers no Socket Mode", async () => {
    const server = await startServer({ delivery: { kind: "http", url: "http://127.0.0.1:9/" } });

    const answer = await fetch(`${server.apiUrl}apps.connections.open`, {
      method: "POST",
      headers: { authorization: `Bearer ${server.appToken}` },
    });

    expect(await answer.json()).toMatchObject({ ok: false, error: "socket_mode_not_enabled" });
  });
});
