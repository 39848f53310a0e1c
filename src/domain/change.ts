/** What a change replaced: before → after, out of earlier changes of the same resource. */

import { accessAfter } from "./summaries/access.ts";
import { type Call, toCall } from "./summaries/call.ts";
import { deletesOneThing } from "./summaries/general.ts";
import { familiesOf, propertiesKnownAfter, propertiesSet } from "./summaries/properties.ts";
import type { Property } from "./summaries/property.ts";
import { counted, shown } from "./summaries/words.ts";
import type { TrailEvent } from "./trail-event.ts";

/** `after` is `none` where the call removed the property; `before` is `none` where an earlier call is known to have done so. */
export type BeforeAfter = { property: string; before?: string; after?: string };

const NONE = "none";

/** The properties that a call set, each with its resource (lower case) and its new value; undefined means that it was removed. */
export function propertiesOf(
  event: TrailEvent,
): { resource: string; property: string; value: string | undefined }[] {
  return propertiesSet(toCall(event)).map(({ resource, property, value }) => ({
    resource,
    property,
    value,
  }));
}

/**
 * What a call changed, from what to what. `earlier` holds earlier done changes in any order; events that are not earlier, were not done,
 * or belong to another account or region are left out. What the record itself tells of the old value wins; a value that nothing tells stays absent.
 */
export function beforeAfter(event: TrailEvent, earlier: readonly TrailEvent[]): BeforeAfter[] {
  const isCreation = /^(?:Create|Run)[A-Z]/.test(event.name);
  const now = propertiesSet(toCall(event)).filter(
    ({ value }) => !(isCreation && value === undefined),
  );
  if (now.length === 0) return [];
  const past = valuesBefore(event, earlier);
  return now.map((property) => {
    const known = past.get(keyOf(property));
    const before = property.before ?? (known && (known.value ?? NONE));
    return {
      property: property.property,
      ...(before === undefined ? {} : { before }),
      after: property.value ?? NONE,
    };
  });
}

function keyOf({ resource, property }: Property): string {
  return `${resource}\n${property}`;
}

function valuesBefore(event: TrailEvent, earlier: readonly TrailEvent[]): Map<string, Property> {
  const done = earlier
    .filter((other) => isBefore(other, event))
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const values = new Map<string, Property>();
  for (const other of done) {
    for (const property of propertiesKnownAfter(toCall(other))) {
      values.set(keyOf(property), property);
    }
  }
  return values;
}

/** Names live in an account and a region; IAM and its like are recorded in one region only, so it may be compared for them too. */
function isBefore(other: TrailEvent, event: TrailEvent): boolean {
  if (other.result !== "done" || other.id === event.id || other.at > event.at) return false;
  if (other.service !== event.service) return false;
  return other.account === event.account && other.region === event.region;
}

/** Both sides of a change as short text; with several properties each value stands behind its name. */
export function changeWords(list: readonly BeforeAfter[]): { before?: string; after?: string } {
  const before = sideOf(list, "before");
  const after = sideOf(list, "after");
  return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
}

/** How many properties a short text names. */
const MOST = 4;

function sideOf(list: readonly BeforeAfter[], side: "before" | "after"): string {
  const told = list.flatMap((one) => {
    const value = one[side];
    if (value === undefined) return [];
    return [list.length === 1 ? value : `${one.property} ${value}`];
  });
  const rest = told.length - MOST;
  const words = told.slice(0, MOST).join(", ");
  return shown(rest > 0 ? `${words} and ${counted(rest, "more value")}` : words, 240);
}

/**
 * Names (without API version) of the calls that can hold an earlier value of what this one set, itself among them;
 * [] when it sets nothing that is known here.
 */
export function relatedNames(event: TrailEvent): string[] {
  return familiesOf(event.service, event.name);
}

/**
 * What state these done changes of one resource left it in: `deleted`, `stopped`, `running`, `public`…; the newest that tells one wins.
 * Undefined when none tells, or when a thing that was deleted has been changed since.
 */
export function stateAfter(events: readonly TrailEvent[]): string | undefined {
  const done = events
    .filter(({ result, effect }) => result === "done" && effect === "change")
    .toSorted((a, b) => b.at - a.at);
  for (const [index, event] of done.entries()) {
    const state = stateOf(toCall(event));
    if (state === undefined) continue;
    if (state === "unknown") return undefined;
    return state === "deleted" && index > 0 ? undefined : state;
  }
  return undefined;
}

function stateOf(call: Call): string | undefined {
  const told = propertiesSet(call).find(({ property }) => property === "state");
  if (told) return told.value;
  return accessAfter(call) ?? (deletesOneThing(call) ? "deleted" : undefined);
}
