/**
 * HTTP mode: our own door in front of Bolt's receiver. It reads at most so many bytes, checks the signature, refuses
 * what is stale, from the future or repeated, and mends what Bolt refuses without need (a charset in the content type).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HTTPReceiver } from "@slack/bolt";
import { Problem } from "../domain/problem.ts";
import { errorFields, type Log } from "../log.ts";
import { createDoor, type Door } from "./http-door.ts";
import { slackLogger } from "./web-client.ts";

export type HttpOptions = {
  signingSecret: string;
  /** 0 takes any free port. */
  port: number;
  /** Address to listen on; all of them unless given. */
  host?: string | undefined;
  log: Log;
};

export type HttpDoor = { port: number; close(): Promise<void> };

export const EVENTS_PATH = "/slack/events";

/** Made before the App, which wants its receiver when it is built. */
export function createHttpReceiver({ signingSecret, log }: HttpOptions): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret,
    endpoints: EVENTS_PATH,
    logger: slackLogger(log),
    processEventErrorHandler: async ({ error, response }) => {
      log.warn("a payload could not be dispatched and is ignored", errorFields(error));
      if (!response.headersSent) response.writeHead(400).end();
      return true;
    },
    unhandledRequestHandler: ({ response }) => {
      log.warn("a payload had no listener and is ignored");
      if (!response.headersSent) response.writeHead(404).end();
    },
    // Every listener acknowledges before all else: what waits longer has no listener.
    unhandledRequestTimeoutMillis: 1000,
  });
}

/** Starts to listen. Throws a Problem when the port cannot be had. */
export async function openHttp(receiver: HTTPReceiver, options: HttpOptions): Promise<HttpDoor> {
  const door = createDoor(options.signingSecret);
  const since = Date.now();
  const server = createServer((request, response) => {
    route(request, response, { receiver, door, since, log: options.log }).catch(
      (error: unknown) => {
        options.log.error("a request failed", errorFields(error));
        if (!response.headersSent) response.writeHead(500);
        response.end();
      },
    );
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 10_000;
  const port = await listen(server, options);
  return { port, close: () => close(server) };
}

type Routing = { receiver: HTTPReceiver; door: Door; since: number; log: Log };

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  { receiver, door, since, log }: Routing,
): Promise<void> {
  const path = (request.url ?? "").split("?", 1)[0];
  if (path === "/health" && (request.method === "GET" || request.method === "HEAD")) {
    const health = { status: "ok", upSeconds: Math.floor((Date.now() - since) / 1000) };
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(request.method === "HEAD" ? undefined : JSON.stringify(health));
    return;
  }
  if (path !== EVENTS_PATH) return refuse(response, 404);
  if (request.method !== "POST") return refuse(response, 405, { allow: "POST" });
  const verdict = await door(request);
  if (verdict.kind === "answered") return refuse(response, 200);
  if (verdict.kind === "refused") {
    log.warn("a request to Slack's address was refused", {
      status: verdict.status,
      why: verdict.why,
    });
    return refuse(response, verdict.status, { connection: "close" });
  }
  receiver.requestListener(verdict.request, response);
}

function refuse(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers).end();
}

function listen(server: Server, { port, host }: HttpOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      reject(
        new Problem(
          "slack.port",
          `Port ${port} cannot be opened: ${error.message}.`,
          "Stop what listens there, or set PORT to a free port.",
          { cause: error },
        ),
      );
    });
    server.listen({ port, ...(host !== undefined && { host }) }, () => {
      resolve(addressOf(server).port);
    });
  });
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("No TCP address");
  return address;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // Requests are answered within three seconds; what is open after that is not worth waiting for.
    setTimeout(() => server.closeAllConnections(), 3000).unref();
  });
}
