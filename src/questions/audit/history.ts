/** Before → after: what earlier events on the same resource tell about the value that a change replaced. */
import { beforeAfter, changeWords, propertiesOf, relatedNames } from "../../domain/change.ts";
import { parseSubject } from "../../domain/subject.ts";
import { DAY } from "../../domain/time.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";
import type { Run, Trail, TrailQuery } from "../../sources/trail.ts";

export type Replaced = { before?: string; after?: string };

/** CloudTrail keeps event history for 90 days; older values are seldom the ones replaced. */
const LOOK_BACK_MS = 90 * DAY;
const MOST_RESOURCES = 25;
/** Earlier changes read, the newest: some for the search, and some for each resource of it. */
const MOST_EARLIER = 40;
const MOST_EACH = 20;

/** For each event that set a property: the old and the new value, where an earlier event tells. One search for all. */
export async function findReplaced(
  events: readonly TrailEvent[],
  trail: Trail,
  run: Run,
): Promise<Map<string, Replaced>> {
  const groups = byResource(events);
  const earlier = await findEarlier(groups, trail, run);
  const replaced = new Map<string, Replaced>();
  for (const event of [...groups.values()].flat()) {
    replaced.set(event.id, changeWords(beforeAfter(event, earlier)));
  }
  return replaced;
}

function byResource(events: readonly TrailEvent[]): Map<string, TrailEvent[]> {
  const groups = new Map<string, TrailEvent[]>();
  for (const event of events) {
    if (event.result !== "done" || event.effect !== "change") continue;
    const resource = propertiesOf(event)[0]?.resource;
    if (resource === undefined) continue;
    const group = groups.get(resource);
    if (group) group.push(event);
    else if (groups.size < MOST_RESOURCES) groups.set(resource, [event]);
  }
  return groups;
}

async function findEarlier(
  groups: Map<string, TrailEvent[]>,
  trail: Trail,
  run: Run,
): Promise<TrailEvent[]> {
  const events = [...groups.values()].flat();
  const names = [...new Set(events.flatMap(relatedNames))];
  if (names.length === 0) return [];
  const times = events.map((event) => event.at);
  const found = await trail.find(
    {
      window: { from: Math.min(...times) - LOOK_BACK_MS, to: Math.max(...times) },
      touching: [...groups.keys()].map(parseSubject),
      names,
      ...placesOf(events),
      classes: ["change"],
      limit: MOST_EARLIER + MOST_EACH * groups.size,
      aside: true,
    },
    run,
  );
  return found.events;
}

/** Buckets of other Regions may have been made through this one, and IAM logs there. */
const GLOBAL_REGION = "us-east-1";

/** A resource is changed in its own account and Region: nobody need ask all the others about ninety days. */
function placesOf(events: readonly TrailEvent[]): Pick<TrailQuery, "accounts" | "regions"> {
  const accounts = [...new Set(events.map(({ account }) => account))];
  const regions = [...new Set(events.map(({ region }) => region))];
  if (accounts.includes("") || regions.includes("")) return {};
  return { accounts, regions: [...new Set([...regions, GLOBAL_REGION])] };
}
