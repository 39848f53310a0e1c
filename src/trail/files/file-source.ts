/** A folder of log files as one of several sources. */

import { MINUTE } from "../../domain/time.ts";
import type { Clock } from "../../sources/clock.ts";
import type { Reach, TrailSource } from "../source.ts";
import type { FileTrail } from "./file-trail.ts";

/** CloudTrail puts files into the bucket 5 to 15 minutes late; a copy of the bucket needs a minute more. */
const LAG_MS = 16 * MINUTE;
/** What a search in the index takes at most on a slow machine; nobody decides by less. */
const SEARCH_MS = 100;

/** What is known of a folder into which files are still being copied. */
export type Certain = {
  /** Epoch milliseconds; files of what happened before may be missing. */
  from: number;
  /** False for a place of which newer files may be missing. */
  holds(place: { account: string; region: string }): boolean;
};

/**
 * The trail as a source: it reaches from its oldest event to its newest, in the places that it has files of, as far as
 * that is `certain`; without it the folder is taken for whole.
 */
export function createFileSource(
  trail: FileTrail,
  clock: Clock,
  certain: () => Certain | undefined = () => undefined,
): TrailSource {
  return {
    name: "files",
    find: (query, run) => trail.find(query, run),
    suggest: (text, limit) => trail.suggest(text, limit),
    estimate: async () => ({ ms: SEARCH_MS }),
    async reach(): Promise<Reach> {
      const { window = { from: 0, to: clock.now() }, places } = await trail.held();
      const own = certain();
      const from = Math.min(Math.max(window.from, own?.from ?? 0), window.to);
      const held = own ? places?.filter(own.holds) : places;
      return {
        window: { from, to: window.to },
        ...(held && { places: held }),
        never: [],
        lagMs: LAG_MS,
      };
    },
  };
}
