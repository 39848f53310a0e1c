/**
 * A Slack on this machine: the Web API, Socket Mode or HTTP delivery, response URLs, and the console's data.
 * Nothing of it leaves 127.0.0.1 and nothing is written to disk.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Clock } from "../../sources/clock.ts";
import { perform } from "./acts/act.ts";
import { createEvents, type Events } from "./acts/events.ts";
import { acmeCompany, type Company } from "./company.ts";
import type { AwsSwitchboard } from "./console-aws.ts";
import type {
  ConsoleAct,
  ConsoleChange,
  ConsoleReply,
  ConsoleSnapshot,
} from "./console-protocol.ts";
import { snapshotFor } from "./console-shapes.ts";
import { SLACK_TIMINGS, type Timings } from "./delivery/delivery.ts";
import { createHttpLink } from "./delivery/http-link.ts";
import { createSocketLink, type SocketLink } from "./delivery/socket-link.ts";
import { createFaults, type Failure, type Faults } from "./faults.ts";
import { isLocalHost, serve } from "./front.ts";
import { secretText } from "./ids.ts";
import type { MethodTable } from "./methods/method.ts";
import { METHODS } from "./methods/table.ts";
import { pageFiles } from "./page/files.ts";
import { refuse } from "./refusal.ts";
import { createPace } from "./rules/pace.ts";
import { createResponseUrls, createTriggers } from "./rules/tickets.ts";
import { createWebApi } from "./web-api.ts";
import { createWorkspace } from "./workspace.ts";
import type { World } from "./world.ts";

export type SlackTokens = World["tokens"];

export type SlackServerOptions = {
  /** 0 takes any free one. */
  port?: number;
  delivery: { kind: "socket" } | { kind: "http"; url: string };
  company?: Company;
  /** Fresh ones without; a server that takes the place of another needs those of that one. */
  tokens?: SlackTokens;
  clock?: Clock;
  /** Waits for acknowledgements and before repetitions; Slack's own without. */
  timings?: Partial<Timings>;
  /** Slack's limits on calls a minute; on without. */
  isPaced?: boolean;
  /** The local AWS that the app asks: the page gets a panel for it. */
  aws?: AwsSwitchboard;
};

export type SlackFaults = {
  /** Asks every connection to come anew, as Slack does every few hours. */
  refresh(): void;
  /** Tells every connection that Socket Mode was switched off. */
  disableLink(): void;
  /** Cuts every connection without a word. */
  dropConnections(): void;
  /** The next calls of the method come to this error. */
  failNext(method: string, error: string, times?: number): void;
  /** The next calls of the method get 429 with `Retry-After`. */
  rateLimitNext(method: string, seconds: number, times?: number): void;
  /** The next calls of the method get this HTTP status and nothing useful. */
  breakNext(method: string, status: number, times?: number): void;
  revokeTokens(): void;
  restoreTokens(): void;
  /** Every call gets 503 and every connection is cut, until it comes back. */
  goDown(): void;
  comeBack(): void;
};

export type SlackServer = {
  /** Such as `http://127.0.0.1:4711/api/`. */
  apiUrl: string;
  consoleUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  botUserId: string;
  /** Does what a person does; settles when the app acknowledged or its time is over. */
  act(act: ConsoleAct): Promise<ConsoleReply>;
  /** Throws where nobody has that id. */
  snapshot(userId: string): ConsoleSnapshot;
  /** Gives every change that this person sees; returns how to stop. */
  watch(userId: string, tell: (change: ConsoleChange) => void): () => void;
  faults: SlackFaults;
  close(): Promise<void>;
};

function createWatchers() {
  const watchers = new Map<string, Set<(change: ConsoleChange) => void>>();
  return {
    watch(userId: string, tell: (change: ConsoleChange) => void): () => void {
      const own = watchers.get(userId) ?? new Set();
      watchers.set(userId, own);
      own.add(tell);
      return () => own.delete(tell);
    },
    tell(change: ConsoleChange, userIds?: string[]): void {
      for (const userId of userIds ?? watchers.keys()) {
        for (const tell of watchers.get(userId) ?? []) tell(change);
      }
    },
  };
}

