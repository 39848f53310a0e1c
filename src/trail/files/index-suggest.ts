/** Suggests names out of an index, or out of a few files where there is none. */
import type { Chunk } from "./index-dictionary.ts";
import {
  createPostingsReader,
  lineAt,
  type Names,
  NOT_PLAIN,
  type Shapes,
  toNames,
  toShapes,
} from "./index-names.ts";
import { shownText, termKinds } from "./index-terms.ts";
import type { IndexView } from "./index-view.ts";
import { codesOf, createNearest, letterSet, type Nearest } from "./suggest.ts";

const NAME_KINDS: string[] = [termKinds.actor, termKinds.whole.target, termKinds.whole.container];
/** A tab and the mask follow the name of an actor. */
const ACTOR_TAIL = 2;

type Offered = { names: Names; shapes: Shapes; tail: number };

export function suggestNames(view: IndexView, text: string, limit: number): string[] {
  const nearest = createNearest(text, limit);
  for (const segment of view.segments()) {
    for (const kind of NAME_KINDS) {
      const tail = tailOf(kind);
      const names = view.names(segment, kind);
      const shapes = view.shapes(segment, kind, tail);
      offerNames(nearest, { names, shapes, tail }, view.postings);
    }
  }
  return nearest.best();
}

/** The same out of a dictionary in memory. */
export function suggestFrom(chunks: Chunk[], text: string, limit: number): string[] {
  const nearest = createNearest(text, limit);
  const texts = chunks.map((chunk, id) => ({ id, text: chunk.text }));
  const postingsOf = (id: number) => chunks[id]?.postings ?? new Uint8Array(0);
  for (const kind of NAME_KINDS) {
    const tail = tailOf(kind);
    const names = toNames(texts, kind);
    offerNames(nearest, { names, shapes: toShapes(names, tail), tail }, postingsOf);
  }
  return nearest.best();
}

function tailOf(kind: string): number {
  return kind === termKinds.actor ? ACTOR_TAIL : 0;
}

/** A name weighs as many bytes as the list of its events takes. */
function offerNames(
  nearest: Nearest,
  offered: Offered,
  postingsOf: (id: number) => Uint8Array,
): void {
  const { names, shapes } = offered;
  const { lengths, letters } = shapes;
  const read = createPostingsReader(names, postingsOf);
  for (let index = 0; index < lengths.length; index += 1) {
    const length = lengths[index] ?? 0;
    if (length !== NOT_PLAIN && !nearest.mayBeNear(length, letters[index] ?? 0)) continue;
    const near = nearName(nearest, offered, index);
    if (near === undefined) continue;
    const weigh = () => read(lineAt(names, shapes, index)).length;
    nearest.offer(near.name, near.distance, weigh);
  }
}

/** Name and distance of a term that is near enough. */
function nearName(
  nearest: Nearest,
  { names: { text }, shapes: { starts, lengths }, tail }: Offered,
  index: number,
): { name: string; distance: number } | undefined {
  const from = (starts[index] ?? 0) + 1;
  const to = (starts[index + 1] ?? 0) - 1 - tail;
  if (lengths[index] !== NOT_PLAIN) {
    const distance = nearest.distanceTo(text, from, to);
    return distance === undefined
      ? undefined
      : { name: text.toString("latin1", from, to), distance };
  }
  const name = shownText(text.toString("latin1", from, to));
  const codes = codesOf(name);
  if (!nearest.mayBeNear(codes.length, letterSet(codes, 0, codes.length))) return undefined;
  const distance = nearest.distanceTo(codes, 0, codes.length);
  return distance === undefined ? undefined : { name, distance };
}
