/** A digest file as values. Its text is not to be trusted before its signature was checked. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { z } from "zod";
import { parseInstant } from "../../../domain/time.ts";

export type Digest = {
  bucket: string;
  key: string;
  startAt: number;
  endAt: number;
  /** As it stands there, since it is signed as text. */
  endText: string;
  fingerprint: string;
  /** Absent in the first digest of a chain. */
  previous?: { bucket: string; key: string; sha256: string; signature: string };
  logs: { bucket: string; key: string; sha256: string }[];
  /** Of the uncompressed digest, in hex. */
  sha256: string;
};

/** An hour of a very busy trail names some thousand files. */
const LARGEST_BYTES = 64 * 1024 * 1024;

const hex = z.string().regex(/^[0-9a-f]{64}$/i);
const schema = z.object({
  digestStartTime: z.string(),
  digestEndTime: z.string(),
  digestS3Bucket: z.string(),
  digestS3Object: z.string(),
  digestPublicKeyFingerprint: z.string(),
  digestSignatureAlgorithm: z.literal("SHA256withRSA"),
  previousDigestS3Bucket: z.string().nullish(),
  previousDigestS3Object: z.string().nullish(),
  previousDigestHashValue: hex.nullish(),
  previousDigestHashAlgorithm: z.literal("SHA-256").nullish(),
  previousDigestSignature: z.string().nullish(),
  logFiles: z.array(
    z.object({
      s3Bucket: z.string(),
      s3Object: z.string(),
      hashValue: hex,
      hashAlgorithm: z.literal("SHA-256"),
    }),
  ),
});

const unzip = promisify(gunzip);

/**
 * Reads a digest as S3 holds it; a sentence where it is none.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export async function readDigest(stored: Buffer): Promise<Digest | string> {
  let text: Buffer;
  try {
    text = await unzip(stored, { maxOutputLength: LARGEST_BYTES });
  } catch {
    return "it is no whole gzip file";
  }
  const read = schema.safeParse(parseJson(text));
  if (!read.success) return "it has not the form of a digest";
  const { data } = read;
  const startAt = parseInstant(data.digestStartTime);
  const endAt = parseInstant(data.digestEndTime);
  if (startAt === undefined || endAt === undefined || startAt > endAt) return "its times are none";
  return {
    bucket: data.digestS3Bucket,
    key: data.digestS3Object,
    startAt,
    endAt,
    endText: data.digestEndTime,
    fingerprint: data.digestPublicKeyFingerprint,
    ...previousOf(data),
    logs: data.logFiles.map(({ s3Bucket, s3Object, hashValue }) => ({
      bucket: s3Bucket,
      key: s3Object,
      sha256: hashValue.toLowerCase(),
    })),
    sha256: createHash("sha256").update(text).digest("hex"),
  };
}

function previousOf(data: z.infer<typeof schema>): Pick<Digest, "previous"> {
  const { previousDigestS3Bucket: bucket, previousDigestS3Object: key } = data;
  const { previousDigestHashValue: sha256, previousDigestSignature: signature } = data;
  if (bucket == null || key == null || sha256 == null || signature == null) return {};
  return { previous: { bucket, key, sha256: sha256.toLowerCase(), signature } };
}

function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString("utf8"));
  } catch {
    return undefined;
  }
}
