/** A point in time as people write it: a date, a clock time, both, an instant, "3 days ago". */
import { parseInstant } from "../domain/time.ts";
import { type ClockTime, readClock } from "./clocks.ts";
import { type DateWords, type DayPart, readDate } from "./dates.ts";
import { readDuration, type Unit } from "./durations.ts";
import { isWord, type Token } from "./tokens.ts";
import { readZoneAt } from "./zones.ts";

export type Moment = {
  /** An exact point, epoch milliseconds. */
  instant?: number;
  /** "3 days ago": before now, and the unit that says how exactly it was meant. */
  ago?: { ms: number; unit: Unit };
  now?: true;
  date?: DateWords;
  part?: DayPart;
  clock?: ClockTime;
  /** A zone that was named with it. */
  zone?: string;
  next: number;
};

export type ReadMoment = Moment | { problem: string };

export type MomentOptions = {
  /** A word before it ("since", "from") says that a time comes: short weekday names, epochs and `now` count. */
  expected: boolean;
  /** A bare number is an hour ("between 9 and 12"). */
  hours: boolean;
};

/** Reads a point in time at a token; a problem where it looks like one but cannot be. */
export function readMoment(
  tokens: readonly Token[],
  at: number,
  options: MomentOptions,
): ReadMoment | undefined {
  const token = tokens[at];
  if (!token || token.quoted) return undefined;
  if (options.expected && isWord(token, "now")) return { now: true, next: at + 1 };
  const exact = readExact(token, at, options) ?? readAgo(tokens, at);
  if (exact) return exact;
  const joined = readDateTime(token, at);
  if (joined) return joined;
  const date = readDate(tokens, at, options.expected);
  if (date && "impossible" in date) return { problem: badDate(date.impossible, date.ambiguous) };
  if (date) return withClock(tokens, { ...date }, options);
  return readClockFirst(tokens, at, options);
}

/** Epoch seconds or milliseconds between 2001 and 2100. */
const EPOCH = /^(?:[1-3]\d{9}|[1-3]\d{12})$/;

function readExact(token: Token, at: number, options: MomentOptions): Moment | undefined {
  if (options.expected && EPOCH.test(token.word)) {
    const value = Number(token.word);
    return { instant: token.word.length > 10 ? value : value * 1000, next: at + 1 };
  }
  const withZone = /^\d{4}-\d{2}-\d{2}t.*(?:z|[+-]\d{2}:?\d{2})$/.test(token.word);
  const instant = withZone ? parseInstant(token.text) : undefined;
  return instant === undefined ? undefined : { instant, next: at + 1 };
}

function readAgo(tokens: readonly Token[], at: number): Moment | undefined {
  const start = isWord(tokens[at], "about", "some", "roughly") ? at + 1 : at;
  const duration = readDuration(tokens, start);
  if (!duration || !isWord(tokens[duration.next], "ago", "earlier", "back")) return undefined;
  return { ago: { ms: duration.ms, unit: duration.unit }, next: duration.next + 1 };
}

/** `2026-11-20T14:05` without a zone is on the asker's clock. */
function readDateTime(token: Token, at: number): ReadMoment | undefined {
  const match = /^(\d{4}-\d{1,2}-\d{1,2})[t_](.+)$/.exec(token.word);
  if (!match) return undefined;
  const date = readDate([plainToken(match[1])], 0, true);
  const time = readClock([plainToken(match[2])], 0, false);
  if (!date || !time || "impossible" in date || "impossible" in time) {
    return { problem: badDate(token.text) };
  }
  return { ...date, ...time, next: at + 1 };
}

function plainToken(word = ""): Token {
  return { text: word, word, quoted: false };
}

function withClock(tokens: readonly Token[], date: Moment, options: MomentOptions): ReadMoment {
  const hasPrefix = isWord(tokens[date.next], "at", "around", "by");
  const clockAt = hasPrefix && isWord(tokens[date.next], "at") ? date.next + 1 : date.next;
  const clock = readClock(tokens, clockAt, clockAt !== date.next && options.expected);
  if (!clock) return { ...date, ...zoneAfter(tokens, date) };
  if ("impossible" in clock) return { problem: badClock(clock.impossible) };
  const { part, ...plain } = date;
  const both: Moment = { ...plain, ...clock };
  if (part && clock.clock.hour < 12 && part !== "morning") {
    both.clock = { ...clock.clock, hour: clock.clock.hour + 12 };
  }
  return { ...both, ...zoneAfter(tokens, both) };
}

function zoneAfter(tokens: readonly Token[], moment: Moment): { zone?: string; next: number } {
  const zone = moment.zone ? undefined : readZoneAt(tokens, moment.next);
  return zone ?? { next: moment.next };
}

function readClockFirst(
  tokens: readonly Token[],
  at: number,
  options: MomentOptions,
): ReadMoment | undefined {
  const clock = readClock(tokens, at, options.hours);
  if (!clock) return undefined;
  if ("impossible" in clock) return { problem: badClock(clock.impossible) };
  const timed: Moment = { ...clock, ...zoneAfter(tokens, clock) };
  const inThe = isWord(tokens[timed.next], "in") && isWord(tokens[timed.next + 1], "the");
  if (inThe && isWord(tokens[timed.next + 2], "morning", "afternoon", "evening")) {
    return inDayPart(tokens, timed);
  }
  const dateAt = isWord(tokens[timed.next], "on") ? timed.next + 1 : timed.next;
  const date = readDate(tokens, dateAt, true);
  if (!date) return timed;
  if ("impossible" in date) return { problem: badDate(date.impossible, date.ambiguous) };
  const { part: _, ...dated } = date;
  const both: Moment = { ...timed, ...dated };
  return { ...both, ...zoneAfter(tokens, both) };
}

function inDayPart(tokens: readonly Token[], timed: Moment): Moment {
  const morning = isWord(tokens[timed.next + 2], "morning");
  const clock = timed.clock;
  const moved = clock && !morning && clock.hour < 12 ? { ...clock, hour: clock.hour + 12 } : clock;
  return { ...timed, ...(moved ? { clock: moved } : {}), next: timed.next + 3 };
}

function badDate(text: string, ambiguous?: true): string {
  return ambiguous
    ? `The date ${text} can be read in two ways: write it as 2026-11-20 (year, month, day).`
    : `There is no date ${text} in the calendar: write it as 2026-11-20 or 2026-11-20T14:05.`;
}

function badClock(text: string): string {
  return `There is no clock time ${text}: write it as 14:05 or 2:05 pm.`;
}
