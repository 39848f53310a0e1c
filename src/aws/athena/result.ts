/** Reads the result of a query page by page. */
import { callSignal } from "./follow.ts";
import type { Athena } from "./port.ts";

export type Cells = (string | undefined)[];

export type ResultRead = {
  rows: number;
  /** Set when not all that there is was read. */
  gap?: string;
};

/** Pages beyond belong to no statement of ours: each has a limit. */
const MOST_PAGES = 200;

/**
 * Gives each row with the names of its columns to `take`. Empty pages are followed; a token that comes again ends the
 * reading with a gap.
 */
export async function readResult(
  athena: Athena,
  id: string,
  take: (header: readonly string[], row: Cells) => void,
  signal: AbortSignal,
): Promise<ResultRead> {
  const seen = new Set<string>();
  let header: string[] | undefined;
  let rows = 0;
  let token: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await athena.page(id, token, callSignal(signal));
    for (const cells of page.rows) {
      if (!header) {
        header = cells.map((cell) => cell ?? "");
        continue;
      }
      take(header, cells);
      rows++;
    }
    token = page.nextToken;
    if (token === undefined) return { rows };
    if (seen.has(token)) {
      return { rows, gap: "Athena gave the same page of its result again, the rest was not read" };
    }
    seen.add(token);
  }
  return { rows, gap: `only the first ${MOST_PAGES} pages of Athena's result were read` };
}
