/** Command line → what to do, or one sentence that says what is wrong. */
import { parseArgs } from "node:util";
import { Problem } from "./domain/problem.ts";
import { DAY, HOUR, isTimeZone, parseInstant } from "./domain/time.ts";

export type Command =
  | { kind: "ask"; text: string; options: AskOptions }
  | { kind: "index"; dir?: string; quiet: boolean }
  | { kind: "stat"; dir?: string; json: boolean }
  | {
      kind: "sync";
      dir?: string;
      follow: boolean;
      /** How far back, milliseconds; or from which moment on, epoch milliseconds. */
      ageMs?: number;
      since?: number;
    }
  | { kind: "start" | "prompt"; trail?: string; sandbox: boolean }
  | {
      kind: "verify";
      /** Log files are read from this folder, not from the bucket. */
      dir?: string;
      /** Epoch milliseconds; the last 24 hours unless said. */
      from?: number;
      to?: number;
      /** The digests are read from the folder too. */
      offline: boolean;
      json: boolean;
    }
  /** Nothing older is looked for, as for `sync`. */
  | { kind: "ddl"; ageMs?: number; since?: number }
  | { kind: "config-check" }
  | { kind: "doctor"; json: boolean }
  | { kind: "manifest"; url?: string }
  | { kind: "help" }
  | { kind: "version" };

export type AskOptions = {
  trail?: string;
  sandbox: boolean;
  json: boolean;
  markdown: boolean;
  /** Epoch milliseconds. */
  now?: number;
  zone?: string;
  /** Leaves the index alone and scans the files. */
  noIndex: boolean;
};

export const USAGE = `trailwatch: who changed what on AWS, from CloudTrail

  trailwatch start                      answer in Slack; without tokens in the sandbox's own Slack, in the browser
      --trail DIR | --sandbox           what is asked, if not what trailwatch.yml or TRAILWATCH_TRAIL say
  trailwatch prompt [--trail DIR]       question after question in this terminal
  trailwatch ask "QUESTION"             one question, one answer
      --trail DIR                       a folder of CloudTrail log files (else trailwatch.yml or TRAILWATCH_TRAIL)
      --sandbox                         the sandbox's company
      --json | --markdown               the answer as data, or as a document
      --now 2026-11-22T14:00:00Z        the clock, for repeatable answers
      --tz Europe/Berlin                the zone of clock times
      --no-index                        scan the files, build nothing
  trailwatch trail index [DIR]          build the index, or bring it up to date
  trailwatch trail stat [DIR]           what the index holds
  trailwatch trail sync [DIR]           copy new log files from the trail's bucket (aws.logs), and index them
      --follow                          until Ctrl-C; else once (--once)
      --since 30d | 2026-11-01          how far back, if not as far as aws.logs.days says
  trailwatch trail verify               prove by CloudTrail's digests that log files are whole and none is missing
      --from TIME --to TIME             of which hours; the last 24 unless said
      --dir DIR | --bucket              of the copies in a folder, or in the bucket itself
      --offline                         with the digests that lie in the folder, not those of the bucket
  trailwatch trail ddl [--since 730d]   the statement that makes the trail's table in Athena
  trailwatch config check               what is configured and where it comes from, or all that is wrong
  trailwatch doctor [--json]            try what is configured: what is right, and the next step for what is not
  trailwatch manifest [URL]             the app's manifest for Slack; with the bot's own address for HTTP mode
  trailwatch version

  trailwatch ask help                   what can be asked
Exit codes: 0 found, 1 nothing found, 2 not understood or refused, 3 failed.
`;

const OPTIONS = {
  trail: { type: "string" },
  sandbox: { type: "boolean" },
  json: { type: "boolean" },
  markdown: { type: "boolean" },
  now: { type: "string" },
  tz: { type: "string" },
  "no-index": { type: "boolean" },
  quiet: { type: "boolean" },
  once: { type: "boolean" },
  follow: { type: "boolean" },
  since: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  dir: { type: "string" },
  bucket: { type: "boolean" },
  offline: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

/** Throws a Problem with code `cli.*` for words that mean nothing here. */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = readWords(args);
  if (values.version) return { kind: "version" };
  const [name, ...rest] = positionals;
  if (values.help || name === undefined || name === "help") return { kind: "help" };
  switch (name) {
    case "ask":
      return { kind: "ask", text: rest.join(" "), options: askOptions(values) };
    case "start":
    case "prompt":
      return {
        kind: name,
        sandbox: values.sandbox === true,
        ...(values.trail !== undefined && { trail: values.trail }),
      };
    case "version":
      return { kind: "version" };
    case "trail":
      return trailCommand(rest, values);
    case "doctor":
      return doctorCommand(rest, values);
    case "config":
      return configCommand(rest);
    case "manifest":
      return manifestCommand(rest);
    default:
      throw new Problem(
        "cli.unknown-command",
        `trailwatch knows no command ${JSON.stringify(name)}.`,
        `To ask a question: trailwatch ask ${JSON.stringify(positionals.join(" "))}. For all commands: trailwatch help.`,
      );
  }
}

type Values = ReturnType<typeof readWords>["values"];

