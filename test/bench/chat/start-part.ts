/** How soon the program is connected, and what it holds in memory. */
import { mkdirSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { inTurns } from "../measure.ts";
import { consoleOf, typeCommand, waitForAnswer } from "./console.ts";
import { type LeanSlack, startLeanSlack } from "./lean-slack.ts";
import { paced } from "./load.ts";
import * as programs from "./program.ts";
import type { MemoryResult, StartResult } from "./results.ts";

async function liveStart(slack: LeanSlack): Promise<number> {
  const home = programs.createHome();
  const hello = slack.nextHello();
  const program = programs.startLive(home, { kind: "socket", apiUrl: slack.apiUrl });
  try {
    return (await hello) - program.spawnedAt;
  } finally {
    await program.stop();
    home.remove();
  }
}

async function sandboxStart(): Promise<number> {
  const home = programs.createHome();
  const program = programs.startSandbox(home);
  try {
    await consoleOf(program);
    return performance.now() - program.spawnedAt;
  } finally {
    await program.stop();
    home.remove();
  }
}

type FirstStart = { connectedMs: number; answeredMs: number };

/** On a machine that has never seen it: the made-up company is told while the program starts, and asked at once. */
async function firstStart(): Promise<FirstStart> {
  const home = programs.createHome();
  const temporary = `${home.env.HOME}/tmp`;
  mkdirSync(temporary);
  const program = programs.startSandbox({ ...home, env: { ...home.env, TMPDIR: temporary } });
  try {
    const url = await consoleOf(program);
    const connectedMs = performance.now() - program.spawnedAt;
    await typeCommand(url, "/who-changed", "bucket-x");
    await waitForAnswer(url, "bucket-x");
    return { connectedMs, answeredMs: performance.now() - program.spawnedAt };
  } finally {
    await program.stop();
    home.remove();
  }
}

export async function measureStarts(rounds: number): Promise<StartResult> {
  const slack = await startLeanSlack();
  try {
    const first: FirstStart[] = [];
    for (let round = 0; round < Math.min(rounds, 3); round += 1) first.push(await firstStart());
    const samples = await inTurns(rounds, {
      liveMs: () => liveStart(slack),
      sandboxMs: sandboxStart,
    });
    return {
      ...samples,
      firstMs: first.map(({ connectedMs }) => connectedMs),
      firstAnswerMs: first.map(({ answeredMs }) => answeredMs),
    };
  } finally {
    await slack.close();
  }
}

const QUESTIONS = 200;
const PER_SECOND = 20;

/** The program in Socket Mode and the sandbox by itself, which holds its Slack too, side by side. */
export async function measureMemory(idleSeconds: number): Promise<MemoryResult[]> {
  const slack = await startLeanSlack();
  const homes = [programs.createHome(), programs.createHome()] as const;
  const live = programs.startLive(homes[0], { kind: "socket", apiUrl: slack.apiUrl });
  const sandbox = programs.startSandbox(homes[1]);
  try {
    const url = await consoleOf(sandbox);
    await wait(idleSeconds * 1000);
    const idle = { live: live.residentMb(), sandbox: sandbox.residentMb() };
    await paced(slack.commandBySocket, PER_SECOND, QUESTIONS / PER_SECOND);
    // The local Slack takes one message a second and channel: so many would wait for minutes there.
    await typeCommand(url, "/who-changed", "bucket-x");
    await waitForAnswer(url, "bucket-x");
    await wait(2000);
    return [
      {
        name: "`trailwatch start --trail DIR`, live Slack",
        idleMb: idle.live,
        usedMb: live.residentMb(),
        questions: QUESTIONS,
      },
      {
        name: "`trailwatch start`, its own Slack in the same process",
        idleMb: idle.sandbox,
        usedMb: sandbox.residentMb(),
        questions: 1,
      },
    ];
  } finally {
    await Promise.all([live.stop(), sandbox.stop()]);
    for (const home of homes) home.remove();
    await slack.close();
  }
}
