/** Where CloudTrail puts log files and digests in its bucket. */
import { createHash } from "node:crypto";
import { formatInstant, MINUTE } from "../../domain/time.ts";
import { ACCOUNTS, type AccountName, BUCKETS, GLOBAL, type Region } from "./company.ts";
import { SLOT_MS } from "./noise.ts";
import { createRandom, fileSuffix } from "./random.ts";

const TRAIL = "acme-org-trail";

/** When the events of a slot are delivered: about five minutes after the last of them. */
export function deliveredAt(slot: number): number {
  return slot + SLOT_MS + 5 * MINUTE;
}

/** `2026/11/22` and `20261122T1405Z`, both of the delivery: the folder's day is not always the events' day. */
function stamp(at: number): { folder: string; name: string } {
  const iso = formatInstant(at);
  const folder = iso.slice(0, 10).replaceAll("-", "/");
  return { folder, name: `${iso.slice(0, 16).replaceAll(/[-:]/g, "")}Z` };
}

/** Path of a log file below the bucket, with `/` between its parts. */
export function logFilePath(
  file: { account: AccountName; region: Region; deliveredAt: number },
  seed: number,
): string {
  const { id } = ACCOUNTS[file.account];
  const { folder, name } = stamp(file.deliveredAt);
  const random = createRandom(`${seed}/file/${id}/${file.region}/${file.deliveredAt}`);
  const base = `${id}_CloudTrail_${file.region}_${name}_${fileSuffix(random)}.json.gz`;
  return `AWSLogs/${id}/CloudTrail/${file.region}/${folder}/${base}`;
}

export type Delivered = {
  path: string;
  at: number;
  sha256: string;
  oldest: number;
  newest: number;
};

/** SHA-256 of a log file's text, as digests hold it: of the uncompressed bytes. */
export function logHash(text: Buffer): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The digest of the hour before `end`: which files were delivered, with their hashes. */
export function digestFile(
  place: { account: AccountName; region: Region },
  end: number,
  files: readonly Delivered[],
): { path: string; text: string } {
  const { id } = ACCOUNTS[place.account];
  const { folder } = stamp(end);
  const time = formatInstant(end).replaceAll(/[-:]/g, "");
  const path = `AWSLogs/${id}/CloudTrail-Digest/${place.region}/${folder}/${id}_CloudTrail-Digest_${place.region}_${TRAIL}_${GLOBAL}_${time}.json.gz`;
  const text = JSON.stringify({
    awsAccountId: id,
    digestStartTime: formatInstant(end - 60 * MINUTE),
    digestEndTime: formatInstant(end),
    digestS3Bucket: BUCKETS.logs,
    digestS3Object: path,
    digestPublicKeyFingerprint: "synthetic",
    digestSignatureAlgorithm: "SHA256withRSA",
    newestEventTime: formatInstant(Math.max(end - 60 * MINUTE, ...files.map((f) => f.newest))),
    oldestEventTime: formatInstant(Math.min(end, ...files.map((f) => f.oldest))),
    previousDigestS3Bucket: null,
    previousDigestS3Object: null,
    previousDigestHashValue: null,
    previousDigestHashAlgorithm: null,
    previousDigestSignature: null,
    logFiles: files.map((file) => ({
      s3Bucket: BUCKETS.logs,
      s3Object: file.path,
      hashValue: file.sha256,
      hashAlgorithm: "SHA-256",
      newestEventTime: formatInstant(file.newest),
      oldestEventTime: formatInstant(file.oldest),
    })),
  });
  return { path, text };
}
