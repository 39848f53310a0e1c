/** Whether the digests of one chain follow each other without a gap and without a link that was changed. */
import { formatInstant, HOUR, MINUTE, type Window } from "../../../domain/time.ts";
import type { Digest } from "./digest.ts";
import type { DigestKey } from "./digest-key.ts";
import type { Finding, FindingKind } from "./findings.ts";

export type ChainedDigest = {
  key: DigestKey;
  digest: Digest;
  /** In hex, from the object's metadata or from the digest after it. */
  signature?: string;
};

/** Digests come up to so long after the end of their hour. */
const USUAL_LAG_MS = 2 * HOUR;
/** Ends and starts of neighbours are the same second; clocks of services may differ a little. */
const SEAM_MS = MINUTE;

export type ChainCheck = { findings: Finding[]; notes: string[] };

/** Checks the links of a chain; the digests in the order of their ends. `known` are all keys that were found there. */
export function checkChain(
  digests: readonly ChainedDigest[],
  known: ReadonlySet<string>,
  window: Window,
): ChainCheck {
  const check: ChainCheck = { findings: [], notes: [] };
  for (const [at, current] of digests.entries()) {
    const before = digests[at - 1];
    if (before) checkLink(check, before, current, known);
    else noteStart(check, current, known, window);
  }
  const last = digests.at(-1);
  if (last && !last.key.isBackfill && window.to - last.digest.endAt > USUAL_LAG_MS) {
    const text = `no digest after ${formatInstant(last.digest.endAt)}: what was delivered since cannot be verified`;
    check.findings.push(finding("digest-gap", last, text));
  }
  return check;
}

function noteStart(
  { findings, notes }: ChainCheck,
  first: ChainedDigest,
  known: ReadonlySet<string>,
  { from }: Window,
): void {
  const { digest, key } = first;
  const place = `account ${key.account} in ${key.region}`;
  if (digest.startAt <= from + SEAM_MS) return;
  const start = formatInstant(digest.startAt);
  if (!digest.previous) notes.push(`${place}: the chain of digests begins at ${start}`);
  else if (!known.has(digest.previous.key)) findings.push(missing(first, digest.previous.key));
}

function checkLink(
  { findings }: ChainCheck,
  before: ChainedDigest,
  current: ChainedDigest,
  known: ReadonlySet<string>,
): void {
  const { previous, startAt } = current.digest;
  const end = formatInstant(before.digest.endAt);
  if (!previous) {
    const text = `the chain begins anew at ${formatInstant(startAt)}, after ${end}: validation or logging was off in between, or digests were removed`;
    findings.push(finding("digest-gap", current, text));
    return;
  }
  if (previous.key !== before.key.key) {
    if (!known.has(previous.key)) findings.push(missing(current, previous.key));
    return;
  }
  if (previous.sha256 !== before.digest.sha256) {
    const text = "it is not the digest that the next one was signed with: its content was changed";
    findings.push(finding("digest-chain", before, text));
  } else if (before.signature !== undefined && !isSame(previous.signature, before.signature)) {
    const text = "its signature is not the one that the next digest was signed with";
    findings.push(finding("digest-chain", before, text));
  } else if (startAt - before.digest.endAt > SEAM_MS) {
    const text = `the hours from ${end} to ${formatInstant(startAt)} are in no digest`;
    findings.push(finding("digest-gap", current, text));
  }
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function missing(after: ChainedDigest, key: string): Finding {
  const text = `the digest before ${formatInstant(after.digest.startAt)} was deleted or moved: the next one names it`;
  return { ...finding("digest-missing", after, text), key };
}

function finding(kind: FindingKind, { key }: ChainedDigest, text: string): Finding {
  return { kind, account: key.account, region: key.region, key: key.key, text };
}
