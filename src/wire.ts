/** The one place that builds adapters and joins them. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "./config.ts";
import { Problem } from "./domain/problem.ts";
import type { Clock } from "./sources/clock.ts";
import type { Progress, Run } from "./sources/trail.ts";
import { type FileTrail, openFileTrail } from "./trail/files/file-trail.ts";

export const systemClock: Clock = { now: () => Date.now() };

export type OpenOptions = {
  config: Config;
  clock: Clock;
  /** Folder named on the command line; wins over the configuration. */
  dir?: string;
  sandbox: boolean;
  run: Run;
  onProgress?: (progress: Progress, what: string) => void;
};

/** Opens the trail that the options name. Throws a Problem that says what to set when none does. */
export async function openTrail(options: OpenOptions): Promise<FileTrail> {
  const dir = options.sandbox ? await sandboxTrail(options) : (options.dir ?? options.config.trail);
  if (dir === undefined) {
    throw new Problem(
      "trail.none",
      "No trail to ask: neither --trail nor --sandbox is given, and nothing is configured.",
      "Name a folder of CloudTrail log files with --trail DIR or TRAILWATCH_TRAIL, or try --sandbox.",
    );
  }
  return openFileTrail({ dir, cacheDir: options.config.cacheDir, clock: options.clock });
}

/** Writes the made-up company's trail up to now, once an hour, into the temporary folder. */
async function sandboxTrail(options: OpenOptions): Promise<string> {
  const { writeScenario } = await import("./sandbox/scenario/write.ts");
  const now = options.clock.now();
  const day = new Date(now).toISOString().slice(0, 13).replace(/\D/g, "");
  const user = process.getuid?.() ?? 0;
  const dir = join(tmpdir(), `trailwatch-sandbox-${user}-${day}`);
  await writeScenario({ dir, now, signal: options.run.signal });
  return dir;
}