function readWords(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    const text = cause instanceof Error ? cause.message.split(". ")[0] : "Unreadable arguments";
    throw new Problem("cli.option", `${text}.`, "See trailwatch help.", { cause });
  }
}

function trailCommand(rest: string[], values: Values): Command {
  const [what, ...dirs] = rest;
  if (dirs.length > 1) {
    throw new Problem("cli.arguments", "One folder at a time.", "Quote a name with spaces.");
  }
  const dir = dirs[0] ?? values.trail;
  const where = dir === undefined ? {} : { dir };
  if (what === "index") return { kind: "index", ...where, quiet: values.quiet === true };
  if (what === "stat") return { kind: "stat", ...where, json: values.json === true };
  if (what === "verify") return { kind: "verify", ...verifyOptions(values, dir) };
  if (what === "ddl") {
    return { kind: "ddl", ...(values.since !== undefined && readSince(values.since)) };
  }
  if (what === "sync") return { kind: "sync", ...where, ...syncOptions(values) };
  throw new Problem(
    "cli.unknown-command",
    `trailwatch trail knows no ${JSON.stringify(what ?? "")}.`,
    "Use trailwatch trail index, stat, sync, verify or ddl.",
  );
}

function syncOptions({ once, follow, since }: Values) {
  if (once && follow) {
    throw new Problem("cli.arguments", "--once and --follow exclude each other.", "Choose one.");
  }
  return { follow: follow === true, ...(since !== undefined && readSince(since)) };
}

function verifyOptions(
  { dir, bucket, offline, from, to, json }: Values,
  named: string | undefined,
) {
  const folder = dir ?? named;
  if (bucket && folder !== undefined) {
    throw new Problem("cli.arguments", "--bucket and a folder exclude each other.", "Choose one.");
  }
  if (offline && folder === undefined) {
    throw new Problem("cli.arguments", "--offline needs a folder.", "Name it with --dir DIR.");
  }
  const [start, end] = [readTime("--from", from), readTime("--to", to)];
  if (start !== undefined && end !== undefined && start >= end) {
    throw new Problem("cli.window", "--from is not before --to.", "Turn them round.");
  }
  return {
    ...(folder !== undefined && { dir: folder }),
    ...(start !== undefined && { from: start }),
    ...(end !== undefined && { to: end }),
    offline: offline === true,
    json: json === true,
  };
}

function readTime(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = parseInstant(text);
  if (at !== undefined) return at;
  throw new Problem(
    "cli.time",
    `${option} ${text} is no time.`,
    "Write it as 2026-11-22T14:00:00Z or 2026-11-22.",
  );
}

const AGE_MS = { d: DAY, h: HOUR } as const;

function readSince(text: string): { ageMs: number } | { since: number } {
  const [, amount, unit] = /^(\d{1,4})([dh])$/.exec(text) ?? [];
  if (unit === "d" || unit === "h") return { ageMs: Number(amount) * AGE_MS[unit] };
  const since = parseInstant(text);
  if (since !== undefined) return { since };
  throw new Problem(
    "cli.since",
    `--since ${text} is neither a span nor a day.`,
    "Write it as 30d, 12h or 2026-11-01.",
  );
}

function doctorCommand(rest: string[], values: Values): Command {
  if (rest.length === 0) return { kind: "doctor", json: values.json === true };
  throw new Problem("cli.arguments", "The doctor tries everything.", "Use trailwatch doctor.");
}

function configCommand(rest: string[]): Command {
  if (rest.length === 1 && rest[0] === "check") return { kind: "config-check" };
  throw new Problem(
    "cli.unknown-command",
    `trailwatch config knows no ${JSON.stringify(rest.join(" "))}.`,
    "Use trailwatch config check.",
  );
}

function manifestCommand([url, ...more]: string[]): Command {
  if (url === undefined) return { kind: "manifest" };
  if (more.length === 0 && /^https:\/\//.test(url) && URL.canParse(url)) {
    return { kind: "manifest", url };
  }
  throw new Problem(
    "cli.arguments",
    "Slack reaches the bot by one https address.",
    "Use trailwatch manifest https://trailwatch.example.com, or no address for Socket Mode.",
  );
}

function askOptions(values: Values): AskOptions {
  const now = values.now === undefined ? undefined : parseInstant(values.now);
  if (values.now !== undefined && now === undefined) {
    throw new Problem(
      "cli.now",
      `--now ${values.now} is no time.`,
      "Write it as 2026-11-22T14:00:00Z.",
    );
  }
  if (values.tz !== undefined && !isTimeZone(values.tz)) {
    throw new Problem(
      "cli.tz",
      `--tz ${values.tz} is no time zone that is known here.`,
      "Use an IANA name such as Europe/Berlin, or UTC.",
    );
  }
  return {
    ...(values.trail !== undefined && { trail: values.trail }),
    sandbox: values.sandbox === true,
    json: values.json === true,
    markdown: values.markdown === true,
    ...(now !== undefined && { now }),
    ...(values.tz !== undefined && { zone: values.tz }),
    noIndex: values["no-index"] === true,
  };
}
