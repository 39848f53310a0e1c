/** What a plan leaves out, told with what was found: evidence for an answer. */
import type { Search } from "../domain/search.ts";
import type { TrailFound, TrailQuery } from "../sources/trail.ts";
import type { Plan } from "./plan.ts";

/** Gaps stand in the first search, notes in its filter, what was spared where it was asked instead. */
export function withPlanTold(query: TrailQuery, plan: Plan, found: TrailFound): TrailFound {
  // One event has one id: where it is found, nothing else can be missing.
  const isFound = query.eventId !== undefined && found.events.length > 0;
  const gaps = isFound ? [] : plan.gaps;
  const [first = nowhere(query), ...rest] = found.searched;
  const told: Search = { ...first, gaps: [...gaps, ...first.gaps] };
  if (gaps.length > 0) told.complete = false;
  const notes = [first.filter, ...(isFound ? [] : plan.notes)].filter((note) => note !== undefined);
  if (notes.length > 0) told.filter = notes.join("; ");
  return { ...found, searched: withSpared([told, ...rest], plan) };
}

function nowhere({ window, accounts = [], regions = [] }: TrailQuery): Search {
  const nothing = { examined: 0, matched: 0, complete: false, gaps: [] };
  return { source: "CloudTrail", accounts, regions, window, ...nothing };
}

/** One line of evidence carries one source that was spared. */
function withSpared(searched: Search[], { spared }: Plan): Search[] {
  const told = [...searched];
  for (const each of spared) {
    if (told.some((search) => search.spared?.source === each.source)) continue;
    const at = told.findIndex((search) => search.spared === undefined);
    const search = told[at];
    if (search) told[at] = { ...search, spared: each };
  }
  return told;
}
