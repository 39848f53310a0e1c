/** The app, connected to the local Slack, with a desk that writes down what reaches it. */
import { createServer } from "node:net";
import { createLog } from "../../src/log.ts";
import { type SlackServer, startSlackServer } from "../../src/sandbox/slack/server.ts";
import { type SlackConnection, type StartSlackOptions, startSlack } from "../../src/slack/app.ts";
import type { Desk } from "../../src/slack/asking.ts";
import type { Incoming } from "../../src/slack/incoming.ts";
import { createWebMessenger } from "../../src/slack/web-messenger.ts";
import { createWebPeople } from "../../src/slack/web-people.ts";
import { createMemoryStore } from "../../src/store/memory.ts";

export const JANE = "U01JANEDOE0";
export const INCIDENTS = "C01INCIDENT";
/** The bot is no member here. */
export const RANDOM = "C01RANDOM00";

export const clock = { now: () => Date.now() };

export type Deed =
  | { kind: "ask"; incoming: Incoming }
  | { kind: "cancel"; questionId: string; userId: string }
  | { kind: "share"; questionId: string; incoming: Incoming }
  | { kind: "order"; code: string; incoming: Incoming };

export type RecordingDesk = Desk & {
  deeds: Deed[];
  /** Settles when so many deeds have come. */
  reached(count: number): Promise<Deed[]>;
};

export function recordingDesk(): RecordingDesk {
  const deeds: Deed[] = [];
  const waiting = new Set<() => void>();
  const write = async (deed: Deed): Promise<void> => {
    deeds.push(deed);
    for (const look of waiting) look();
  };
  return {
    deeds,
    accept:
      (incoming) =>
      (text = incoming.text) =>
        write({ kind: "ask", incoming: { ...incoming, text } }),
    cancel: (questionId, userId) => write({ kind: "cancel", questionId, userId }),
    share: (questionId, incoming) => write({ kind: "share", questionId, incoming }),
    order: (code, incoming) => write({ kind: "order", code, incoming }),
    recover: async () => undefined,
    drain: async () => undefined,
    reached(count) {
      return new Promise((resolve) => {
        const look = (): void => {
          if (deeds.length < count) return;
          waiting.delete(look);
          resolve(deeds);
        };
        waiting.add(look);
        look();
      });
    },
  };
}

/** The texts of the questions among the deeds. */
export function asked(deeds: Deed[]): string[] {
  return deeds.flatMap((deed) => (deed.kind === "ask" ? [deed.incoming.text] : []));
}

export type Lines = { lines: Record<string, unknown>[]; write(line: string): void };

export function logLines(): Lines {
  const lines: Record<string, unknown>[] = [];
  return { lines, write: (line) => lines.push(JSON.parse(line)) };
}

export type Local = {
  server: SlackServer;
  desk: RecordingDesk;
  connection: SlackConnection;
  journal: StartSlackOptions["journal"];
  log: Lines;
  close(): Promise<void>;
};

export type LocalOptions = {
  kind: "socket" | "http";
  /** Changes to what startSlack is given. */
  change?: (options: StartSlackOptions) => StartSlackOptions;
};

/** Starts both; close() ends both. */
export async function startLocal({ kind, change }: LocalOptions): Promise<Local> {
  const port = kind === "http" ? await freePort() : 0;
  const server = await startSlackServer({
    delivery: kind === "socket" ? { kind } : { kind, url: `http://127.0.0.1:${port}/slack/events` },
    isPaced: false,
  });
  const desk = recordingDesk();
  const log = logLines();
  try {
    const options = optionsFor(server, desk, log, kind, port);
    const connection = await startSlack(change ? change(options) : options);
    const close = async (): Promise<void> => {
      await connection.close();
      await server.close();
    };
    return { server, desk, connection, journal: options.journal, log, close };
  } catch (error) {
    await server.close();
    throw error;
  }
}

export function optionsFor(
  server: SlackServer,
  desk: Desk,
  lines: Lines,
  kind: "socket" | "http",
  port = 0,
): StartSlackOptions {
  const { apiUrl, appToken, botToken, signingSecret } = server;
  const log = createLog({ level: "debug", write: lines.write });
  const web = { token: botToken, apiUrl, log };
  return {
    config:
      kind === "socket"
        ? { kind, botToken, appToken, apiUrl }
        : { kind, botToken, signingSecret, port, host: "127.0.0.1", apiUrl },
    desk,
    journal: createMemoryStore().journal,
    policy: { kind: "open", rules: [], askFor: "", auditors: { users: [], groups: [] } },
    messenger: createWebMessenger({ ...web, paceMs: 0 }),
    people: createWebPeople({ ...web, clock }),
    accountNames: {},
    clock,
    log,
    startTimeoutMs: 3000,
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = address !== null && typeof address === "object" ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** Looks until it is true, at most two seconds. */
export async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 2000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error("It did not become true in two seconds.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
