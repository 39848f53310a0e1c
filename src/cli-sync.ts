/** `trailwatch trail sync`: copies the trail's new log files into a folder and keeps their index up to date. */
import { bytes, count } from "./answers/words.ts";
import type { SyncReport } from "./aws/logs/sync-report.ts";
import type { SyncSetup } from "./aws/logs/sync-work.ts";
import type { AwsSetup } from "./aws/setup.ts";
import type { Terminal } from "./cli.ts";
import type { Command } from "./cli-arguments.ts";
import { writeGaps } from "./cli-trail.ts";
import type { Config } from "./config.ts";
import { Problem } from "./domain/problem.ts";
import { formatInstant, utcDay } from "./domain/time.ts";
import { createProgressBar } from "./progress-bar.ts";
import type { Run } from "./sources/trail.ts";
import { openFileTrail } from "./trail/files/file-trail.ts";
import { systemClock } from "./wire.ts";

/** `trail sync`: copies new log files and brings their index up to date; 1 when something is missing. */
export async function runSync(
  command: Extract<Command, { kind: "sync" }>,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const setup = syncSetup(config, command.dir);
  return command.follow
    ? followLogs(command, setup, config, terminal)
    : syncOnce(command, setup, config, terminal);
}

type SyncCommand = Extract<Command, { kind: "sync" }>;
export type LiveSync = AwsSetup & SyncSetup;

/** What a live set-up says of the trail's bucket. Throws a Problem `logs.none` where it says nothing. */
export function syncSetup({ aws }: Config, dir: string | undefined): LiveSync {
  const setup = aws.kind === "live" ? aws.setup : undefined;
  if (setup?.logs === undefined) {
    throw new Problem(
      "logs.none",
      "No bucket is set whose log files could be copied.",
      "Set aws.logs in trailwatch.yml: { bucket: acme-trail, region: eu-west-1 }; `aws cloudtrail describe-trails` names the bucket.",
    );
  }
  return { ...setup, logs: { ...setup.logs, ...(dir !== undefined && { dir }) } };
}

function sinceOf({ ageMs, since }: SyncCommand): { since?: number } {
  const from = ageMs === undefined ? since : systemClock.now() - ageMs;
  return from === undefined ? {} : { since: from };
}

async function syncOnce(
  command: SyncCommand,
  setup: LiveSync,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const { createClients } = await import("./aws/clients.ts");
  const { syncLogs } = await import("./aws/logs/follow.ts");
  const bar = createProgressBar(terminal.err, "copying");
  const run: Run = { signal: terminal.signal, progress: (progress) => bar.show(progress) };
  const clients = createClients(setup);
  try {
    const options = { setup, clients, clock: systemClock, run, ...sinceOf(command) };
    const report = await syncLogs(options);
    bar.clear();
    writeReport(report, setup, terminal);
    if (report.bytes > 0) await updateIndex(setup.logs.dir, config, terminal);
    return report.gaps.length > 0 ? 1 : 0;
  } finally {
    bar.clear();
    clients.close();
  }
}

function writeReport(report: SyncReport, { logs }: LiveSync, terminal: Terminal): void {
  const { copied, copiedBytes, held, refused, droppedDays, droppedBytes, keptFrom } = report;
  const already = held > 0 ? `; ${count(held, "other")} looked at and here already` : "";
  const from = `s3://${logs.bucket}`;
  terminal.out.write(
    `${count(copied, "file")} (${bytes(copiedBytes)}) copied from ${from} to ${logs.dir}${already}. The copies take ${bytes(report.bytes)}.\n`,
  );
  if (droppedDays > 0) {
    const freed = bytes(droppedBytes);
    terminal.out.write(`${count(droppedDays, "day")} (${freed}) dropped for the limit.\n`);
  }
  if (keptFrom !== undefined) {
    terminal.out.write(`Kept from ${utcDay(keptFrom)} on: aws.logs.maxSize allows no more.\n`);
  }
  if (refused > 0) terminal.out.write(`${count(refused, "key")} refused.\n`);
  writeGaps(report.gaps, terminal);
}

async function updateIndex(dir: string, config: Config, terminal: Terminal): Promise<void> {
  const bar = createProgressBar(terminal.err, "indexing");
  const run: Run = { signal: terminal.signal, progress: (progress) => bar.show(progress) };
  const trail = await openFileTrail({ dir, cacheDir: config.cacheDir, clock: systemClock });
  try {
    const report = await trail.update(run);
    bar.clear();
    const { records, indexed } = report;
    terminal.out.write(
      `${count(records, "record")} read; ${count(indexed, "event")} put into the index.\n`,
    );
    writeGaps(report.gaps, terminal);
  } finally {
    bar.clear();
    await trail.close();
  }
}

async function followLogs(
  command: SyncCommand,
  setup: LiveSync,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const { createClients } = await import("./aws/clients.ts");
  const { startSync } = await import("./aws/logs/follow.ts");
  const clients = createClients(setup);
  const bar = createProgressBar(terminal.err, "copying");
  const sync = await startSync({
    setup,
    clients,
    clock: systemClock,
    progress: (progress) => bar.show(progress),
    ...sinceOf(command),
    onTrouble: (text) => terminal.err.write(`! ${text.replaceAll("\n", "\n! ")}\n`),
    async onCopied(report) {
      bar.clear();
      terminal.out.write(`${formatInstant(systemClock.now())} `);
      writeReport(report, setup, terminal);
      if (report.bytes > 0) await updateIndex(setup.logs.dir, config, terminal);
    },
  });
  try {
    terminal.err.write(`Copying from s3://${setup.logs.bucket} until Ctrl-C.\n`);
    await stopped(terminal.signal);
    return 0;
  } finally {
    await sync.close();
    clients.close();
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
