/** Environment and trailwatch.yml → Config, or every problem at once. The only reader of process.env. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { OrderPolicy } from "./access/orders.ts";
import type { Policy } from "./access/policy.ts";
import { type AwsConfig, type AwsReading, readAws } from "./config-aws.ts";
import type { FileReading, FileSettings } from "./config-file.ts";
import {
  type Environment,
  parsePort,
  type SettingProblem,
  type SettingRow,
  variable,
} from "./config-problem.ts";
import { accessWarnings, readAccess, readOrders } from "./config-rights.ts";
import { readSlack, type SlackConfig } from "./config-slack.ts";
import { LOG_LEVELS, type LogLevel } from "./config-words.ts";
import { Problem } from "./domain/problem.ts";
import { nearest } from "./language/nearest.ts";

export type Config = {
  /** Folder of CloudTrail log files. */
  trail?: string;
  /** Where indexes are kept. */
  cacheDir: string;
  /** Where the journal of questions is kept. */
  stateDir: string;
  /** Account names: `prod` → 111122223333. */
  accounts: Record<string, string>;
  /** Zone of people who have none of their own. */
  zone?: string;
  /** Which Slack to talk to, and how. */
  slack: SlackConfig;
  /** Which AWS is asked, besides the folder of log files. */
  aws: AwsConfig;
  /** Who may ask what; open in the sandbox. */
  access: Policy;
  /** Who may have AWS changed; nobody unless set. */
  orders?: OrderPolicy;
  /** Port of the sandbox's console; 0 takes any free one. */
  consolePort: number;
  logLevel: LogLevel;
  /** What an operator wants to know at the start though nothing is wrong. */
  warnings: string[];
};

/**
 * `terminal`: Slack's settings are not looked at, and `slack` is the sandbox: a token that is set for another
 * program does not keep anybody from asking in the terminal. Where nothing is set to be asked, AWS is off there:
 * nobody is answered from a made-up company who did not ask for it.
 */
export type ConfigScope = "everything" | "terminal";

/** The configuration with all that `config check` shows of it. */
export type ConfigReading = {
  config: Config;
  problems: SettingProblem[];
  rows: SettingRow[];
  /** The file that was read. */
  file?: string;
};

const FILE_NAME = "trailwatch.yml";
const CONSOLE_PORT = 3838;

const NO_TRAIL =
  "No trail is set: `trailwatch start` needs --trail DIR (or --sandbox, for the made-up company) until `aws` or `trail` is set in trailwatch.yml, or TRAILWATCH_TRAIL.";

const MADE_UP =
  "TRAILWATCH_AWS_MODE is sandbox: people in your Slack are answered from a made-up company; set it to live, or unset it.";

/** Reads the configuration of this process. Throws one Problem that lists everything that is wrong. */
export async function readConfig(
  environment: Environment = process.env,
  scope: ConfigScope = "everything",
): Promise<Config> {
  const { config, problems } = await readSettings(environment, scope);
  if (problems.length === 0) return config;
  throw new Problem(
    "config.invalid",
    problemText(problems),
    "Correct these settings; trailwatch config check shows what holds, docs/configuration.md what each means.",
  );
}

