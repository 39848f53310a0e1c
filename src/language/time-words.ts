/** The phrases that name a window (`last 30m`, `since yesterday`, `from T to T` …), read off tokens. */
import { readDuration, readUnit, UNIT_MS } from "./durations.ts";
import { type Moment, type MomentOptions, type ReadMoment, readMoment } from "./moments.ts";
import { HAPPENINGS, readAround, readBefore, readLengthBefore } from "./relative-words.ts";
import {
  BARE,
  EXPECTED,
  EXPECTED_HOURS,
  type ReadPhrase,
  skip,
  type TimeRule,
} from "./time-rules.ts";
import { isWord, type Token } from "./tokens.ts";

/** The time phrase that begins at a token, if one does. */
export function readTimePhrase(tokens: readonly Token[], at: number): ReadPhrase | undefined {
  if (!tokens[at] || tokens[at]?.quoted) return undefined;
  for (const rule of RULES) {
    const read = rule(tokens, at);
    if (read) return read;
  }
  return undefined;
}

const EVER: string[][] = [
  ["all", "time"],
  ["all", "times"],
  ["any", "time"],
  ["of", "all", "time"],
];

const readEver: TimeRule = (tokens, at) => {
  if (isWord(tokens[at], "ever", "anytime", "always"))
    return { phrase: { kind: "ever" }, next: at + 1 };
  const start = skip(tokens, at, ["at", "from", "for", "over", "in", "since"], ["the"]);
  const found = EVER.find((words) => words.every((word, i) => isWord(tokens[start + i], word)));
  if (found) return { phrase: { kind: "ever" }, next: start + found.length };
  const beginning =
    isWord(tokens[start], "beginning", "start") && isWord(tokens[at], "since", "from");
  const end = skip(tokens, start + 1, ["of"], ["time"]);
  return beginning ? { phrase: { kind: "ever" }, next: end } : undefined;
};

const LAST = ["last", "past", "previous", "recent"];

/** `last 30m`, `in the past 2 hours`, `over the last week`, `last hour`; "last week" alone is the calendar's. */
const readSliding: TimeRule = (tokens, at) => {
  const prefixed = skip(tokens, at, ["in", "over", "during", "within", "for", "from"]);
  const start = skip(tokens, prefixed, ["the"]);
  if (!isWord(tokens[start], ...LAST)) return undefined;
  const duration = readDuration(tokens, start + 1);
  if (duration) return { phrase: { kind: "sliding", ...duration }, next: duration.next };
  const word = tokens[start + 1]?.quoted ? undefined : tokens[start + 1]?.word;
  const unit = word && word.length > 2 ? readUnit(word) : undefined;
  if (!unit) return undefined;
  const calendar = start === at && isWord(tokens[start], "last", "previous");
  if (calendar && (unit === "week" || unit === "month" || unit === "year")) return undefined;
  return { phrase: { kind: "sliding", ms: UNIT_MS[unit], unit, count: 1 }, next: start + 2 };
};

/** "in this hour", "at that time", "during that hour". */
const readWeak: TimeRule = (tokens, at) => {
  const start = skip(tokens, at, ["in", "at", "on", "during", "within"]);
  if (
    isWord(tokens[at], "during") &&
    isWord(tokens[start], "the") &&
    isWord(tokens[start + 1], ...HAPPENINGS)
  ) {
    return { phrase: { kind: "weak", unit: "day" }, next: start + 2 };
  }
  if (start === at || !isWord(tokens[start], "this", "that")) return undefined;
  if (isWord(tokens[start + 1], "time", "window", "period", "timeframe", "moment", "point")) {
    return { phrase: { kind: "weak", unit: "day" }, next: start + 2 };
  }
  const unit = readUnit(tokens[start + 1]?.word);
  if (!unit || (isWord(tokens[start], "this") && unit !== "hour" && unit !== "minute"))
    return undefined;
  return { phrase: { kind: "weak", unit }, next: start + 2 };
};

const TO = ["to", "until", "till", "til", "through", "thru", "and", "-", "up"];

/** The end of a span that begins with `from`, or why it cannot be. */
function readEnd(
  tokens: readonly Token[],
  from: ReadMoment | undefined,
  options: MomentOptions,
): ReadPhrase | undefined {
  if (!from || "problem" in from) return from;
  if (!isWord(tokens[from.next], ...TO)) return undefined;
  const start = skip(tokens, from.next + 1, ["to"], ["about", "around"]);
  const to = readMoment(tokens, start, options);
  if (!to || "problem" in to) return to;
  return { phrase: { kind: "span", from, to }, next: to.next };
}

