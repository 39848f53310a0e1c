/** The terminal's commands, and what `ask` does. */
import { writeFileSync } from "node:fs";
import type { Answer, Outcome } from "./answers/answer.ts";
import { toMarkdown } from "./answers/to-markdown.ts";
import { toCsv, toJsonLines } from "./answers/to-rows.ts";
import { toText } from "./answers/to-text.ts";
import type { AskOptions, Command } from "./cli-arguments.ts";
import { USAGE } from "./cli-arguments.ts";
import type { Config, ConfigScope } from "./config.ts";
import { Problem } from "./domain/problem.ts";
import { formatInstant } from "./domain/time.ts";
import { createProgressBar } from "./progress-bar.ts";
import { type Asked, ask, failedAnswer } from "./questions/ask.ts";
import type { AskContext } from "./questions/question.ts";
import { understand } from "./questions/understand.ts";
import { screenOf } from "./screen.ts";
import type { Run, Trail } from "./sources/trail.ts";
import { type OpenOptions, openTrail, systemClock, withSandboxNames } from "./wire.ts";
import { terminalAsker } from "./wire-spending.ts";

export type Terminal = {
  out: NodeJS.WriteStream;
  err: NodeJS.WriteStream;
  signal: AbortSignal;
};

const EXIT_CODES: Record<Outcome, number> = {
  found: 0,
  nothing: 1,
  refused: 2,
  misunderstood: 2,
  failed: 3,
};

/** Runs a command; the exit code. Problems are thrown, an abort through the signal too. */
export async function runCommand(
  command: Command,
  readConfig: (scope?: ConfigScope) => Promise<Config>,
  terminal: Terminal,
): Promise<number> {
  switch (command.kind) {
    case "help":
      terminal.out.write(USAGE);
      return 0;
    case "version":
      terminal.out.write(`trailwatch ${await readVersion()}\n`);
      return 0;
    case "ask":
      return runAsk(command.text, command.options, await readConfig("terminal"), terminal);
    case "index": {
      const { runIndex } = await import("./cli-trail.ts");
      return runIndex(command, await readConfig("terminal"), terminal);
    }
    case "stat": {
      const { runStat } = await import("./cli-trail.ts");
      return runStat(command, await readConfig("terminal"), terminal);
    }
    case "sync": {
      const { runSync } = await import("./cli-sync.ts");
      return runSync(command, await readConfig("terminal"), terminal);
    }
    case "verify": {
      const { runVerify } = await import("./cli-verify.ts");
      return runVerify(command, await readConfig("terminal"), terminal);
    }
    case "ddl": {
      const { runDdl } = await import("./cli-ddl.ts");
      return runDdl(command, await readConfig("terminal"), terminal);
    }
    case "config-check": {
      const { checkConfig } = await import("./config-check.ts");
      return checkConfig(terminal);
    }
    case "doctor": {
      const { runDoctor } = await import("./doctor/doctor.ts");
      return runDoctor(command, terminal);
    }
    case "manifest": {
      const { manifestText } = await import("./slack/manifest.ts");
      terminal.out.write(manifestText(command.url));
      return 0;
    }
    case "start": {
      const { runStart } = await import("./start.ts");
      return runStart(command, await readConfig(), terminal);
    }
    case "prompt": {
      const { startPrompt } = await import("./prompt.ts");
      return startPrompt(command, await readConfig("terminal"), terminal);
    }
  }
}

async function runAsk(
  text: string,
  options: AskOptions,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const context = contextOf(options, await withSandboxNames(config, options.sandbox));
  const bar = createProgressBar(terminal.err, "searching");
  const run: Run = {
    signal: terminal.signal,
    progress: (progress) => bar.show(progress),
    ...terminalAsker(config),
  };
  const asked = await askOnce(text, options, { config, context, run, terminal });
  bar.clear();
  writeAnswer(asked.answer, options, context, terminal);
  writeFile(asked, context, terminal);
  return EXIT_CODES[asked.answer.outcome];
}

type Asking = { config: Config; context: AskContext; run: Run; terminal: Terminal };

