/** What reading the log files costs at least: gunzip alone, and gunzip with JSON.parse, on two threads. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { timed } from "./measure.ts";
import { runThread } from "./thread.ts";

export type FloorWork = "gunzip" | "gunzip + JSON.parse";
export type FloorJob = { work: FloorWork; paths: string[] };

/** Milliseconds of the work alone, without starting the thread. */
export type FloorMade = { ms: number; bytes: number; records: number };

export async function readAll({ work, paths }: FloorJob): Promise<FloorMade> {
  let bytes = 0;
  let records = 0;
  const ms = await timed(async () => {
    for (const path of paths) {
      const raw = gunzipSync(readFileSync(path));
      bytes += raw.length;
      if (work !== "gunzip")
        records += (JSON.parse(raw.toString()) as { Records: [] }).Records.length;
    }
  });
  return { ms, bytes, records };
}

/** All log files below a folder, with their sizes, the largest first. */
export function logFiles(folder: string): { path: string; bytes: number }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json.gz"))
    .map((path) => ({ path: join(folder, path), bytes: statSync(join(folder, path)).size }))
    .toSorted((a, b) => b.bytes - a.bytes);
}

/** Milliseconds that two threads need for all files, each taking every other one. */
export async function floorMs(work: FloorWork, paths: string[]): Promise<number> {
  const halves = [0, 1].map((half) => paths.filter((_, index) => index % 2 === half));
  const made = await Promise.all(
    halves.map((half) =>
      runThread<FloorJob, FloorMade>("./floor-worker.ts", { work, paths: half }),
    ),
  );
  return Math.max(...made.map(({ ms }) => ms));
}
