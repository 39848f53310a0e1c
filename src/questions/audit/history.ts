/** Before → after: what earlier events on the same resource tell about the value that a change replaced. */
import { beforeAfter, changeWords, propertiesOf, relatedNames } from "../../domain/change.ts";
import { parseSubject } from "../../domain/subject.ts";
import { DAY } from "../../domain/time.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";
import type { Run, Trail } from "../../sources/trail.ts";

export type Replaced = { before?: string; after?: string };

/** CloudTrail keeps event history for 90 days; older values are seldom the ones replaced. */
const LOOK_BACK_MS = 90 * DAY;
const MOST_RESOURCES = 25;
const MOST_EARLIER = 60;

/** For each event that set a property: the old and the new value, where an earlier event tells. */
export async function findReplaced(
  events: readonly TrailEvent[],
  trail: Trail,
  run: Run,
): Promise<Map<string, Replaced>> {
  const replaced = new Map<string, Replaced>();
  for (const [resource, group] of byResource(events)) {
    const names = [...new Set(group.flatMap(relatedNames))];
    const earlier = names.length === 0 ? [] : await findEarlier(resource, names, group, trail, run);
    for (const event of group) {
      replaced.set(event.id, changeWords(beforeAfter(event, earlier)));
    }
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
  resource: string,
  names: string[],
  group: TrailEvent[],
  trail: Trail,
  run: Run,
): Promise<TrailEvent[]> {
  const times = group.map((event) => event.at);
  const found = await trail.find(
    {
      window: { from: Math.min(...times) - LOOK_BACK_MS, to: Math.max(...times) },
      subject: parseSubject(resource),
      names,
      classes: ["change"],
      limit: MOST_EARLIER,
    },
    run,
  );
  return found.match === "exact" || found.match === "segment" ? found.events : [];
}
