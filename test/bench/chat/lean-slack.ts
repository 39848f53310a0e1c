/**
 * A Slack that costs next to nothing, so that what is measured is the app: the few Web API calls that it needs to
 * start and to answer, and slash commands over Socket Mode or signed HTTP, each timed until its acknowledgement.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";
import { Pool } from "undici";
import { WebSocket, WebSocketServer } from "ws";
import { signature } from "../../../src/sandbox/slack/delivery/http-link.ts";

export const BOT_TOKEN = "xoxb-bench";
export const APP_TOKEN = "xapp-1-bench";
export const SIGNING_SECRET = "0123456789abcdef0123456789abcdef";

export type LeanSlack = {
  apiUrl: string;
  /** Messages that the app posted or edited, and those to one person alone. */
  posted(): { answers: number; whispers: number };
  /** Settles with the moment of the next Socket Mode connection's hello. */
  nextHello(): Promise<number>;
  /** Sends a command over the connection that came last; milliseconds until its acknowledgement. */
  commandBySocket(words: string): Promise<number>;
  close(): Promise<void>;
};

/** People and channels enough that nobody waits for a place or for a channel's next second. */
const PEOPLE = 300;
const CHANNELS = 600;

type Counter = { next: number };

/** The form fields of a slash command, as the next person types it in the next channel. */
function commandFields(counter: Counter, origin: string, words: string): Record<string, string> {
  counter.next += 1;
  const number = counter.next;
  const [command = "", ...text] = words.split(" ");
  const userId = `U${String(number % PEOPLE).padStart(10, "0")}`;
  const channelId = `C${String(number % CHANNELS).padStart(10, "0")}`;
  return {
    token: "bench",
    team_id: "T0BENCH000",
    team_domain: "bench",
    channel_id: channelId,
    channel_name: "incidents",
    user_id: userId,
    user_name: "jane",
    command,
    text: text.join(" "),
    api_app_id: "A0BENCH000",
    is_enterprise_install: "false",
    response_url: `${origin}/commands/${number}`,
    trigger_id: `${number}.${number}.${randomUUID()}`,
  };
}

const SELF = {
  url: "https://bench.slack.com/",
  team: "Bench",
  team_id: "T0BENCH000",
  user: "trailwatch",
  user_id: "U0BOT00000",
  bot_id: "B0BOT00000",
};

const PERSON = { name: "jane", tz: "Europe/Berlin", profile: { display_name: "jane" } };

/** What the Web API says; methods that are not named come to a bare `ok`. */
function answerOf(method: string, number: number, socketUrl: string): object {
  switch (method) {
    case "auth.test":
      return SELF;
    case "apps.connections.open":
      return { url: socketUrl };
    case "users.info":
      return { user: PERSON };
    case "chat.postMessage":
    case "chat.update":
      return { channel: "C0000000000", ts: `1790000000.${String(number).padStart(6, "0")}` };
    default:
      return {};
  }
}

function isAnswer(path: string): boolean {
  return path === "/api/chat.postMessage" || path === "/api/chat.update";
}

function createAnswering() {
  const counts = { answers: 0, whispers: 0 };
  const serve = async (
    request: IncomingMessage,
    response: ServerResponse,
    origin: string,
  ): Promise<void> => {
    // The words are not looked at, but read to their end, as Slack does.
    for await (const _ of request);
    const path = request.url ?? "";
    if (isAnswer(path)) counts.answers += 1;
    if (path.startsWith("/commands/")) counts.whispers += 1;
    const socketUrl = `${origin.replace("http:", "ws:")}/link/`;
    const method = path.replace("/api/", "");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ok: true, ...answerOf(method, counts.answers, socketUrl) }));
  };
  return { counts, serve };
}

const HELLO = JSON.stringify({
  type: "hello",
  num_connections: 1,
  debug_info: { host: "applink-bench", build_number: 1, approximate_connection_time: 3600 },
  connection_info: { app_id: "A0BENCH000" },
});

function createLinks() {
  const server = new WebSocketServer({ noServer: true });
  const waiting = new Map<string, () => void>();
  const hellos: ((at: number) => void)[] = [];
  let last: WebSocket | undefined;
  server.on("connection", (socket) => {
    last = socket;
    socket.on("message", (data) => {
      const frame: { envelope_id: string } = JSON.parse(String(data));
      waiting.get(frame.envelope_id)?.();
      waiting.delete(frame.envelope_id);
    });
    socket.send(HELLO);
    for (const tell of hellos.splice(0)) tell(performance.now());
  });
  return {
    server,
    nextHello: () => new Promise<number>((resolve) => hellos.push(resolve)),
    send(payload: object): Promise<void> {
      if (last?.readyState !== WebSocket.OPEN) throw new Error("the app is not connected");
      const id = randomUUID();
      const acknowledged = new Promise<void>((resolve) => waiting.set(id, resolve));
      const envelope = { envelope_id: id, type: "slash_commands", accepts_response_payload: true };
      last.send(JSON.stringify({ ...envelope, payload }));
      return acknowledged;
    },
  };
}

export async function startLeanSlack(): Promise<LeanSlack> {
  const { counts, serve } = createAnswering();
  const links = createLinks();
  const counter: Counter = { next: 0 };
  let origin = "";
  const server = createServer((request, response) => void serve(request, response, origin));
  server.on("upgrade", (request, socket, head) => {
    links.server.handleUpgrade(request, socket, head, (made) => {
      links.server.emit("connection", made, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${origin}/api/`,
    posted: () => ({ ...counts }),
    nextHello: links.nextHello,
    async commandBySocket(words) {
      const payload = commandFields(counter, origin, words);
      const start = performance.now();
      await links.send(payload);
      return performance.now() - start;
    },
    async close() {
      for (const socket of links.server.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type HttpSender = {
  command(words: string): Promise<number>;
  close(): Promise<void>;
};

/** Sends signed commands to an app that listens at the port; milliseconds until the response has come. */
export function createHttpSender(port: number, slack: LeanSlack): HttpSender {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 64 });
  const counter: Counter = { next: 0 };
  const origin = slack.apiUrl.replace(/\/api\/$/, "");
  return {
    async command(words) {
      const body = new URLSearchParams(commandFields(counter, origin, words)).toString();
      const timestamp = Math.floor(Date.now() / 1000);
      const headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": String(timestamp),
        "x-slack-signature": signature(SIGNING_SECRET, timestamp, body),
      };
      const start = performance.now();
      const answer = await pool.request({ path: "/slack/events", method: "POST", body, headers });
      await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`the app answered ${answer.statusCode}`);
      return performance.now() - start;
    },
    close: () => pool.close(),
  };
}
