#!/usr/bin/env node
/** Process entry: arguments, signals, exit codes. */
import { runCommand } from "./cli.ts";
import { parseCommand } from "./cli-arguments.ts";
import { readConfig } from "./config.ts";
import { Problem } from "./domain/problem.ts";

/** What shells expect of a process ended by Ctrl-C. */
const INTERRUPTED = 130;

async function main(): Promise<number> {
  const abort = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (abort.signal.aborted) process.exit(INTERRUPTED);
      abort.abort();
    });
  }
  const terminal = { out: process.stdout, err: process.stderr, signal: abort.signal };
  try {
    const command = parseCommand(process.argv.slice(2));
    return await runCommand(command, (scope) => readConfig(process.env, scope), terminal);
  } catch (error) {
    if (abort.signal.aborted) {
      process.stderr.write("Stopped. What was done so far is kept.\n");
      return INTERRUPTED;
    }
    if (error instanceof Problem) {
      process.stderr.write(`${error.message}\n${error.next}\n`);
      return error.code.startsWith("cli.") ? 2 : 3;
    }
    throw error;
  }
}

/** A reader that closes the pipe early (`| head`) ends the output, not with an error. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

// The SDK's advice on the next year's Node is for developers, who read it in docs/decisions.md; it would stand above answers.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

process.exitCode = await main();
