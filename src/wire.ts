/** The one place that builds adapters and joins them. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "./config.ts";
import { Problem } from "./domain/problem.ts";
import { MINUTE } from "./domain/time.ts";
import type { Board } from "./sandbox/aws/board.ts";
import type { SlackServer } from "./sandbox/slack/server.ts";
import { SCOPES } from "./slack/scopes.ts";
import type { Clock } from "./sources/clock.ts";
import type { Run } from "./sources/trail.ts";
import { type FileTrail, openFileTrail } from "./trail/files/file-trail.ts";
import { type OpenedTrail, openAws, openFolder } from "./wire-trail.ts";

export const systemClock: Clock = { now: () => Date.now() };

export type OpenOptions = {
  config: Config;
  clock: Clock;
  /** Folder named on the command line; wins over the configuration. */
  dir?: string;
  sandbox: boolean;
  run: Run;
  /** The console's switches for the local AWS; of no use elsewhere. */
  board?: Board;
  /** Keeps copies of the trail's bucket up to date as long as the trail is open. */
  sync?: { onTrouble(text: string): void };
  /** Told of errors that are no Problem. */
  failed?(source: string, error: unknown): void;
};

/** A live workspace is never told of a made-up company unless somebody wants just that. */
export function isSandboxAsked(
  config: Config,
  { dir, sandbox }: { dir?: string; sandbox: boolean },
): boolean {
  return sandbox || (dir === undefined && config.aws.kind === "sandbox");
}

/** True where AWS itself is asked, live or the sandbox's, and not log files alone. */
export function isAwsAsked(config: Config, choice: { dir?: string; sandbox: boolean }): boolean {
  const isLive = choice.dir === undefined && config.aws.kind === "live";
  return isLive || isSandboxAsked(config, choice);
}

/** Opens what the options name. Throws a Problem that says what to set when they name nothing. */
export async function openTrail(options: OpenOptions): Promise<OpenedTrail> {
  const { clock, config } = options;
  const { cacheDir, aws } = config;
  if (isSandboxAsked(config, options)) return openSandboxAws(options);
  if (options.dir !== undefined) return openFolder(options.dir, { cacheDir, clock });
  const dir = config.trail;
  if (aws.kind === "live") {
    const { failed, sync } = options;
    return openAws(aws.setup, {
      cacheDir,
      clock,
      ...(dir !== undefined && { dir }),
      ...(failed && { failed }),
      ...(sync && { sync }),
    });
  }
  if (dir !== undefined) return openFolder(dir, { cacheDir, clock });
  throw noTrail();
}

/** Opens the folder of log files that is named or configured, for those who want to know about its index. */
export async function openFiles(dir: string | undefined, config: Config): Promise<FileTrail> {
  const named =
    dir ?? config.trail ?? (config.aws.kind === "live" ? config.aws.setup.logs?.dir : undefined);
  if (named === undefined) throw noTrail();
  return openFileTrail({ dir: named, cacheDir: config.cacheDir, clock: systemClock });
}

function noTrail(): Problem {
  return new Problem(
    "trail.none",
    "No trail to ask: neither --trail nor --sandbox is given, and nothing is configured.",
    "Name a folder of CloudTrail log files with --trail DIR or TRAILWATCH_TRAIL, set `aws` in trailwatch.yml, or try --sandbox.",
  );
}

/** A local AWS over the made-up company's log files, asked as a live one is. */
async function openSandboxAws(options: OpenOptions): Promise<OpenedTrail> {
  const { dir, now } = await writeSandbox(options);
  const startedAt = systemClock.now();
  // The story goes on from the moment that it was told up to.
  const clock = { now: () => now + systemClock.now() - startedAt };
  const { openLocalAws } = await import("./sandbox/aws/local.ts");
  const { board, failed } = options;
  const { server, setup } = await openLocalAws({ dir, now: clock.now, ...(board && { board }) });
  const opened = await openAws(setup, {
    // The story is told anew now and then: what was read of the last one is of no use.
    cacheDir: join(dir, ".cache"),
    clock,
    ...(failed && { failed }),
  });
  return {
    ...opened,
    close: async () => {
      await opened.close();
      await server.close();
    },
  };
}

/** The made-up company's trail, written anew when it is older than this. */
const SANDBOX_AGE_MS = 10 * MINUTE;

/** Loaded only when asked for: live use never reads the sandbox's code. */
async function writeSandbox(options: OpenOptions): Promise<{ dir: string; now: number }> {
  const { writeScenario } = await import("./sandbox/scenario/write.ts");
  const user = process.getuid?.() ?? 0;
  const dir = join(tmpdir(), `trailwatch-sandbox-${user}`);
  return writeScenario({
    dir,
    now: options.clock.now(),
    maxAgeMs: SANDBOX_AGE_MS,
    signal: options.run.signal,
  });
}

/** Where the made-up company is asked, its accounts have names as a configuration gives them to one's own. */
export async function withSandboxNames(config: Config, sandbox: boolean): Promise<Config> {
  if (!sandbox) return config;
  const { ACCOUNTS } = await import("./sandbox/scenario/company.ts");
  const named = Object.entries(ACCOUNTS).map(([name, { id }]) => [name, id] as const);
  return { ...config, accounts: { ...Object.fromEntries(named), ...config.accounts } };
}

/** The console's switches; nothing of the local AWS itself is loaded yet. */
export async function createSandboxBoard(): Promise<Board> {
  const { createBoard } = await import("./sandbox/aws/board.ts");
  return createBoard(systemClock.now);
}

/** The sandbox's Slack, on the port or, where another program holds it, on any free one. */
export async function openSandboxSlack(port: number, board?: Board): Promise<SlackServer> {
  const { startSlackServer } = await import("./sandbox/slack/server.ts");
  const { acmeCompany } = await import("./sandbox/slack/company.ts");
  // As in a live workspace: the bot may do what the manifest asks for, and nothing else.
  const company = { ...acmeCompany(), scopes: Object.keys(SCOPES) };
  return startSlackServer({
    company,
    port: await freePort(port),
    delivery: { kind: "socket" },
    ...(board && { aws: board.switchboard }),
  });
}

async function freePort(port: number): Promise<number> {
  const { createServer } = await import("node:net");
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(0));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(port)));
  });
}
