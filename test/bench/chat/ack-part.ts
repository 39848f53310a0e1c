/** How soon a slash command is acknowledged: by the whole program while it answers, and by ours against bare Bolt. */
import { setTimeout as wait } from "node:timers/promises";
import { inTurns } from "../measure.ts";
import { createHttpSender, type LeanSlack, startLeanSlack } from "./lean-slack.ts";
import { paced, type Send, throughput } from "./load.ts";
import * as programs from "./program.ts";
import type { AckResult } from "./results.ts";

const PER_SECOND = 100;
const WARM_SECONDS = 2;
const ABREAST = 32;

type Mode = AckResult["mode"];
export type Running = {
  send: Send;
  slack: LeanSlack;
  program: programs.Program;
  stop(): Promise<void>;
};

/** Starts an app on a Slack of its own and settles once it can be sent commands. */
export async function launch(
  mode: Mode,
  start: (way: programs.Way) => programs.Program,
): Promise<Running> {
  const slack = await startLeanSlack();
  const { apiUrl } = slack;
  const port = mode === "http" ? await programs.freePort() : 0;
  const program = start(mode === "http" ? { kind: mode, apiUrl, port } : { kind: mode, apiUrl });
  await program.says(/up|running/);
  const sender = mode === "http" ? createHttpSender(port, slack) : undefined;
  return {
    slack,
    program,
    send: sender ? sender.command : slack.commandBySocket,
    async stop() {
      await program.stop();
      await sender?.close();
      await slack.close();
    },
  };
}

async function measureAnswering(mode: Mode, seconds: number) {
  const home = programs.createHome();
  const running = await launch(mode, (way) => programs.startLive(home, way));
  const { slack, send } = running;
  try {
    await send("/who-changed bucket-x");
    while (slack.posted().answers === 0) await wait(50);
    await paced(send, PER_SECOND, WARM_SECONDS);
    const before = slack.posted();
    const ackMs = await paced(send, PER_SECOND, seconds);
    await wait(1500);
    const after = slack.posted();
    const answered = after.answers - before.answers;
    return { ackMs, answered, toldAlone: after.whispers - before.whispers };
  } finally {
    await running.stop();
    home.remove();
  }
}

async function measureAgainstBare(mode: Mode, script: string, rounds: number, seconds: number) {
  const bare = await launch(mode, (way) => programs.startBot(script, "bare", way));
  const ours = await launch(mode, (way) => programs.startBot(script, "ours", way));
  try {
    for (const { send } of [bare, ours]) await throughput(send, ABREAST, WARM_SECONDS);
    const perSecond = await inTurns(rounds, {
      bare: () => throughput(bare.send, ABREAST, seconds),
      ours: () => throughput(ours.send, ABREAST, seconds),
    });
    const acks = await inTurns(rounds, {
      bare: () => paced(bare.send, PER_SECOND, seconds),
      ours: () => paced(ours.send, PER_SECOND, seconds),
    });
    return {
      perSecond,
      idleDeskMs: { bare: acks.bare.flat(), ours: acks.ours.flat() },
    };
  } finally {
    await bare.stop();
    await ours.stop();
  }
}

/** Both modes, one after the other. */
export async function measureAcks(rounds: number, seconds: number): Promise<AckResult[]> {
  const script = await programs.buildBot();
  const results: AckResult[] = [];
  for (const mode of ["socket", "http"] as const) {
    const answering = await measureAnswering(mode, seconds);
    results.push({ mode, answering, ...(await measureAgainstBare(mode, script, rounds, 2)) });
  }
  return results;
}
