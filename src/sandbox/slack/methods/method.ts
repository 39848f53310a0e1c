/** What a method of the Web API is here: who may call it, how often, and what it does. */
import type { SlackObject } from "../model.ts";
import { refuse } from "../refusal.ts";
import type { Tier } from "../rules/pace.ts";
import type { World } from "../world.ts";

/** Arguments as they came: strings from a form, any JSON value otherwise. */
export type Args = Record<string, unknown>;

export type Method = {
  /** Which token it wants; `none` works without. */
  token: "bot" | "app" | "none";
  /** One of these scopes is needed; by the kind of conversation where that decides. */
  scopes: string[];
  tier: Tier;
  run(world: World, args: Args): SlackObject;
};

export type MethodTable = Record<string, Method>;

export function text(args: Args, name: string): string | undefined {
  const value = args[name];
  if (typeof value === "string" && value !== "") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

export function neededText(args: Args, name: string): string {
  return (
    text(args, name) ?? refuse("invalid_arguments", [`[ERROR] missing required field: ${name}`])
  );
}

export function flag(args: Args, name: string): boolean {
  return args[name] === true || args[name] === "true" || args[name] === "1" || args[name] === 1;
}

export function whole(args: Args, name: string, otherwise: number, most: number): number {
  const value = Number(args[name] ?? otherwise);
  if (!Number.isInteger(value) || value < 1) return refuse("invalid_limit");
  return Math.min(value, most);
}

/** A structured argument: JSON text in a form, the value itself in a JSON body. Throws `code` when it is not JSON. */
export function structured(args: Args, name: string, code: string): unknown {
  const value = args[name];
  if (typeof value !== "string") return value ?? undefined;
  if (value.trim() === "") return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return refuse(code, [`[ERROR] failed to match all allowed schemas [json-pointer:/${name}]`]);
  }
}

export const isObject = (value: unknown): value is SlackObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
