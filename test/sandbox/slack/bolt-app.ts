/** A small real Bolt app, with the receivers built by hand, that the tests point at the local Slack. */
import { type AddressInfo, createServer } from "node:net";
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { afterEach } from "vitest";
import type { ConsoleChange, ConsoleMessage } from "../../../src/sandbox/slack/console-protocol.ts";
import {
  type SlackServer,
  type SlackServerOptions,
  startSlackServer,
} from "../../../src/sandbox/slack/server.ts";

export const JANE = "U01JANEDOE0";
export const OMAR = "U01OMARHAD0";
export const INCIDENTS = "C01INCIDENT";
export const RANDOM = "C01RANDOM00";

const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

export async function startServer(options: Partial<SlackServerOptions> = {}): Promise<SlackServer> {
  const server = await startSlackServer({ delivery: { kind: "socket" }, ...options });
  cleanUps.push(() => server.close());
  return server;
}

export type Mode = "socket" | "http";

function boltApp(server: SlackServer, receiver: SocketModeReceiver | HTTPReceiver): App {
  return new App({
    receiver,
    token: server.botToken,
    deferInitialization: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: server.apiUrl, retryConfig: { retries: 0 } },
  });
}

async function connectSocket(server: SlackServer, prepare: (app: App) => void) {
  const receiver = new SocketModeReceiver({
    appToken: server.appToken,
    clientPingTimeout: 1_000,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: server.apiUrl } },
  });
  const app = boltApp(server, receiver);
  prepare(app);
  await app.init();
  await app.start();
  cleanUps.push(async () => {
    const gone = new Promise((resolve) => receiver.client.once("disconnected", resolve));
    await app.stop();
    await gone;
  });
  return app;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A local Slack and an app on it, connected; `prepare` registers the listeners. */
export async function startBolt(
  mode: Mode,
  prepare: (app: App) => void,
  options: Partial<SlackServerOptions> = {},
): Promise<{ server: SlackServer; app: App }> {
  if (mode === "socket") {
    const server = await startServer(options);
    return { server, app: await connectSocket(server, prepare) };
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/slack/events`;
  const server = await startServer({ ...options, delivery: { kind: "http", url } });
  const receiver = new HTTPReceiver({
    signingSecret: server.signingSecret,
    logLevel: LogLevel.ERROR,
  });
  const app = boltApp(server, receiver);
  prepare(app);
  await app.init();
  await receiver.start({ port, host: "127.0.0.1" });
  cleanUps.push(() => app.stop());
  return { server, app };
}

/** Collects what one person sees from now on. */
export function listen(server: SlackServer, userId: string) {
  const changes: ConsoleChange[] = [];
  const waiting = new Set<() => void>();
  server.watch(userId, (change) => {
    changes.push(change);
    for (const check of waiting) check();
  });
  const until = <Found>(find: () => Found | undefined): Promise<Found> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`Not seen among ${JSON.stringify(changes).slice(0, 2_000)}`));
      }, 4_000);
      const check = () => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  return {
    changes,
    message: (
      fits: (message: ConsoleMessage) => boolean,
      kind: "message" | "changed" = "message",
    ) =>
      until(
        () =>
          changes.flatMap((change) =>
            change.kind === kind && fits(change.message) ? [change.message] : [],
          )[0],
      ),
    notice: () => until(() => changes.find((change) => change.kind === "notice")),
    modal: () =>
      until(
        () =>
          changes.flatMap((change) =>
            change.kind === "modal" && change.view ? [change.view] : [],
          )[0],
      ),
    home: () =>
      until(() => changes.flatMap((change) => (change.kind === "home" ? [change.view] : []))[0]),
  };
}
