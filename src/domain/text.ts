/** Reading single fields fast, whatever their type. */
import type { JsonValue } from "./json.ts";

/** The value as non-empty text; a number or boolean is written out; anything else is undefined. */
export function text(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return undefined;
}

/** `true` and `"true"` and `Yes` alike; undefined when the value is neither yes nor no. */
export function truth(value: JsonValue | undefined): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return undefined;
  const lower = value.toLowerCase();
  if (lower === "true" || lower === "yes") return true;
  return lower === "false" || lower === "no" ? false : undefined;
}

/** An AWS account id: written as a number it has lost its leading zeros. */
export function accountText(value: JsonValue | undefined): string | undefined {
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) {
    return String(value).padStart(12, "0");
  }
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `autoscaling.amazonaws.com` → `autoscaling`; other text stays. */
export function bareService(source: string): string {
  return source.replace(/\.(?:amazonaws|aws\.amazon)\.com(?:\.cn)?$/i, "").toLowerCase();
}
