/** `trailwatch start`: answers in Slack, or in the sandbox's Slack, until it is stopped. */
import { count } from "./answers/words.ts";
import type { Terminal } from "./cli.ts";
import type { Config } from "./config.ts";
import { isSandboxAsked } from "./wire.ts";
import { type Chat, startChat, type TrailChoice } from "./wire-chat.ts";

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
  const { trail, sandbox } = choice;
  const dir = trail === undefined ? {} : { dir: trail };
  const asked = isSandboxAsked(config, { sandbox, ...dir })
    ? "sandbox (a local AWS, the made-up company Acme Shop)"
    : trailWords(config, trail);
  const slack = chat.consoleUrl === undefined ? `live, workspace ${chat.team}` : "sandbox";
  const door = chat.port === undefined ? "" : `, listening on port ${chat.port}`;
  const lines = [`Trailwatch is running. Slack: ${slack}${door}. AWS: ${asked}.`];
  if (chat.consoleUrl !== undefined) {
    lines.push(`Open ${chat.consoleUrl} and type: /who-changed bucket-x`);
  }
  return `${lines.join("\n")}\n`;
}

/** What is asked besides Slack: AWS itself, a folder of log files, or both. */
function trailWords({ aws, trail }: Config, named: string | undefined): string {
  if (named !== undefined) return `off; log files: ${named}`;
  const folder = trail === undefined ? "" : `; log files: ${trail}`;
  if (aws.kind !== "live") return `off${folder}`;
  const { accounts, regions } = aws.setup;
  const who =
    accounts.length === 0 ? "the account of the credentials" : count(accounts.length, "account");
  return `live, ${who}, ${count(regions.length, "Region")}${folder}`;
}

function interrupted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
