/** The terminal's commands around the trail's files: index and stat. */
import { bytes, count, grouped } from "./answers/words.ts";
import type { Terminal } from "./cli.ts";
import type { Command } from "./cli-arguments.ts";
import type { Config } from "./config.ts";
import { formatInstant, utcDay } from "./domain/time.ts";
import { createProgressBar } from "./progress-bar.ts";
import type { Run } from "./sources/trail.ts";
import type { TrailStat } from "./trail/files/stat.ts";
import { openFiles } from "./wire.ts";

/** `trail index`: brings the index up to date; the exit code. */
export async function runIndex(
  command: Extract<Command, { kind: "index" }>,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const bar = createProgressBar(terminal.err, "indexing");
  const run: Run = { signal: terminal.signal, progress: (progress) => bar.show(progress) };
  const trail = await openFiles(command.dir, config);
  try {
    const report = await trail.update(run);
    bar.clear();
    if (!command.quiet) {
      const { outcome, added, changed, records, indexed } = report;
      terminal.out.write(
        outcome === "busy"
          ? "Another process is bringing the index up to date; nothing was done here.\n"
          : `${count(added + changed, "file")} read with ${count(records, "record")}; ${count(indexed, "event")} put into the index.\n`,
      );
      writeGaps(report.gaps, terminal);
    }
    return 0;
  } finally {
    bar.clear();
    await trail.close();
  }
}

/** `trail stat`: what the folder and its index hold; the exit code. */
export async function runStat(
  command: Extract<Command, { kind: "stat" }>,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const trail = await openFiles(command.dir, config);
  try {
    const stat = { ...(await trail.stat()) };
    const copies = await copiesOf(stat.dir);
    if (command.json) terminal.out.write(`${JSON.stringify({ ...stat, ...copies }, null, 2)}\n`);
    else writeStat({ ...flatStat(stat), ...copies }, terminal);
    return 0;
  } finally {
    await trail.close();
  }
}

/** What a sync left written down about a folder of copies. */
async function copiesOf(dir: string): Promise<object> {
  const { peekSyncState } = await import("./aws/logs/sync-state.ts");
  const state = peekSyncState(dir);
  if (!state) return {};
  const { bucket, prefix, syncedAt, keptFrom } = state;
  return {
    copiesOf: `s3://${bucket}/${prefix}`,
    ...(syncedAt !== undefined && { syncedAt }),
    ...(keptFrom !== undefined && { daysDroppedBefore: utcDay(keptFrom) }),
  };
}

/** The folder's facts, then those of its index; `files` of the index are those that it holds as they are now. */
function flatStat({ index, gaps, ...folder }: TrailStat): object {
  if (!index) return { ...folder, index: "none yet", gaps };
  const { files: indexedFiles, path, ...rest } = index;
  return { ...folder, index: path, indexedFiles, ...rest, gaps };
}

function writeStat(stat: object, terminal: Terminal): void {
  for (const [name, value] of Object.entries(stat)) {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    terminal.out.write(`${name.padEnd(17)} ${statWords(name, value)}\n`);
  }
}

function statWords(name: string, value: unknown): string {
  if (typeof value === "number" && /bytes$/i.test(name)) return bytes(value);
  if (typeof value === "number" && /At$/.test(name)) return formatInstant(value);
  if (typeof value === "number") return grouped(value);
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** What could not be read or had, a line each. */
export function writeGaps(gaps: readonly string[], terminal: Terminal): void {
  for (const gap of gaps) terminal.out.write(`! ${gap}\n`);
}
