/** The moments that a time axis names, as the clocks of its zone show them, and the days or years below them. */
import {
  DAY,
  HOUR,
  instantOf,
  MINUTE,
  SECOND,
  type WallClock,
  type Window,
  wallClock,
} from "../domain/time.ts";
import type { Tick } from "./ticks.ts";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const WEEKDAYS = "Sun Mon Tue Wed Thu Fri Sat".split(" ");

/** `ticks` are named moments; `eras` say from when on which day, or year, they belong to. */
export type TimeAxis = { ticks: Tick[]; eras: Tick[] };

type Step =
  | { kind: "short"; ms: number }
  | { kind: "hours"; hours: number }
  | { kind: "days"; days: number }
  | { kind: "months"; months: number };

const STEPS: [length: number, step: Step][] = [
  ...[1, 5, 15, 30].map((n): [number, Step] => [n * SECOND, { kind: "short", ms: n * SECOND }]),
  ...[1, 2, 5, 10, 15, 30, 60].map((n): [number, Step] => [
    n * MINUTE,
    { kind: "short", ms: n * MINUTE },
  ]),
  ...[2, 3, 6, 12].map((hours): [number, Step] => [hours * HOUR, { kind: "hours", hours }]),
  ...[1, 2, 7, 14].map((days): [number, Step] => [days * DAY, { kind: "days", days }]),
  ...[1, 2, 3, 6, 12, 24, 60, 120, 600, 1200].map((months): [number, Step] => [
    months * 30.4 * DAY,
    { kind: "months", months },
  ]),
];

/** At most `most` ticks. */
export function timeAxis(window: Window, zone: string, most: number): TimeAxis {
  const length = window.to - window.from;
  const [, step] = STEPS.find(([size]) => length / size <= most) ?? [
    0,
    { kind: "months", months: 12_000 } as const,
  ];
  const ticks = moments(window, zone, step)
    .filter((at) => at >= window.from && at <= window.to)
    .map((at) => ({ at, label: tickLabel(wallClock(at, zone), step) }));
  return { ticks, eras: eras(window, zone, step) };
}

function moments(window: Window, zone: string, step: Step): number[] {
  switch (step.kind) {
    case "short":
      return shortMoments(window, zone, step.ms);
    case "hours":
      return days(window, zone, 1).flatMap((day) => hoursOf(day, zone, step.hours));
    case "days":
      return days(window, zone, step.days);
    case "months":
      return months(window, zone, step.months);
  }
}

/** Clocks are moved by hours or half hours: steps of up to one hour stay round across a change. */
function shortMoments({ from, to }: Window, zone: string, ms: number): number[] {
  const { hour, minute, second } = wallClock(from, zone);
  const ofDay = hour * HOUR + minute * MINUTE + second * SECOND + (from % SECOND);
  const found: number[] = [];
  for (let at = from + ((ms - (ofDay % ms)) % ms); at <= to; at += ms) found.push(at);
  return found;
}

function hoursOf(midnight: number, zone: string, step: number): number[] {
  const day = wallClock(midnight, zone);
  const found: number[] = [];
  for (let hour = 0; hour < 24; hour += step) {
    const at = instantOf({ ...day, hour, minute: 0, second: 0 }, zone);
    // An hour that the change of the clocks skips is not named by another.
    if (wallClock(at, zone).hour === hour || hour === 0) found.push(at);
  }
  return found;
}

/** Midnights; of several days' steps those counted from a Monday that all pictures share. */
function days({ from, to }: Window, zone: string, step: number): number[] {
  const start = wallClock(from, zone);
  const found: number[] = [];
  for (let offset = 0; ; offset++) {
    const noon = instantOf(
      { ...start, day: start.day + offset, hour: 12, minute: 0, second: 0 },
      zone,
    );
    const day = wallClock(noon, zone);
    const at = instantOf({ ...day, hour: 0, minute: 0, second: 0 }, zone);
    if (at > to) return found;
    const number = Math.floor((noon + 3 * DAY) / DAY);
    if (step === 1 || number % step === 0) found.push(at);
  }
}

function months({ from, to }: Window, zone: string, step: number): number[] {
  const start = wallClock(from, zone);
  const first = start.year * 12 + start.month - 1;
  const found: number[] = [];
  for (let month = Math.floor(first / step) * step; ; month += step) {
    const at = startOfMonth(month, zone);
    if (at > to) return found;
    found.push(at);
  }
}

function startOfMonth(count: number, zone: string): number {
  const wall = { year: Math.floor(count / 12), month: (count % 12) + 1, day: 1 };
  return instantOf({ ...wall, hour: 0, minute: 0, second: 0 }, zone);
}

function tickLabel(wall: WallClock, step: Step): string {
  const time = `${two(wall.hour)}:${two(wall.minute)}`;
  switch (step.kind) {
    case "short":
      return step.ms < MINUTE ? `${time}:${two(wall.second)}` : time;
    case "hours":
      return time;
    case "days":
      return `${wall.day} ${MONTHS[wall.month - 1]}`;
    case "months":
      return step.months >= 12 ? String(wall.year) : (MONTHS[wall.month - 1] ?? "");
  }
}

/** Below hours stand days, below days and months stand years. */
function eras(window: Window, zone: string, step: Step): Tick[] {
  if (step.kind === "months" && step.months >= 12) return [];
  const isOfDays = step.kind === "short" || step.kind === "hours";
  const label = (at: number) => {
    const wall = wallClock(at, zone);
    return isOfDays ? dayWords(wall) : String(wall.year);
  };
  const starts = isOfDays ? days(window, zone, 1) : months(window, zone, 12);
  const later = starts.filter((at) => at > window.from);
  return [window.from, ...later].map((at) => ({ at, label: label(at) }));
}

function dayWords({ weekday, day, month, year }: WallClock): string {
  return `${WEEKDAYS[weekday]} ${day} ${MONTHS[month - 1]} ${year}`;
}

/** `22 Nov 14:05`, as the clocks of the zone show it. */
export function momentWords(at: number, zone: string): string {
  const { day, month, hour, minute } = wallClock(at, zone);
  return `${day} ${MONTHS[month - 1]} ${two(hour)}:${two(minute)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
