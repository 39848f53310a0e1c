/** The real bot on the local Slack, as `trailwatch start` joins them, and people who use it. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OrderPolicy } from "../../src/access/orders.ts";
import type { Policy } from "../../src/access/policy.ts";
import type { AwsSetup } from "../../src/aws/setup.ts";
import type { Config } from "../../src/config.ts";
import { HOUR } from "../../src/domain/time.ts";
import { writeScenario } from "../../src/sandbox/scenario/write.ts";
import { acmeCompany } from "../../src/sandbox/slack/company.ts";
import type {
  ConsoleChange,
  ConsoleMessage,
  ConsoleSnapshot,
} from "../../src/sandbox/slack/console-protocol.ts";
import { type SlackServer, startSlackServer } from "../../src/sandbox/slack/server.ts";
import { SCOPES } from "../../src/slack/scopes.ts";
import { type Chat, startChat, type Timing } from "../../src/wire-chat.ts";

export type Mode = "socket" | "http";

export const JANE = "U01JANEDOE0";
export const OMAR = "U01OMARHAD0";
export const INCIDENTS = "C01INCIDENT";
/** The bot is not a member here. */
export const RANDOM = "C01RANDOM00";

const OPEN: Policy = {
  kind: "open",
  rules: [],
  askFor: "the on-call engineer",
  auditors: { users: [], groups: [] },
};

/** The sandbox's company as log files; told anew when the last telling is older than an hour. */
export function scenarioDir(): Promise<string> {
  const dir = join(tmpdir(), "trailwatch-test-scenario");
  return writeScenario({ dir, now: Date.now(), maxAgeMs: HOUR }).then((report) => report.dir);
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export type Bot = {
  server: SlackServer;
  chat: Chat;
  stateDir: string;
  /** Ends the bot and starts it again on the same state. */
  restart(): Promise<void>;
  /** What a person sees in a channel, oldest first. */
  seen(user: string, channel?: string): ConsoleMessage[];
  snapshot(user: string): ConsoleSnapshot;
  /** Types `/command words` or words; answers with the messages of the bot that are new then, once one is there. */
  type(
    user: string,
    text: string,
    where?: { channel?: string; threadTs?: string },
  ): Promise<ConsoleMessage>;
  /** Presses a control of a message by its action id, and the position of it among those. */
  press(user: string, message: ConsoleMessage, actionId: string, position?: number): Promise<void>;
  close(): Promise<void>;
};

export type BotOptions = {
  mode: Mode;
  policy?: Policy;
  stateDir?: string;
  trail?: string;
  /** AWS is asked instead of a folder of log files. */
  aws?: AwsSetup;
  /** Who may have AWS changed; nobody unless set. */
  orders?: OrderPolicy;
  timing?: Timing;
  /** How long an answer may take, 10 s unless set. */
  answerMs?: number;
};

export async function startBot(options: BotOptions): Promise<Bot> {
  const { mode, policy = OPEN, stateDir, aws, timing, answerMs } = options;
  const own = stateDir ?? mkdtempSync(join(tmpdir(), "trailwatch-bot-"));
  const port = await freePort();
  const server = await startSlackServer({
    company: { ...acmeCompany(), scopes: Object.keys(SCOPES) },
    delivery:
      mode === "socket"
        ? { kind: "socket" }
        : { kind: "http", url: `http://127.0.0.1:${port}/slack/events` },
  });
  const { botToken, appToken, signingSecret, apiUrl } = server;
  const config: Config = {
    ...(!aws && { trail: options.trail ?? (await scenarioDir()) }),
    cacheDir: join(own, "cache"),
    stateDir: own,
    accounts: { prod: "111122223333", staging: "222233334444", security: "333344445555" },
    aws: aws ? { kind: "live", setup: aws } : { kind: "off" },
    slack:
      mode === "socket"
        ? { kind: "socket", botToken, appToken, apiUrl }
        : { kind: "http", botToken, signingSecret, port, host: "127.0.0.1", apiUrl },
    access: policy,
    ...(options.orders && { orders: options.orders }),
    consolePort: 0,
    logLevel: "error",
    warnings: [],
  };
  const bot = { chat: await startChat(config, { sandbox: false }, timing) };
  await bot.chat.ready;

  const seen = (user: string, channel = INCIDENTS) =>
    server.snapshot(user).messages.filter((message) => message.channel === channel);

  async function type(
    user: string,
    text: string,
    { channel = INCIDENTS, threadTs }: { channel?: string; threadTs?: string } = {},
  ): Promise<ConsoleMessage> {
    const isHere = (message: ConsoleMessage) => message.threadTs === threadTs;
    const answer = nextAnswer(server, user, channel, isHere, answerMs);
    const [command = "", ...words] = text.split(" ");
    const reply = await server.act(
      command.startsWith("/")
        ? { user, act: "command", channel, command, text: words.join(" ") }
        : { user, act: "say", channel, text, ...(threadTs !== undefined && { threadTs }) },
    );
    if (!reply.ok) throw new Error(reply.text);
    return answer;
  }

  async function press(
    user: string,
    message: ConsoleMessage,
    actionId: string,
    position = 0,
  ): Promise<void> {
    const found = controls(message.blocks ?? []).filter(
      ({ action_id }) =>
        action_id === actionId ||
        action_id.startsWith(`${actionId}-`) ||
        action_id.startsWith(`${actionId}:`),
    );
    const control = found[position];
    if (!control) throw new Error(`no ${actionId} on ${message.text.slice(0, 80)}`);
    const reply = await server.act({
      user,
      act: "press",
      surface: { kind: "message", channel: message.channel, ts: message.ts },
      action: control,
    });
    if (!reply.ok) throw new Error(reply.text);
  }

  return {
    server,
    get chat() {
      return bot.chat;
    },
    stateDir: own,
    async restart() {
      await bot.chat.close();
      bot.chat = await startChat(config, { sandbox: false }, timing);
      await bot.chat.ready;
    },
    seen,
    snapshot: (user) => server.snapshot(user),
    type,
    press,
    async close() {
      await bot.chat.close();
      await server.close();
      if (stateDir === undefined) rmSync(own, { recursive: true, force: true });
    },
  };
}

const ANSWER_MS = 10_000;

export type Fits = (message: ConsoleMessage) => boolean;

/** The next message of the bot that this person sees in the channel; a progress message counts once it is the answer. */
export function nextAnswer(
  server: SlackServer,
  user: string,
  channel: string,
  fits: Fits = () => true,
  answerMs = ANSWER_MS,
): Promise<ConsoleMessage> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`no answer for ${user} in ${channel}`));
    }, answerMs);
    const isAnswer = answersOnly(server.botUserId, channel);
    const stop = server.watch(user, (change) => {
      const message = isAnswer(change);
      if (!message || !fits(message)) return;
      clearTimeout(timer);
      stop();
      resolve(message);
    });
  });
}

