/** What a change replaced: before → after, out of earlier changes of the same resource. */

import { type Call, toCall } from "./summaries/call.ts";
import { familiesOf, type Property, propertiesIn } from "./summaries/properties.ts";
import { listed, shown } from "./summaries/words.ts";
import type { TrailEvent } from "./trail-event.ts";

export type { Property };

export type BeforeAfter = { property: string; before?: string; after?: string };

/** The properties that a call set, each with its resource (lower case) and its new value; undefined means that it was removed. */
export function propertiesOf(event: TrailEvent): Property[] {
  return propertiesIn(toCall(event)).map(plain);
}

function plain({ resource, property, value }: Property): Property {
  return { resource: resource.toLowerCase(), property, value };
}

/**
 * What a call changed, from what to what. `earlier` holds earlier done changes, any order; events that are not earlier, or were not done, are left out.
 * A value that nothing tells stays absent.
 */
export function beforeAfter(event: TrailEvent, earlier: readonly TrailEvent[]): BeforeAfter[] {
  const now = propertiesIn(toCall(event));
  if (now.length === 0) return [];
  const past = valuesBefore(event, earlier);
  return now.map((property) => {
    const known = past.get(keyOf(property));
    const before = property.before ?? known?.value;
    return {
      property: property.property,
      ...(before === undefined ? {} : { before }),
      ...(property.value === undefined ? {} : { after: property.value }),
    };
  });
}

function keyOf({ resource, property }: Property): string {
  return `${resource.toLowerCase()}\n${property}`;
}

function valuesBefore(event: TrailEvent, earlier: readonly TrailEvent[]): Map<string, Property> {
  const done = earlier.filter((other) => isBefore(other, event)).toSorted((a, b) => a.at - b.at);
  const values = new Map<string, Property>();
  for (const other of done) {
    for (const property of propertiesIn(toCall(other))) values.set(keyOf(property), property);
  }
  return values;
}

function isBefore(other: TrailEvent, event: TrailEvent): boolean {
  return other.result === "done" && other.id !== event.id && other.at <= event.at;
}

/** Both sides of a change as short text; with several properties each value stands behind its name. */
export function changeWords(list: readonly BeforeAfter[]): { before?: string; after?: string } {
  const before = sideOf(list, "before");
  const after = sideOf(list, "after");
  return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
}

function sideOf(list: readonly BeforeAfter[], side: "before" | "after"): string {
  const told = list.flatMap((one) => {
    const value = one[side];
    if (value === undefined) return [];
    return [list.length === 1 ? value : `${one.property} ${value}`];
  });
  return shown(listed(told, 6), 200);
}

/**
 * Names (without API version) of the calls that can hold an earlier value of what this one set, itself among them;
 * [] when it sets nothing that is known here.
 */
export function relatedNames(event: TrailEvent): string[] {
  return familiesOf(event.service, event.name);
}

/** What state the newest of these done changes left the resource in, `deleted`, `stopped`, `public`; undefined when none tells. */
export function stateAfter(events: readonly TrailEvent[]): string | undefined {
  const done = events.filter(({ result }) => result === "done").toSorted((a, b) => b.at - a.at);
  for (const event of done) {
    const state = stateOf(toCall(event));
    if (state !== undefined) return state;
  }
  return undefined;
}

function stateOf(call: Call): string | undefined {
  const told = propertiesIn(call).find(
    ({ property }) => property === "state" || property === "access",
  );
  if (told?.value !== undefined) return told.value;
  if (/^(?:Batch)?(?:Delete|Terminate)[A-Z]/.test(call.event.name)) return "deleted";
  return undefined;
}
