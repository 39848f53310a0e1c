/** Builds and joins what answers in Slack: the trail, the store, the desk and the connection; start and close. */
import { join } from "node:path";
import { namesGroups } from "./access/judge.ts";
import { ALL_ORDERS, NO_ORDERS, namesOrderGroups } from "./access/orders.ts";
import { createArtist } from "./charts/artist.ts";
import type { Config } from "./config.ts";
import type { Problem } from "./domain/problem.ts";
import { MINUTE } from "./domain/time.ts";
import { createLog, errorFields, type Log, type LogFields } from "./log.ts";
import { type SlackConfig, startSlack } from "./slack/app.ts";
import { createDesk } from "./slack/desk.ts";
import type { DeskLog, DeskParts } from "./slack/desk-parts.ts";
import { createWebGallery } from "./slack/web-gallery.ts";
import { createMarkFinder } from "./slack/web-marks.ts";
import { createWebMessenger } from "./slack/web-messenger.ts";
import { createWebPeople } from "./slack/web-people.ts";
import type { Clock } from "./sources/clock.ts";
import type { AlarmOrders, CloudWatch } from "./sources/cloudwatch.ts";
import type { Run, StagedTrail } from "./sources/trail.ts";
import { createMemoryStore } from "./store/memory.ts";
import type { Store } from "./store/store.ts";
import { lateTrail } from "./trail/federated.ts";
import {
  createSandboxBoard,
  isAwsAsked,
  isSandboxAsked,
  type OpenOptions,
  openSandboxSlack,
  openTrail,
  systemClock,
  withSandboxNames,
} from "./wire.ts";
import { lateCloudWatch, lateOrders } from "./wire-cloudwatch.ts";
import { spendingBy } from "./wire-spending.ts";
import type { OpenedTrail } from "./wire-trail.ts";

export type Chat = {
  /** Name of the workspace. */
  team: string;
  /** Where the sandbox's Slack can be opened; absent when Slack is live. */
  consoleUrl?: string;
  /** HTTP mode: the port that Slack's requests come in at. */
  port?: number;
  /** Settles when the index is up to date; rejects with what keeps the trail from being asked. */
  ready: Promise<void>;
  /** Settles when Slack has thrown us out for good, or after close(). */
  stopped: Promise<Problem | undefined>;
  /** Lets running questions end, then undoes everything. */
  close(): Promise<void>;
};

/** How often the index takes in what has arrived. */
const UPDATE_MS = MINUTE;
/** How long running questions may go on once the process is to end. */
const DRAIN_MS = 5_000;

type Board = NonNullable<OpenOptions["board"]>;

/** What has to be undone at the end, the last first. */
type Undo = (() => unknown)[];

/** What is asked: a folder of log files that wins over the configuration, or the sandbox's made-up company. */
export type TrailChoice = { trail?: string; sandbox: boolean };

/** Waits of the desk, for those who cannot wait so long. */
export type Timing = Pick<DeskParts, "slowMs" | "lookAgainMs">;

/**
 * Starts everything. Throws a Problem that says what to set where it cannot start: what was begun is undone then.
 */
