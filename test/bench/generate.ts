/** Makes a folder of CloudTrail log files: seeded, of realistic size and mix, in the layout of an S3 trail. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { type FilePlan, planFiles } from "./plan.ts";
import { fileText } from "./record.ts";
import { runThread } from "./thread.ts";

/** Part of the cache's name: raise it when the same seed gives other events. */
const GENERATOR_VERSION = 2;

export type Generated = {
  /** Holds `AWSLogs`. */
  folder: string;
  events: number;
  files: number;
  /** JSON before compression. */
  rawBytes: number;
  gzBytes: number;
};

export type Bytes = { rawBytes: number; gzBytes: number };

/** Writes one log file below the folder. */
export function writeLogFile(folder: string, plan: FilePlan, seed: number): Bytes {
  const raw = Buffer.from(fileText(plan, seed));
  const packed = gzipSync(raw, { level: 6 });
  const path = join(folder, plan.path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, packed);
  return { rawBytes: raw.length, gzBytes: packed.length };
}

/** What a worker thread is given: it writes every file whose index leaves `part` when divided by `parts`. */
export type GenerateJob = {
  events: number;
  seed: number;
  folder: string;
  part: number;
  parts: number;
};

/** Writes the files of one part in this thread. */
export function generatePart(job: GenerateJob): Bytes {
  const sum: Bytes = { rawBytes: 0, gzBytes: 0 };
  for (const plan of planFiles(job.events, job.seed)) {
    if (plan.index % job.parts !== job.part) continue;
    const { rawBytes, gzBytes } = writeLogFile(job.folder, plan, job.seed);
    sum.rawBytes += rawBytes;
    sum.gzBytes += gzBytes;
  }
  return sum;
}

/**
 * Writes exactly `events` events below `folder` (made when missing) with so many threads; 0 stays in this one.
 * The same events and seed always give the same bytes.
 */
export async function generate(
  events: number,
  seed: number,
  folder: string,
  threads: number,
): Promise<Generated> {
  mkdirSync(folder, { recursive: true });
  const parts = Math.max(1, threads);
  const jobs = Array.from({ length: parts }, (_, part) => ({ events, seed, folder, part, parts }));
  const sums =
    threads === 0
      ? jobs.map(generatePart)
      : await Promise.all(
          jobs.map((job) => runThread<GenerateJob, Bytes>("./generate-worker.ts", job)),
        );
  return {
    folder,
    events,
    files: planFiles(events, seed).length,
    rawBytes: sums.reduce((sum, { rawBytes }) => sum + rawBytes, 0),
    gzBytes: sums.reduce((sum, { gzBytes }) => sum + gzBytes, 0),
  };
}

/** The same trail as `generate` makes, kept in the temporary folder from one run to the next. */
export async function cachedTrail(
  events: number,
  seed: number,
  threads: number,
): Promise<Generated> {
  const home = join(tmpdir(), `trailwatch-bench-v${GENERATOR_VERSION}-${events}-${seed}`);
  const about = join(home, "about.json");
  if (existsSync(about)) return JSON.parse(readFileSync(about, "utf8")) as Generated;
  const fresh = `${home}.${process.pid}`;
  const made = await generate(events, seed, join(fresh, "logs"), threads);
  const generated = { ...made, folder: join(home, "logs") };
  writeFileSync(join(fresh, "about.json"), JSON.stringify(generated));
  rmSync(home, { recursive: true, force: true });
  renameSync(fresh, home);
  return generated;
}
