/** `trailwatch trail verify`: proves by CloudTrail's own digests that log files are whole and none is missing. */
import { count } from "./answers/words.ts";
import { createClients } from "./aws/clients.ts";
import { openBucket } from "./aws/logs/bucket.ts";
import { readCopiesReach } from "./aws/logs/copies-reach.ts";
import { openFolderStore } from "./aws/logs/folder-store.ts";
import { shownKey } from "./aws/logs/sync-report.ts";
import type { Finding, VerifyReport } from "./aws/logs/verify/findings.ts";
import { createPublicKeys } from "./aws/logs/verify/public-keys.ts";
import { verifyTrail } from "./aws/logs/verify/verify.ts";
import type { Terminal } from "./cli.ts";
import type { Command } from "./cli-arguments.ts";
import { syncSetup } from "./cli-sync.ts";
import { writeGaps } from "./cli-trail.ts";
import type { Config } from "./config.ts";
import { DAY, formatInstant } from "./domain/time.ts";
import { createProgressBar } from "./progress-bar.ts";
import type { Run } from "./sources/trail.ts";
import { systemClock } from "./wire.ts";

/** Findings that are shown one by one; all of them stand in the JSON document. */
const MOST_SHOWN = 50;

/** The exit code: 0 when all is right, 1 when something is wrong or could not be looked at. */
export async function runVerify(
  command: Extract<Command, { kind: "verify" }>,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const setup = syncSetup(config, undefined);
  const { logs } = setup;
  const now = systemClock.now();
  const to = command.to ?? now;
  const window = { from: command.from ?? to - DAY, to };
  const bar = createProgressBar(terminal.err, "verifying");
  const run: Run = { signal: terminal.signal, progress: (progress) => bar.show(progress) };
  const clients = createClients(setup);
  try {
    const bucket = openBucket(await clients.s3(logs.account, logs.region), logs.bucket);
    const copies = command.dir === undefined ? bucket : openFolderStore(command.dir, logs);
    const report = await verifyTrail({
      setup,
      digests: command.offline ? copies : bucket,
      logs: copies,
      isOffline: command.offline,
      ...copiesIn(command.dir),
      publicKeys: createPublicKeys(clients, logs.account),
      window,
      run,
    });
    bar.clear();
    if (command.json) terminal.out.write(`${JSON.stringify(toDocument(report), null, 2)}\n`);
    else writeReport(report, terminal);
    return report.findings.length + report.gaps.length > 0 ? 1 : 0;
  } finally {
    bar.clear();
    clients.close();
  }
}

/** What a sync keeps in a folder; any other folder is taken for whole. */
function copiesIn(dir: string | undefined): { copies?: { from: number } } {
  const reach = dir === undefined ? undefined : readCopiesReach(dir);
  return reach && Number.isFinite(reach.from) ? { copies: { from: reach.from } } : {};
}

function toDocument({ window, found, ...report }: VerifyReport): object {
  const words = ({ from, to }: { from: number; to: number }) => ({
    from: formatInstant(from),
    to: formatInstant(to),
  });
  return { window: words(window), ...(found && { found: words(found) }), ...report };
}

function writeReport(report: VerifyReport, terminal: Terminal): void {
  const { window, found, digests, digestsRight, logs, logsRight, logsUnproven } = report;
  const { out } = terminal;
  out.write(`Asked for ${formatInstant(window.from)} to ${formatInstant(window.to)}`);
  out.write(
    found
      ? `; digests from ${formatInstant(found.from)} to ${formatInstant(found.to)}.\n`
      : "; no digests.\n",
  );
  const unproven =
    logsUnproven > 0 ? `, ${count(logsUnproven, "file")} without a valid digest` : "";
  out.write(
    `${mark(digestsRight === digests)} ${digestsRight} of ${count(digests, "digest")} valid\n`,
  );
  out.write(
    `${mark(logsRight === logs)} ${logsRight} of ${count(logs, "log file")} valid${unproven}\n`,
  );
  for (const finding of report.findings.slice(0, MOST_SHOWN))
    out.write(`✗ ${findingText(finding)}\n`);
  const hidden = report.findings.length - MOST_SHOWN;
  if (hidden > 0) out.write(`  and ${hidden} more findings: see --json\n`);
  writeGaps(report.gaps, terminal);
  for (const note of report.notes) out.write(`  ${note}\n`);
}

function mark(isRight: boolean): string {
  return isRight ? "✓" : "✗";
}

function findingText({ key, text }: Finding): string {
  return `${shownKey(key)}: ${text}`;
}
