/** What needs no network: Node, the configuration, the folders. */
import { access, constants, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { ConfigReading } from "../config.ts";
import { type Check, look, right, wrong } from "./check.ts";

const AREA = "This machine";

/** As package.json asks for. */
const LEAST_NODE = [20, 19] as const;

/** `version` as in `process.versions.node`. */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) {
    return right(AREA, "Node", version);
  }
  const least = `${leastMajor}.${leastMinor}`;
  return wrong(
    AREA,
    "Node",
    `${version} is too old; Trailwatch needs ${least} or newer`,
    "Install Node 22 from https://nodejs.org, or with your package manager.",
  );
}

/** What is wrong with the settings, or where they stand. */
export function checkSettings({ config, problems, file }: ConfigReading): Check[] {
  const found = [
    ...problems.map(({ where, text }) =>
      wrong(
        AREA,
        "configuration",
        `${where} ${text}`,
        "Correct it; docs/configuration.md tells what each setting means.",
      ),
    ),
    ...config.warnings.map((text) => look(AREA, "configuration", text)),
  ];
  if (found.length > 0) return found;
  const nothing = config.slack.kind === "sandbox" && config.aws.kind === "sandbox";
  if (!nothing)
    return [
      right(
        AREA,
        "configuration",
        file ? `${file} and the environment are right` : "the environment alone; it is right",
      ),
    ];
  return [
    look(
      AREA,
      "configuration",
      "nothing is configured: `trailwatch start` runs the sandbox, a local Slack and a made-up company",
      "To go live, follow docs/live-setup.md: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, and write `aws` into trailwatch.yml.",
    ),
  ];
}

/** The folder of log files can be read; those for the state, indexes and copies can be written. */
export async function checkFolders({ config }: ConfigReading): Promise<Check[]> {
  const { trail, stateDir, cacheDir, aws } = config;
  const copies = aws.kind === "live" ? aws.setup.logs?.dir : undefined;
  const checks = [
    checkWritable("state folder", stateDir, "TRAILWATCH_STATE_DIR"),
    checkWritable("cache folder", cacheDir, "TRAILWATCH_CACHE_DIR"),
    ...(copies === undefined ? [] : [checkWritable("log copies", copies, "aws.logs.dir")]),
    ...(trail === undefined ? [] : [checkReadable("trail folder", trail)]),
  ];
  return Promise.all(checks);
}

async function checkWritable(name: string, path: string, setting: string): Promise<Check> {
  const there = await nearestThere(path);
  try {
    if (!(await stat(there)).isDirectory()) throw new Error(`${there} is no folder`);
    await access(there, constants.W_OK | constants.X_OK);
    return right(AREA, name, path);
  } catch (error) {
    const text = `${path} cannot be written (${codeOf(error)})`;
    return wrong(
      AREA,
      name,
      text,
      `Give this user the right to write ${there}, or set ${setting}.`,
    );
  }
}

/** Folders are made where they are missing; what counts is the first one above that is there. */
async function nearestThere(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const above = dirname(path);
    if (above === path || codeOf(error) !== "ENOENT") return path;
    return nearestThere(above);
  }
}

async function checkReadable(name: string, path: string): Promise<Check> {
  try {
    if (!(await stat(path)).isDirectory()) throw new Error(`${path} is no folder`);
    await access(path, constants.R_OK | constants.X_OK);
    return right(AREA, name, path);
  } catch (error) {
    const next = "Correct `trail` (or TRAILWATCH_TRAIL), or unset it where AWS alone is asked.";
    return wrong(AREA, name, `${path} cannot be read (${codeOf(error)})`, next);
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
