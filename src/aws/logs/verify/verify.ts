/**
 * Proves that log files are as AWS delivered them and that none is missing, by the digests that CloudTrail signs each
 * hour: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
import { DAY, formatInstant, HOUR } from "../../../domain/time.ts";
import { readKey } from "../../../trail/files/layout.ts";
import { inLanes } from "../lanes.ts";
import { dayPrefix, readLogKey } from "../log-key.ts";
import { findPlaces, type SyncPlace } from "../places.ts";
import { bucketGap, bucketProblem } from "../store-words.ts";
import { shownKey } from "../sync-report.ts";
import { nameOf } from "../sync-work.ts";
import { type ChainedDigest, checkChain } from "./chain.ts";
import type { Finding, VerifyReport } from "./findings.ts";
import { hashLog } from "./log-hash.ts";
import { checkSignatures, findDigests, readDigests } from "./read-digests.ts";
import type { Verification, VerifyOptions } from "./verification.ts";

const READS = 8;

/**
 * Verifies all digests of a window and the log files that they name. What is wrong stands in the findings, what could
 * not be looked at in the gaps. Throws a Problem where nothing can be read, or CloudTrail does not give its keys.
 */
export async function verifyTrail(options: VerifyOptions): Promise<VerifyReport> {
  const work = startWork(options);
  const { report } = work;
  const places = await placesOf(work);
  for (const place of places) {
    try {
      await verifyPlace(work, place);
    } catch (error) {
      options.run.signal.throwIfAborted();
      const problem = bucketProblem(error, options.setup.logs, "s3:ListBucket");
      if (places.length === 1 || problem === error) throw problem;
      const gap = bucketGap(error, options.setup.logs, "s3:ListBucket");
      report.gaps.push(`account ${place.account} in ${place.region} was not verified: ${gap}`);
    }
  }
  return report;
}

function startWork(options: VerifyOptions): Verification {
  const { window, run } = options;
  const report: VerifyReport = {
    window,
    digests: 0,
    digestsRight: 0,
    logs: 0,
    logsRight: 0,
    logsUnproven: 0,
    findings: [],
    gaps: [],
    notes: [],
  };
  let done = 0;
  let last = "";
  return {
    ...options,
    report,
    step(unit, total) {
      done = unit === last && done < total ? done + 1 : 1;
      last = unit;
      run.progress({ done, total, unit });
    },
  };
}

async function placesOf({ setup, digests, logs, run, report }: Verification): Promise<SyncPlace[]> {
  const { signal } = run;
  const found = await Promise.all([
    findPlaces(digests, setup, signal, "CloudTrail-Digest"),
    findPlaces(logs, setup, signal, "CloudTrail"),
  ]).catch((error: unknown) => {
    signal.throwIfAborted();
    throw bucketProblem(error, setup.logs, "s3:ListBucket");
  });
  const places = new Map<string, SyncPlace>();
  for (const place of found.flatMap((each) => each.places)) places.set(nameOf(place), place);
  const failed = new Map(found.flatMap((each) => each.failed).map((each) => [each.account, each]));
  for (const { account, error } of failed.values()) {
    if (places.size === 0) throw bucketProblem(error, setup.logs, "s3:ListBucket");
    const gap = bucketGap(error, setup.logs, "s3:ListBucket");
    report.gaps.push(`account ${account} was not verified: ${gap}`);
  }
  return [...places.values()];
}

async function verifyPlace(work: Verification, place: SyncPlace): Promise<void> {
  const { report, window, run } = work;
  const { known, keys } = await findDigests(work, place);
  const digests = await readDigests(work, keys);
  const right = new Set<ChainedDigest>();
  if (digests.length > 0) {
    const publicKeys = await work.publicKeys(place.region, window, run.signal);
    for (const each of checkSignatures(work, digests, publicKeys)) right.add(each);
  }
  for (const chain of chainsOf(digests)) {
    const { findings, notes } = checkChain(chain, known, window);
    report.findings.push(...findings);
    report.notes.push(...notes);
    const changed = new Set(
      findings.flatMap(({ kind, key }) => (kind === "digest-chain" ? [key] : [])),
    );
    for (const each of chain) if (changed.has(each.key.key)) right.delete(each);
  }
  report.digestsRight += right.size;
  widen(report, right);
  await checkLogs(work, place, { digests, right });
  await findUnnamed(work, place, digests);
}

function chainsOf(digests: readonly ChainedDigest[]): ChainedDigest[][] {
  const chains = new Map<string, ChainedDigest[]>();
  for (const each of digests) {
    const chain = chains.get(each.key.chain) ?? [];
    chain.push(each);
    chains.set(each.key.chain, chain);
  }
  return [...chains.values()];
}

