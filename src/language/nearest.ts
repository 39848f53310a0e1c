/** Misspelt words → what was probably meant. */

/**
 * The candidates nearest to a word by Damerau-Levenshtein distance (a swap of neighbours counts as one slip),
 * best first, none farther than `max` slips; equal distances in the order given.
 */
export function nearest(word: string, candidates: readonly string[], max: number): string[] {
  const found: { candidate: string; slips: number }[] = [];
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > max) continue;
    const slips = slipsBetween(word, candidate);
    if (slips <= max) found.push({ candidate, slips });
  }
  return found.sort((a, b) => a.slips - b.slips).map(({ candidate }) => candidate);
}

/** Longer words are not compared letter by letter: nobody misspells a keyword of this length. */
const LONGEST = 64;

/** Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, replacements, swaps of neighbours. */
export function slipsBetween(left: string, right: string): number {
  const a = left.slice(0, LONGEST);
  const b = right.slice(0, LONGEST);
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const here = [row];
    for (let column = 1; column <= b.length; column++) {
      here.push(cell({ a, b, row, column, before, above, here }));
    }
    before = above;
    above = here;
  }
  return above[b.length] ?? 0;
}

type Cell = {
  a: string;
  b: string;
  row: number;
  column: number;
  before: number[];
  above: number[];
  here: number[];
};

function cell({ a, b, row, column, before, above, here }: Cell): number {
  const same = a[row - 1] === b[column - 1];
  const best = Math.min(
    (above[column] ?? 0) + 1,
    (here[column - 1] ?? 0) + 1,
    (above[column - 1] ?? 0) + (same ? 0 : 1),
  );
  const swapped =
    row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return swapped ? Math.min(best, (before[column - 2] ?? 0) + 1) : best;
}
