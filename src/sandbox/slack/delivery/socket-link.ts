/** Socket Mode: the app's connections, envelopes to one of them at a time, and their acknowledgements. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import { secretText } from "../ids.ts";
import { isObject } from "../methods/method.ts";
import { refuse } from "../refusal.ts";
import type { Delivery, Envelope, Outcome, Retry } from "./delivery.ts";

/** Slack allows ten connections (docs.slack.dev, apis/events-api/using-socket-mode). */
const MOST_CONNECTIONS = 10;
const TICKET_LIVES_MS = 30_000;
/** Clients watch for a ping every 30 s once they saw one. */
const PING_EVERY_MS = 10_000;

type Waiting = { socket: WebSocket; settle(outcome: Outcome): void };

export type SocketLink = {
  delivery: Delivery;
  /** A single-use ticket for a connection. */
  ticket(): string;
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL): void;
  /** Asks every client to connect anew. */
  refresh(reason: "refresh_requested" | "warning" | "link_disabled"): void;
  /** Cuts every connection without a word. */
  drop(): void;
  close(): Promise<void>;
};

export type LinkOptions = {
  appId: string;
  ackMs: number;
  onConnected(isConnected: boolean): void;
};

function helloFrame(appId: string, connections: number): string {
  return JSON.stringify({
    type: "hello",
    num_connections: connections,
    debug_info: { host: "applink-local", build_number: 1, approximate_connection_time: 3600 },
    connection_info: { app_id: appId },
  });
}

function createTickets() {
  const issued = new Map<string, NodeJS.Timeout>();
  return {
    issue(): string {
      const ticket = secretText(16);
      const timer = setTimeout(() => issued.delete(ticket), TICKET_LIVES_MS);
      timer.unref();
      issued.set(ticket, timer);
      return ticket;
    },
    redeem(ticket: string): boolean {
      clearTimeout(issued.get(ticket));
      return issued.delete(ticket);
    },
  };
}

/** Acknowledgements by envelope id. */
function createAcks(ackMs: number) {
  const waiting = new Map<string, Waiting>();
  return {
    wait(id: string, socket: WebSocket): Promise<Outcome> {
      return new Promise((resolve) => {
        const settle = (outcome: Outcome) => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(outcome);
        };
        const timer = setTimeout(
          () => settle({ kind: "failed", reason: "timeout", mayRetry: true }),
          ackMs,
        );
        waiting.set(id, { socket, settle });
      });
    },
    take(raw: string): void {
      const frame = JSON.parse(raw) as unknown;
      if (!isObject(frame) || typeof frame.envelope_id !== "string") return;
      const response = isObject(frame.payload) ? frame.payload : undefined;
      const found = waiting.get(frame.envelope_id);
      found?.settle({ kind: "acknowledged", ...(response ? { response } : {}) });
    },
    lost(socket: WebSocket): void {
      for (const entry of [...waiting.values()]) {
        if (entry.socket !== socket) continue;
        entry.settle({ kind: "failed", reason: "no-app", mayRetry: true });
      }
    },
  };
}

function frameOf(id: string, envelope: Envelope, retry: Retry | undefined): string {
  const isEvent = envelope.kind === "events_api";
  return JSON.stringify({
    envelope_id: id,
    payload: envelope.payload,
    type: envelope.kind,
    accepts_response_payload: envelope.acceptsResponse,
    ...(isEvent ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? "" } : {}),
  });
}

/** The app's side connects to `ws://…/link/?ticket=…`, the address that apps.connections.open gives. */
export function createSocketLink({ appId, ackMs, onConnected }: LinkOptions): SocketLink {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
  const tickets = createTickets();
  const acks = createAcks(ackMs);
  /** Those that were told to leave get nothing new. */
  const live: WebSocket[] = [];
  let turn = 0;
  const leave = (socket: WebSocket) => {
    const at = live.indexOf(socket);
    if (at >= 0) live.splice(at, 1);
    if (at >= 0 && live.length === 0) onConnected(false);
  };
  const join = (socket: WebSocket) => {
    live.push(socket);
    socket.on("message", (data) => {
      try {
        acks.take(String(data));
      } catch {
        socket.close(1007, "not JSON");
      }
    });
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      leave(socket);
      acks.lost(socket);
    });
    socket.send(helloFrame(appId, live.length));
    if (live.length === 1) onConnected(true);
  };
  const pings = setInterval(() => {
    for (const socket of server.clients) socket.ping();
  }, PING_EVERY_MS);
  pings.unref();
  return {
    delivery: {
      deliver(envelope, retry) {
        turn += 1;
        const socket = live[turn % live.length];
        if (!socket) return Promise.resolve({ kind: "failed", reason: "no-app", mayRetry: true });
        const id = randomUUID();
        const outcome = acks.wait(id, socket);
        socket.send(frameOf(id, envelope, retry));
        return outcome;
      },
      isConnected: () => live.length > 0,
    },
    ticket: () =>
      live.length < MOST_CONNECTIONS ? tickets.issue() : refuse("too_many_websockets"),
    accept(request, socket, head, url) {
      if (!tickets.redeem(url.searchParams.get("ticket") ?? "")) {
        socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      server.handleUpgrade(request, socket, head, join);
    },
    refresh(reason) {
      const frame = { type: "disconnect", reason, debug_info: { host: "applink-local" } };
      for (const socket of [...live]) {
        leave(socket);
        socket.send(JSON.stringify(frame));
      }
    },
    drop() {
      for (const socket of server.clients) socket.terminate();
    },
    close: () => closeSockets(server, pings),
  };
}

/** Answers the close handshake of each client before it goes, and does not wait long for it. */
async function closeSockets(server: WebSocketServer, pings: NodeJS.Timeout): Promise<void> {
  clearInterval(pings);
  const gone = [...server.clients].map(
    (socket) =>
      new Promise<void>((resolve) => {
        const hurry = setTimeout(() => socket.terminate(), 500);
        socket.on("close", () => {
          clearTimeout(hurry);
          resolve();
        });
        if (socket.readyState === WebSocket.CLOSED) resolve();
        socket.close(1000);
      }),
  );
  await Promise.all(gone);
  server.close();
}
