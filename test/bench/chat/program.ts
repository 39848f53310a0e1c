/** Processes of the chat benchmark: the built program as it is started, or a bot of this folder; with their memory. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { buildModules } from "../../../deploy/build.ts";
import { HOUR } from "../../../src/domain/time.ts";
import { writeScenario } from "../../../src/sandbox/scenario/write.ts";
import { environment } from "../measure.ts";
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET } from "./lean-slack.ts";

const DIST = resolve(import.meta.dirname, "../../../dist");

export type Program = {
  child: ChildProcess;
  /** The clock of performance.now() when it was spawned. */
  spawnedAt: number;
  /** Settles with the text that has been written once it matches; rejects when the process ends before. */
  says(pattern: RegExp): Promise<string>;
  /** All that has been written until now. */
  said(): string;
  /** Resident size now, megabytes of a million bytes. */
  residentMb(): number;
  stop(): Promise<void>;
};

function spawnNode(args: string[], env: Record<string, string>): Program {
  const spawnedAt = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH: environment().PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let troubles = "";
  const listeners = new Set<() => void>();
  child.stdout.on("data", (chunk) => {
    said += String(chunk);
    for (const listen of listeners) listen();
  });
  child.stderr.on("data", (chunk) => {
    troubles += String(chunk);
  });
  const ended = new Promise<void>((settle) => child.once("close", () => settle()));
  return {
    child,
    spawnedAt,
    says: (pattern) =>
      new Promise((settle, reject) => {
        const look = (): void => {
          if (pattern.test(said)) settle(said);
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`the program ended: ${said}${troubles}`)));
      }),
    said: () => said,
    residentMb: () => residentMb(child.pid),
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function residentMb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024) / 1e6;
  } catch {
    return Number.NaN;
  }
}

/** The made-up company's log files lie here for all processes of a run; told at the first start. */
const STORIES = mkdtempSync(join(tmpdir(), "trailwatch-bench-stories-"));

export function removeStories(): void {
  rmSync(STORIES, { recursive: true, force: true });
}

/** A folder for one process: its cache, its state, its configuration. */
export type Home = { env: Record<string, string>; remove(): void };

export function createHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), "trailwatch-bench-home-"));
  const config = join(folder, "trailwatch.yml");
  writeFileSync(config, "access: open\n");
  return {
    env: {
      HOME: folder,
      TMPDIR: STORIES,
      TRAILWATCH_CACHE_DIR: join(folder, "cache"),
      TRAILWATCH_STATE_DIR: folder,
      TRAILWATCH_CONFIG: config,
      TRAILWATCH_LOG_LEVEL: "error",
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** `trailwatch start` on the sandbox's Slack and its made-up company. */
export function startSandbox(home: Home): Program {
  const { TRAILWATCH_CONFIG: _, ...env } = home.env;
  return spawnNode([join(DIST, "main.js"), "start"], { ...env, TRAILWATCH_CONSOLE_PORT: "0" });
}

export type Way =
  | { kind: "socket"; apiUrl: string }
  | { kind: "http"; apiUrl: string; port: number };

/** Where the made-up company's log files lie, for the program that asks a folder. */
const COMPANY = join(tmpdir(), "trailwatch-bench-company");

/** Writes the made-up company's log files where `startLive` asks them. */
export async function writeCompany(): Promise<void> {
  await writeScenario({ dir: COMPANY, now: Date.now(), maxAgeMs: HOUR });
}

/** `trailwatch start --trail DIR` on a Slack that runs elsewhere: the made-up company's log files, as if they were live. */
export function startLive(home: Home, way: Way): Program {
  const env = { ...home.env, SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_API_URL: way.apiUrl };
  const mode: Record<string, string> =
    way.kind === "socket"
      ? { SLACK_APP_TOKEN: APP_TOKEN }
      : {
          SLACK_SIGNING_SECRET: SIGNING_SECRET,
          PORT: String(way.port),
          TRAILWATCH_HOST: "127.0.0.1",
        };
  return spawnNode([join(DIST, "main.js"), "start", "--trail", COMPANY], { ...env, ...mode });
}

/** Bundled as the program is, below the checkout, where packages are found. */
export async function buildBot(): Promise<string> {
  const folder = join(DIST, "bench");
  await buildModules(folder, { bot: "test/bench/chat/bot.ts" });
  return join(folder, "bot.js");
}

export function startBot(script: string, who: "bare" | "ours" | "drawing", way: Way): Program {
  const port = way.kind === "http" ? way.port : 0;
  return spawnNode([script, who, way.kind, way.apiUrl, String(port)], {});
}

export function freePort(): Promise<number> {
  return new Promise((settle, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => settle(typeof address === "object" && address ? address.port : 0));
    });
  });
}
