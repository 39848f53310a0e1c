/** Joins Bolt, its receivers and our listeners: start, and an orderly close that undoes it. */
import { App, type Receiver } from "@slack/bolt";
import type { AuthTestResponse, WebClient } from "@slack/web-api";
import type { Policy } from "../access/policy.ts";
import type { Problem } from "../domain/problem.ts";
import { errorFields, type Log } from "../log.ts";
import type { Clock } from "../sources/clock.ts";
import type { Alarms } from "../sources/cloudwatch.ts";
import type { Journal } from "../store/journal.ts";
import { acknowledgeEventsLast } from "./ack-last.ts";
import type { Desk } from "./asking.ts";
import { createDeliveries } from "./deliveries.ts";
import { toProblem } from "./errors.ts";
import { createHttpReceiver, openHttp } from "./http.ts";
import { listenToButtons } from "./listeners/buttons.ts";
import { listenToCommands } from "./listeners/commands.ts";
import { listenToHome } from "./listeners/home.ts";
import type { Listening } from "./listeners/listening.ts";
import { listenToMentions } from "./listeners/mentions.ts";
import { listenToModal } from "./listeners/modal.ts";
import { listenToShortcut } from "./listeners/shortcut.ts";
import type { Messenger } from "./messenger.ts";
import type { People } from "./people.ts";
import { openSocket } from "./socket.ts";
import { watchToken } from "./token-watch.ts";
import { clientOptions, createWebClient, persist, slackLogger } from "./web-client.ts";

/** How Slack reaches us. Addresses end with a slash (`https://slack.com/api/`). */
export type SlackConfig =
  | { kind: "socket"; botToken: string; appToken: string; apiUrl?: string }
  | {
      kind: "http";
      botToken: string;
      signingSecret: string;
      port: number;
      host?: string;
      apiUrl?: string;
    };

export type StartSlackOptions = {
  config: SlackConfig;
  desk: Desk;
  journal: Journal;
  policy: Policy;
  messenger: Messenger;
  people: People;
  accountNames: Record<string, string>;
  clock: Clock;
  log: Log;
  /** CloudWatch's, for the App Home; it shows none without. */
  alarms?: Alarms;
  /** Without a connection by then the start fails; 15 seconds unless given. */
  startTimeoutMs?: number;
  /** Without a Socket Mode connection for so long the operator is told; 10 seconds unless given. */
  quietMs?: number;
  /** How often the bot's token is checked; each two minutes unless given. */
  tokenCheckMs?: number;
};

export type SlackConnection = {
  mode: SlackConfig["kind"];
  botUserId: string;
  teamId: string;
  team: string;
  /** HTTP mode: where we listen. */
  port?: number;
  /** Resolves with a Problem when Slack has thrown us out for good, with undefined after close(). */
  stopped: Promise<Problem | undefined>;
  /** Takes no more deliveries. Questions in work go on: drain the desk for those. */
  close(): Promise<void>;
};

const START_TIMEOUT_MS = 15_000;

/** Connects. Throws a Problem `slack.*` that names what to set when it cannot. */
export async function startSlack(options: StartSlackOptions): Promise<SlackConnection> {
  const { config, log } = options;
  const web = createWebClient({ token: config.botToken, apiUrl: config.apiUrl, log });
  const deadlineMs = options.startTimeoutMs ?? START_TIMEOUT_MS;
  const self = await readSelf(web, deadlineMs);
  const transport = await connect(options, web, self, deadlineMs);
  const watch = watchToken({
    web,
    log,
    ...(options.tokenCheckMs !== undefined && { everyMs: options.tokenCheckMs }),
  });
  return {
    mode: config.kind,
    ...self,
    ...(transport.port !== undefined && { port: transport.port }),
    stopped: Promise.race([transport.stopped, watch.refused]),
    async close() {
      watch.stop();
      await transport.close();
    },
  };
}

type Self = Pick<SlackConnection, "botUserId" | "teamId" | "team"> & { botId: string };

async function readSelf(web: WebClient, totalMs: number): Promise<Self> {
  let self: AuthTestResponse;
  try {
    self = await persist(() => web.auth.test(), { totalMs, repeatable: true });
  } catch (error) {
    throw toProblem(error, "SLACK_BOT_TOKEN");
  }
  const { user_id: botUserId = "", team_id: teamId = "", team = "", bot_id: botId = "" } = self;
  return { botUserId, teamId, team, botId };
}

type Transport = {
  stopped: Promise<Problem | undefined>;
  port?: number;
  close(): Promise<void>;
};

async function connect(
  options: StartSlackOptions,
  web: WebClient,
  self: Self,
  deadlineMs: number,
): Promise<Transport> {
  const { config, log } = options;
  if (config.kind === "http") {
    const receiver = createHttpReceiver({ ...config, log });
    await createApp(options, receiver, web, self);
    const door = await openHttp(receiver, { ...config, log });
    let tellStopped: (problem: undefined) => void = () => undefined;
    const stopped = new Promise<undefined>((resolve) => {
      tellStopped = resolve;
    });
    const close = async (): Promise<void> => {
      await door.close();
      tellStopped(undefined);
    };
    return { port: door.port, stopped, close };
  }
  const app = await createApp(options, ofItsOwn(), web, self);
  const { appToken, apiUrl } = config;
  const { quietMs } = options;
  const quiet = quietMs === undefined ? {} : { quietMs };
  const socket = openSocket({ app, appToken, apiUrl, log, deadlineMs, ...quiet });
  try {
    await socket.ready;
  } catch (error) {
    await socket.close();
    throw error;
  }
  return { stopped: socket.stopped, close: () => socket.close() };
}

/** The links bring their receivers along, and those come and go: the App itself gets one that does nothing. */
function ofItsOwn(): Receiver {
  const nothing = async (): Promise<void> => undefined;
  return { init: () => undefined, start: nothing, stop: nothing };
}

async function createApp(
  options: StartSlackOptions,
  receiver: Receiver,
  web: WebClient,
  self: Self,
): Promise<App> {
  const { config, log } = options;
  const app = new App({
    receiver,
    token: config.botToken,
    // Known from our own auth.test: Bolt's would be a second one, and an unhandled rejection when it fails.
    botUserId: self.botUserId,
    botId: self.botId,
    tokenVerificationEnabled: false,
    deferInitialization: true,
    convoStore: false,
    logger: slackLogger(log),
    clientOptions: clientOptions(config.apiUrl, log),
  });
  acknowledgeEventsLast(app);
  app.error(async (error) => log.error("a listener failed", errorFields(error)));
  listen(app, { ...options, web, deliveries: createDeliveries(), botUserId: self.botUserId });
  await app.init();
  return app;
}

function listen(app: App, listening: Listening): void {
  listenToCommands(app, listening);
  listenToMentions(app, listening);
  listenToButtons(app, listening);
  listenToModal(app, listening);
  listenToHome(app, listening);
  listenToShortcut(app, listening);
}
