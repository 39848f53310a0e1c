/** Reads members of an operation's input, and refuses what CloudWatch refuses, in its words. */
import { AwsRefusal } from "../service.ts";

export type Input = Record<string, unknown>;

/** Throws a `ValidationError`. */
export function invalid(message: string): never {
  throw new AwsRefusal("ValidationError", message);
}

/** A text that is there and not empty. */
export function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberIn(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** Epoch milliseconds. */
export function timeIn(value: unknown): number | undefined {
  return value instanceof Date ? value.getTime() : undefined;
}

export function recordIn(value: unknown): Input {
  return isRecord(value) ? value : {};
}

export function isRecord(value: unknown): value is Input {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function recordsIn(value: unknown): Input[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** A text that must be there; `member` is named in camel case, as CloudWatch names it in its refusals. */
export function wantedText(input: Input, name: string, longest = 255): string {
  const value = typeof input[name] === "string" ? input[name] : undefined;
  const member = camel(name);
  if (value === undefined) constraint("null", member, "Member must not be null");
  if (value === "") constraint("", member, "Member must have length greater than or equal to 1");
  if (value.length > longest) {
    constraint(value, member, `Member must have length less than or equal to ${longest}`);
  }
  return value;
}

/** One of a closed set; undefined where it is absent and need not be there. */
export function oneOf<Value extends string>(
  input: Input,
  name: string,
  known: readonly Value[],
): Value | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  const found = known.find((one) => one === value);
  return (
    found ??
    constraint(
      String(value),
      camel(name),
      `Member must satisfy enum value set: [${known.join(", ")}]`,
    )
  );
}

/** A whole number between bounds; `usual` where it is absent. */
export function numberBetween(
  input: Input,
  name: string,
  bounds: { least: number; most: number; usual: number },
): number {
  const value = numberIn(input[name]);
  if (value === undefined) return bounds.usual;
  const member = camel(name);
  if (value < bounds.least) {
    constraint(value, member, `Member must have value greater than or equal to ${bounds.least}`);
  }
  if (value > bounds.most) {
    constraint(value, member, `Member must have value less than or equal to ${bounds.most}`);
  }
  return value;
}

function constraint(value: string | number, member: string, rule: string): never {
  const shown = value === "null" ? "null" : `'${value}'`;
  invalid(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

function camel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
