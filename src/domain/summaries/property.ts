/** What a property of a resource is, and short ways to state one. */

import type { JsonValue } from "../json.ts";
import { asked, at, type Call, flagAt, textAt } from "./call.ts";

/** A property of a resource and the value that a call gave it; `value` undefined: the call removed it. */
export type Property = {
  resource: string;
  property: string;
  value: string | undefined;
  /** The old value, where the record itself tells it. */
  before?: string | undefined;
};

export type PropertyReader = (call: Call) => Property[];

export type ServiceProperties = {
  /** Event name without API version → the properties that the call set. */
  sets: Readonly<Record<string, PropertyReader>>;
  /** Event name → properties that the call did not set, but that its response tells: what was true after it. */
  tells?: Readonly<Record<string, PropertyReader>>;
  /** Calls that set the same properties, so that each can hold an earlier value of the others. */
  families: readonly (readonly string[])[];
};

/** One property, or none where the record does not name its resource. */
export function property(
  resource: string | undefined,
  name: string,
  value: string | undefined,
  before?: string,
): Property[] {
  if (resource === undefined) return [];
  return [
    {
      resource: resource.toLowerCase(),
      property: name,
      value,
      ...(before === undefined ? {} : { before }),
    },
  ];
}

/** Like `property`, but none where the value is missing: what a call does not give it did not set. */
export function given(
  resource: string | undefined,
  name: string,
  value: string | undefined,
): Property[] {
  return value === undefined ? [] : property(resource, name, value);
}

/** Each label whose path holds a value, out of the request. */
export function labelled(
  call: Call,
  resource: string | undefined,
  labels: Readonly<Record<string, string>>,
): Property[] {
  return Object.entries(labels).flatMap(([path, label]) =>
    given(resource, label, asked(call, path)),
  );
}

/** The same, out of any value. */
export function labelledAt(
  value: JsonValue | undefined,
  resource: string | undefined,
  labels: Readonly<Record<string, string>>,
): Property[] {
  return Object.entries(labels).flatMap(([path, label]) =>
    given(resource, label, textAt(value, path)),
  );
}

/** `on`, `off`, or undefined where the request does not say. */
export function switchAt(call: Call, path: string): string | undefined {
  const flag = flagAt(call.request, path);
  if (flag === undefined) return undefined;
  return flag ? "on" : "off";
}

/** True where the request has the path at all. */
export function isGiven(call: Call, path: string): boolean {
  return at(call.request, path) !== undefined;
}

/** `on` for "true", `off` for any other value, undefined where there is none. */
export function onOff(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return value === "true" ? "on" : "off";
}