function widen(report: VerifyReport, digests: Iterable<ChainedDigest>): void {
  for (const { digest } of digests) {
    const { from, to } = report.found ?? { from: digest.startAt, to: digest.endAt };
    report.found = { from: Math.min(from, digest.startAt), to: Math.max(to, digest.endAt) };
  }
}

type Checked = { digests: readonly ChainedDigest[]; right: ReadonlySet<ChainedDigest> };

async function checkLogs(
  work: Verification,
  place: SyncPlace,
  { digests, right }: Checked,
): Promise<void> {
  const { report, run } = work;
  const named = new Map<string, NamedLog>();
  const proven = new Map<string, NamedLog>();
  for (const each of digests) {
    for (const log of keptLogs(work, place, each)) {
      named.set(log.key, log);
      if (right.has(each)) proven.set(log.key, log);
    }
  }
  report.logs += named.size;
  report.logsUnproven += named.size - proven.size;
  await inLanes(proven.values(), READS, async (log) => {
    run.signal.throwIfAborted();
    await checkLog(work, place, log);
    work.step("log files", proven.size);
  });
}

type NamedLog = ChainedDigest["digest"]["logs"][number];

/** Copies hold log files alone, not what Insights and network activity bring; and none of days that were dropped. */
function keptLogs(
  { copies, setup, report }: Verification,
  { account, region }: SyncPlace,
  { digest }: ChainedDigest,
): NamedLog[] {
  if (!copies) return digest.logs;
  const logs = digest.logs.filter(({ key }) => {
    const read = readLogKey(setup.logs, key);
    return read.kind === "log" && read.log.day + DAY > copies.from;
  });
  const isOld = digest.endAt <= copies.from;
  const gap = `account ${account} in ${region}: no copies are kept of what came before ${formatInstant(copies.from)}`;
  if (isOld && digest.logs.length > 0 && !report.gaps.includes(gap)) report.gaps.push(gap);
  return logs;
}

async function checkLog(
  work: Verification,
  { account, region }: SyncPlace,
  log: NamedLog,
): Promise<void> {
  const { report, run, setup, logs } = work;
  const tell = (kind: Finding["kind"], text: string) => {
    report.findings.push({ kind, account, region, key: log.key, text });
  };
  if (log.bucket !== setup.logs.bucket) {
    report.gaps.push(`${shownKey(log.key)} lies in another bucket and was not checked`);
    return;
  }
  try {
    const got = await hashLog(logs, log.key, run.signal);
    if (got.kind === "missing") tell("log-missing", "it was deleted or moved: a digest names it");
    else if (got.kind === "damaged") tell("log-damaged", "it is no whole gzip file any more");
    else if (got.sha256 === log.sha256) report.logsRight += 1;
    else tell("log-changed", "it was changed after it was delivered");
  } catch (error) {
    run.signal.throwIfAborted();
    const gap = bucketGap(error, setup.logs, "s3:GetObject");
    report.gaps.push(`${shownKey(log.key)} was not read: ${gap}`);
  }
}

/** Log files that stand in the bucket though no digest names them: put there by somebody, or never vouched for. */
async function findUnnamed(
  work: Verification,
  place: SyncPlace,
  digests: readonly ChainedDigest[],
): Promise<void> {
  const { logs, setup, window, run, report } = work;
  const named = new Set(digests.flatMap(({ digest }) => digest.logs.map(({ key }) => key)));
  const { from, to } = vouchedFor(work, digests);
  const unnamed: string[] = [];
  for (let day = Math.floor(from / DAY) * DAY; day <= to; day += DAY) {
    const prefix = dayPrefix(setup.logs, place, day);
    for await (const { key } of logs.list(prefix, { signal: run.signal })) {
      if (readLogKey(setup.logs, key).kind !== "log" || named.has(key)) continue;
      const { deliveredAt } = readKey(key);
      if (deliveredAt !== undefined && deliveredAt >= from && deliveredAt <= to) unnamed.push(key);
    }
  }
  const [first] = unnamed.sort();
  if (first === undefined) return;
  const text =
    digests.length === 0
      ? `${unnamed.length} log files from ${formatInstant(window.from)} on and no digest: validation is not switched on for this trail`
      : `${unnamed.length === 1 ? "this log file is" : `this and ${unnamed.length - 1} more log files are`} in no digest: not delivered by CloudTrail, or in an hour that has none`;
  report.findings.push({ kind: "log-unnamed", ...place, key: first, text });
}

/** A file that came late in an hour may be in the next digest, which is not there yet. */
function vouchedFor({ window }: Verification, digests: readonly ChainedDigest[]) {
  if (digests.length === 0) return window;
  const from = Math.min(...digests.map(({ key }) => key.endAt)) - HOUR;
  const to = Math.max(...digests.map(({ key }) => key.endAt));
  return { from: Math.max(window.from, from), to: Math.min(window.to, to - HOUR) };
}
