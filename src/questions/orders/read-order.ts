/** Reads what is to be changed in AWS: words that propose it; nothing happens before it is confirmed. */
import { DAY, HOUR, MINUTE } from "../../domain/time.ts";
import { readDuration } from "../../language/durations.ts";
import { readTime } from "../../language/time-phrase.ts";
import { isWord, type Token } from "../../language/tokens.ts";
import { misunderstood, type Understood } from "../draft.ts";
import { POLITE } from "../function-words.ts";
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
  const { accounts, regions, notes = [], quietly = false } = narrowed.narrowing;
  const alarm = narrowed.rest.map(({ text }) => text).join(" ");
  if (alarm === "") return misunderstood("Say which alarm is meant, by its name.", EXAMPLES[name]);
  const wrong = name === "mute-alarm" ? wrongSpan(span) : undefined;
  if (wrong) return misunderstood(wrong, [`mute alarm ${quotedName(alarm)} for 1h`]);
  const isDefault = name === "mute-alarm" && span === undefined;
  const { now, zone } = context;
  return {
    kind: "asked",
    question: name,
    asked: {
      name: alarm,
      window: { from: now - DAY, to: now, zone, words: "last 24 h", byDefault: true },
      quietly,
      notes: isDefault ? [...notes, "No length was named: taken as 1 h."] : notes,
      ...(accounts && { accounts }),
      ...(regions && { regions }),
      ...(name === "mute-alarm" && {
        mute: { spanMs: span ?? DEFAULT_MS, ...(reason && { reason }) },
      }),
    },
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
