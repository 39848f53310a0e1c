/** Windows beside a moment: `before T`, `the 30 minutes before it`, `around T 1h`. */
import { readDuration, readUnit, UNIT_MS } from "./durations.ts";
import { type Moment, readMoment } from "./moments.ts";
import { EXPECTED_HOURS, skip, type TimePhrase, type TimeRule } from "./time-rules.ts";
import { isWord, type Token } from "./tokens.ts";

const BEFORE = ["before", "until", "till", "til", "by"];

/** `before T`, `after T`, `until T`. */
export const readBefore: TimeRule = (tokens, at) => {
  if (!isWord(tokens[at], "before", "until", "till", "til", "after", "following")) return undefined;
  const target = readTarget(tokens, skip(tokens, at + 1, ["around", "about"]));
  if (!target || "problem" in target) return target;
  const { moment, next } = target;
  if (isWord(tokens[at], "after", "following")) {
    const phrase: TimePhrase =
      moment === "it" ? { kind: "after", moment } : { kind: "since", from: moment };
    return { phrase, next };
  }
  if (isWord(tokens[at], ...BEFORE.slice(1)) && moment !== "it") {
    return { phrase: { kind: "until", to: moment }, next };
  }
  return { phrase: { kind: "before", moment }, next };
};

type Target = { moment: Moment | "it"; next: number } | { problem: string };

const IT = ["it", "that", "this", "then"];
export const HAPPENINGS = [
  "outage",
  "attack",
  "breach",
  "session",
  "exercise",
  "test",
  "alarm",
  "alert",
  "incident",
  "event",
  "failure",
  "crash",
  "problem",
];

function readTarget(tokens: readonly Token[], at: number): Target | undefined {
  const moment = readMoment(tokens, at, EXPECTED_HOURS);
  if (moment) return "problem" in moment ? moment : { moment, next: moment.next };
  if (isWord(tokens[at], "the", "this", "that") && isWord(tokens[at + 1], ...HAPPENINGS)) {
    const timed = skip(tokens, at + 2, ["at"]);
    const when = timed > at + 2 ? readMoment(tokens, timed, EXPECTED_HOURS) : undefined;
    if (when) return "problem" in when ? when : { moment: when, next: when.next };
    return { moment: "it", next: at + 2 };
  }
  const ends = !tokens[at + 1] || tokens[at]?.stop === true || isWord(tokens[at], "it", "then");
  return ends && isWord(tokens[at], ...IT) ? { moment: "it", next: at + 1 } : undefined;
}

/** `in the 30 minutes before T`, `the minute before T`, `10 min after T`, `within 5 minutes of T`. */
export const readLengthBefore: TimeRule = (tokens, at) => {
  const start = skip(
    tokens,
    at,
    ["in", "within", "during", "for", "up"],
    ["to"],
    ["the"],
    ["last"],
  );
  if (isWord(tokens[start], "day") && isWord(tokens[start + 2], "yesterday")) return undefined;
  const duration = readDuration(tokens, start) ?? readBareUnit(tokens, start);
  if (!duration) return undefined;
  const link = skip(tokens, duration.next, ["right", "immediately", "just", "leading", "either"]);
  const side = readSide(tokens, link);
  if (!side) return undefined;
  const target = readTarget(tokens, side.next);
  if (!target || "problem" in target) return target;
  return { phrase: { kind: side.kind, moment: target.moment, ms: duration.ms }, next: target.next };
};

function readBareUnit(
  tokens: readonly Token[],
  at: number,
): { ms: number; next: number } | undefined {
  const token = tokens[at];
  if (!token || token.quoted || token.word.length < 3) return undefined;
  const unit = readUnit(token.word);
  return unit ? { ms: UNIT_MS[unit], next: at + 1 } : undefined;
}

function readSide(
  tokens: readonly Token[],
  at: number,
): { kind: "before" | "after" | "around"; next: number } | undefined {
  if (isWord(tokens[at], "before", "preceding")) return { kind: "before", next: at + 1 };
  if (isWord(tokens[at], "after", "following")) return { kind: "after", next: at + 1 };
  if (isWord(tokens[at], "around", "of")) return { kind: "around", next: at + 1 };
  const pair = `${tokens[at]?.word} ${tokens[at + 1]?.word}`;
  if (pair === "up to" || pair === "prior to") return { kind: "before", next: at + 2 };
  return pair === "side of" || pair === "sides of" ? { kind: "around", next: at + 2 } : undefined;
}

/** `around T`, `around T 1h`, `around T ± 30m`, `near T`. */
export const readAround: TimeRule = (tokens, at) => {
  if (!isWord(tokens[at], "around", "about", "near", "approximately", "circa", "~")) {
    return undefined;
  }
  // "what about yesterday?" means the day itself.
  if (isWord(tokens[at], "about") && isWord(tokens[at - 1], "what", "how")) return undefined;
  const target = readTarget(tokens, at + 1);
  if (!target || "problem" in target) return target;
  const reach = readDuration(tokens, skip(tokens, target.next, ["±", "+-", "+/-", "by"]));
  const moment = target.moment;
  if (!reach) return { phrase: { kind: "around", moment }, next: target.next };
  return { phrase: { kind: "around", moment, ms: reach.ms }, next: reach.next };
};
