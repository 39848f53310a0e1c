/** The one place that builds adapters and joins them. */
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "./config.ts";
import { Problem } from "./domain/problem.ts";
import { MINUTE } from "./domain/time.ts";
import type { SlackServer } from "./sandbox/slack/server.ts";
import { SCOPES } from "./slack/scopes.ts";
import type { Clock } from "./sources/clock.ts";
import type { Run } from "./sources/trail.ts";
import { type FileTrail, openFileTrail } from "./trail/files/file-trail.ts";
import { indexPath } from "./trail/files/index-store.ts";

export const systemClock: Clock = { now: () => Date.now() };

export type OpenOptions = {
  config: Config;
  clock: Clock;
  /** Folder named on the command line; wins over the configuration. */
  dir?: string;
  sandbox: boolean;
  run: Run;
};

export type OpenedTrail = {
  trail: FileTrail;
  /** The sandbox's story is told up to a moment of its own; elsewhere the clock that was given. */
  clock: Clock;
};

/** Opens the trail that the options name. Throws a Problem that says what to set when none does. */
export async function openTrail(options: OpenOptions): Promise<OpenedTrail> {
  const { cacheDir, trail } = options.config;
  if (options.sandbox) {
    const { dir, now } = await writeSandbox(options);
    const clock = { now: () => now };
    return { clock, trail: await openFileTrail({ dir, cacheDir, clock }) };
  }
  const dir = options.dir ?? trail;
  if (dir === undefined) {
    throw new Problem(
      "trail.none",
      "No trail to ask: neither --trail nor --sandbox is given, and nothing is configured.",
      "Name a folder of CloudTrail log files with --trail DIR or TRAILWATCH_TRAIL, or try --sandbox.",
    );
  }
  const { clock } = options;
  return { clock, trail: await openFileTrail({ dir, cacheDir, clock }) };
}

/** The made-up company's trail, written anew when it is older than this. */
const SANDBOX_AGE_MS = 10 * MINUTE;

/** Loaded only when asked for: live use never reads the sandbox's code. */
async function writeSandbox(options: OpenOptions): Promise<{ dir: string; now: number }> {
  const { writeScenario } = await import("./sandbox/scenario/write.ts");
  const user = process.getuid?.() ?? 0;
  const dir = join(tmpdir(), `trailwatch-sandbox-${user}`);
  const report = await writeScenario({
    dir,
    now: options.clock.now(),
    maxAgeMs: SANDBOX_AGE_MS,
    signal: options.run.signal,
  });
  if (report.written) forgetIndex(indexPath(dir, options.config.cacheDir));
  return report;
}

/** Where the made-up company is asked, its accounts have names as a configuration gives them to one's own. */
export async function withSandboxNames(config: Config, sandbox: boolean): Promise<Config> {
  if (!sandbox) return config;
  const { ACCOUNTS } = await import("./sandbox/scenario/company.ts");
  const named = Object.entries(ACCOUNTS).map(([name, { id }]) => [name, id] as const);
  return { ...config, accounts: { ...Object.fromEntries(named), ...config.accounts } };
}

/** The index of an older telling would only grow: none of its files are there any more. */
function forgetIndex(path: string): void {
  for (const ending of ["", "-wal", "-shm"]) rmSync(path + ending, { force: true });
}

/** The sandbox's Slack, on the port or, where another program holds it, on any free one. */
export async function openSandboxSlack(port: number): Promise<SlackServer> {
  const { startSlackServer } = await import("./sandbox/slack/server.ts");
  const { acmeCompany } = await import("./sandbox/slack/company.ts");
  // As in a live workspace: the bot may do what the manifest asks for, and nothing else.
  const company = { ...acmeCompany(), scopes: Object.keys(SCOPES) };
  return startSlackServer({
    company,
    port: await freePort(port),
    delivery: { kind: "socket" },
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
