/** When a mute rule is in force: `cron(0 2 * * *)` of five fields, or `at(2026-11-22T14:00)`, for an ISO 8601 duration. */
import { DAY, HOUR, instantOf, MINUTE, SECOND, wallClock } from "../../../domain/time.ts";

export type MuteSchedule = {
  /** Once only. */
  isOnce: boolean;
  durationMs: number;
  /** The last time that it began at or before a moment. */
  lastStart(at: number): number | undefined;
};

const AT = /^at\((\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})\)$/;
const CRON = /^cron\(\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*\)$/;
const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const LONGEST_MS = 15 * DAY;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Undefined for what CloudWatch refuses. `zone` is known to the runtime. */
export function parseSchedule(
  expression: string,
  duration: string,
  zone: string,
): MuteSchedule | undefined {
  const durationMs = parseDuration(duration);
  if (durationMs === undefined) return undefined;
  const at = AT.exec(expression);
  if (at) {
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = at.slice(1).map(Number);
    const start = instantOf({ year, month, day, hour, minute, second: 0 }, zone);
    return {
      isOnce: true,
      durationMs,
      lastStart: (moment) => (start <= moment ? start : undefined),
    };
  }
  const cron = parseCron(expression);
  return cron && { isOnce: false, durationMs, lastStart: (moment) => lastFire(cron, moment, zone) };
}

/** `PT1M` to `P15D`. */
function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (!match) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const ms = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
  return ms >= MINUTE && ms <= LONGEST_MS ? ms : undefined;
}

type Cron = {
  minutes: number[];
  hours: number[];
  days: Set<number>;
  months: Set<number>;
  weekdays: Set<number>;
};

function parseCron(expression: string): Cron | undefined {
  const match = CRON.exec(expression);
  if (!match) return undefined;
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = match.slice(1);
  const minutes = parseField(minute, 0, 59);
  const hours = parseField(hour, 0, 23);
  const days = parseField(day, 1, 31);
  const months = parseField(month, 1, 12, MONTHS, 1);
  const weekdays = parseField(weekday, 0, 7, WEEKDAYS, 0);
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  return {
    minutes: minutes.toSorted((a, b) => b - a),
    hours: hours.toSorted((a, b) => b - a),
    days: new Set(days),
    months: new Set(months),
    weekdays: new Set(weekdays.map((one) => one % 7)),
  };
}

/** `*`, `5`, `1-5`, `*\/15`, `MON-FRI`, and lists of these; undefined for anything else. */
function parseField(
  text: string,
  least: number,
  most: number,
  names: readonly string[] = [],
  base = 0,
): number[] | undefined {
  const numberOf = (word: string) => {
    const place = names.indexOf(word.toUpperCase());
    return place >= 0 ? place + base : /^\d+$/.test(word) ? Number(word) : Number.NaN;
  };
  const found: number[] = [];
  for (const part of text.split(",")) {
    const [range = "", step = "1"] = part.split("/");
    const [low = "", high] = range === "*" ? [String(least), String(most)] : range.split("-");
    const from = numberOf(low);
    const to = high === undefined ? (part.includes("/") ? most : from) : numberOf(high);
    const by = Number(step);
    if (!(from >= least && to <= most && from <= to && by >= 1)) return undefined;
    for (let value = from; value <= to; value += by) found.push(value);
  }
  return found;
}

const DAYS_BACK = 366;

/** Goes back day by day, and within a day from its end. */
function lastFire(cron: Cron, at: number, zone: string): number | undefined {
  const today = wallClock(at, zone);
  for (let back = 0; back < DAYS_BACK; back++) {
    const { year, month, day } = today;
    const noon = instantOf({ year, month, day: day - back, hour: 12, minute: 0, second: 0 }, zone);
    const wall = wallClock(noon, zone);
    const isDay =
      cron.months.has(wall.month) && cron.days.has(wall.day) && cron.weekdays.has(wall.weekday);
    if (!isDay) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const fire = instantOf({ ...wall, hour, minute, second: 0 }, zone);
        if (fire <= at) return fire;
      }
    }
  }
  return undefined;
}
