/**
 * The key that signs the sandbox's digests: the same everywhere, so that a scenario has the same bytes for the same seed, and
 * made from a text that anybody can read, so it protects nothing.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";

const LABEL = "trailwatch sandbox digest key";
/** Which of the numbers made from the text are the first primes, found by trying. */
const PRIMES = { p: 225, q: 267 };
const EXPONENT = 65537n;

export type DigestKey = {
  /** DER of PKCS #1, as ListPublicKeys gives it. */
  publicKey: Buffer;
  fingerprint: string;
  /** RSASSA-PKCS1-v1_5 over SHA-256, in hexadecimal. */
  sign(text: string): string;
};

let made: DigestKey | undefined;

export function digestKey(): DigestKey {
  made ??= makeKey();
  return made;
}

function makeKey(): DigestKey {
  const key = privateKey();
  const publicKey = createPublicKey(key).export({ type: "pkcs1", format: "der" });
  return {
    publicKey,
    fingerprint: createHash("md5").update(publicKey).digest("hex"),
    sign: (text) => sign("sha256", Buffer.from(text), key).toString("hex"),
  };
}

function privateKey(): KeyObject {
  const p = numberAt("p", PRIMES.p);
  const q = numberAt("q", PRIMES.q);
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const jwk = {
    kty: "RSA",
    n: base64(p * q),
    e: base64(EXPONENT),
    d: base64(d),
    p: base64(p),
    q: base64(q),
    dp: base64(d % (p - 1n)),
    dq: base64(d % (q - 1n)),
    qi: base64(inverse(q, p)),
  };
  return createPrivateKey({ key: jwk, format: "jwk" });
}

/** An odd number of 1024 bits, the two highest set. */
function numberAt(name: string, place: number): bigint {
  const halves = [0, 1].map((half) =>
    createHash("sha512").update(`${LABEL}/${name}/${place}/${half}`).digest(),
  );
  const bytes = Buffer.concat(halves);
  bytes[0] = (bytes[0] ?? 0) | 0xc0;
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 1;
  return BigInt(`0x${bytes.toString("hex")}`);
}

function base64(value: bigint): string {
  const text = value.toString(16);
  return Buffer.from(text.length % 2 === 0 ? text : `0${text}`, "hex").toString("base64url");
}

/** The number that gives 1 with `value`, modulo `modulus` (Euclid's extended algorithm). */
function inverse(value: bigint, modulus: bigint): bigint {
  let [above, below] = [modulus, value % modulus];
  let [before, now] = [0n, 1n];
  while (below !== 0n) {
    const times = above / below;
    [above, below] = [below, above - times * below];
    [before, now] = [now, before - times * now];
  }
  return ((before % modulus) + modulus) % modulus;
}
