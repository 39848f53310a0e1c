/** Environment and trailwatch.yml → Config, or every problem at once. The only reader of process.env. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { FileConfig } from "./config-file.ts";
import { Problem } from "./domain/problem.ts";

export type Config = {
  /** Folder of CloudTrail log files. */
  trail?: string;
  /** Where indexes are kept. */
  cacheDir: string;
  /** Account names: `prod` → 111122223333. */
  accounts: Record<string, string>;
  /** Zone of people who have none of their own. */
  zone?: string;
};

type Environment = Record<string, string | undefined>;

const FILE_NAME = "trailwatch.yml";

/** Reads the configuration of this process. Throws one Problem that lists everything that is wrong. */
export async function readConfig(environment: Environment = process.env): Promise<Config> {
  const path = environment.TRAILWATCH_CONFIG || FILE_NAME;
  if (environment.TRAILWATCH_CONFIG && !existsSync(path)) {
    throw new Problem(
      "config.missing",
      `TRAILWATCH_CONFIG names ${path}, which is not there.`,
      "Correct the path, or unset TRAILWATCH_CONFIG.",
    );
  }
  const file = existsSync(path) ? await readFile(path) : {};
  const trail = environment.TRAILWATCH_TRAIL || file.trail;
  const cacheDir = environment.TRAILWATCH_CACHE_DIR || file.cache || defaultCache(environment);
  return {
    ...(trail && { trail }),
    cacheDir,
    accounts: file.accounts ?? {},
    ...(file.zone && { zone: file.zone }),
  };
}

function defaultCache(environment: Environment): string {
  const home = environment.XDG_CACHE_HOME;
  return join(home || join(homedir(), ".cache"), "trailwatch");
}

/** YAML and validation take longer to load than a question takes: only where there is a file. */
async function readFile(path: string): Promise<FileConfig> {
  const { parseFile } = await import("./config-file.ts");
  return parseFile(readFileSync(path, "utf8"), path);
}
