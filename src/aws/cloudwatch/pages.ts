/** Pages of a listing, up to a limit. */

export type Page = { items: unknown[]; token: string | undefined };

export type Pages = {
  items: unknown[];
  /** There is more than was read. */
  isCut: boolean;
  /** AWS gave the same mark twice. */
  isLooped: boolean;
};

/** Reads until there is no mark any more, or `most` items are there; `mostPages` guards against listings without end. */
export async function readPages(
  fetch: (token: string | undefined) => Promise<Page>,
  { most = Infinity, mostPages = 100 }: { most?: number; mostPages?: number } = {},
): Promise<Pages> {
  const items: unknown[] = [];
  const marks = new Set<string>();
  for (let token: string | undefined; ; ) {
    const page = await fetch(token);
    items.push(...page.items);
    token = page.token;
    if (items.length > most) {
      return { items: items.slice(0, most), isCut: true, isLooped: false };
    }
    if (token === undefined || token === "") return { items, isCut: false, isLooped: false };
    if (marks.has(token)) return { items, isCut: true, isLooped: true };
    marks.add(token);
    if (items.length >= most || marks.size >= mostPages) {
      return { items, isCut: true, isLooped: false };
    }
  }
}

/** What a listing lacks, as a gap's words. */
export function pagesGap({ isCut, isLooped, items }: Pages, what: string): string[] {
  if (isLooped) return [`AWS repeated itself, there may be more ${what} than were read`];
  return isCut ? [`there are more ${what} than the ${items.length} that were read`] : [];
}
