/** Slack's part of the environment: which Slack to talk to and how, or what is missing for that. */
import {
  type Environment,
  parsePort,
  type SettingProblem,
  type SettingRow,
  variable,
} from "./config-problem.ts";

export type SlackConfig =
  | { kind: "sandbox" }
  | { kind: "socket"; botToken: string; appToken: string; apiUrl?: string }
  | {
      kind: "http";
      botToken: string;
      signingSecret: string;
      port: number;
      host: string;
      apiUrl?: string;
    };

export type SlackReading = {
  slack: SlackConfig;
  /** What was meant, also when something is missing for it. */
  mode: SlackConfig["kind"];
  problems: SettingProblem[];
  rows: SettingRow[];
};

type Mode = SlackConfig["kind"];

type Secret = "SLACK_BOT_TOKEN" | "SLACK_APP_TOKEN" | "SLACK_SIGNING_SECRET";

const MODE = "TRAILWATCH_SLACK_MODE";
const MODES: readonly Mode[] = ["socket", "http", "sandbox"];

const NEEDED: Record<Mode, Secret[]> = {
  sandbox: [],
  socket: ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"],
  http: ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"],
};

/** Where each is found on the pages of https://api.slack.com/apps. */
const FOUND: Record<Secret, string> = {
  SLACK_BOT_TOKEN: "the bot token xoxb-… stands under OAuth & Permissions",
  SLACK_APP_TOKEN: "the app-level token xapp-… is made under Basic Information",
  SLACK_SIGNING_SECRET: "the signing secret stands under Basic Information",
};

const PREFIXES: Partial<Record<Secret, string>> = {
  SLACK_BOT_TOKEN: "xoxb-",
  SLACK_APP_TOKEN: "xapp-",
};

const DEFAULT_PORT = 3000;
const DEFAULT_HOST = "0.0.0.0";

/** Reads how to reach Slack. With problems the sandbox is named, which then must not be started. */
export function readSlack(environment: Environment): SlackReading {
  const problems: SettingProblem[] = [];
  const mode = readMode(environment, problems);
  const secrets = readSecrets(environment, NEEDED[mode.kind], mode.from, problems);
  const apiUrl = mode.kind === "sandbox" ? undefined : readApiUrl(environment, problems);
  const { port, host } = readAddress(environment, mode.kind, problems);
  const rows = [
    { name: "slack", value: MODE_WORDS[mode.kind], from: mode.from },
    ...NEEDED[mode.kind].map((name) => secretRow(environment, name)),
    ...(apiUrl ? [{ name: "slack address", value: apiUrl, from: "SLACK_API_URL" }] : []),
    ...(mode.kind === "http" ? addressRows(environment, port, host) : []),
  ];
  const told = { mode: mode.kind, problems, rows };
  const reach = apiUrl === undefined ? {} : { apiUrl };
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken } = secrets;
  const signingSecret = secrets.SLACK_SIGNING_SECRET;
  if (problems.length > 0 || botToken === undefined) {
    return { slack: { kind: "sandbox" }, ...told };
  }
  if (mode.kind === "socket" && appToken !== undefined) {
    return { slack: { kind: "socket", botToken, appToken, ...reach }, ...told };
  }
  if (mode.kind === "http" && signingSecret !== undefined) {
    const slack = { kind: "http" as const, botToken, signingSecret, port, host, ...reach };
    return { slack, ...told };
  }
  return { slack: { kind: "sandbox" }, ...told };
}

const MODE_WORDS: Record<Mode, string> = {
  sandbox: "sandbox (a local Slack in the browser)",
  socket: "live, Socket Mode",
  http: "live, HTTP",
};

type ChosenMode = { kind: Mode; from: string };

