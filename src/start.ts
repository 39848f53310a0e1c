/** `trailwatch start`: answers in Slack, or in the sandbox's Slack, until it is stopped. */
import type { Terminal } from "./cli.ts";
import type { Config } from "./config.ts";
import { type Chat, isSandboxAsked, startChat, type TrailChoice } from "./wire-chat.ts";

/** Runs until the terminal's signal or until Slack refuses for good; the exit code. */
export async function runStart(
  choice: TrailChoice,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const chat = await startChat(config, choice);
  try {
    terminal.out.write(greeting(chat, config, choice));
    const unusable = chat.ready.then(() => new Promise<never>(() => {}));
    const problem = await Promise.race([chat.stopped, interrupted(terminal.signal), unusable]);
    if (!problem) return 0;
    terminal.err.write(`${problem.message}\n${problem.next}\n`);
    return 3;
  } finally {
    await chat.close();
  }
}

function greeting(chat: Chat, config: Config, choice: TrailChoice): string {
  const trail = isSandboxAsked(config, choice)
    ? "sandbox (the made-up company Acme Shop)"
    : (choice.trail ?? config.trail);
  const slack = chat.consoleUrl === undefined ? `live, workspace ${chat.team}` : "sandbox";
  const door = chat.port === undefined ? "" : `, listening on port ${chat.port}`;
  const lines = [`Trailwatch is running. Slack: ${slack}${door}. Trail: ${trail}.`];
  if (chat.consoleUrl !== undefined) {
    lines.push(`Open ${chat.consoleUrl} and type: /who-changed bucket-x`);
  }
  return `${lines.join("\n")}\n`;
}

function interrupted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
