/** Names of things, as Slack makes them. */
import { randomBytes } from "node:crypto";
import type { Clock } from "../../sources/clock.ts";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Such as `F0K3J2H1G4Q`: the kind's letter and ten characters. */
export function freshId(letter: string): string {
  const text = [...randomBytes(10)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
  return letter + text;
}

/** Five characters, for blocks and actions that came without a name. */
export function shortId(): string {
  return randomBytes(4).toString("base64url").slice(0, 5);
}

export function secretText(bytes = 12): string {
  return randomBytes(bytes).toString("hex");
}

/** Slack's timestamp of a moment: seconds and microseconds. */
export function tsOf(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1_000_000);
  return `${seconds}.${String(microseconds % 1_000_000).padStart(6, "0")}`;
}

/** Timestamps that are never given twice and never go back. */
export function createTsSource(clock: Clock): () => string {
  let last = 0;
  return () => {
    last = Math.max(Math.floor(clock.now() * 1000), last + 1);
    return tsOf(last);
  };
}