/** The message of a change, if it is an answer that was not there before. */
function answersOnly(
  bot: string,
  channel: string,
): (change: ConsoleChange) => ConsoleMessage | undefined {
  const inWork = new Set<string>();
  return (change) => {
    if (change.kind !== "message" && change.kind !== "changed") return undefined;
    const { message } = change;
    if (message.channel !== channel || message.user !== bot) return undefined;
    if (isProgress(message)) inWork.add(message.ts);
    const isNew = change.kind === "message" || inWork.has(message.ts);
    return isNew && !isProgress(message) ? message : undefined;
  };
}

function isProgress(message: ConsoleMessage): boolean {
  return controls(message.blocks ?? []).some(({ action_id }) => action_id.startsWith("cancel"));
}

type Control = { type: string; action_id: string; block_id: string } & Record<string, unknown>;

/** Buttons and the like of blocks, as a person presses them. */
export function controls(blocks: unknown[]): Control[] {
  const found: Control[] = [];
  for (const block of blocks) {
    if (typeof block !== "object" || block === null) continue;
    const { block_id, elements, accessory } = block as Record<string, unknown>;
    for (const element of [...(Array.isArray(elements) ? elements : []), accessory]) {
      if (typeof element !== "object" || element === null || !("action_id" in element)) continue;
      const { type, action_id, value } = element as Record<string, unknown>;
      found.push({
        type: String(type),
        action_id: String(action_id),
        block_id: String(block_id),
        ...(value !== undefined && { value }),
      });
    }
  }
  return found;
}
