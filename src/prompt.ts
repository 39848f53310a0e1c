/** `trailwatch prompt`: a prompt that answers question after question over one trail. */
import { createInterface } from "node:readline/promises";
import { toText } from "./answers/to-text.ts";
import type { Terminal } from "./cli.ts";
import type { Config } from "./config.ts";
import { ask } from "./questions/ask.ts";
import { screenOf } from "./screen.ts";
import type { Run } from "./sources/trail.ts";
import { isSandboxAsked, openTrail, systemClock, withSandboxNames } from "./wire.ts";
import { terminalAsker } from "./wire-spending.ts";

/** Ends with the input or on `exit`; the exit code. */
export async function startPrompt(
  command: { trail?: string; sandbox: boolean },
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const run: Run = {
    signal: terminal.signal,
    progress: () => {},
    ...terminalAsker(config),
  };
  const { sandbox, trail: dir } = command;
  const options = { config, clock: systemClock, sandbox, run, ...(dir !== undefined && { dir }) };
  const isSandbox = isSandboxAsked(config, options);
  const { accounts } = await withSandboxNames(config, isSandbox);
  const { trail, cloudwatch, clock, update, close } = await openTrail(options);
  const sources = { trail, ...(cloudwatch && { cloudwatch }) };
  const lines = createInterface({
    input: process.stdin,
    output: terminal.out,
    prompt: "trailwatch> ",
  });
  try {
    await update(run);
    terminal.out.write(welcome(isSandbox ? undefined : (dir ?? config.trail ?? "AWS")));
    lines.prompt();
    for await (const line of lines) {
      const text = line.trim();
      if (/^(exit|quit|bye)$/i.test(text)) break;
      if (text !== "") {
        const zone = config.zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
        const context = { now: clock.now(), zone, accountNames: accounts };
        const { answer } = await ask(text, sources, context, run, (reference, error) => {
          terminal.err.write(`reference ${reference}: ${String(error)}\n`);
        });
        terminal.out.write(toText(answer, { zone, ...screenOf(terminal.out) }));
      }
      lines.prompt();
    }
    return 0;
  } finally {
    lines.close();
    await close();
  }
}

function welcome(dir: string | undefined): string {
  const what = dir === undefined ? "the sandbox's made-up company Acme Shop" : dir;
  return `Asking ${what}. Try: who changed bucket-x · who stopped orders-db · what changed in the last 2 hours · help · exit\n`;
}
