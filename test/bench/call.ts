/** What a generated API call is made of, and the thing it is made on. */
import type { JsonObject, JsonValue } from "../../src/domain/json.ts";
import { keyArn, thingId, thingName } from "./estate.ts";
import type { Random } from "./random.ts";

/** What one call needs to know about where and on what it is made. */
export type Scene = {
  random: Random;
  account: string;
  region: string;
  at: number;
};

/** The parts of a record that depend on the call. */
export type CallParts = {
  request: JsonObject | null;
  response?: JsonValue;
  /** ARNs with their types, for services that fill `resources`. */
  resources?: [arn: string, type: string][];
  /** Object reads and writes, invocations: managementEvent false. */
  data?: boolean;
  extra?: JsonObject;
};

export type Call = {
  service: string;
  name: string;
  /** Share among calls of its kind, in parts. */
  weight: number;
  /** Written in us-east-1 alone. */
  global?: boolean;
  parts(scene: Scene): CallParts;
};

/** Number of distinct things of one kind in an account. */
const THINGS = 2600;

/** The name of some thing of the account: a few are met often, most hardly ever. */
export function someName(scene: Scene): string {
  return thingName(scene.account, scene.random.zipf(THINGS));
}

export function someId(scene: Scene, prefix: string): string {
  return thingId(prefix, scene.account, scene.random.zipf(THINGS));
}

export function someKey(scene: Scene): string {
  return keyArn(scene.region, scene.account, scene.random.zipf(120));
}

export function arnOf(scene: Scene, service: string, rest: string): string {
  return `arn:aws:${service}:${scene.region}:${scene.account}:${rest}`;
}

/** A call drawn by weight; calls of global services only where those are recorded. */
export function createDraw(calls: readonly Call[]): (random: Random, region: string) => Call {
  const global = weighted(calls);
  const regional = weighted(calls.filter((call) => !call.global));
  return (random, region) => (region === "us-east-1" ? global : regional)(random);
}

function weighted(calls: readonly Call[]): (random: Random) => Call {
  const whole = calls.reduce((sum, call) => sum + call.weight, 0);
  const slots = calls.flatMap((call) =>
    Array.from({ length: Math.ceil((call.weight / whole) * 4096) }, () => call),
  );
  return (random) => random.pick(slots);
}