/** The mode that is named, else the one that the secrets are set for; half a set is taken as meant. */
function readMode(environment: Environment, problems: SettingProblem[]): ChosenMode {
  const named = variable(environment, MODE)?.toLowerCase();
  if (named !== undefined) {
    const kind = MODES.find((mode) => mode === named);
    if (kind) return { kind, from: MODE };
    problems.push({ where: MODE, text: `is none of ${MODES.join(", ")}; an example: socket` });
    return { kind: "sandbox", from: MODE };
  }
  const app = variable(environment, "SLACK_APP_TOKEN");
  const secret = variable(environment, "SLACK_SIGNING_SECRET");
  if (app && secret) {
    problems.push({
      where: MODE,
      text: "is not set, and both SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are; say which one counts: socket or http",
    });
    return { kind: "sandbox", from: "SLACK_APP_TOKEN and SLACK_SIGNING_SECRET" };
  }
  if (app) return { kind: "socket", from: "SLACK_APP_TOKEN" };
  if (secret) return { kind: "http", from: "SLACK_SIGNING_SECRET" };
  if (variable(environment, "SLACK_BOT_TOKEN")) {
    problems.push({
      where: "SLACK_APP_TOKEN",
      text: `is not set, but SLACK_BOT_TOKEN is; ${FOUND.SLACK_APP_TOKEN} (or set SLACK_SIGNING_SECRET for HTTP mode)`,
    });
    return { kind: "sandbox", from: "SLACK_BOT_TOKEN alone" };
  }
  return { kind: "sandbox", from: "default" };
}

/** Values never stand in a problem: what is wrong is said by the kind of the value alone. */
function readSecrets(
  environment: Environment,
  needed: Secret[],
  because: string,
  problems: SettingProblem[],
): Partial<Record<Secret, string>> {
  const secrets: Partial<Record<Secret, string>> = {};
  for (const name of needed) {
    const value = variable(environment, name);
    if (value === undefined) {
      problems.push({ where: name, text: `is not set, but ${because} is; ${FOUND[name]}` });
      continue;
    }
    const wrong = wrongSecret(name, value);
    if (wrong) problems.push({ where: name, text: `${wrong}; ${FOUND[name]}` });
    else secrets[name] = value;
  }
  return secrets;
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^xoxb-/, "a bot token (xoxb-…)"],
  [/^xapp-/, "an app-level token (xapp-…)"],
  [/^xoxp-/, "a user token (xoxp-…)"],
  [/^xox[a-z]-|^xoxe\./, "a token of another kind"],
];

function wrongSecret(name: Secret, value: string): string | undefined {
  if (/\s/.test(value)) return "has a space or a line break inside";
  if (/[…*]|\.\.\.$/.test(value)) return "is a shortened token, not the whole one";
  const prefix = PREFIXES[name];
  if (prefix !== undefined && value.startsWith(prefix)) {
    return value.length > prefix.length ? undefined : "is only the beginning of a token";
  }
  const kind = KINDS.find(([pattern]) => pattern.test(value))?.[1];
  if (kind !== undefined) return `holds ${kind}`;
  return prefix === undefined ? undefined : `does not begin with ${prefix}`;
}

function secretRow(environment: Environment, name: Secret): SettingRow {
  const value = variable(environment, name);
  if (value === undefined) return { name, value: "missing", from: "environment" };
  const prefix = /^(?:xox[a-z]|xapp)-/.exec(value)?.[0] ?? "";
  return { name, value: `${prefix}…(set)`, from: "environment" };
}

function readApiUrl(environment: Environment, problems: SettingProblem[]): string | undefined {
  const text = variable(environment, "SLACK_API_URL");
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ["http:", "https:"].includes(url.protocol) && !url.search && !url.hash) {
    if (!url.username && !url.password) return url.href.endsWith("/") ? url.href : `${url.href}/`;
  }
  problems.push({
    where: "SLACK_API_URL",
    text: "is no http or https address without user, query and fragment; an example: https://slack.com/api/",
  });
  return undefined;
}

function readAddress(environment: Environment, mode: Mode, problems: SettingProblem[]) {
  const text = mode === "http" ? variable(environment, "PORT") : undefined;
  const port = text === undefined ? DEFAULT_PORT : parsePort(text);
  if (port === undefined) {
    problems.push({ where: "PORT", text: "is no port from 0 to 65535; an example: 3000" });
  }
  const host = variable(environment, "TRAILWATCH_HOST") ?? DEFAULT_HOST;
  return { port: port ?? DEFAULT_PORT, host };
}

function addressRows(environment: Environment, port: number, host: string): SettingRow[] {
  const from = (name: string) => (variable(environment, name) ? name : "default");
  return [
    { name: "port", value: String(port), from: from("PORT") },
    { name: "host", value: host, from: from("TRAILWATCH_HOST") },
  ];
}
