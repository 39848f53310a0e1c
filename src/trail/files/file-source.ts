/** A folder of log files as one of several sources. */

import { MINUTE } from "../../domain/time.ts";
import type { Clock } from "../../sources/clock.ts";
import type { Reach, TrailSource } from "../source.ts";
import type { FileTrail } from "./file-trail.ts";

/** CloudTrail puts files into the bucket 5 to 15 minutes late; a copy of the bucket needs a minute more. */
const LAG_MS = 16 * MINUTE;
/** What a search in the index takes at most on a slow machine; nobody decides by less. */
const SEARCH_MS = 100;

/** The trail as a source: it reaches from its oldest event to its newest, in the places that it has files of. */
export function createFileSource(trail: FileTrail, clock: Clock): TrailSource {
  return {
    name: "files",
    find: (query, run) => trail.find(query, run),
    suggest: (text, limit) => trail.suggest(text, limit),
    estimate: async () => ({ ms: SEARCH_MS }),
    async reach(): Promise<Reach> {
      const { window = { from: 0, to: clock.now() }, places } = await trail.held();
      return { window, ...(places && { places }), never: [], lagMs: LAG_MS };
    },
  };
}
