/** What a sync did and what it could not do, kept short however often the same thing went wrong. */

export type SyncReport = {
  /** Objects copied now, and their bytes as stored. */
  copied: number;
  copiedBytes: number;
  /** Objects that were here already. */
  held: number;
  /** Keys that are no log files of the trail though they stand where those stand. */
  refused: number;
  /** Days whose copies were dropped for the limit, and what that freed. */
  droppedDays: number;
  droppedBytes: number;
  /** Days before this are not kept, for the limit; epoch milliseconds. */
  keptFrom?: number;
  /** Bytes of all copies in the folder. */
  bytes: number;
  /** What is missing, a sentence each. */
  gaps: string[];
};

/** Counts what went wrong for the same reason at the same place, and names the first. */
export type GapNotes = { add(where: string, why: string): void; texts(): string[] };

/** Kinds of gaps that are told one by one. */
const MOST_TOLD = 20;

export function createGapNotes(): GapNotes {
  const notes = new Map<string, { where: string; why: string; count: number }>();
  return {
    add(where, why) {
      const note = notes.get(why) ?? { where, why, count: 0 };
      note.count += 1;
      notes.set(why, note);
    },
    texts() {
      const told = [...notes.values()].slice(0, MOST_TOLD).map(({ where, why, count }) => {
        const more = count > 1 ? ` (and ${count - 1} more for the same reason)` : "";
        return `${where}: ${why}${more}`;
      });
      const hidden = notes.size - told.length;
      return hidden > 0 ? [...told, `${hidden} more reasons are not shown`] : told;
    },
  };
}

/** Text of somebody else's for a line of ours: no control characters, not endless. */
export function shownKey(key: string): string {
  const visible = key.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd");
  return visible.length > 200 ? `${visible.slice(0, 199)}…` : visible;
}
