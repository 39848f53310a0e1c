/** Which properties a call sets: one table a service, and which calls set the same ones. */
import type { Call } from "./call.ts";
import { own } from "./words.ts";

/** A property of a resource and the value that a call gave it; `value` undefined: the call removed it. */
export type Property = {
  resource: string;
  property: string;
  value: string | undefined;
  /** The old value, where the record itself tells it. */
  before?: string | undefined;
};

/** Event name without API version → the properties that the call sets. */
export type Properties = Readonly<Record<string, (call: Call) => Property[]>>;

export type ServiceProperties = {
  sets: Properties;
  /** Calls that set the same properties, so that each can hold an earlier value of the others. */
  families: readonly (readonly string[])[];
};

const TABLES: Readonly<Record<string, ServiceProperties>> = {};

/** The properties that a call set, in the words of its service's table; [] where none knows it. */
export function propertiesIn(call: Call): Property[] {
  const table = own(TABLES, call.event.service);
  return (table && own(table.sets, call.event.name)?.(call)) ?? [];
}

/** All calls that set a property which this one sets too; [] where there are none. */
export function familiesOf(service: string, name: string): string[] {
  const families = own(TABLES, service)?.families.filter((family) => family.includes(name)) ?? [];
  return [...new Set(families.flat())];
}
