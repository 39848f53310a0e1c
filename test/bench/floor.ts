/** What reading the log files costs at least on two threads: gunzip alone, with JSON.parse, or with a cut-out of what names a thing. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { isObject } from "../../src/domain/json.ts";
import { timed } from "./measure.ts";
import { runThread } from "./thread.ts";

export type FloorWork = "gunzip" | "gunzip + JSON.parse" | "cut out";
export type FloorJob = { work: FloorWork; paths: string[] };

/** Milliseconds of the work alone, without starting the thread. */
export type FloorMade = { ms: number; records: number };

const NEEDLE = Buffer.from('"bucket-x"');
const RECORD_START = Buffer.from('{"eventVersion":');

/** How many records name bucket-x, found in the bytes: only records around a hit are parsed. */
export function cutOut(raw: Buffer): number {
  let found = 0;
  let hit = raw.indexOf(NEEDLE);
  while (hit !== -1) {
    const from = raw.lastIndexOf(RECORD_START, hit);
    const next = raw.indexOf(RECORD_START, hit);
    // The last record of a file ends before the closing `]}` of the list, the others before a comma.
    const to = next === -1 ? raw.lastIndexOf("]") : next - 1;
    const record: unknown = JSON.parse(raw.toString("utf8", from, to));
    if (isObject(record)) found += 1;
    hit = raw.indexOf(NEEDLE, to);
  }
  return found;
}

function recordsOf(work: FloorWork, raw: Buffer): number {
  if (work === "gunzip") return 0;
  if (work === "cut out") return cutOut(raw);
  return (JSON.parse(raw.toString()) as { Records: [] }).Records.length;
}

export async function readAll({ work, paths }: FloorJob): Promise<FloorMade> {
  let records = 0;
  const ms = await timed(async () => {
    for (const path of paths) records += recordsOf(work, gunzipSync(readFileSync(path)));
  });
  return { ms, records };
}

/** All log files below a folder, with their sizes, the largest first. */
export function logFiles(folder: string): { path: string; bytes: number }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json.gz"))
    .map((path) => ({ path: join(folder, path), bytes: statSync(join(folder, path)).size }))
    .toSorted((a, b) => b.bytes - a.bytes);
}

/** Milliseconds that two threads need for all files, each taking every other one, and the records they met. */
export async function floor(work: FloorWork, paths: string[]): Promise<FloorMade> {
  const halves = [0, 1].map((half) => paths.filter((_, index) => index % 2 === half));
  const made = await Promise.all(
    halves.map((half) =>
      runThread<FloorJob, FloorMade>("./floor-worker.ts", { work, paths: half }),
    ),
  );
  return {
    ms: Math.max(...made.map(({ ms }) => ms)),
    records: made.reduce((sum, { records }) => sum + records, 0),
  };
}
