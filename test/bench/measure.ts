/** Measuring: samples taken in turns, their median and percentiles, and processes watched from outside. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

/** The value below which `share` (0 to 1) of the samples lie; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Runs each work once a round, one after the other, so that noise of the machine meets all of them alike.
 * A work gives its own sample; each round begins with another one.
 */
export async function inTurns<Name extends string, Sample>(
  rounds: number,
  works: Record<Name, () => Promise<Sample>>,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(works) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Sample[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    for (let step = 0; step < names.length; step += 1) {
      const name = names[(round + step) % names.length];
      if (name !== undefined) samples[name].push(await works[name]());
    }
  }
  return samples;
}

export type ProcessRun = {
  wallMs: number;
  /** Largest resident size that the process had, megabytes of a million bytes. */
  peakMb: number;
  code: number | null;
  stdout: string;
  stderr: string;
};

const PEAK = new URL("./peak.mjs", import.meta.url).href;

/** Runs Node with the given arguments to its end; the peak is written by the process itself as it exits. */
export async function runNode(args: string[], env: Record<string, string>): Promise<ProcessRun> {
  const folder = mkdtempSync(join(tmpdir(), "trailwatch-bench-peak-"));
  const peakFile = join(folder, "peak");
  const start = performance.now();
  const child = spawn(process.execPath, ["--import", PEAK, ...args], {
    env: { ...environment(), ...env, TRAILWATCH_BENCH_PEAK: peakFile },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = await endOf(child);
  const wallMs = performance.now() - start;
  const peakMb = (Number(readText(peakFile)) * 1024) / 1e6;
  rmSync(folder, { recursive: true, force: true });
  return { wallMs, peakMb, ...ended };
}

/** What a spawned program wrote, once it has ended. */
export function endOf(
  child: ReturnType<typeof spawn>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "NaN";
  }
}

/** The environment of this process, for its children. */
export function environment(): NodeJS.ProcessEnv {
  // biome-ignore lint/style/noProcessEnv: children of the benchmark see what it sees.
  return process.env;
}
