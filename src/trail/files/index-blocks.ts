/** The records of an index as a reader unpacks them: sixteen at a time. */
import { brotliDecompressSync } from "node:zlib";
import { BLOCK_EVENTS } from "./index-merge.ts";
import { readBlock } from "./index-rows.ts";
import type { Store } from "./index-store.ts";
import { createTextCheck, type Held } from "./text-proof.ts";
import { createByteReader } from "./varint.ts";

export type BlockReader = {
  /** The JSON text of the event's record. */
  text(number: number): string | undefined;
  /** Whether the event's record holds a text, as far as its JSON tells. */
  holds(number: number, text: string): Held;
  clear(): void;
};

/** Records of a block one after the other: where each begins, and where the last ends. */
type Block = { bytes: Buffer; starts: number[] };

/** Unpacked blocks kept: neighbouring events are often asked for together. */
const MOST_BLOCKS = 64;
/** Most blocks are unpacked in one piece. */
const PIECE_BYTES = 32_768;
/** Texts whose answers are kept: a question looks for its texts more than once, and so do those that follow it. */
const MOST_TEXTS = 8;
/** As two bits. */
const HELD: readonly Held[] = ["no", "yes", "perhaps"];

/** The answers for the records of each block, two bits each. */
type Answers = { check: (json: string) => Held; blocks: Map<number, number> };

export function createBlockReader(store: Store): BlockReader {
  const blocks = new Map<number, Block>();
  const answers = new Map<string, Answers>();

  function load(id: number): Block {
    return kept(blocks, id, MOST_BLOCKS, () => unpackBlock(readBlock(store, id)));
  }

  function answersOf(text: string): Answers {
    return kept(answers, text, MOST_TEXTS, () => ({
      check: createTextCheck(text),
      blocks: new Map<number, number>(),
    }));
  }

  return {
    text(number) {
      const { bytes, starts } = load(Math.floor(number / BLOCK_EVENTS));
      const slot = number % BLOCK_EVENTS;
      return bytes.toString("utf8", starts[slot], starts[slot + 1]) || undefined;
    },
    holds(number, text) {
      const { check, blocks: known } = answersOf(text);
      const id = Math.floor(number / BLOCK_EVENTS);
      let packed = known.get(id);
      if (packed === undefined) {
        packed = packAnswers(load(id), check);
        known.set(id, packed);
      }
      return HELD[(packed >>> ((number % BLOCK_EVENTS) * 2)) & 3] ?? "no";
    },
    clear() {
      blocks.clear();
      answers.clear();
    },
  };
}

/** What is known, or else made; the oldest goes when there are too many. */
function kept<Key, Value>(
  memory: Map<Key, Value>,
  key: Key,
  most: number,
  load: () => Value,
): Value {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const oldest = memory.keys().next();
  if (memory.size >= most && !oldest.done) memory.delete(oldest.value);
  const loaded = load();
  memory.set(key, loaded);
  return loaded;
}

function packAnswers({ bytes, starts }: Block, check: Answers["check"]): number {
  const lower = bytes.toString("latin1").toLowerCase();
  let packed = 0;
  for (let slot = 0; slot + 1 < starts.length; slot += 1) {
    const held = check(lower.slice(starts[slot], starts[slot + 1]));
    packed |= HELD.indexOf(held) << (slot * 2);
  }
  return packed;
}

function unpackBlock(packed: Uint8Array): Block {
  const bytes = brotliDecompressSync(packed, { chunkSize: PIECE_BYTES });
  const head = createByteReader(bytes);
  const lengths = Array.from({ length: head.varint() }, () => head.varint());
  const starts = [head.at()];
  for (const length of lengths) starts.push((starts.at(-1) ?? 0) + length);
  return { bytes, starts };
}
