/** Words beside a name that questions about CloudWatch know: `vs last week`, `period 5m`, `p99`, `page 2`, `in ALARM`. */
import type { AlarmState } from "../../domain/alarm.ts";
import { DAY, HOUR, SECOND } from "../../domain/time.ts";
import { readDuration, type Unit } from "../../language/durations.ts";
import { isWord, type Token } from "../../language/tokens.ts";
import type { Versus } from "./asked.ts";
import { readStat } from "./read-stat.ts";

/** `versus.shiftMs` 0: by the length of the window. */
export type Modifiers = {
  stat?: string;
  period?: number;
  versus?: Versus;
  state?: AlarmState;
  page?: number;
};

type Read = { next: number; set: Modifiers };
export type ModifierRule = (tokens: readonly Token[], at: number) => Read | undefined;

/** Takes out what the rules read, wherever it stands. */
export function readModifiers(
  tokens: readonly Token[],
  rules: readonly ModifierRule[],
): { modifiers: Modifiers; rest: Token[] } {
  const modifiers: Modifiers = {};
  const rest: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    if (!token) break;
    const read = token.quoted ? undefined : firstRead(tokens, at, rules);
    if (!read) rest.push(token);
    else Object.assign(modifiers, read.set);
    at = read?.next ?? at + 1;
  }
  return { modifiers, rest };
}

function firstRead(tokens: readonly Token[], at: number, rules: readonly ModifierRule[]) {
  for (const rule of rules) {
    const read = rule(tokens, at);
    if (read) return read;
  }
  return undefined;
}

/** Weeks keep the day of the week: a month back is four of them, a year fifty-two. */
const SHIFTS: Partial<Record<Unit, number>> = {
  hour: HOUR,
  day: DAY,
  week: 7 * DAY,
  month: 28 * DAY,
  year: 364 * DAY,
};
const BEFORE = ["before", "ago", "earlier", "prior", "back"];
const LONGEST_SHIFT = 455 * DAY;

/** `vs last week`, `compared to the day before`, `against 3 days ago`. */
export const versusRule: ModifierRule = (tokens, at) => {
  const start = afterVersus(tokens, at);
  if (start === undefined) return undefined;
  let next = start;
  while (isWord(tokens[next], "the", "same", "time", "at", "to", "a", "an", "that")) next++;
  const article = isWord(tokens[next - 1], "a", "an") ? next - 1 : next;
  return shiftAt(tokens, next) ?? lengthAt(tokens, article);
};

function afterVersus(tokens: readonly Token[], at: number): number | undefined {
  if (isWord(tokens[at], "vs", "versus", "against", "v")) return at + 1;
  const compared = isWord(tokens[at], "compared", "compare", "comparing");
  return compared && isWord(tokens[at + 1], "to", "with", "against") ? at + 2 : undefined;
}

function shiftAt(tokens: readonly Token[], at: number): Read | undefined {
  if (isWord(tokens[at], "yesterday")) return shifted(at + 1, "yesterday", DAY);
  if (isWord(tokens[at], "before", "previously")) return shifted(at + 1, "the time before", 0);
  const isLast = isWord(tokens[at], "last", "previous", "prior");
  const word = tokens[isLast ? at + 1 : at];
  if (isLast && isWord(word, "period", "window", "time"))
    return shifted(at + 2, "the time before", 0);
  const unit = word && UNITS[word.word];
  const shift = unit && SHIFTS[unit];
  if (!unit || shift === undefined) return undefined;
  if (isLast) return shifted(at + 2, `last ${unit}`, shift);
  return isWord(tokens[at + 1], ...BEFORE)
    ? shifted(at + 2, `the ${unit} before`, shift)
    : undefined;
}

const UNITS: Record<string, Unit> = {
  hour: "hour",
  day: "day",
  week: "week",
  month: "month",
  year: "year",
};

