/** Instants, windows and time zones. The one file of the pure folders that knows `Date`. */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A span of time in epoch milliseconds; both ends belong to it. */
export type Window = { from: number; to: number };

/** A moment as the clock on the wall of a zone shows it; month and day count from 1, weekday 0 is Sunday. */
export type WallClock = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  weekday: number;
};

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Reads ISO 8601 text (date alone, or date and time with or without an offset) as epoch milliseconds.
 * Without an offset it is taken as UTC. Impossible dates (2026-02-30, 25:00) give undefined.
 */
export function parseInstant(text: string): number | undefined {
  return parseStamp(text) ?? parseIso(text);
}

let lastDay = "";
let lastDayAt = 0;
const DAY_LENGTH = "2026-11-22".length;
const STAMP_LENGTH = "2026-11-22T10:00:00Z".length;

/** The one form that records have, `2026-11-22T10:00:00Z`: its day is read once for all that follow of the same day. */
function parseStamp(text: string): number | undefined {
  if (text.length !== STAMP_LENGTH || text[DAY_LENGTH] !== "T" || !text.endsWith("Z")) return;
  if (text[DAY_LENGTH + 3] !== ":" || text[DAY_LENGTH + 6] !== ":") return;
  const hour = twoDigits(text, DAY_LENGTH + 1);
  const minute = twoDigits(text, DAY_LENGTH + 4);
  const second = twoDigits(text, DAY_LENGTH + 7);
  if (hour > 23 || minute > 59 || second > 59) return;
  const day = text.slice(0, DAY_LENGTH);
  if (day !== lastDay) {
    const at = parseIso(day);
    if (at === undefined) return;
    lastDay = day;
    lastDayAt = at;
  }
  return lastDayAt + hour * HOUR + minute * MINUTE + second * SECOND;
}

/** More than any hour or minute for anything but two digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens < 10 && ones >= 0 && ones < 10 ? tens * 10 + ones : 100;
}

function parseIso(text: string): number | undefined {
  const match = ISO.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", offset] = match;
  const wall = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  };
  if (!isPossible(wall)) return undefined;
  const millis = Number(fraction.slice(0, 3).padEnd(3, "0"));
  return utcOf(wall) + millis - offsetMs(offset);
}

/** True when the parts name a moment that a calendar has (no 30 February, no hour 24). */
export function isPossible(wall: Omit<WallClock, "weekday">): boolean {
  if (wall.month < 1 || wall.month > 12 || wall.day < 1) return false;
  if (wall.hour > 23 || wall.minute > 59 || wall.second > 60) return false;
  return wall.day <= new Date(Date.UTC(wall.year, wall.month, 0)).getUTCDate();
}

function utcOf(wall: Omit<WallClock, "weekday">): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
}

function offsetMs(offset: string | undefined): number {
  if (offset === undefined || offset.toUpperCase() === "Z") return 0;
  const sign = offset.startsWith("-") ? -1 : 1;
  const digits = offset.slice(1).replace(":", "");
  return sign * (Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2)) * MINUTE);
}

/** `2023-07-10T12:40:00Z`; milliseconds are written only when there are any. */
export function formatInstant(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}

/** The UTC day of an instant, `2023-07-10`. */
export function utcDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  return format;
}

/** True when the runtime knows the IANA zone. */
export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What the clocks of a zone show at an instant. */
export function wallClock(at: number, zone: string): WallClock {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return { year, month, day, hour, minute, second, weekday };
}

/**
 * The instant at which the clocks of a zone show the given parts. Days may overflow (day 0, day 32).
 * In the hour that a DST change skips, the clock is read as if it had not been moved yet;
 * in the hour that it repeats, the first of the two is meant.
 */
export function instantOf(wall: Omit<WallClock, "weekday">, zone: string): number {
  const asUtc = utcOf(wall);
  const offsets = [asUtc - DAY, asUtc + DAY].map((at) => zoneOffset(at, zone));
  const candidates = offsets.map((offset) => asUtc - offset).sort((a, b) => a - b);
  const exact = candidates.find((at) => at + zoneOffset(at, zone) === asUtc);
  return exact ?? asUtc - (offsets[0] ?? 0);
}

function zoneOffset(at: number, zone: string): number {
  return utcOf(wallClock(at, zone)) - Math.floor(at / SECOND) * SECOND;
}

/** `2026-11-22 14:03:07` as the clocks of a zone show it. */
export function formatZoned(at: number, zone: string): string {
  const wall = wallClock(at, zone);
  const two = (value: number) => String(value).padStart(2, "0");
  const date = `${wall.year}-${two(wall.month)}-${two(wall.day)}`;
  return `${date} ${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}`;
}
