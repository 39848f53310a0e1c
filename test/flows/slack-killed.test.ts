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

const who = { user: JANE, channel: INCIDENTS };

/** A command and a mention that ask about a thing of their own, so that what is told can be told apart. */
const COMMAND = (thing: string): ConsoleAct => ({
  ...who,
  act: "command",
  command: "/who-changed",
  text: thing,
});
const MENTION = (thing: string): ConsoleAct => ({
  ...who,
  act: "say",
  text: `@trailwatch who changed ${thing}`,
});

/** What is asked, and how long after it the process is killed: before, while and after it answers. */
const KILLS: [ask: (thing: string) => ConsoleAct, afterMs: number][] = [
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
    const heard = listen(server);
    const outcomes: { afterMs: number; thing: string; isNoticed: boolean }[] = [];
    alive = await startProcess(env, server);

    for (const [at, [ask, afterMs]] of KILLS.entries()) {
      const thing = `bucket-of-kill-${at}`;
      const noticed = heard.notices();
      const acting = server.act(ask(thing));
      await wait(afterMs);
      await kill(alive);
      await acting;
      alive = await startProcess(env, server);
      // Slack itself tells the person when nobody took the command.
      const isNoticed = heard.notices() > noticed;
      if (!isNoticed)
        await expect.poll(() => heard.told(thing), { timeout: 8_000 }).not.toEqual([]);
      outcomes.push({ afterMs, thing, isNoticed });
    }
    await wait(1_000);

    const told = outcomes.map((outcome) => ({ ...outcome, told: heard.told(outcome.thing) }));
    const wrong = told.filter(
      (one) => one.told.length !== 1 && !(one.isNoticed && one.told.length < 1),
    );
    expect(wrong).toEqual([]);
  }, 120_000);
});

/** What the bot leaves standing for jane in the channel, whispers included, and how often Slack tells her of a failure. */
function listen(server: SlackServer) {
  const standing = new Map<string, string>();
  let notices = 0;
  server.watch(JANE, (change: ConsoleChange) => {
    if (change.kind === "notice") notices += 1;
    if (change.kind === "deleted") standing.delete(change.ts);
    if (change.kind !== "message" && change.kind !== "changed") return;
    const { channel, user, ts, text } = change.message;
    if (channel === INCIDENTS && user === server.botUserId) standing.set(ts, text);
  });
  const told = (thing: string) => [...standing.values()].filter((text) => text.includes(thing));
  return { told, notices: () => notices };
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
