/** The digests of a place: found, read, and each checked by itself. */
import { DAY, HOUR } from "../../../domain/time.ts";
import { inLanes } from "../lanes.ts";
import type { SyncPlace } from "../places.ts";
import { bucketGap } from "../store-words.ts";
import { shownKey } from "../sync-report.ts";
import type { ChainedDigest } from "./chain.ts";
import { readDigest } from "./digest.ts";
import { type DigestKey, digestDayPrefix, readDigestKey } from "./digest-key.ts";
import type { FindingKind } from "./findings.ts";
import { readWhole } from "./log-hash.ts";
import { isSigned, type PublicKeys } from "./signature.ts";
import type { Verification } from "./verification.ts";

const READS = 8;
/** A digest comes within so long after the hour that it is of, and its folder is of the day of its end. */
const AFTER_MS = HOUR;

export type FoundDigests = {
  /** All keys of digests that are there, of the days around the window. */
  known: Set<string>;
  /** Those of the window, in the order of their ends. */
  keys: DigestKey[];
};

/** Lists the digests whose hours lie in the window. */
export async function findDigests(work: Verification, place: SyncPlace): Promise<FoundDigests> {
  const { setup, digests, window, run } = work;
  const found: FoundDigests = { known: new Set(), keys: [] };
  const first = Math.floor(window.from / DAY) * DAY - DAY;
  for (let day = first; day <= window.to + AFTER_MS; day += DAY) {
    const prefix = digestDayPrefix(setup.logs, place, day);
    for await (const { key } of digests.list(prefix, { signal: run.signal })) {
      const read = readDigestKey(setup.logs, key);
      if (!read) continue;
      found.known.add(key);
      if (read.endAt > window.from && read.endAt <= window.to + AFTER_MS) found.keys.push(read);
    }
  }
  found.keys.sort((a, b) => a.endAt - b.endAt || (a.key < b.key ? -1 : 1));
  return found;
}

/** Reads digests; those that are none, or lie elsewhere than they say, are told and left out. */
export async function readDigests(
  work: Verification,
  keys: readonly DigestKey[],
): Promise<ChainedDigest[]> {
  const read: ChainedDigest[] = [];
  await inLanes(keys, READS, async (key) => {
    work.run.signal.throwIfAborted();
    const digest = await readOne(work, key);
    if (digest) read.push(digest);
    work.step("digests", keys.length);
  });
  // By their names: what stands in them is not proven yet.
  return read.sort((a, b) => a.key.endAt - b.key.endAt);
}

async function readOne(work: Verification, key: DigestKey): Promise<ChainedDigest | undefined> {
  const { digests, setup, run, report } = work;
  const tell = (kind: FindingKind, text: string): undefined => {
    report.findings.push({ kind, ...placeOf(key), text });
  };
  report.digests += 1;
  try {
    const whole = await readWhole(digests, key.key, run.signal);
    if (!whole) return tell("digest-missing", "it was deleted while it was looked for");
    const digest = await readDigest(whole.bytes);
    if (typeof digest === "string") return tell("digest-damaged", `it cannot be read: ${digest}`);
    if (digest.bucket !== setup.logs.bucket || digest.key !== key.key) {
      return tell("digest-moved", "it says that it lies elsewhere: it was moved or copied here");
    }
    const { signature } = whole.metadata;
    return { key, digest, ...(signature !== undefined && { signature }) };
  } catch (error) {
    run.signal.throwIfAborted();
    const gap = bucketGap(error, setup.logs, "s3:GetObject");
    report.gaps.push(`the digest ${shownKey(key.key)} was not read: ${gap}`);
    return undefined;
  }
}

/**
 * Those that AWS has signed; the others are told. A copy without its metadata has its signature from the digest after
 * it, the newest from nowhere.
 */
export function checkSignatures(
  work: Verification,
  digests: readonly ChainedDigest[],
  keys: PublicKeys,
): Set<ChainedDigest> {
  const { report, isOffline } = work;
  const fromNext = new Map(
    digests.flatMap(({ digest: { previous } }) =>
      previous ? [[previous.key, previous.signature] as const] : [],
    ),
  );
  const right = new Set<ChainedDigest>();
  for (const current of digests) {
    const { key } = current;
    const signature = current.signature ?? (isOffline ? fromNext.get(key.key) : undefined);
    if (signature === undefined && isOffline) {
      report.gaps.push(
        `the digest ${shownKey(key.key)} was not checked: its signature is with the object in S3 alone`,
      );
      continue;
    }
    const fault = signatureFault(current, signature, keys);
    if (fault === undefined) right.add(current);
    else report.findings.push({ kind: "digest-unsigned", ...placeOf(key), text: fault });
  }
  return right;
}

function signatureFault(
  { digest, key }: ChainedDigest,
  signature: string | undefined,
  keys: PublicKeys,
): string | undefined {
  if (signature === undefined) return "it has no signature";
  const publicKey = keys.get(digest.fingerprint);
  if (!publicKey) return `CloudTrail knows no key ${shownKey(digest.fingerprint)} in ${key.region}`;
  if (isSigned(digest, signature, publicKey)) return undefined;
  return "its signature is not AWS's: it was changed or made by somebody else";
}

function placeOf({ account, region, key }: DigestKey) {
  return { account, region, key };
}