export async function startChat(
  config: Config,
  choice: TrailChoice,
  timing: Timing = {},
): Promise<Chat> {
  const undo: Undo = [];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    return { ...(await startParts(config, choice, timing, undo)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(
  config: Config,
  choice: TrailChoice,
  timing: Timing,
  undo: Undo,
): Promise<Omit<Chat, "close">> {
  const log = createLog({ level: config.logLevel });
  for (const warning of config.warnings) log.warn(warning);
  const isSandbox = isSandboxAsked(config, optionsOf(choice));
  const board = isSandbox ? await createSandboxBoard() : undefined;
  const late = openLate(config, choice, { log, undo, ...(board && { board }) });
  const { slack, consoleUrl } = await chooseSlack(config, undo, board);
  const { journal, topics, ledger, orders: book } = await openStore(config, undo);
  // What is made up may be changed by everybody, whatever holds of a real AWS.
  const orders = isSandbox ? ALL_ORDERS : (config.orders ?? NO_ORDERS);
  const web = { token: slack.botToken, apiUrl: slack.apiUrl, log };
  const shared = {
    journal,
    policy: config.access,
    accountNames: (await withSandboxNames(config, isSandbox)).accounts,
    clock: late.clock,
    messenger: createWebMessenger(web),
    people: createWebPeople({
      ...web,
      clock: systemClock,
      readGroups: namesGroups(config.access) || namesOrderGroups(orders),
    }),
  };
  const artist = createArtist();
  undo.push(() => artist.close());
  const desk = createDesk({
    ...shared,
    ...timing,
    studio: { artist, gallery: createWebGallery(web) },
    sources: { trail: late.trail, ...(late.cloudwatch && { cloudwatch: late.cloudwatch }) },
    ...(late.orders && { ordering: { book, policy: orders, orders: late.orders } }),
    topics,
    spendingOf: spendingBy(config, ledger),
    findMarked: createMarkFinder(web),
    ...(config.zone !== undefined && { zone: config.zone }),
    report: (reference, error) =>
      log.error("a question broke", { reference, ...errorFields(error) }),
    log: deskLog(log),
  });
  undo.push(() => desk.drain(DRAIN_MS));
  const connection = await startSlack({
    ...shared,
    config: slack,
    desk,
    log,
    ...(late.cloudwatch && { alarms: late.cloudwatch.alarms }),
  });
  undo.push(() => connection.close());
  void desk.recover();
  return {
    team: connection.team,
    ...(consoleUrl !== undefined && { consoleUrl }),
    ...(connection.port !== undefined && { port: connection.port }),
    ready: late.ready,
    stopped: connection.stopped,
  };
}

type Late = {
  trail: StagedTrail;
  cloudwatch?: CloudWatch;
  orders?: AlarmOrders;
  clock: Clock;
  ready: Promise<void>;
};

/** Slack is connected while the trail is still being opened; what is asked meanwhile waits for it. */
function openLate(
  config: Config,
  choice: TrailChoice,
  parts: { log: Log; undo: Undo; board?: Board },
): Late {
  const { log, undo, board } = parts;
  const abort = new AbortController();
  const run: Run = { signal: abort.signal, progress: () => {} };
  const opening = openTrail({
    config,
    clock: systemClock,
    run,
    ...optionsOf(choice),
    ...(board && { board }),
    sync: { onTrouble: (text) => log.warn("log files could not be copied", { text }) },
    failed: (source, error) => log.error("a source broke", { source, ...errorFields(error) }),
  });
  let opened: OpenedTrail | undefined;
  let timer: NodeJS.Timeout | undefined;
  const ready = opening.then(async (from) => {
    opened = from;
    await from.update(run);
    timer = setInterval(() => void update(from, run, log), UPDATE_MS);
  });
  // Whoever asks is told; `ready` itself may have nobody who waits for it.
  ready.catch((error) => log.error("the trail could not be opened", errorFields(error)));
  undo.push(async () => {
    abort.abort();
    await ready.catch(() => undefined);
    clearInterval(timer);
    await opened?.close();
  });
  return {
    trail: lateTrail(opening.then(({ trail }) => trail)),
    ...(isAwsAsked(config, optionsOf(choice)) && {
      cloudwatch: lateCloudWatch(opening.then(({ cloudwatch }) => cloudwatch)),
      orders: lateOrders(opening.then(({ orders }) => orders)),
    }),
    clock: { now: () => (opened?.clock ?? systemClock).now() },
    ready,
  };
}

function optionsOf({ trail, sandbox }: TrailChoice): { dir?: string; sandbox: boolean } {
  return { sandbox, ...(trail !== undefined && { dir: trail }) };
}

async function update(opened: OpenedTrail, run: Run, log: Log): Promise<void> {
  try {
    await opened.update(run);
  } catch (error) {
    if (!run.signal.aborted)
      log.warn("the index could not be brought up to date", errorFields(error));
  }
}

type Chosen = { slack: SlackConfig; consoleUrl?: string };

async function chooseSlack(config: Config, undo: Undo, board?: Board): Promise<Chosen> {
  const { slack } = config;
  if (slack.kind !== "sandbox") return { slack };
  const server = await openSandboxSlack(config.consolePort, board);
  undo.push(() => server.close());
  const { botToken, appToken, apiUrl, consoleUrl } = server;
  return { slack: { kind: "socket", botToken, appToken, apiUrl }, consoleUrl };
}

/** The sandbox forgets; what is asked in a live workspace is kept, by one process a folder. */
async function openStore({ slack, stateDir }: Config, undo: Undo): Promise<Store> {
  if (slack.kind === "sandbox") return createMemoryStore();
  const { lockState } = await import("./store/state-lock.ts");
  undo.push(lockState(stateDir));
  const { openSqliteStore } = await import("./store/sqlite.ts");
  const store = openSqliteStore({ path: join(stateDir, "trailwatch.db") });
  undo.push(() => store.close());
  return store;
}

function deskLog(log: Log): DeskLog {
  return {
    info: (fields, text) => log.info(text, toFields(fields)),
    warn: (fields, text) => log.warn(text, toFields(fields)),
  };
}

function toFields(fields: Record<string, unknown>): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === "number" || typeof value === "boolean" ? value : String(value),
    ]),
  );
}
