/** Lengths of time as people write them: `30m`, `2h30m`, `an hour`, `two hours`, `half an hour`. */
import { DAY, HOUR, MINUTE, SECOND } from "../domain/time.ts";
import { isWord, type Token } from "./tokens.ts";

export type Unit = "second" | "minute" | "hour" | "day" | "week" | "month" | "year";

export type Duration = {
  ms: number;
  /** The largest unit named. */
  unit: Unit;
  /** How many of it; 1 where none was named. */
  count: number;
  next: number;
};

export const UNIT_MS: Record<Unit, number> = {
  second: SECOND,
  minute: MINUTE,
  hour: HOUR,
  day: DAY,
  week: 7 * DAY,
  month: 30 * DAY,
  year: 365 * DAY,
};

const UNIT_WORDS: Record<string, Unit> = {};
for (const [unit, words] of Object.entries({
  second: "s sec secs second seconds",
  minute: "m min mins minute minutes",
  hour: "h hr hrs hour hours",
  day: "d day days",
  week: "w wk wks week weeks",
  month: "mo mth mths month months",
  year: "y yr yrs year years",
} satisfies Record<Unit, string>) as [Unit, string][]) {
  for (const word of words.split(" ")) UNIT_WORDS[word] = unit;
}

const NUMBERS = new Map(
  "zero one two three four five six seven eight nine ten eleven twelve"
    .split(" ")
    .map((word, value) => [word, value] as const),
);
for (const [word, value] of [
  ["a", 1],
  ["an", 1],
  ["single", 1],
  ["couple", 2],
  ["few", 3],
  ["several", 5],
  ["fifteen", 15],
  ["twenty", 20],
  ["thirty", 30],
  ["forty", 40],
  ["forty-five", 45],
  ["fifty", 50],
  ["sixty", 60],
  ["ninety", 90],
] as const) {
  NUMBERS.set(word, value);
}

/** The unit that a word names in the singular or plural, or undefined. */
export function readUnit(word: string | undefined): Unit | undefined {
  return word !== undefined && Object.hasOwn(UNIT_WORDS, word) ? UNIT_WORDS[word] : undefined;
}

/** A count in digits or words (`24`, `1.5`, `two`, `a couple of`). */
export function readCount(
  tokens: readonly Token[],
  at: number,
): { count: number; next: number } | undefined {
  const token = tokens[at];
  if (!token || token.quoted) return undefined;
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(token.word))
    return { count: Number(token.word), next: at + 1 };
  let next = at;
  if (isWord(token, "a") && isWord(tokens[at + 1], "couple", "few", "single")) next++;
  const count = NUMBERS.get(tokens[next]?.word ?? "");
  if (count === undefined) return undefined;
  next++;
  if (isWord(tokens[next], "of") && count > 1) next++;
  return { count, next };
}

const COMPACT = /^(?:\d{1,6}(?:\.\d{1,3})?[a-z]{1,7}){1,3}$/;

/** A compact length in one word: `30m`, `2h30m`, `7d`, `90min`, `1.5h`. */
function readCompact(word: string): Omit<Duration, "next"> | undefined {
  if (word.length > 24 || !COMPACT.test(word)) return undefined;
  let found: Omit<Duration, "next"> | undefined;
  for (const [, count = "", letters] of word.matchAll(/(\d+(?:\.\d+)?)([a-z]+)/g)) {
    const unit = readUnit(letters);
    if (!unit) return undefined;
    const ms = Number(count) * UNIT_MS[unit];
    found = found ? { ...found, ms: found.ms + ms } : { ms, unit, count: Number(count) };
  }
  return found;
}

/** A length of time at a token: `30m`, `30 min`, `2 hours`, `an hour and a half`, `half an hour`, `1h 30m`. */
export function readDuration(tokens: readonly Token[], at: number): Duration | undefined {
  const first = tokens[at];
  if (!first || first.quoted) return undefined;
  const half = readHalf(tokens, at);
  if (half) return half;
  const compact = readCompact(first.word);
  if (compact) return withMore(tokens, { ...compact, next: at + 1 });
  const counted = readCount(tokens, at);
  if (!counted) return undefined;
  const unit = readUnit(tokens[counted.next]?.quoted ? undefined : tokens[counted.next]?.word);
  if (!unit) return undefined;
  const { count } = counted;
  return withMore(tokens, { ms: count * UNIT_MS[unit], unit, count, next: counted.next + 1 });
}

function readHalf(tokens: readonly Token[], at: number): Duration | undefined {
  if (!isWord(tokens[at], "half")) return undefined;
  const next = isWord(tokens[at + 1], "a", "an") ? at + 2 : at + 1;
  const unit = readUnit(tokens[next]?.word);
  return unit ? { ms: UNIT_MS[unit] / 2, unit, count: 0.5, next: next + 1 } : undefined;
}

function withMore(tokens: readonly Token[], so: Duration): Duration {
  const following = tokens[so.next];
  if (
    isWord(following, "and") &&
    isWord(tokens[so.next + 1], "a") &&
    isWord(tokens[so.next + 2], "half")
  ) {
    return { ...so, ms: so.ms + UNIT_MS[so.unit] / 2, next: so.next + 3 };
  }
  const more = following && !following.quoted ? readCompact(following.word) : undefined;
  const smaller = more && UNIT_MS[more.unit] < UNIT_MS[so.unit];
  return smaller ? { ...so, ms: so.ms + more.ms, next: so.next + 1 } : so;
}
