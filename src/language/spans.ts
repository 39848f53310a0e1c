/** Moments in words → spans of epoch milliseconds, on the clock of a zone. */
import { HOUR, instantOf, MINUTE, type WallClock, type Window, wallClock } from "../domain/time.ts";
import type { ClockTime } from "./clocks.ts";
import type { DateWords, DayPart } from "./dates.ts";
import type { Moment } from "./moments.ts";

/** Where and when the words are read. */
export type TimeContext = {
  now: number;
  zone: string;
  /** The moment that a conversation is about, such as when its alarm fired: what "before it" means. */
  anchor?: number;
};

export type Day = { year: number; month: number; day: number };

/** A span; an instant has equal ends. */
export type Span = Window;

/** The calendar day of an instant in a zone. */
export function dayOf(at: number, zone: string): Day {
  const { year, month, day } = wallClock(at, zone);
  return { year, month, day };
}

/** The instant of a clock time (midnight by default) so many days after a day. */
export function atClock(day: Day, clock: ClockTime | undefined, zone: string, days = 0): number {
  const wall: Omit<WallClock, "weekday"> = {
    ...day,
    day: day.day + days,
    hour: clock?.hour ?? 0,
    minute: clock?.minute ?? 0,
    second: clock?.second ?? 0,
  };
  return instantOf(wall, zone) + (clock?.millis ?? 0);
}

/** A clock time on that day, or the most recent one before now where no day is known. */
export function spanOf(moment: Moment, context: TimeContext, onDay?: Day): Span {
  const zone = moment.zone ?? context.zone;
  if (moment.now) return { from: context.now, to: context.now };
  if (moment.instant !== undefined) return { from: moment.instant, to: moment.instant };
  if (moment.ago) return agoSpan(moment.ago, context, zone);
  if (moment.date) return dateSpan(moment, moment.date, context, zone);
  const at = clockInstant(moment.clock, context, zone, onDay);
  return { from: at, to: at };
}

function clockInstant(
  clock: ClockTime | undefined,
  context: TimeContext,
  zone: string,
  onDay: Day | undefined,
): number {
  if (onDay) return atClock(onDay, clock, zone);
  const today = dayOf(context.now, zone);
  const at = atClock(today, clock, zone);
  return at <= context.now ? at : atClock(today, clock, zone, -1);
}

function agoSpan(ago: NonNullable<Moment["ago"]>, { now }: TimeContext, zone: string): Span {
  const at = now - ago.ms;
  if (ago.unit === "second" || ago.unit === "minute" || ago.unit === "hour")
    return { from: at, to: at };
  const day = dayOf(at, zone);
  if (ago.unit === "day") return daysFrom(day, 0, 1, zone);
  if (ago.unit === "week") return daysFrom(day, mondayOffset(day, zone), 7, zone);
  if (ago.unit === "month") return monthSpan(day.year, day.month, 1, zone);
  return monthSpan(day.year, 1, 12, zone);
}

function dateSpan(moment: Moment, date: DateWords, context: TimeContext, zone: string): Span {
  const day = startDay(date, context, zone);
  if (moment.clock) {
    const at = atClock(day, moment.clock, zone);
    return { from: at, to: at };
  }
  if (moment.part) return partSpan(day, moment.part, zone, context.now);
  if (date.kind === "month") return monthSpan(day.year, day.month, 1, zone);
  if (date.kind !== "period") return daysFrom(day, 0, 1, zone);
  if (date.unit === "week") return daysFrom(day, 0, 7, zone);
  if (date.unit === "hour") return hourSpan(day, context.now, zone);
  return monthSpan(day.year, day.month, date.unit === "year" ? 12 : 1, zone);
}

/** The first day that the words name. */
function startDay(date: DateWords, { now }: TimeContext, zone: string): Day {
  const today = dayOf(now, zone);
  switch (date.kind) {
    case "calendar":
      return lastOfYear(date.year, { ...today, month: date.month, day: date.day }, now, zone);
    case "month":
      return lastOfYear(date.year, { ...today, month: date.month, day: 1 }, now, zone);
    case "days":
      return shifted(today, date.days, zone);
    case "weekday": {
      const back = (wallClock(now, zone).weekday - date.weekday + 7) % 7;
      return shifted(today, -(back === 0 && date.past ? 7 : back), zone);
    }
    case "period":
      return periodStart(date.unit, date.offset, today, zone);
  }
}

function periodStart(
  unit: "hour" | "week" | "month" | "year",
  offset: number,
  today: Day,
  zone: string,
): Day {
  if (unit === "hour") return today;
  if (unit === "week") return shifted(today, mondayOffset(today, zone) + 7 * offset, zone);
  if (unit === "year") return { year: today.year + offset, month: 1, day: 1 };
  return dayOf(atClock({ ...today, month: today.month + offset, day: 1 }, undefined, zone), zone);
}

/** Without a year, the most recent such day: "20 Nov" asked in January is in the year before. */
function lastOfYear(year: number | undefined, day: Day, now: number, zone: string): Day {
  if (year !== undefined) return { ...day, year };
  return atClock(day, undefined, zone) <= now ? day : { ...day, year: day.year - 1 };
}

function shifted(day: Day, days: number, zone: string): Day {
  return dayOf(atClock({ ...day, day: day.day + days }, NOON, zone), zone);
}

/** Days are counted at noon: no DST change happens there. */
const NOON: ClockTime = { hour: 12, minute: 0, second: 0, millis: 0 };

function mondayOffset(day: Day, zone: string): number {
  return -((wallClock(atClock(day, NOON, zone), zone).weekday + 6) % 7);
}

function daysFrom(day: Day, offset: number, length: number, zone: string): Span {
  const from = atClock(day, undefined, zone, offset);
  return { from, to: atClock(day, undefined, zone, offset + length) - 1 };
}

function monthSpan(year: number, month: number, months: number, zone: string): Span {
  const from = atClock({ year, month, day: 1 }, undefined, zone);
  return { from, to: atClock({ year, month: month + months, day: 1 }, undefined, zone) - 1 };
}

function hourSpan(day: Day, now: number, zone: string): Span {
  const from = atClock(day, { ...NOON, hour: wallClock(now, zone).hour }, zone);
  return { from, to: from + 60 * MINUTE - 1 };
}

/** First hour and length in hours; a night runs into the next day. */
const PART_HOURS: Record<DayPart, [number, number]> = {
  morning: [0, 12],
  afternoon: [12, 6],
  evening: [17, 7],
  night: [18, 12],
};

function partSpan(day: Day, part: DayPart, zone: string, now: number): Span {
  const [hour, length] = PART_HOURS[part];
  const start: ClockTime = { ...NOON, hour };
  const from = atClock(day, start, zone);
  // At two in the morning "tonight" began on the day before.
  const early = part === "night" && from - now > 12 * HOUR;
  const began = early ? atClock(day, start, zone, -1) : from;
  const first = dayOf(began, zone);
  const endHour = hour + length;
  const end: ClockTime = { ...NOON, hour: endHour % 24 };
  return { from: began, to: atClock(first, end, zone, Math.floor(endHour / 24)) - 1 };
}
