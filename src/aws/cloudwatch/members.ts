/** Members of what CloudWatch answers, each read for itself: what is missing or of another type is absent, nothing throws. */

export type Members = Record<string, unknown>;

/** The members of an object; none of anything else. */
export function membersOf(value: unknown): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value));
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textsOf(value: unknown): string[] {
  return listOf(value).filter((each) => typeof each === "string");
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A finite number, also one that is written out. */
export function numberOf(value: unknown): number | undefined {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
}

/** Where a year has four digits; beyond, nothing can be written as a moment. */
const LAST_INSTANT = 253_402_300_799_999;

/** Epoch milliseconds of a Date, an ISO text, or the parts of a moment in UTC that Python's records have. */
export function instantAt(value: unknown): number | undefined {
  const at = anyInstant(value);
  return at !== undefined && Math.abs(at) <= LAST_INSTANT ? at : undefined;
}

function anyInstant(value: unknown): number | undefined {
  if (value instanceof Date) return numberOf(value.getTime());
  if (typeof value === "string") return numberOf(Date.parse(value));
  const { year, month, day, hour = 0, minute = 0, second = 0, microsecond = 0 } = membersOf(value);
  const parts = [year, month, day, hour, minute, second, microsecond].map(numberOf);
  const [y, mo, d, h, mi, s, us] = parts.flatMap((part) => (part === undefined ? [] : [part]));
  if (us === undefined || y === undefined || mo === undefined) return undefined;
  return numberOf(Date.UTC(y, mo - 1, d, h, mi, s, Math.floor(us / 1000)));
}

/** The object that a JSON text holds; undefined where it holds none. */
export function parsedObject(value: unknown): Members | undefined {
  if (typeof value !== "string") return isPlain(value) ? toJson(membersOf(value)) : undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isPlain(parsed) ? membersOf(parsed) : undefined;
  } catch {
    return undefined;
  }
}

function isPlain(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same as JSON holds it: Dates as texts, what JSON cannot hold left out. */
export function toJson(members: Members): Members {
  try {
    return membersOf(JSON.parse(JSON.stringify(members)));
  } catch {
    return {};
  }
}
