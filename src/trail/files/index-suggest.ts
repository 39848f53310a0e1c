/** Suggests names out of an index, or out of a few files where there is none. */
import { type Chunk, entriesOf } from "./index-dictionary.ts";
import { readActorTerm, shownText, termKinds } from "./index-terms.ts";
import type { IndexView } from "./index-view.ts";
import { createNearest, type Nearest } from "./suggest.ts";

const NAME_KINDS: string[] = [termKinds.actor, termKinds.whole.target, termKinds.whole.container];

export function suggestNames(view: IndexView, text: string, limit: number): string[] {
  const nearest = createNearest(text);
  for (const segment of view.segments()) {
    for (const kind of NAME_KINDS) {
      offerNames(nearest, view.chunksBetween(segment, kind, `${kind}\xff`));
    }
  }
  return nearest.best(limit);
}

/** The same out of a dictionary in memory. */
export function suggestFrom(chunks: Chunk[], text: string, limit: number): string[] {
  const nearest = createNearest(text);
  offerNames(nearest, chunks);
  return nearest.best(limit);
}

function offerNames(nearest: Nearest, chunks: Iterable<Chunk>): void {
  for (const { term, postings } of entriesOf(chunks)) {
    const kind = term.slice(0, 1);
    if (!NAME_KINDS.includes(kind)) continue;
    const name = kind === termKinds.actor ? readActorTerm(term).text : term.slice(1);
    nearest.offer(shownText(name), postings.length);
  }
}
