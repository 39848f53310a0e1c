/**
 * What texts a block of records may hold: for each four neighbouring characters one of 8,192 bits. A text whose pieces
 * are not all there is not in the block; where they are, the records decide. Ten times as cheap to build as a list of
 * words, and it finds pieces of words too. Pieces of three characters would pick twelve times as many blocks as hold a
 * name; a second bit for each piece leaves out hardly any more.
 */
import type { Place } from "./texts-apart.ts";

/** Bytes of the signature of one block. */
export const SIGNATURE_BYTES = 1024;
const BIT_SHIFT = 32 - 13;
const BREAK = 255;
/** Characters of a piece, and bits of the code of each. */
const PIECE = 4;
const CODE_BITS = 6;
const LAST_CODES = 0xffffff;

/** Small numbers for the characters of words, upper case as lower case; all others end a run. */
const CODES = new Uint8Array(256).fill(BREAK);
for (const [code, character] of [..."abcdefghijklmnopqrstuvwxyz0123456789_.@-"].entries()) {
  CODES[character.charCodeAt(0)] = code;
  CODES[character.toUpperCase().charCodeAt(0)] = code;
}

/** Sets the bits of a record's JSON text, save those of some places in it, which come in ascending order. */
export function addText(signature: Uint8Array, json: Buffer, leftOut: readonly Place[] = []): void {
  let from = 0;
  for (const { start, end } of leftOut) {
    addPart(signature, json, from, start);
    from = Math.max(from, end);
  }
  addPart(signature, json, from, json.length);
}

function addPart(signature: Uint8Array, json: Uint8Array, from: number, to: number): void {
  let run = 0;
  let recent = 0;
  for (let at = from; at < to; at += 1) {
    const code = CODES[json[at] ?? 0] ?? BREAK;
    if (code === BREAK) {
      run = 0;
      continue;
    }
    run += 1;
    recent = ((recent << CODE_BITS) | code) & LAST_CODES;
    if (run < PIECE) continue;
    const bit = bitOf(recent);
    signature[bit >>> 3] = (signature[bit >>> 3] ?? 0) | (1 << (bit & 7));
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
      recent = ((recent << CODE_BITS) | (CODES[run.charCodeAt(at)] ?? 0)) & LAST_CODES;
      if (at + 1 >= PIECE) bits.add(bitOf(recent));
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
