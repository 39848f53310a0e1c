/** The sandbox's console as a person uses it, without a browser. */
import { setTimeout as wait } from "node:timers/promises";
import type { ConsoleReply, ConsoleSnapshot } from "../../../src/sandbox/slack/console-protocol.ts";
import type { Program } from "./program.ts";

const JANE = "U01JANEDOE0";
const INCIDENTS = "C01INCIDENT";

/** The console's address, once it is printed: Slack is connected then. */
export async function consoleOf(program: Program): Promise<string> {
  const said = await program.says(/http:\/\/127\.0\.0\.1:\d+\//);
  return /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0] ?? "";
}

export async function typeCommand(url: string, command: string, text: string): Promise<void> {
  const response = await fetch(new URL("console/act", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user: JANE, act: "command", channel: INCIDENTS, command, text }),
  });
  const reply = (await response.json()) as ConsoleReply;
  if (!reply.ok) throw new Error(reply.text);
}

const LONGEST_MS = 15_000;

/** Settles when an answer that speaks of `word` stands in the channel. */
export async function waitForAnswer(url: string, word: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < LONGEST_MS; waitedMs += 20) {
    const response = await fetch(new URL(`console/snapshot?user=${JANE}`, url));
    const { messages } = (await response.json()) as ConsoleSnapshot;
    const isThere = messages.some(
      ({ blocks, text }) =>
        text.includes(word) && JSON.stringify(blocks ?? []).includes("looked at"),
    );
    if (isThere) return;
    await wait(20);
  }
  throw new Error(`no answer about ${word} within ${LONGEST_MS / 1000} seconds`);
}
