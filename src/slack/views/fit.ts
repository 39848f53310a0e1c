/** Makes drafts fit: how many items of each section are shown, and with how much room. */
import { grouped } from "../../answers/words.ts";
import type { SlackBlock } from "./blocks.ts";
import { type Draft, type Level, smallBlock } from "./sections/draft.ts";

export type Room = { blocks: number; text: number };

const LEVELS: Level[] = ["roomy", "compact", "dense"];

/** The blocks of all drafts within the room, in their order; whatever is left out is said. */
export function fittedBlocks(drafts: readonly Draft[], room: Room, isPlain: boolean): SlackBlock[] {
  const shown = allotted(drafts, room.text);
  let parts: SlackBlock[][] = [];
  for (const level of LEVELS) {
    parts = drafts.map((draft, index) => draft.view(shown[index] ?? 0, { level, isPlain }));
    const blocks = parts.flat();
    if (blocks.length <= room.blocks) return blocks;
  }
  return firstParts(parts, room.blocks);
}

/** True when every item of every draft is shown. */
export function isWhole(drafts: readonly Draft[], text: number): boolean {
  const shown = allotted(drafts, text);
  return drafts.every((draft, index) => draft.costs.length === shown[index]);
}

/**
 * How many items of each draft fit into so much text. The drafts take turns, so that a long first one does not
 * leave the others with nothing; a draft whose next item does not fit is done, since order matters inside it.
 */
export function allotted(drafts: readonly Draft[], text: number): number[] {
  let left = text - drafts.reduce((sum, draft) => sum + draft.fixed, 0);
  const shown = drafts.map(() => 0);
  let open = drafts.map((_, index) => index);
  while (open.length > 0) {
    open = open.filter((index) => {
      const next = shown[index] ?? 0;
      const cost = drafts[index]?.costs[next];
      if (cost === undefined || cost > left) return false;
      left -= cost;
      shown[index] = next + 1;
      return true;
    });
  }
  return shown;
}

/** As many whole parts as fit, and how many do not. */
function firstParts(parts: SlackBlock[][], most: number): SlackBlock[] {
  const kept: SlackBlock[] = [];
  for (const [index, part] of parts.entries()) {
    if (kept.length + part.length > most - 1) {
      const missing = grouped(parts.length - index);
      return [...kept, smallBlock([`… ${missing} more parts of this answer do not fit here`])];
    }
    kept.push(...part);
  }
  return kept;
}