const readBetween: TimeRule = (tokens, at) =>
  isWord(tokens[at], "between")
    ? readEnd(tokens, readMoment(tokens, at + 1, EXPECTED_HOURS), EXPECTED_HOURS)
    : undefined;

const readFrom: TimeRule = (tokens, at) => {
  if (!isWord(tokens[at], "from", "starting", "beginning")) return undefined;
  const start = skip(tokens, at + 1, ["at", "on"]);
  const from = readMoment(tokens, start, EXPECTED);
  if (from && "problem" in from) return from;
  const span = from ? readEnd(tokens, from, EXPECTED_HOURS) : readHourSpan(tokens, start);
  if (span || !from) return span;
  return { phrase: { kind: "since", from }, next: from.next };
};

/** `from 9 to 5pm`: a bare number is an hour only where the other end says that this is about time. */
function readHourSpan(tokens: readonly Token[], at: number): ReadPhrase | undefined {
  const from = readMoment(tokens, at, EXPECTED_HOURS);
  const span = readEnd(tokens, from, EXPECTED_HOURS);
  if (!span || "problem" in span || span.phrase.kind !== "span") return undefined;
  const { to } = span.phrase;
  const bare = /^\d{1,2}$/.test(tokens[span.next - 1]?.word ?? "");
  return to.date || to.zone || !bare ? span : undefined;
}

const readSince: TimeRule = (tokens, at) => {
  if (!isWord(tokens[at], "since")) return undefined;
  const start = skip(tokens, at + 1, ["about", "around", "at", "on"]);
  const from = readMoment(tokens, start, EXPECTED_HOURS);
  if (from) return "problem" in from ? from : { phrase: { kind: "since", from }, next: from.next };
  const duration = readDuration(tokens, start);
  return duration ? { phrase: { kind: "sliding", ...duration }, next: duration.next } : undefined;
};

/** A moment alone or after "on", "at", "in", "during": `yesterday`, `on monday`, `at 14:05`, `14:00 - 14:30`. */
const readBareMoment: TimeRule = (tokens, at) => {
  const start = skip(tokens, at, ["on", "at", "in", "during", "from"]);
  const prefixed = start > at;
  const joined = readJoinedSpan(tokens, start);
  if (joined) return joined;
  const hours = prefixed && isWord(tokens[at], "at") ? EXPECTED_HOURS : EXPECTED;
  const moment = readMoment(tokens, start, prefixed ? hours : BARE);
  if (!moment || "problem" in moment) return moment;
  if (moment.now) return undefined;
  // "logged in yesterday": only periods and months are said with "in".
  if (prefixed && isWord(tokens[at], "in") && !isInPeriod(moment)) return undefined;
  const dashed = isWord(tokens[moment.next], "-", "to", "until", "till", "through");
  const span = dashed ? readEnd(tokens, moment, EXPECTED) : undefined;
  return span ?? { phrase: { kind: "at", moment }, next: moment.next };
};

function isInPeriod({ date, part }: Moment): boolean {
  return part !== undefined || date?.kind === "month" || date?.kind === "period";
}

/** `14:00-14:30` in one word. */
function readJoinedSpan(tokens: readonly Token[], at: number): ReadPhrase | undefined {
  const match = /^(\d{1,2}(?::\d{2}){1,2}(?:am|pm)?)-(\d{1,2}(?::\d{2}){1,2}(?:am|pm)?)$/.exec(
    tokens[at]?.word ?? "",
  );
  if (!match || tokens[at]?.quoted) return undefined;
  const [, from = "", to = ""] = match;
  const apart = [from, "-", to].map((word) => ({ text: word, word, quoted: false }));
  const following = tokens.slice(at + 1, at + 6);
  const read = readEnd([...apart, ...following], readMoment(apart, 0, BARE), EXPECTED);
  return read && "phrase" in read ? { ...read, next: at + 1 + (read.next - apart.length) } : read;
}

/** `24h`, `7d`: a length alone is up to now. */
const readBareLength: TimeRule = (tokens, at) => {
  const start = skip(tokens, at, ["in", "within", "over", "for"], ["the"]);
  if (start === at && !/^\d+(?:\.\d+)?[a-z]+/.test(tokens[at]?.word ?? "")) return undefined;
  const duration = readDuration(tokens, start);
  if (!duration || duration.unit === "second") return undefined;
  return { phrase: { kind: "sliding", ...duration }, next: duration.next };
};

const RULES: TimeRule[] = [
  readEver,
  readLengthBefore,
  readSliding,
  readWeak,
  readBetween,
  readFrom,
  readSince,
  readBefore,
  readAround,
  readBareMoment,
  readBareLength,
];
