import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConsoleAct, ConsoleChange } from "../../src/sandbox/slack/console-protocol.ts";
import { type SlackServer, startSlackServer } from "../../src/sandbox/slack/server.ts";
import { INCIDENTS, JANE, scenarioDir } from "../support/bot.ts";

const MAIN = resolve(import.meta.dirname, "../../src/main.ts");

const COMMAND: ConsoleAct = {
  user: JANE,
  act: "command",
  channel: INCIDENTS,
  command: "/who-changed",
  text: "bucket-x",
};
const MENTION: ConsoleAct = {
  user: JANE,
  act: "say",
  channel: INCIDENTS,
  text: "@trailwatch who changed bucket-x",
};

/** What is asked, and how long after it the process is killed: before, while and after it answers. */
const KILLS: [ConsoleAct, afterMs: number][] = [
  [COMMAND, 0],
  [MENTION, 0],
  [COMMAND, 10],
  [MENTION, 25],
  [COMMAND, 45],
  [MENTION, 90],
  [COMMAND, 300],
];

describe("a process that is killed while it answers", () => {
  let server: SlackServer;
  let stateDir: string;
  let env: Record<string, string>;
  let alive: ChildProcess | undefined;

  beforeAll(async () => {
    const trail = await scenarioDir();
    server = await startSlackServer({
      delivery: { kind: "socket" },
      // Slack's own repetitions, but for the second minute and the sixth.
      timings: { retryMs: [0, 2_500, 5_000] },
      isPaced: false,
    });
    stateDir = mkdtempSync(join(tmpdir(), "trailwatch-killed-"));
    const config = join(stateDir, "trailwatch.yml");
    writeFileSync(config, "access: open\n");
    env = {
      TRAILWATCH_CONFIG: config,
      TRAILWATCH_TRAIL: trail,
      TRAILWATCH_CACHE_DIR: join(stateDir, "cache"),
      TRAILWATCH_STATE_DIR: stateDir,
      TRAILWATCH_LOG_LEVEL: "error",
      SLACK_BOT_TOKEN: server.botToken,
      SLACK_APP_TOKEN: server.appToken,
      SLACK_API_URL: server.apiUrl,
    };
  }, 60_000);

  afterAll(async () => {
    if (alive) await kill(alive);
    await server?.close();
    rmSync(stateDir, { recursive: true, force: true });
  });

  it("leaves the person with the answer or a line that it was interrupted, once", async () => {
    const outcomes: { asked: string; afterMs: number; told: number; isNoticed: boolean }[] = [];
    alive = await startProcess(env, server);

    for (const [act, afterMs] of KILLS) {
      const heard = listen(server);
      const acting = server.act(act);
      await wait(afterMs);
      await kill(alive);
      await acting;
      alive = await startProcess(env, server);
      // Slack itself tells the person when nobody took the command.
      await expect.poll(() => heard.isNoticed() || heard.told() > 0, { timeout: 8_000 }).toBe(true);
      await wait(300);
      heard.stop();
      const isNoticed = heard.isNoticed();
      outcomes.push({ asked: act.act, afterMs, told: heard.told(), isNoticed });
    }

    const wrong = outcomes.filter(({ told, isNoticed }) => told > 1 || (told < 1 && !isNoticed));
    expect(wrong).toEqual([]);
  }, 120_000);
});

/** What the bot leaves standing for jane in the channel from now on, whispers included, and what Slack tells her. */
function listen(server: SlackServer) {
  const standing = new Map<string, string>();
  let isNoticed = false;
  const stop = server.watch(JANE, (change: ConsoleChange) => {
    if (change.kind === "notice") isNoticed = true;
    if (change.kind === "deleted") standing.delete(change.ts);
    if (change.kind !== "message" && change.kind !== "changed") return;
    const { channel, user, ts, text } = change.message;
    if (channel === INCIDENTS && user === server.botUserId) standing.set(ts, text);
  });
  return { stop, told: () => standing.size, isNoticed: () => isNoticed };
}

async function startProcess(
  env: Record<string, string>,
  server: SlackServer,
): Promise<ChildProcess> {
  // The last one counts as connected until its connection is seen to be cut.
  await expect.poll(() => server.snapshot(JANE).isAppConnected).toBe(false);
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), MAIN, "start"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += String(chunk);
  });
  await expect
    .poll(
      () => {
        if (child.exitCode !== null) throw new Error(said);
        return server.snapshot(JANE).isAppConnected;
      },
      { timeout: 15_000 },
    )
    .toBe(true);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}
