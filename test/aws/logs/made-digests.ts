/** Digests as CloudTrail makes and signs them, with a key of the test's own, over the objects of a made-up bucket. */
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { PublicKeys } from "../../../src/aws/logs/verify/signature.ts";
import { formatInstant, HOUR, utcDay } from "../../../src/domain/time.ts";
import { readKey } from "../../../src/trail/files/layout.ts";
import { type MemoryStore, memoryStore, type Objects } from "./made-bucket.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

export const FINGERPRINT = "8eba5db5bea9b640d1c96a77256fe7f2";
export const publicKeys: PublicKeys = new Map([[FINGERPRINT, publicKey]]);

export type Signed = Objects & { signatures: Map<string, string> };

export function digestKeyAt(endAt: number, account: string, region = "eu-west-1"): string {
  const day = utcDay(endAt).replaceAll("-", "/");
  const stamp = formatInstant(endAt).replaceAll(/[-:]/g, "");
  return `AWSLogs/${account}/CloudTrail-Digest/${region}/${day}/${account}_CloudTrail-Digest_${region}_main_eu-west-1_${stamp}.json.gz`;
}

export type DigestChange = { endAt: number; skip?: boolean; restart?: boolean };

/** Adds the hourly digests of an account up to `end`, and returns their keys, the oldest first. */
export function addDigests(
  objects: Objects,
  signatures: Map<string, string>,
  {
    account,
    end,
    hours,
    changes = [],
  }: {
    account: string;
    end: number;
    hours: number;
    changes?: DigestChange[];
  },
): string[] {
  const keys: string[] = [];
  let previous: { key: string; sha256: string; signature: string } | undefined;
  for (let endAt = end - (hours - 1) * HOUR; endAt <= end; endAt += HOUR) {
    const change = changes.find((each) => each.endAt === endAt);
    if (change?.skip) continue;
    if (change?.restart) previous = undefined;
    const text = digestText(objects, { account, endAt, previous });
    const key = digestKeyAt(endAt, account);
    const sha256 = hash(text);
    const signed = [
      formatInstant(endAt),
      `acme-trail/${key}`,
      sha256,
      previous?.signature ?? "null",
    ];
    const signature = sign("sha256", Buffer.from(signed.join("\n")), privateKey).toString("hex");
    objects.set(key, gzipSync(text));
    signatures.set(key, signature);
    keys.push(key);
    previous = { key, sha256, signature };
  }
  return keys;
}

type Previous = { key: string; sha256: string; signature: string } | undefined;

function digestText(
  objects: Objects,
  { account, endAt, previous }: { account: string; endAt: number; previous: Previous },
): string {
  const own = [...objects].filter(([key]) => {
    const { deliveredAt = 0, account: of } = readKey(key);
    return of === account && deliveredAt >= endAt - HOUR && deliveredAt < endAt;
  });
  return JSON.stringify({
    awsAccountId: account,
    digestStartTime: formatInstant(endAt - HOUR),
    digestEndTime: formatInstant(endAt),
    digestS3Bucket: "acme-trail",
    digestS3Object: digestKeyAt(endAt, account),
    digestPublicKeyFingerprint: FINGERPRINT,
    digestSignatureAlgorithm: "SHA256withRSA",
    previousDigestS3Bucket: previous ? "acme-trail" : null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.sha256 ?? null,
    previousDigestHashAlgorithm: previous ? "SHA-256" : null,
    previousDigestSignature: previous?.signature ?? null,
    logFiles: own.map(([key, body]) => ({
      s3Bucket: "acme-trail",
      s3Object: key,
      hashValue: hash(gunzipSync(body)),
      hashAlgorithm: "SHA-256",
    })),
  });
}

function hash(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The objects with the signatures where S3 keeps them. */
export function signedStore(
  objects: Objects,
  signatures: ReadonlyMap<string, string>,
): MemoryStore {
  const store = memoryStore(objects);
  const { open } = store;
  store.open = async (key, signal) => {
    const object = await open(key, signal);
    const signature = signatures.get(key);
    return object && signature ? { ...object, metadata: { signature } } : object;
  };
  return store;
}
