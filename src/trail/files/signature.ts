/**
 * What texts a block of records may hold: for each four and each five neighbouring characters one of 8,192 bits. A text
 * whose pieces are not all there is not in the block; where they are, the records decide. Ten times as cheap to build
 * as a list of words, and it finds pieces of words too. Shorter pieces than four are in most blocks somewhere: of names
 * made of the same few words, three characters pick twelve times as many blocks as hold the name, these twice as many.
 */

/** Bytes of the signature of one block. */
export const SIGNATURE_BYTES = 1024;
const BIT_SHIFT = 32 - 13;
const BREAK = 255;
/** Each character's code takes six bits; a mark tells a piece of five from one of four. */
const CODE_BITS = 6;
const FOUR = 0xffffff;
const FIVE = 0x3fffffff;
const IS_FIVE = 0x40000000;

/** Small numbers for the characters of words, upper case as lower case; all others end a run. */
const CODES = new Uint8Array(256).fill(BREAK);
for (const [code, character] of [..."abcdefghijklmnopqrstuvwxyz0123456789_.@-"].entries()) {
  CODES[character.charCodeAt(0)] = code;
  CODES[character.toUpperCase().charCodeAt(0)] = code;
}

/** Sets the bits of a record's JSON text. */
export function addText(signature: Uint8Array, json: Uint8Array): void {
  let run = 0;
  let recent = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = CODES[json[at] ?? 0] ?? BREAK;
    if (code === BREAK) {
      run = 0;
      continue;
    }
    run += 1;
    recent = (recent << CODE_BITS) | code;
    if (run < 4) continue;
    const four = bitOf(recent & FOUR);
    signature[four >>> 3] = (signature[four >>> 3] ?? 0) | (1 << (four & 7));
    if (run === 4) continue;
    const five = bitOf((recent & FIVE) | IS_FIVE);
    signature[five >>> 3] = (signature[five >>> 3] ?? 0) | (1 << (five & 7));
  }
}

function bitOf(piece: number): number {
  return Math.imul(piece ^ (piece >>> 15), 0x9e3779b1) >>> BIT_SHIFT;
}

/** The bits that a block with the text must have; empty when the text has no four characters of a word in a row. */
export function bitsOf(text: string): number[] {
  const bits = new Set<number>();
  for (const [run] of text.toLowerCase().matchAll(/[a-z0-9_.@-]{4,}/g)) {
    let recent = 0;
    for (let at = 0; at < run.length; at += 1) {
      recent = (recent << CODE_BITS) | (CODES[run.charCodeAt(at)] ?? 0);
      if (at > 2) bits.add(bitOf(recent & FOUR));
      if (at > 3) bits.add(bitOf((recent & FIVE) | IS_FIVE));
    }
  }
  return [...bits];
}

/** Numbers of the blocks whose signatures have all the bits; `signatures` stand one after the other. */
export function blocksWith(signatures: Uint8Array, bits: number[]): number[] {
  const places = bits.map((bit) => ({ byte: bit >>> 3, mask: 1 << (bit & 7) }));
  const blocks: number[] = [];
  for (let start = 0; start < signatures.length; start += SIGNATURE_BYTES) {
    let isHeld = true;
    for (const { byte, mask } of places) {
      if (((signatures[start + byte] ?? 0) & mask) === 0) {
        isHeld = false;
        break;
      }
    }
    if (isHeld) blocks.push(start / SIGNATURE_BYTES);
  }
  return blocks;
}
