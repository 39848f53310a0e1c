import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SlackServer, startSlackServer } from "../../src/sandbox/slack/server.ts";
import { INCIDENTS, JANE, scenarioDir } from "../support/bot.ts";

/** Moments after the command at which the process is killed: before, while and after it answers. */
const MOMENTS_MS = [0, 15, 40, 80, 150, 400];

describe("a process that is killed while it answers", () => {
  let server: SlackServer;
  let stateDir: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    const trail = await scenarioDir();
    server = await startSlackServer({ delivery: { kind: "socket" } });
    stateDir = mkdtempSync(join(tmpdir(), "trailwatch-killed-"));
    const config = join(stateDir, "trailwatch.yml");
    writeFileSync(config, "access: open\n");
    env = {
      PATH: process.env["PATH"],
      HOME: stateDir,
      TRAILWATCH_CONFIG: config,
      TRAILWATCH_TRAIL: trail,
      TRAILWATCH_CACHE_DIR: join(stateDir, "cache"),
      TRAILWATCH_STATE_DIR: stateDir,
      SLACK_BOT_TOKEN: server.botToken,
      SLACK_APP_TOKEN: server.appToken,
      SLACK_API_URL: server.apiUrl,
    };
  }, 60_000);

  afterAll(async () => {
    await server?.close();
    rmSync(stateDir, { recursive: true, force: true });
  });

  it("leaves the person with the answer or a line that it was interrupted, once", async () => {
    for (const moment of MOMENTS_MS) {
      const first = await startProcess(env, server);
      const before = finals(server).length;
      const notices = noticesTo(server);

      const acting = server.act({
        user: JANE,
        act: "command",
        channel: INCIDENTS,
        command: "/who-changed",
        text: "bucket-x",
      });
      await wait(moment);
      await kill(first);
      await acting;
      const second = await startProcess(env, server);

      // Slack itself tells the person when nobody took the command.
      const least = notices.length > 0 ? 0 : 1;
      const told = () => finals(server).length - before;
      await expect.poll(told, { timeout: 8_000 }).toBeGreaterThanOrEqual(least);
      await wait(500);
      expect({ moment, told: told(), notices }).toMatchObject({
        told: expect.toBeOneOf([least, 1]),
      });
      await kill(second);
    }
  }, 120_000);
});

function noticesTo(server: SlackServer): string[] {
  const notices: string[] = [];
  server.watch(JANE, (change) => {
    if (change.kind === "notice") notices.push(change.text);
  });
  return notices;
}

/** What the bot left standing for jane in the channel, her own whispers included. */
function finals(server: SlackServer): string[] {
  return server
    .snapshot(JANE)
    .messages.filter(({ channel, user }) => channel === INCIDENTS && user === server.botUserId)
    .map(({ text }) => text);
}

async function startProcess(env: NodeJS.ProcessEnv, server: SlackServer): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "src/main.ts", "start"], {
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
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}
