/** Who signed a request, and for which Region and service; the signature itself is believed. */

export type Signature = { accessKeyId: string; region: string; service: string };

const SCOPE =
  /^AWS4-(?:HMAC-SHA256|ECDSA-P256-SHA256) .*?Credential=([A-Za-z0-9]{1,128})\/\d{8}\/([a-z0-9-]{1,40})\/([a-z0-9-]{1,40})\/aws4_request/;

/** Reads the Authorization header of Signature Version 4; undefined when there is none that can be read. */
export function readSignature(header: string | undefined): Signature | undefined {
  const [, accessKeyId, region, service] = SCOPE.exec(header ?? "") ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service };
}
