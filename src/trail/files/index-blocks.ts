/** The records of an index as a reader unpacks them: sixteen at a time. */
import { brotliDecompressSync } from "node:zlib";
import { BLOCK_EVENTS } from "./index-merge.ts";
import { readBlock } from "./index-rows.ts";
import type { Store } from "./index-store.ts";
import { createByteReader } from "./varint.ts";

export type BlockReader = {
  /** The JSON text of the event's record. */
  text(number: number): string | undefined;
  /** The same in lower case, one character a byte. */
  lowerText(number: number): string;
  clear(): void;
};

/** Records of a block one after the other: where each begins, and where the last ends. */
type Block = { bytes: Buffer; starts: number[]; lower?: string };

/** Unpacked blocks kept: neighbouring events are often asked for together. */
const MOST_BLOCKS = 64;
/** Most blocks are unpacked in one piece. */
const PIECE_BYTES = 65_536;

export function createBlockReader(store: Store): BlockReader {
  const blocks = new Map<number, Block>();

  function blockOf(number: number): Block {
    const id = Math.floor(number / BLOCK_EVENTS);
    const known = blocks.get(id);
    if (known) return known;
    const oldest = blocks.keys().next();
    if (blocks.size >= MOST_BLOCKS && !oldest.done) blocks.delete(oldest.value);
    const block = unpackBlock(readBlock(store, id));
    blocks.set(id, block);
    return block;
  }

  return {
    text(number) {
      const { bytes, starts } = blockOf(number);
      const slot = number % BLOCK_EVENTS;
      return bytes.toString("utf8", starts[slot], starts[slot + 1]) || undefined;
    },
    lowerText(number) {
      const block = blockOf(number);
      const slot = number % BLOCK_EVENTS;
      block.lower ??= block.bytes.toString("latin1").toLowerCase();
      return block.lower.slice(block.starts[slot], block.starts[slot + 1]);
    },
    clear: () => blocks.clear(),
  };
}

function unpackBlock(packed: Uint8Array): Block {
  const bytes = brotliDecompressSync(packed, { chunkSize: PIECE_BYTES });
  const head = createByteReader(bytes);
  const lengths = Array.from({ length: head.varint() }, () => head.varint());
  const starts = [head.at()];
  for (const length of lengths) starts.push((starts.at(-1) ?? 0) + length);
  return { bytes, starts };
}