function slackFaults(faults: Faults, link: SocketLink | undefined): SlackFaults {
  const plan = (method: string, failure: Failure, times = 1) =>
    faults.failNext(method, failure, times);
  return {
    refresh: () => link?.refresh("refresh_requested"),
    disableLink: () => link?.refresh("link_disabled"),
    dropConnections: () => link?.drop(),
    failNext: (method, error, times) => plan(method, { kind: "error", error }, times),
    rateLimitNext: (method, seconds, times) => plan(method, { kind: "rate", seconds }, times),
    breakNext: (method, status, times) => plan(method, { kind: "status", status }, times),
    revokeTokens: () => faults.revokeTokens(),
    restoreTokens: () => faults.restoreTokens(),
    goDown() {
      faults.goDown();
      link?.drop();
    },
    comeBack: () => faults.comeBack(),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** The methods of the table and the one that leads to the connection. */
export function methodsWith(link: SocketLink | undefined): MethodTable {
  return {
    ...METHODS,
    "apps.connections.open": {
      token: "app",
      scopes: ["connections:write"],
      tier: "none",
      run: (world) =>
        link
          ? { url: `${world.origin.replace("http:", "ws:")}/link/?ticket=${link.ticket()}` }
          : refuse("socket_mode_not_enabled"),
    },
  };
}

function createWorld(options: SlackServerOptions, tell: World["tell"]) {
  const company = options.company ?? acmeCompany();
  const clock = options.clock ?? { now: () => Date.now() };
  const timings = { ...SLACK_TIMINGS, ...options.timings };
  const tokens = options.tokens ?? {
    bot: `xoxb-local-${secretText()}`,
    app: `xapp-1-local-${secretText()}`,
    signingSecret: secretText(16),
  };
  const onConnected = (isAppConnected: boolean) => tell({ kind: "connected", isAppConnected });
  const { ackMs } = timings;
  const { delivery: way } = options;
  const link =
    way.kind === "socket"
      ? createSocketLink({ appId: company.app.id, ackMs, onConnected })
      : undefined;
  const http =
    way.kind === "http"
      ? createHttpLink({
          url: way.url,
          signingSecret: tokens.signingSecret,
          ackMs,
          clock,
          onConnected,
        })
      : undefined;
  const delivery = link?.delivery ?? http?.delivery;
  if (!delivery) throw new TypeError("delivery.kind must be socket or http");
  const world: World = {
    company,
    clock,
    origin: "",
    tokens,
    workspace: createWorkspace(company, clock),
    triggers: createTriggers(clock),
    responseUrls: createResponseUrls(clock, company.team.id),
    pace: options.isPaced === false ? { take: () => undefined } : createPace(clock),
    delivery,
    ...(options.aws ? { aws: options.aws } : {}),
    tell,
  };
  return { world, link, http, timings };
}

function createCloser(
  server: Server,
  parts: { link?: SocketLink; http?: { close(): void } },
  events: Events,
) {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  return async () => {
    events.close();
    parts.http?.close();
    await parts.link?.close();
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
}

/** Starts on 127.0.0.1; rejects when the port is taken. */
export async function startSlackServer(options: SlackServerOptions): Promise<SlackServer> {
  const { watch, tell } = createWatchers();
  const { world, link, http, timings } = createWorld(options, tell);
  const faults = createFaults();
  const events = createEvents(world, timings);
  const act = (deed: ConsoleAct) => perform(world, events, deed);
  const callMethod = createWebApi(world, faults, methodsWith(link));
  const parts = { world, faults, callMethod, watch, act, page: pageFiles };
  const server = createServer((request, response) => void serve(parts, request, response));
  server.on("upgrade", (request, socket, head) => {
    const url = new URL(request.url ?? "/", world.origin);
    const isFine = isLocalHost(request.headers.host) && !faults.isDown();
    if (link && isFine && url.pathname === "/link/") link.accept(request, socket, head, url);
    else socket.destroy();
  });
  const close = createCloser(
    server,
    { ...(link ? { link } : {}), ...(http ? { http } : {}) },
    events,
  );
  world.origin = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  return {
    apiUrl: `${world.origin}/api/`,
    consoleUrl: `${world.origin}/`,
    botToken: world.tokens.bot,
    appToken: world.tokens.app,
    signingSecret: world.tokens.signingSecret,
    botUserId: world.company.app.botUserId,
    act,
    snapshot: (userId) => snapshotFor(world, userId) ?? refuse("user_not_found"),
    watch,
    faults: slackFaults(faults, link),
    close,
  };
}
