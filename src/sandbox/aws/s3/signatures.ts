/** What S3 keeps of digests beside their bytes, as the scenario wrote it, and the key that they are checked with. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isObject, type JsonObject, objectAt, stringAt } from "../../../domain/json.ts";
import { SIGNATURES_FILE } from "../../scenario/digests.ts";

export type PublicKey = { value: Uint8Array; fingerprint: string };

export type KeptSignatures = {
  /** Metadata of an object; none for those that are no digests. */
  metadataOf(key: string): Promise<Record<string, string>>;
  publicKeys(): Promise<PublicKey[]>;
};

/** A folder without signatures has no signed digests. */
export function createSignatures(dir: string): KeptSignatures {
  let kept: Promise<JsonObject> | undefined;
  const read = () => {
    kept ??= readFile(join(dir, SIGNATURES_FILE), "utf8")
      .then((text) => JSON.parse(text))
      .then((value: unknown) => (isObject(value) ? value : {}))
      .catch(() => ({}));
    return kept;
  };
  return {
    async metadataOf(key) {
      const signature = stringAt(objectAt(await read(), "signatures"), key);
      return signature === undefined ? {} : { signature, "signature-algorithm": "SHA256withRSA" };
    },
    async publicKeys() {
      const value = stringAt(await read(), "publicKey");
      const fingerprint = stringAt(await read(), "fingerprint");
      if (value === undefined || fingerprint === undefined) return [];
      return [{ value: Buffer.from(value, "base64"), fingerprint }];
    },
  };
}
