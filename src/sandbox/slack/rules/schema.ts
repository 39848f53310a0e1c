/** Small checks that are put together into the rules of blocks; each notes what is wrong and where. */
import { isObject } from "../methods/method.ts";
import type { SlackObject } from "../model.ts";

/** `pointer` is a JSON pointer, `text` what Slack says about the place. */
export type Fault = { pointer: string; text: string };

export type Check = (value: unknown, at: string, faults: Fault[]) => void;

function note(faults: Fault[], pointer: string, text: string): void {
  faults.push({ pointer, text });
}

export function string(most: number, least = 1): Check {
  return (value, at, faults) => {
    if (typeof value !== "string") note(faults, at, "must provide a string");
    else if (value.length > most) note(faults, at, `must be less than ${most + 1} characters`);
    else if (value.length < least) note(faults, at, `must be more than ${least - 1} characters`);
  };
}

export const bool: Check = (value, at, faults) => {
  if (typeof value !== "boolean") note(faults, at, "must provide a boolean");
};

export function number(least: number, most: number): Check {
  return (value, at, faults) => {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      note(faults, at, "must provide a number");
    } else if (value < least) note(faults, at, `must be greater than or equal to ${least}`);
    else if (value > most) note(faults, at, `must be less than or equal to ${most}`);
  };
}

export function whole(least: number, most: number): Check {
  const inRange = number(least, most);
  return (value, at, faults) => {
    if (typeof value === "number" && !Number.isInteger(value)) {
      note(faults, at, "must provide an integer");
    } else inRange(value, at, faults);
  };
}

export function oneOf(...allowed: string[]): Check {
  return (value, at, faults) => {
    if (!allowed.some((word) => word === value)) {
      note(faults, at, `must be a valid enum value: ${allowed.join(", ")}`);
    }
  };
}

export function pattern(form: RegExp, words: string): Check {
  return (value, at, faults) => {
    if (typeof value !== "string" || !form.test(value)) note(faults, at, words);
  };
}

export const webAddress: Check = (value, at, faults) => {
  const before = faults.length;
  string(3_000)(value, at, faults);
  if (faults.length > before) return;
  if (!URL.canParse(String(value))) note(faults, at, "invalid_url");
};

export function list(check: Check, most: number, least = 1): Check {
  return (value, at, faults) => {
    if (!Array.isArray(value)) return note(faults, at, "must provide an array");
    if (value.length > most) return note(faults, at, `no more than ${most} items allowed`);
    if (value.length < least) return note(faults, at, `no fewer than ${least} items allowed`);
    for (const [index, item] of value.entries()) check(item, `${at}/${index}`, faults);
  };
}

export type Fields = Record<string, Check>;

function checkFields(known: Fields, value: SlackObject, at: string, faults: Fault[]): void {
  for (const [name, inner] of Object.entries(value)) {
    if (name === "type" || inner === undefined) continue;
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (check) check(inner, `${at}/${name}`, faults);
    else note(faults, at, `invalid additional property: ${name}`);
  }
}

/** An object with these fields and no others; `type` is checked where the kind was chosen. */
export function shape(
  needed: Fields,
  optional: Fields = {},
  more?: (value: SlackObject, at: string, faults: Fault[]) => void,
): Check {
  const known: Fields = { ...needed, ...optional };
  return (value, at, faults) => {
    if (!isObject(value)) return note(faults, at, "must provide an object");
    for (const name of Object.keys(needed)) {
      if (value[name] === undefined) note(faults, at, `missing required field: ${name}`);
    }
    checkFields(known, value, at, faults);
    more?.(value, at, faults);
  };
}

/** Chooses the rule by the value's `type`. */
export function byType(kinds: Record<string, Check>): Check {
  return (value, at, faults) => {
    if (!isObject(value)) return note(faults, at, "must provide an object");
    const { type } = value;
    if (typeof type !== "string") return note(faults, at, "missing required field: type");
    const check = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    if (check) check(value, at, faults);
    else note(faults, `${at}/type`, `unsupported type: ${type}`);
  };
}
