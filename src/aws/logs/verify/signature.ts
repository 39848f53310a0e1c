/** Whether a digest is AWS's own: SHA-256 with RSA (PKCS #1 v1.5) over its end, its place, its hash and the signature before. */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { Digest } from "./digest.ts";

/** Public keys by fingerprint. */
export type PublicKeys = ReadonlyMap<string, KeyObject>;

/**
 * The text that AWS signs; in the first digest of a chain `null` stands for the signature before.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
export function signedText({ endText, bucket, key, sha256, previous }: Digest): string {
  return [endText, `${bucket}/${key}`, sha256, previous?.signature ?? "null"].join("\n");
}

/** True when the signature (hex) over a digest is of the key. */
export function isSigned(digest: Digest, signature: string, key: KeyObject): boolean {
  if (!/^(?:[0-9a-f]{2})+$/i.test(signature)) return false;
  try {
    return verify(
      "sha256",
      Buffer.from(signedText(digest)),
      key,
      Buffer.from(signature.toLowerCase(), "hex"),
    );
  } catch {
    return false;
  }
}

/** A key as ListPublicKeys gives it: PKCS #1 in DER, and seen as SubjectPublicKeyInfo in AWS's own examples. */
export function readPublicKey(der: Uint8Array): KeyObject | undefined {
  for (const type of ["pkcs1", "spki"] as const) {
    try {
      return createPublicKey({ key: Buffer.from(der), format: "der", type });
    } catch {
      // Then it is of the other form, or no key at all.
    }
  }
  return undefined;
}
