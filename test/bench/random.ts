/** A small seeded source of chance: the same seed gives the same events on every machine. */

export type Random = {
  /** In [0, 1). */
  unit(): number;
  /** Whole number in [0, count). */
  below(count: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Zipf-distributed whole number in [0, count): 0 is the most frequent, n is met 1/(n+1) times as often. */
  zipf(count: number): number;
  hex(length: number): string;
  /** Upper-case letters and digits as AWS uses them in keys and ids. */
  code(length: number): string;
  uuid(): string;
};

const CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const HEX = "0123456789abcdef";

/** A 32-bit hash of some text and numbers (FNV-1a), to seed a stream of its own. */
export function seedOf(...parts: (string | number)[]): number {
  const text = parts.join("\u0000");
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

function letters(next: () => number, alphabet: string, bits: number, length: number): string {
  const mask = (1 << bits) - 1;
  const perDraw = Math.floor(32 / bits);
  let text = "";
  let word = 0;
  for (let index = 0; index < length; index += 1) {
    if (index % perDraw === 0) word = next();
    text += alphabet.charAt(word & mask);
    word >>>= bits;
  }
  return text;
}

/** Sfc32, started from one 32-bit seed. */
export function createRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = seed >>> 0;
  let c = 0x243f6a88;
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round += 1) next();
  const unit = () => next() / 4294967296;
  const below = (count: number) => Math.floor(unit() * count);
  const hex = (length: number) => letters(next, HEX, 4, length);
  return {
    unit,
    below,
    chance: (probability) => unit() < probability,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    zipf: (count) => Math.min(count - 1, Math.floor(Math.exp(unit() * Math.log(count + 1))) - 1),
    hex,
    code: (length) => letters(next, CODE, 5, length),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
}