function lengthAt(tokens: readonly Token[], at: number): Read | undefined {
  const length = readDuration(tokens, at);
  if (!length || length.ms <= 0 || length.ms > LONGEST_SHIFT) return undefined;
  const next = isWord(tokens[length.next], ...BEFORE) ? length.next + 1 : length.next;
  const said = tokens.slice(at, length.next).map(({ text }) => text);
  return shifted(next, `${said.join(" ")} before`, length.ms);
}

function shifted(next: number, words: string, shiftMs: number): Read {
  return { next, set: { versus: { words, shiftMs } } };
}

const LONGEST_PERIOD = DAY / SECOND;

/** `period 5m`, `every 5 minutes`, `per minute`, `period 300`. */
export const periodRule: ModifierRule = (tokens, at) => {
  const isPer = isWord(tokens[at], "per", "every", "each");
  if (!isPer && !isWord(tokens[at], "period", "resolution", "step")) return undefined;
  const start = isWord(tokens[at + 1], "of") ? at + 2 : at + 1;
  const unit = isPer ? PER[tokens[start]?.word ?? ""] : undefined;
  if (unit !== undefined) return { next: start + 1, set: { period: unit } };
  const length = readDuration(tokens, start);
  const bare = /^\d{1,6}$/.exec(tokens[start]?.word ?? "")?.[0];
  if (!length && (isPer || bare === undefined)) return undefined;
  const seconds = length ? length.ms / SECOND : Number(bare);
  if (seconds < 1 || seconds > LONGEST_PERIOD) return undefined;
  return { next: length?.next ?? start + 1, set: { period: Math.round(seconds) } };
};

const PER: Record<string, number> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/** `stat p99`, `p99`, `sample count`. */
export const statRule: ModifierRule = (tokens, at) => {
  const named = isWord(tokens[at], "stat", "statistic", "statistics");
  const start = named ? at + 1 : at;
  const [token, after] = [tokens[start], tokens[start + 1]];
  if (!token || token.quoted) return undefined;
  const isPair = isWord(token, "sample") && isWord(after, "count", "counts");
  if (isPair) return { next: start + 2, set: { stat: "SampleCount" } };
  if (isWord(after, "percentile")) {
    const stat = readStat(`${token.word} percentile`);
    if (stat) return { next: start + 2, set: { stat } };
  }
  const stat = readStat(token.text);
  return stat === undefined ? undefined : { next: start + 1, set: { stat } };
};

/** `page 2`. */
export const pageRule: ModifierRule = (tokens, at) => {
  if (!isWord(tokens[at], "page")) return undefined;
  const page = /^\d{1,4}$/.exec(tokens[at + 1]?.word ?? "")?.[0];
  return page === undefined || Number(page) < 1
    ? undefined
    : { next: at + 2, set: { page: Number(page) } };
};

const STATES: Record<string, AlarmState> = {
  alarm: "ALARM",
  alarms: "ALARM",
  alarming: "ALARM",
  red: "ALARM",
  firing: "ALARM",
  triggered: "ALARM",
  active: "ALARM",
  ok: "OK",
  green: "OK",
  insufficient_data: "INSUFFICIENT_DATA",
  insufficient: "INSUFFICIENT_DATA",
};

/** `in ALARM`, `in OK state`, `red`, `insufficient data`. */
export const stateRule: ModifierRule = (tokens, at) => {
  const led = isWord(tokens[at], "in", "are", "is", "state", "currently");
  const the = led && isWord(tokens[at + 1], "the", "state", "in") ? at + 2 : at + 1;
  const start = led ? the : at;
  const word = tokens[start];
  const state = word && !word.quoted ? STATES[word.word] : undefined;
  if (!state) return undefined;
  // Without "in" before it a lone "alarm" is what is asked about.
  if (!led && isWord(word, "alarm", "alarms")) return undefined;
  const data = isWord(word, "insufficient") && isWord(tokens[start + 1], "data");
  const end = data ? start + 2 : start + 1;
  return { next: isWord(tokens[end], "state") ? end + 1 : end, set: { state } };
};
