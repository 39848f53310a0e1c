/** Kinds of resources with the ways in which people ask for one, records that change it, and records that do not. */
import type { JsonObject } from "../../../src/domain/json.ts";

/** `[service, event name, request, response?, resources?]` in account 111122223333, eu-west-1. */
export type Call = [
  service: string,
  name: string,
  request: JsonObject | null,
  response?: JsonObject | null,
  resources?: JsonObject[],
];

export type Kind = { kind: string; asks: string[]; hits: Call[]; misses: Call[] };