/** One line when one thing is wrong, else a list. */
export function problemText(problems: readonly SettingProblem[]): string {
  const lines = problems.map(({ where, text }) => `${where} ${text}`);
  if (lines.length === 1) return lines.join("");
  return `${lines.length} problems in the configuration:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

/** Reads all settings, those that are wrong too; throws nothing. */
export async function readSettings(
  environment: Environment = process.env,
  scope: ConfigScope = "everything",
): Promise<ConfigReading> {
  const problems: SettingProblem[] = [];
  const path = variable(environment, "TRAILWATCH_CONFIG") ?? FILE_NAME;
  const reading = await readFile(path, environment, problems);
  const settings = reading?.settings ?? {};
  const rows: SettingRow[] = [];
  const source: Source = { environment, settings, rows, problems };
  if (reading) source.reading = reading;
  const slackEnvironment = scope === "everything" ? environment : {};
  const { slack, mode, ...ofSlack } = readSlack(slackEnvironment);
  const named = pick(source, "trail", "TRAILWATCH_TRAIL");
  const zone = pick(source, "zone");
  const places = readPlaces(source);
  const accounts = settings.accounts ?? {};
  const access = readAccess(source, accounts, mode !== "sandbox");
  const nothingSet = scope === "everything" && mode === "sandbox" && named === undefined;
  const ofAws = readAwsPart(source, places.cacheDir, nothingSet);
  const orders = readOrders(source, ofAws.aws.kind === "sandbox");
  const trail = named ?? copiedLogs(ofAws.aws, rows);
  rows.push(...ofSlack.rows, ...ofAws.rows);
  problems.push(...ofSlack.problems, ...ofAws.problems);
  const warnings = problems.length > 0 ? [] : accessWarnings(access);
  if (mode !== "sandbox") warnings.push(...madeUpWarnings(ofAws.mode, trail));
  warnings.push(...misspelt(environment));
  const config = { ...places, accounts, slack, aws: ofAws.aws, access, orders, warnings };
  return {
    config: { ...config, ...(trail && { trail }), ...(zone && { zone }) },
    problems,
    rows,
    ...(reading && { file: path }),
  };
}

type Source = {
  environment: Environment;
  settings: FileSettings;
  reading?: FileReading;
  rows: SettingRow[];
  problems: SettingProblem[];
};

/** The environment wins over the file, the file over the default; where it comes from is noted. */
function pick(
  { environment, settings, reading, rows }: Source,
  key: "trail" | "cache" | "state" | "zone" | "log",
  name?: string,
  otherwise?: string,
): string | undefined {
  const set = name === undefined ? undefined : variable(environment, name);
  const written = settings[key];
  const value = set ?? written ?? otherwise;
  const from = set !== undefined ? name : written !== undefined ? reading?.placeOf(key) : "default";
  rows.push({ name: key, value: value ?? "not set", from: from ?? "default" });
  return value;
}

function readPlaces(source: Source) {
  const { environment, problems, rows } = source;
  const cacheDir = defaultFolder(environment, "XDG_CACHE_HOME", ".cache");
  const stateDir = defaultFolder(environment, "XDG_STATE_HOME", ".local/state");
  const level = pick(source, "log", "TRAILWATCH_LOG_LEVEL", "info");
  const logLevel = LOG_LEVELS.find((known) => known === level?.toLowerCase());
  if (!logLevel) {
    const text = `is none of ${LOG_LEVELS.join(", ")}; an example: info`;
    problems.push({ where: "TRAILWATCH_LOG_LEVEL", text });
  }
  const port = variable(environment, "TRAILWATCH_CONSOLE_PORT");
  const consolePort = port === undefined ? CONSOLE_PORT : parsePort(port);
  if (consolePort === undefined) {
    const text = `is no port from 0 to 65535; an example: ${CONSOLE_PORT}`;
    problems.push({ where: "TRAILWATCH_CONSOLE_PORT", text });
  }
  const from = port === undefined ? "default" : "TRAILWATCH_CONSOLE_PORT";
  rows.push({ name: "console port", value: port ?? String(CONSOLE_PORT), from });
  return {
    cacheDir: pick(source, "cache", "TRAILWATCH_CACHE_DIR", cacheDir) ?? cacheDir,
    stateDir: pick(source, "state", "TRAILWATCH_STATE_DIR", stateDir) ?? stateDir,
    logLevel: logLevel ?? "info",
    consolePort: consolePort ?? CONSOLE_PORT,
  };
}

/** https://specifications.freedesktop.org/basedir-spec/: a path that is not absolute is to be ignored. */
function defaultFolder(environment: Environment, name: string, underHome: string): string {
  const home = variable(environment, name);
  return join(home?.startsWith("/") ? home : join(homedir(), underHome), "trailwatch");
}

function readAwsPart(source: Source, cacheDir: string, nothingSet: boolean): AwsReading {
  const { environment, settings, reading } = source;
  const place = reading?.keys.includes("aws") ? reading.placeOf("aws") : undefined;
  return readAws({
    environment,
    nothingSet,
    cacheDir,
    ...(settings.aws && { settings: settings.aws }),
    ...(place !== undefined && { place }),
  });
}

/** Log files that `trail sync` has copied are asked without being named a second time. */
function copiedLogs(aws: AwsConfig, rows: SettingRow[]): string | undefined {
  const dir = aws.kind === "live" ? aws.setup.logs?.dir : undefined;
  if (dir === undefined || !existsSync(dir)) return undefined;
  const row = rows.find(({ name }) => name === "trail");
  if (row) Object.assign(row, { value: dir, from: "aws.logs.dir" });
  return dir;
}

/** People of a live workspace are to know when what they are told is made up. */
function madeUpWarnings(aws: AwsConfig["kind"], trail: string | undefined): string[] {
  if (aws === "sandbox") return [MADE_UP];
  return aws === "off" && !trail ? [NO_TRAIL] : [];
}

/** All variables that are read. */
export const VARIABLES: readonly string[] = [
  "TRAILWATCH_CONFIG",
  "TRAILWATCH_TRAIL",
  "TRAILWATCH_CACHE_DIR",
  "TRAILWATCH_STATE_DIR",
  "TRAILWATCH_LOG_LEVEL",
  "TRAILWATCH_CONSOLE_PORT",
  "TRAILWATCH_HOST",
  "TRAILWATCH_SLACK_MODE",
  "TRAILWATCH_AWS_MODE",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "SLACK_BOT_TOKEN",
  "SLACK_APP_TOKEN",
  "SLACK_SIGNING_SECRET",
  "SLACK_API_URL",
  "PORT",
];

/** A variable that is nearly one of ours is most likely meant to be it; others belong to somebody else. */
function misspelt(environment: Environment): string[] {
  return Object.keys(environment).flatMap((name) => {
    if (VARIABLES.includes(name) || !/^(?:TRAIL|SLACK)/.test(name)) return [];
    const right = nearest(name, VARIABLES, 2)[0];
    return right ? [`${name} is not a setting; did you mean ${right}?`] : [];
  });
}

/** YAML and validation take longer to load than a question takes: only where there is a file. */
async function readFile(
  path: string,
  environment: Environment,
  problems: SettingProblem[],
): Promise<FileReading | undefined> {
  if (!existsSync(path)) {
    if (!variable(environment, "TRAILWATCH_CONFIG")) return undefined;
    const text = `names ${path}, which is not there; correct the path, or unset it`;
    problems.push({ where: "TRAILWATCH_CONFIG", text });
    return undefined;
  }
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    problems.push({ where: path, text: `cannot be read: ${reason}` });
    return undefined;
  }
  const { parseFile } = await import("./config-file.ts");
  const reading = parseFile(text, path);
  problems.push(...reading.problems);
  return reading;
}
