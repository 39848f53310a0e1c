/** Connections that get stuck: no hello, no answer to the upgrade, no goodbye. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { App } from "@slack/bolt";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { createLog } from "../../src/log.ts";
import { openLink } from "../../src/slack/links.ts";
import { until } from "./local.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Upgrade = (socket: Duplex, accept: () => void) => unknown;

/** Opens connections, and does with an upgrade what the test says. */
async function slackThat(upgrade: Upgrade): Promise<{ apiUrl: string; sockets: Set<Duplex> }> {
  const sockets = new Set<Duplex>();
  const links = new WebSocketServer({ noServer: true });
  const http: Server = createServer((_request, response) => {
    const { port } = http.address() as AddressInfo;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link` }));
  });
  http.on("upgrade", (request, socket, head) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("end", () => socket.end());
    socket.on("error", () => socket.destroy());
    upgrade(socket, () =>
      links.handleUpgrade(request, socket, head, (ws) => ws.send('{"type":"hello"}')),
    );
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    http.close();
    links.close();
  });
  return { apiUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/api/`, sockets };
}

function open(apiUrl: string, deadlineMs: number, signal = new AbortController().signal) {
  const nothing = async (): Promise<void> => undefined;
  const app = new App({
    receiver: { init: () => undefined, start: nothing, stop: nothing },
    token: "xoxb-1",
    deferInitialization: true,
  });
  const log = createLog({ level: "silent" });
  return openLink({ app, appToken: "xapp-1", apiUrl, log, deadlineMs, signal });
}

describe("a connection", () => {
  it("whose upgrade is never answered is given up at the deadline", async () => {
    const { apiUrl, sockets } = await slackThat((socket) => socket.resume());

    const opening = open(apiUrl, 200);

    await expect(opening).rejects.toThrow("no connection within 0.2 seconds");
    await until(() => sockets.size === 0);
  });

  it("that is refused is an error at once", async () => {
    const { apiUrl } = await slackThat((socket) => socket.end("HTTP/1.1 403 Forbidden\r\n\r\n"));

    const opening = open(apiUrl, 2000);

    await expect(opening).rejects.toThrow("closed before Slack said hello");
  });

  it("is given up when we close meanwhile", async () => {
    const { apiUrl, sockets } = await slackThat((socket) => socket.resume());
    const abort = new AbortController();
    const opening = open(apiUrl, 60_000, abort.signal);
    setTimeout(() => abort.abort(), 50);

    await expect(opening).rejects.toThrow();
    await until(() => sockets.size === 0);
  });

  it("whose goodbye is never answered is closed all the same", async () => {
    const { apiUrl } = await slackThat((socket, accept) => {
      accept();
      // From here on nothing that we send is read.
      socket.pause();
      socket.removeAllListeners("data");
    });
    const link = await open(apiUrl, 2000);
    const since = Date.now();

    await link.close();
    await link.ended;

    expect(Date.now() - since).toBeLessThan(2000);
  });
});