/** What is no question needs no trail: help and misunderstood words are answered without opening one. */
async function askOnce(text: string, options: AskOptions, asking: Asking): Promise<Asked> {
  const { config, context, run, terminal } = asking;
  const report = reporter(terminal);
  const understood = understand(text, context);
  if (understood.kind !== "asked") return ask(text, { trail: NO_TRAIL }, context, run, report);
  try {
    const { trail, cloudwatch, clock, update, close } = await openTrail({
      ...openOptions(options, config),
      run,
    });
    try {
      if (!options.noIndex) await ifPossible(() => update(run), terminal);
      const sources = { trail, ...(cloudwatch && { cloudwatch }) };
      return await ask(text, sources, { ...context, now: clock.now() }, run, report);
    } finally {
      await close();
    }
  } catch (error) {
    run.signal.throwIfAborted();
    return { understood, answer: failedAnswer(text, understood.question, error, context, report) };
  }
}

/** Where no index can be written the files are scanned: slower, and just as complete. */
async function ifPossible(update: () => Promise<void>, terminal: Terminal): Promise<void> {
  try {
    await update();
  } catch (error) {
    const isNoPlace =
      error instanceof Problem && ["trail.no-index", "trail.no-room"].includes(error.code);
    if (!isNoPlace) throw error;
    terminal.err.write(`${error.message} ${error.next}\n`);
  }
}

const NO_TRAIL: Trail = {
  find: () => Promise.reject(new TypeError("help reads no trail")),
  suggest: () => Promise.resolve([]),
};

function openOptions(options: AskOptions, config: Config): Omit<OpenOptions, "run"> {
  const { now } = options;
  return {
    config,
    clock: now === undefined ? systemClock : { now: () => now },
    ...(options.trail !== undefined && { dir: options.trail }),
    sandbox: options.sandbox,
  };
}

/** Events of each class in a JSON document when nobody says `limit`. */
const DATA_EVENTS = 500;

/** Zone: --tz, else the configuration, else the machine's own. */
function contextOf(
  options: { now?: number; zone?: string; json?: boolean },
  config: Config,
): AskContext {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    now: options.now ?? systemClock.now(),
    zone: options.zone ?? config.zone ?? own ?? "UTC",
    accountNames: config.accounts,
    ...(options.json && { mostEvents: DATA_EVENTS }),
  };
}

function writeAnswer(
  answer: Answer,
  options: AskOptions,
  context: AskContext,
  terminal: Terminal,
): void {
  const { zone } = context;
  if (options.json) terminal.out.write(`${JSON.stringify(toDocument(answer), null, 2)}\n`);
  else if (options.markdown) terminal.out.write(toMarkdown(answer, { zone }));
  else terminal.out.write(toText(answer, { zone, ...screenOf(terminal.out) }));
}

/** The public JSON document of an answer; times of windows as ISO 8601. */
export function toDocument(answer: Answer): object {
  const { outcome, headline, question, data, followUps } = answer;
  const window = question.window && {
    from: formatInstant(question.window.from),
    to: formatInstant(question.window.to),
  };
  const searched = answer.searched.map(({ window: { from, to }, newestEventAt, ...search }) => ({
    ...search,
    from: formatInstant(from),
    to: formatInstant(to),
    newestEventAt: newestEventAt === undefined ? null : formatInstant(newestEventAt),
  }));
  const asked = { ...question, ...(window && { window }) };
  return { outcome, headline, question: asked, searched, data, followUps };
}

/** "as file": the events beside, in a file of the current folder. */
function writeFile(asked: Asked, context: AskContext, terminal: Terminal): void {
  const { understood, answer } = asked;
  if (understood.kind !== "asked" || !understood.asked.asFile) return;
  const format = understood.asked.asFile;
  const stamp = formatInstant(context.now).replace(/[:]/g, "");
  const path = `trailwatch-${understood.question}-${stamp}.${format}`;
  writeFileSync(path, format === "csv" ? toCsv(answer) : toJsonLines(answer), { flag: "wx" });
  terminal.err.write(`Written to ${path}\n`);
}

function reporter(terminal: Terminal): (reference: string, error: unknown) => void {
  return (reference, error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err.write(`reference ${reference}: ${text}\n`);
  };
}

async function readVersion(): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  const { version }: { version: string } = JSON.parse(text);
  return version;
}
