/** Clock times as people write them: `14:05`, `2pm`, `2:30 pm`, `14h05`, `noon`. */
import { isWord, type Token } from "./tokens.ts";

export type ClockTime = {
  hour: number;
  minute: number;
  second: number;
  millis: number;
  /** Whether "am" or "pm" was said; a bare hour takes it from the other end of a span ("between 2 and 3 pm"). */
  half?: "am" | "pm" | "unsaid";
};

export type ReadClock = { clock: ClockTime; zone?: string; next: number } | { impossible: string };

const CLOCK = /^(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(am|pm|a\.m|p\.m|z|h)?$/;
const HALF_DAY = /^(\d{1,2})(?:\.(\d{2}))?(am|pm|a\.m|p\.m)$/;

/** Reads a clock time at a token. A bare number counts as an hour only where `hours` says so. */
export function readClock(
  tokens: readonly Token[],
  at: number,
  hours: boolean,
): ReadClock | undefined {
  const token = tokens[at];
  if (!token || token.quoted || token.word.length > 20) return undefined;
  if (isWord(token, "noon", "midday")) return { clock: clockOf(12), next: at + 1 };
  if (isWord(token, "midnight")) return { clock: clockOf(0), next: at + 1 };
  const match = CLOCK.exec(token.word);
  if (match) return fromDigits(tokens, at, match);
  const half = HALF_DAY.exec(token.word);
  if (half) return checked(token.text, half[1], half[2], { half: half[3], next: at + 1 });
  return readHour(tokens, at, hours);
}

function fromDigits(tokens: readonly Token[], at: number, match: RegExpExecArray): ReadClock {
  const [text, hour, minute, second, fraction = "", suffix] = match;
  const apart = suffix === undefined ? halfAt(tokens, at + 1) : undefined;
  const half = apart ?? (suffix?.startsWith("a") || suffix?.startsWith("p") ? suffix : undefined);
  const read = checked(text, hour, minute, { second, half, next: apart ? at + 2 : at + 1 });
  if ("impossible" in read) return read;
  read.clock.millis = Number(fraction.slice(0, 3).padEnd(3, "0"));
  return suffix === "z" ? { ...read, zone: "UTC" } : read;
}

function halfAt(tokens: readonly Token[], at: number): string | undefined {
  return isWord(tokens[at], "am", "pm", "a.m", "p.m") ? tokens[at]?.word : undefined;
}

function readHour(tokens: readonly Token[], at: number, hours: boolean): ReadClock | undefined {
  const text = tokens[at]?.word ?? "";
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const half = halfAt(tokens, at + 1);
  if (half) return checked(`${text} ${half}`, text, undefined, { half, next: at + 2 });
  if (isWord(tokens[at + 1], "o'clock", "oclock", "uhr")) {
    return checked(text, text, undefined, { next: at + 2 });
  }
  return hours && Number(text) <= 24 ? checked(text, text, undefined, { next: at + 1 }) : undefined;
}

type Rest = { second?: string | undefined; half?: string | undefined; next: number };

function checked(
  text: string,
  hourText: string | undefined,
  minuteText: string | undefined,
  rest: Rest,
): ReadClock {
  const hour = Number(hourText);
  const minute = Number(minuteText ?? 0);
  const second = Number(rest.second ?? 0);
  const highest = rest.half ? 12 : 24;
  const possible = hour <= highest && minute <= 59 && second <= 60 && !(rest.half && hour === 0);
  // 24:00 is the end of a day; 24:01 is nothing.
  if (!possible || (hour === 24 && minute + second > 0)) return { impossible: text };
  const half = rest.half ? (rest.half.startsWith("p") ? "pm" : "am") : "unsaid";
  const clock: ClockTime = { ...clockOf(toDayHour(hour, rest.half)), minute, second, half };
  return { clock, next: rest.next };
}

function toDayHour(hour: number, half: string | undefined): number {
  if (!half) return hour % 24;
  return (hour % 12) + (half.startsWith("p") ? 12 : 0);
}

function clockOf(hour: number): ClockTime {
  return { hour, minute: 0, second: 0, millis: 0 };
}
