/** Dates as people write them: `2026-11-20`, `20 Nov`, `Nov 20th 2026`, `yesterday`, `last friday`, `this week`. */
import { isPossible } from "../domain/time.ts";
import { isWord, type Token } from "./tokens.ts";

export type DayPart = "morning" | "afternoon" | "evening" | "night";

export type DateWords =
  | { kind: "calendar"; year?: number; month: number; day: number }
  /** Days from today; 0 is today. */
  | { kind: "days"; days: number }
  /** The most recent such day, not today when `past`. 0 is Sunday. */
  | { kind: "weekday"; weekday: number; past: boolean }
  /** Whole weeks (from Monday), months or years from the present one; 0 is this one. */
  | { kind: "period"; unit: "hour" | "week" | "month" | "year"; offset: number }
  | { kind: "month"; month: number; year?: number };

export type ReadDate =
  | { date: DateWords; part?: DayPart; next: number }
  | { impossible: string; ambiguous?: true };

const MONTHS =
  "january february march april may june july august september october november december";
const WEEKDAYS = "sunday monday tuesday wednesday thursday friday saturday";
const SHORT_WEEKDAYS: Record<string, number> = {
  sun: 0,
  mon: 1,
  tue: 2,
  tues: 2,
  wed: 3,
  weds: 3,
  thu: 4,
  thur: 4,
  thurs: 4,
  fri: 5,
  sat: 6,
};

/** Month of a word (`nov`, `november`, `sept`) from 1, or undefined. */
function monthOf(word: string | undefined): number | undefined {
  if (word === undefined || word.length < 3) return undefined;
  const found = MONTHS.split(" ").findIndex(
    (month) =>
      month === word || month.slice(0, 3) === word || (word === "sept" && month[0] === "s"),
  );
  return found < 0 ? undefined : found + 1;
}

/** Weekday of a word; the short forms count only where a date is expected. */
function weekdayOf(word: string | undefined, expected: boolean): number | undefined {
  if (word === undefined) return undefined;
  const found = WEEKDAYS.split(" ").indexOf(word.replace(/(day)s$/, "$1"));
  if (found >= 0) return found;
  return expected && Object.hasOwn(SHORT_WEEKDAYS, word) ? SHORT_WEEKDAYS[word] : undefined;
}

/** Reads a date at a token. `expected`: a word before it ("on", "since") says that a time comes. */
export function readDate(
  tokens: readonly Token[],
  at: number,
  expected: boolean,
): ReadDate | undefined {
  const token = tokens[at];
  if (!token || token.quoted || token.word.length > 20) return undefined;
  return (
    readNumeric(token.word, at) ??
    readNamedMonth(tokens, at, expected) ??
    readRelative(tokens, at, expected)
  );
}

const NUMERIC: [RegExp, (parts: number[]) => [number, number, number] | undefined][] = [
  [/^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/, ([y = 0, m = 0, d = 0]) => [y, m, d]],
  [/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, ([d = 0, m = 0, y = 0]) => [y, m, d]],
  [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, ([a = 0, b = 0, y = 0]) => slashed(a, b, y)],
];

/** 20/11/2026 and 11/20/2026 are plain; 03/04/2026 is April in one country and March in another. */
function slashed(a: number, b: number, year: number): [number, number, number] | undefined {
  if (a === b || a > 12) return [year, b, a];
  return b > 12 ? [year, a, b] : undefined;
}

function readNumeric(word: string, at: number): ReadDate | undefined {
  for (const [form, order] of NUMERIC) {
    const match = form.exec(word);
    if (!match) continue;
    const parts = order(match.slice(1).map(Number));
    if (!parts) return { impossible: word, ambiguous: true };
    return calendar({ year: parts[0], month: parts[1], day: parts[2] }, word, at + 1);
  }
  return undefined;
}

type CalendarDay = { year?: number; month: number; day: number };

function calendar(day: CalendarDay, text: string, next: number): ReadDate {
  // Without a year 29 February is possible: some year has it.
  const wall = { year: 2024, hour: 0, minute: 0, second: 0, ...day };
  if (!isPossible(wall)) return { impossible: text };
  return { date: { kind: "calendar", ...day }, next };
}

const DAY_NUMBER = /^(\d{1,2})(?:st|nd|rd|th)?$/;

function readNamedMonth(
  tokens: readonly Token[],
  at: number,
  expected: boolean,
): ReadDate | undefined {
  const joined = /^(\d{1,2})-?([a-z]{3,9})(?:-?(\d{4}))?$/.exec(tokens[at]?.word ?? "");
  const month = monthOf(joined?.[2]);
  if (joined && month) {
    const year = joined[3] === undefined ? {} : { year: Number(joined[3]) };
    return calendar({ ...year, month, day: Number(joined[1]) }, joined[0], at + 1);
  }
  return readDayThenMonth(tokens, at) ?? readMonthThenDay(tokens, at, expected);
}

