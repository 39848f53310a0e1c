/**
 * Socket Mode connections ("links"), each made with a receiver of its own and replaced as soon as it ends.
 * The SDK's own reconnecting is off: it leaves a gap of seconds on each refresh, and an error while it reconnects
 * becomes an unhandled rejection after which it never tries again (socket-mode 3.1).
 */
import { type App, SocketModeReceiver } from "@slack/bolt";
import { errorFields, type Log } from "../log.ts";
import { clientOptions, slackLogger } from "./web-client.ts";

export type LinkOptions = {
  app: App;
  appToken: string;
  apiUrl?: string | undefined;
  log: Log;
  /** A link that is not ready by then is given up. */
  deadlineMs: number;
  /** Gives the attempt up at once. */
  signal: AbortSignal;
};

export type Link = {
  /** Slack will end the link, or it has ended: time for another. */
  ending: Promise<void>;
  ended: Promise<void>;
  close(): Promise<void>;
};

/** Opens one link; rejects with the SDK's error, or one that says how long we waited. */
export async function openLink(options: LinkOptions): Promise<Link> {
  const { client } = createReceiver(options);
  const ended = new Promise<void>((resolve) => client.once("disconnected", resolve));
  const announced = new Promise<void>((resolve) => {
    guardMessages(client, resolve, options.log);
  });
  const start = client.start();
  try {
    await before(options, start);
  } catch (error) {
    await abandon(client, start);
    if (error instanceof Error) throw error;
    throw new Error("the connection was closed before Slack said hello");
  }
  return { ending: Promise.race([ended, announced]), ended, close: () => closeClient(client) };
}

/** A start that comes late must not leave a connection that nobody knows. */
async function abandon(client: SocketClient, start: Promise<unknown>): Promise<void> {
  void closeClient(client);
  const late = start.then(
    () => closeClient(client),
    () => undefined,
  );
  await Promise.race([late, after(CLOSE_MS)]);
}

function createReceiver({ app, appToken, apiUrl, log }: LinkOptions): SocketModeReceiver {
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: slackLogger(log),
    // An object of its own: the SDK writes into it.
    installerOptions: { clientOptions: clientOptions(apiUrl, log) },
    processEventErrorHandler: async ({ error }) => {
      log.warn("a payload could not be dispatched and is ignored", errorFields(error));
      return true;
    },
  });
  receiver.init(app);
  return receiver;
}

type SocketClient = SocketModeReceiver["client"];

/**
 * The SDK reads frames in an async listener: a frame that it does not expect would be an unhandled rejection, which
 * ends the process. `tellEnding` is called when Slack announces that it will close the connection.
 */
function guardMessages(client: SocketClient, tellEnding: () => void, log: Log): void {
  const readers = client.listeners("ws_message");
  client.removeAllListeners("ws_message");
  client.on("ws_message", (data: unknown, isBinary: unknown) => {
    // The SDK would close at once. Slack leaves about ten seconds: enough to have the next link first.
    if (typeof data === "string" && isDisconnect(data)) return tellEnding();
    for (const read of readers) {
      Promise.resolve(read.call(client, data, isBinary)).catch((error: unknown) => {
        log.warn("a Socket Mode frame was malformed and is ignored", errorFields(error));
      });
    }
  });
}

/** `{"type":"disconnect","reason":"warning"|"refresh_requested"|"link_disabled",…}` is short. */
function isDisconnect(frame: string): boolean {
  return frame.length < 1000 && /^\{\s*"type"\s*:\s*"disconnect"/.test(frame.trimStart());
}

/** Time for Slack to answer the close handshake. */
const CLOSE_MS = 1000;

/**
 * The second call ends at once what still waits for Slack's goodbye. It also clears a timer of 30 seconds that the
 * SDK leaves behind when a connection is closed before it was open, and that would hold the process.
 */
async function closeClient(client: SocketClient): Promise<void> {
  const ended = new Promise<void>((resolve) => client.once("disconnected", () => resolve()));
  client.disconnect().catch(() => undefined);
  await Promise.race([ended, after(CLOSE_MS)]);
  client.disconnect().catch(() => undefined);
}

async function before<T>({ deadlineMs, signal }: LinkOptions, work: Promise<T>): Promise<T> {
  const seconds = deadlineMs / 1000;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  const late = new Promise<never>((_resolve, reject) => {
    const giveUp = (): void => reject(new Error(`no connection within ${seconds} seconds`));
    if (deadline.aborted) giveUp();
    deadline.addEventListener("abort", giveUp, { once: true });
  });
  return Promise.race([work, late]);
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
