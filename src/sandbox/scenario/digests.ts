/** Hourly digests: which log files were delivered, with their hashes, each signed and bound to the one before. */
import { createHash } from "node:crypto";
import { formatInstant, HOUR } from "../../domain/time.ts";
import { ACCOUNTS, type AccountName, BUCKETS, HOME, type Region } from "./company.ts";
import { digestKey } from "./digest-key.ts";

/** The trail of each account that delivers into the company's one bucket. */
export const TRAIL = { name: "acme-org-trail", home: HOME, bucket: BUCKETS.logs } as const;

/** Digests are kept for so many hours before the scenario's end; the first of them begins the chain. */
export const DIGEST_HOURS = 24;

/** What S3 keeps beside the objects, in the scenario's folder: hidden, for no object has that key. */
export const SIGNATURES_FILE = ".trailwatch-digests.json";

export type Signatures = {
  /** DER of PKCS #1, Base64. */
  publicKey: string;
  fingerprint: string;
  /** Signatures in hexadecimal, by the key of the digest. */
  signatures: Record<string, string>;
};

export type Delivered = {
  path: string;
  at: number;
  sha256: string;
  oldest: number;
  newest: number;
};

export type Digest = { path: string; text: string; signature: string };

/** SHA-256 of a log file's text, as digests hold it: of the uncompressed bytes. */
export function logHash(text: Buffer | string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The digests of a place up to `end`, a full hour, the oldest first; an hour without deliveries has one too. */
export function digestChain(
  place: { account: AccountName; region: Region },
  end: number,
  files: readonly Delivered[],
): Digest[] {
  const chain: Digest[] = [];
  for (let hour = DIGEST_HOURS - 1; hour >= 0; hour--) {
    const at = end - hour * HOUR;
    const own = files.filter((file) => file.at >= at - HOUR && file.at < at);
    chain.push(digestOf(place, at, own, chain.at(-1)));
  }
  return chain;
}

function digestOf(
  place: { account: AccountName; region: Region },
  end: number,
  files: readonly Delivered[],
  previous: Digest | undefined,
): Digest {
  const { id } = ACCOUNTS[place.account];
  const path = digestPath(id, place.region, end);
  const text = JSON.stringify({
    awsAccountId: id,
    digestStartTime: formatInstant(end - HOUR),
    digestEndTime: formatInstant(end),
    digestS3Bucket: TRAIL.bucket,
    digestS3Object: path,
    digestPublicKeyFingerprint: digestKey().fingerprint,
    digestSignatureAlgorithm: "SHA256withRSA",
    newestEventTime: formatInstant(Math.max(end - HOUR, ...files.map((file) => file.newest))),
    oldestEventTime: formatInstant(Math.min(end, ...files.map((file) => file.oldest))),
    previousDigestS3Bucket: previous ? TRAIL.bucket : null,
    previousDigestS3Object: previous?.path ?? null,
    previousDigestHashValue: previous ? logHash(previous.text) : null,
    previousDigestHashAlgorithm: previous ? "SHA-256" : null,
    previousDigestSignature: previous?.signature ?? null,
    logFiles: files.map((file) => ({
      s3Bucket: TRAIL.bucket,
      s3Object: file.path,
      hashValue: file.sha256,
      hashAlgorithm: "SHA-256",
      newestEventTime: formatInstant(file.newest),
      oldestEventTime: formatInstant(file.oldest),
    })),
  });
  const signature = digestKey().sign(signedText(end, path, text, previous?.signature));
  return { path, text, signature };
}

function digestPath(account: string, region: Region, end: number): string {
  const folder = formatInstant(end).slice(0, 10).replaceAll("-", "/");
  const time = formatInstant(end).replaceAll(/[-:]/g, "");
  return `AWSLogs/${account}/CloudTrail-Digest/${region}/${folder}/${account}_CloudTrail-Digest_${region}_${TRAIL.name}_${TRAIL.home}_${time}.json.gz`;
}

/**
 * What AWS signs, by "Custom implementations of CloudTrail log file integrity validation" in its user guide: end, bucket and
 * key, hash of the uncompressed digest, signature of the digest before or `null`, one a line.
 */
function signedText(end: number, path: string, text: string, previous: string | undefined): string {
  return [formatInstant(end), `${TRAIL.bucket}/${path}`, logHash(text), previous ?? "null"].join(
    "\n",
  );
}

/** The text of the file that keeps what S3 keeps beside the objects. */
export function signaturesText(digests: readonly Digest[]): string {
  const { publicKey, fingerprint } = digestKey();
  const kept: Signatures = {
    publicKey: publicKey.toString("base64"),
    fingerprint,
    signatures: Object.fromEntries(digests.map(({ path, signature }) => [path, signature])),
  };
  return JSON.stringify(kept);
}
