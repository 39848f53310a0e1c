/** Answers that one person got alone and may want to share: kept for an hour, and not many. */
import type { Worked } from "./desk-answering.ts";
import type { Work } from "./desk-work.ts";

const KEPT_MS = 60 * 60 * 1000;
const MOST_KEPT = 200;

export type QuietAnswer = { work: Work; worked: Worked; isShared: boolean };

export type QuietAnswers = {
  keep(questionId: string, quiet: QuietAnswer): void;
  find(questionId: string): QuietAnswer | undefined;
};

/** Answers by the id of their question, the oldest forgotten first. */
export function createQuietAnswers(): QuietAnswers {
  const kept = new Map<string, { quiet: QuietAnswer; keptAt: number }>();

  function forgetOld(): void {
    for (const [id, { keptAt }] of kept) {
      const isOld = performance.now() - keptAt > KEPT_MS;
      if (isOld || kept.size > MOST_KEPT) kept.delete(id);
    }
  }

  return {
    keep(questionId, quiet) {
      kept.set(questionId, { quiet, keptAt: performance.now() });
      forgetOld();
    },
    find(questionId) {
      forgetOld();
      return kept.get(questionId)?.quiet;
    },
  };
}