function readDayThenMonth(tokens: readonly Token[], at: number): ReadDate | undefined {
  const day = DAY_NUMBER.exec(tokens[at]?.word ?? "")?.[1];
  if (day === undefined) return undefined;
  const monthAt = isWord(tokens[at + 1], "of") ? at + 2 : at + 1;
  const named = tokens[monthAt];
  const month = named?.quoted ? undefined : monthOf(named?.word);
  return month ? withYear(tokens, month, Number(day), monthAt + 1) : undefined;
}

function readMonthThenDay(
  tokens: readonly Token[],
  at: number,
  expected: boolean,
): ReadDate | undefined {
  const month = monthOf(tokens[at]?.word);
  if (!month) return undefined;
  const dayAt = isWord(tokens[at + 1], "the") ? at + 2 : at + 1;
  const following = tokens[dayAt];
  const day = following?.quoted ? undefined : DAY_NUMBER.exec(following?.word ?? "")?.[1];
  if (day !== undefined) return withYear(tokens, month, Number(day), dayAt + 1);
  if (!expected) return undefined;
  const year = yearAt(tokens, at + 1);
  return year
    ? { date: { kind: "month", month, year }, next: at + 2 }
    : { date: { kind: "month", month }, next: at + 1 };
}

function withYear(tokens: readonly Token[], month: number, day: number, next: number): ReadDate {
  const year = yearAt(tokens, next);
  const text = tokens
    .slice(next - 2, next)
    .map((token) => token.text)
    .join(" ");
  return year
    ? calendar({ year, month, day }, text, next + 1)
    : calendar({ month, day }, text, next);
}

function yearAt(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at];
  return token && !token.quoted && /^20\d\d$/.test(token.word) ? Number(token.word) : undefined;
}

const PARTS: Record<string, DayPart> = {
  morning: "morning",
  afternoon: "afternoon",
  evening: "evening",
  night: "night",
};

function partAt(tokens: readonly Token[], at: number): { part?: DayPart; next: number } {
  const word = tokens[at]?.quoted ? undefined : tokens[at]?.word;
  const part = word !== undefined && Object.hasOwn(PARTS, word) ? PARTS[word] : undefined;
  return part ? { part, next: at + 1 } : { next: at };
}

const DAYS: Record<string, number> = { today: 0, yesterday: -1, tomorrow: 1 };

function readRelative(
  tokens: readonly Token[],
  at: number,
  expected: boolean,
): ReadDate | undefined {
  const start = isWord(tokens[at], "the") ? at + 1 : at;
  if (isWord(tokens[start], "day") && isWord(tokens[start + 1], "before")) {
    if (isWord(tokens[start + 2], "yesterday")) return days(tokens, -2, start + 3);
  }
  const { part, next } = partAt(tokens, start);
  if (expected && start > at && part) return { date: { kind: "days", days: 0 }, part, next };
  const word = tokens[at]?.word ?? "";
  if (Object.hasOwn(DAYS, word)) return days(tokens, DAYS[word] ?? 0, at + 1);
  if (word === "tonight") return { date: { kind: "days", days: 0 }, part: "night", next: at + 1 };
  if (word === "overnight")
    return { date: { kind: "days", days: -1 }, part: "night", next: at + 1 };
  const weekday = weekdayOf(word, expected);
  if (weekday !== undefined) return onWeekday(tokens, weekday, false, at + 1);
  return readThisOrLast(tokens, at);
}

function days(tokens: readonly Token[], count: number, next: number): ReadDate {
  return { date: { kind: "days", days: count }, ...partAt(tokens, next) };
}

function onWeekday(
  tokens: readonly Token[],
  weekday: number,
  past: boolean,
  next: number,
): ReadDate {
  return { date: { kind: "weekday", weekday, past }, ...partAt(tokens, next) };
}

/** `this morning`, `last night`, `last friday`, `this week`, `last month`. */
function readThisOrLast(tokens: readonly Token[], at: number): ReadDate | undefined {
  const last = isWord(tokens[at], "last", "previous");
  if (!last && !isWord(tokens[at], "this", "current")) return undefined;
  const following = tokens[at + 1];
  if (!following || following.quoted) return undefined;
  const { word } = following;
  const weekday = weekdayOf(word, true);
  if (weekday !== undefined) return onWeekday(tokens, weekday, last, at + 2);
  const { part } = partAt(tokens, at + 1);
  if (part) return { date: { kind: "days", days: last ? -1 : 0 }, part, next: at + 2 };
  if (word === "week" || word === "month" || word === "year" || (word === "hour" && !last)) {
    return { date: { kind: "period", unit: word, offset: last ? -1 : 0 }, next: at + 2 };
  }
  return undefined;
}
