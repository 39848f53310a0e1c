/** Reads what is to be changed in AWS: words that propose it; nothing happens before it is confirmed. */
import { arrayAt, isObject, stringAt } from "../../domain/json.ts";
import { DAY, HOUR, MINUTE } from "../../domain/time.ts";
import { readDuration } from "../../language/durations.ts";
import { readTime } from "../../language/time-phrase.ts";
import { isWord, type Token } from "../../language/tokens.ts";
import { misunderstood, type Understood } from "../draft.ts";
import { POLITE } from "../function-words.ts";
import type { MetricsAsked } from "../metrics/asked.ts";
import { readNarrowing } from "../narrowing.ts";
import type { AskContext } from "../question.ts";
import { quotedName } from "../quoted-name.ts";

type OrderName = "mute-alarm" | "unmute-alarm";

const MUTE = ["mute", "silence", "snooze"];
const UNMUTE = ["unmute", "unsilence", "unsnooze"];
const ALARM = ["alarm", "alarms", "alert"];

/** CloudWatch mutes for a minute at least, and for 15 days at most. */
const SHORTEST_MS = MINUTE;
const LONGEST_MS = 15 * DAY;
const DEFAULT_MS = HOUR;

const EXAMPLES: Record<OrderName, string[]> = {
  "mute-alarm": ["mute alarm checkout-api-errors for 1h"],
  "unmute-alarm": ["unmute alarm checkout-api-errors"],
};

/**
 * `mute alarm NAME for 1h because …`, `/mute-alarm NAME for 1h`, `unmute alarm NAME`. Undefined where the words order
 * nothing: "who muted alarm X" does not.
 */
export function readOrder(typed: readonly Token[], context: AskContext): Understood | undefined {
  const head = readHead(typed);
  if (!head) return undefined;
  const { name } = head;
  const { before, reason } = splitReason(head.rest);
  const { span, others } = takeSpan(before);
  // A window means nothing to an order; a name that holds such words stands in quotes.
  const time = readTime(others, context);
  const narrowed = readNarrowing(time.kind === "problem" ? others : time.rest, context);
  if (narrowed.kind === "problem") return misunderstood(narrowed.text, EXAMPLES[name]);
  const { narrowing, rest } = narrowed;
  const meant = isPronoun(rest) ? alarmAbove(context.thread?.above) : namedAlarm(rest);
  if (!meant) return misunderstood("Say which alarm is meant, by its name.", EXAMPLES[name]);
  const { accounts = meant.accounts, regions = meant.regions, notes = [] } = narrowing;
  const { now, zone } = context;
  const asked: MetricsAsked = {
    name: meant.name,
    window: { from: now - DAY, to: now, zone, words: "last 24 h", byDefault: true },
    quietly: narrowing.quietly ?? false,
    notes: [...notes, ...meant.notes],
    ...(accounts && { accounts }),
    ...(regions && { regions }),
  };
  if (name === "unmute-alarm") return { kind: "asked", question: name, asked };
  return readMute(asked, span, reason);
}

function readMute(asked: MetricsAsked, span: number | undefined, reason?: string): Understood {
  const wrong = wrongSpan(span);
  if (wrong) return misunderstood(wrong, [`mute alarm ${quotedName(asked.name)} for 1h`]);
  const unsaid = span === undefined ? ["No length was named: taken as 1 h."] : [];
  const mute = { spanMs: span ?? DEFAULT_MS, ...(reason && { reason }) };
  return {
    kind: "asked",
    question: "mute-alarm",
    asked: { ...asked, mute, notes: [...asked.notes, ...unsaid] },
  };
}

type MeantAlarm = { name: string; accounts?: string[]; regions?: string[]; notes: string[] };

function namedAlarm(tokens: readonly Token[]): MeantAlarm {
  return { name: tokens.map(({ text }) => text).join(" "), notes: [] };
}

/** "mute it", "mute this alarm for 1h", "mute for 1h". */
function isPronoun(tokens: readonly Token[]): boolean {
  const [only, ...others] = tokens;
  return !only || (others.length === 0 && isWord(only, "it", "this", "that"));
}

const ABOUT_ALARM = new Set(["alarm", "mute-alarm", "unmute-alarm"]);

/** The one alarm that the question above was about. */
function alarmAbove(value: unknown): MeantAlarm | undefined {
  if (!isObject(value) || value.cloudwatch !== true) return undefined;
  if (!ABOUT_ALARM.has(stringAt(value, "question") ?? "")) return undefined;
  const name = stringAt(value, "asked", "name");
  const texts = (key: string) =>
    arrayAt(value, "asked", key).filter((each) => typeof each === "string");
  const [accounts, regions] = [texts("accounts"), texts("regions")];
  if (name === undefined) return undefined;
  return {
    name,
    notes: [`Taken from above in this thread: alarm ${name}.`],
    ...(accounts.length > 0 && { accounts }),
    ...(regions.length > 0 && { regions }),
  };
}

function readHead(typed: readonly Token[]): { name: OrderName; rest: Token[] } | undefined {
  const start = typed.findIndex(({ quoted: isQuoted, word }) => isQuoted || !POLITE.has(word));
  const tokens = typed.slice(Math.max(0, start));
  const [first, second] = tokens;
  if (isWord(first, "/mute-alarm", "mute-alarm"))
    return { name: "mute-alarm", rest: tokens.slice(1) };
  if (isWord(first, "/unmute-alarm", "unmute-alarm"))
    return { name: "unmute-alarm", rest: tokens.slice(1) };
  const name = isWord(first, ...MUTE)
    ? "mute-alarm"
    : isWord(first, ...UNMUTE)
      ? "unmute-alarm"
      : undefined;
  if (!name) return undefined;
  const noun = isWord(second, "the", "this") ? 2 : 1;
  const isNamed = isWord(tokens[noun], ...ALARM);
  return { name, rest: tokens.slice(isNamed ? noun + 1 : 1) };
}

const MOST_REASON = 300;

/** What stands behind `because` is said to people and never read. */
function splitReason(tokens: readonly Token[]): { before: Token[]; reason?: string } {
  const at = tokens.findIndex((token, index) => index > 0 && isWord(token, "because", "reason"));
  if (at < 0) return { before: [...tokens] };
  const reason = tokens
    .slice(at + 1)
    .map(({ text }) => text)
    .join(" ")
    .slice(0, MOST_REASON)
    .trim();
  return { before: tokens.slice(0, at), ...(reason && { reason }) };
}

/** The last `for 1h`; a name may hold such words itself, in quotes. */
function takeSpan(tokens: readonly Token[]): { span?: number; others: Token[] } {
  for (let at = tokens.length - 1; at > 0; at -= 1) {
    if (!isWord(tokens[at], "for")) continue;
    const duration = readDuration(tokens, at + 1);
    if (!duration) continue;
    return {
      span: duration.ms,
      others: [...tokens.slice(0, at), ...tokens.slice(duration.next)],
    };
  }
  return { others: [...tokens] };
}

function wrongSpan(span: number | undefined): string | undefined {
  if (span === undefined || (span >= SHORTEST_MS && span <= LONGEST_MS)) return undefined;
  return "An alarm can be muted for 1 minute at least and 15 days at most.";
}
