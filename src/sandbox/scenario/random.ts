/** Seeded randomness: the same text gives the same numbers, on every machine. */

/** A source of numbers from 0 (included) to 1 (excluded). */
export type Random = () => number;

/** 32-bit FNV-1a of a text with a final mix, so that texts that differ in one digit differ everywhere. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * Small Fast Counter (sfc32), started from a text. Its 128 bits of state keep tens of thousands of streams apart;
 * with 32 bits two of them meet, and two events get the same id.
 */
export function createRandom(seedText: string): Random {
  let a = hashOf(`a/${seedText}`);
  let b = hashOf(`b/${seedText}`);
  let c = hashOf(`c/${seedText}`);
  let counter = hashOf(`d/${seedText}`);
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** A whole number from 0 to `below` - 1. */
export function wholeNumber(random: Random, below: number): number {
  return Math.floor(random() * below);
}

/** One of the items; the list may not be empty. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[wholeNumber(random, items.length)];
  if (item === undefined) throw new RangeError("Nothing to pick from");
  return item;
}

/** So many hexadecimal digits, at most 8 from each number. */
export function hex(random: Random, digits: number): string {
  let text = "";
  while (text.length < digits) {
    text += Math.floor(random() * 4294967296)
      .toString(16)
      .padStart(8, "0");
  }
  return text.slice(0, digits);
}

/** So many characters of an alphabet. */
export function letters(random: Random, count: number, alphabet: string): string {
  let text = "";
  while (text.length < count) text += alphabet.charAt(wholeNumber(random, alphabet.length));
  return text;
}

const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
export const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A version 4 UUID, as services write request ids. */
export function uuid(random: Random): string {
  const all = hex(random, 32);
  return `${all.slice(0, 8)}-${all.slice(8, 12)}-4${all.slice(13, 16)}-a${all.slice(17, 20)}-${all.slice(20)}`;
}

/** The end of every event id of the sandbox, by which a record is known to be made up. */
const SYNTHETIC_NODE = "5a4db0";

/**
 * An event id that says that its event never happened. CloudTrail writes version 4 UUIDs; this is one of version 8
 * ("custom", RFC 9562), and its last group begins with 5a4db0.
 */
export function syntheticId(random: Random): string {
  const all = hex(random, 32);
  return `${all.slice(0, 8)}-${all.slice(8, 12)}-8${all.slice(13, 16)}-a${all.slice(17, 20)}-${SYNTHETIC_NODE}${all.slice(20, 26)}`;
}

/** True for the id of an event that the sandbox made up. */
export function isSyntheticId(eventId: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-5a4db0[0-9a-f]{6}$/.test(eventId);
}

/** S3 and Route 53 write 16 capitals and digits where other services write a UUID. */
export function shortRequestId(random: Random): string {
  return letters(random, 16, CAPITALS);
}

/** The random end of a log file's name. */
export function fileSuffix(random: Random): string {
  return letters(random, 16, BASE62);
}

/**
 * An access key id or principal id (AKIA…, ASIA…, AROA…, AIDA…) that belongs to a text.
 * It ends in EXAMPLE, as AWS's own documentation writes keys that do not exist.
 */
export function exampleId(prefix: "AKIA" | "ASIA" | "AROA" | "AIDA", text: string): string {
  const length = prefix.startsWith("A") && prefix.endsWith("IA") ? 9 : 10;
  return `${prefix}${letters(createRandom(`${prefix}/${text}`), length, BASE32)}EXAMPLE`;
}
