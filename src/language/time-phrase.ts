/** Tokens → one time window, and the tokens that say nothing about time. */
import { formatZoned, MINUTE, type Window } from "../domain/time.ts";
import type { Moment } from "./moments.ts";
import type { TimeContext } from "./spans.ts";
import type { TimePhrase } from "./time-rules.ts";
import { readTimePhrase } from "./time-words.ts";
import { isWord, type Token } from "./tokens.ts";
import { joinPhrases, toWindow, zoneOf } from "./windows.ts";

/** A window in words: what it spans, the zone its clock times were read in, and how it is said back. */
export type NamedWindow = Window & { zone: string; words: string };

export type TimeRead =
  | { kind: "read"; window?: NamedWindow; rest: Token[]; notes: string[] }
  | { kind: "problem"; text: string };

/**
 * Takes the time phrases out of the tokens. Clock times are read in a zone named with them, else the asker's.
 * Two windows that contradict each other, windows in the future and impossible dates are problems with one clear sentence.
 */
export function readTime(tokens: readonly Token[], context: TimeContext): TimeRead {
  const { phrases, rest, anchor, problem } = takePhrases(tokens);
  if (problem !== undefined) return { kind: "problem", text: problem };
  // "ever" and "in this hour" give way to a window that is named.
  const strong = phrases.filter((phrase) => phrase.kind !== "weak" && phrase.kind !== "ever");
  const chosen = strong.length > 0 ? strong : phrases.slice(0, 1);
  if (chosen.length === 0 && !anchor) return { kind: "read", rest, notes: [] };
  const asked = chosen.length > 0 ? chosen : ([{ kind: "before", moment: "it" }] as TimePhrase[]);
  const moment = anchor ?? momentOf(context);
  const joined = joinPhrases(asked.map((phrase) => anchored(phrase, moment)));
  const zone = zoneOf(joined, context);
  const window = toWindow(joined, context);
  if ("problem" in window) return { kind: "problem", text: window.problem };
  if (window.from > context.now + MINUTE) return { kind: "problem", text: FUTURE };
  const named = { from: window.from, to: Math.min(window.to, Math.max(context.now, window.from)) };
  const words = window.words ?? windowWords(named, context.zone);
  const said =
    window.words === undefined && zone !== context.zone ? `${words} ${context.zone}` : words;
  return { kind: "read", window: { ...named, zone, words: said }, rest, notes: [] };
}

function momentOf({ anchor }: TimeContext): Moment | undefined {
  return anchor === undefined ? undefined : { instant: anchor, next: 0 };
}

const FUTURE = "That time lies in the future: name one that has passed, such as `last 2h`.";

const HAPPENED = new Set(
  "fired happened started began broke occurred triggered alarmed rang paged failed crashed opened down off".split(
    " ",
  ),
);

type Taken = { phrases: TimePhrase[]; rest: Token[]; anchor?: Moment; problem?: string };

/** Walks the tokens once: phrases out, the rest kept; "an alarm fired at T" gives the moment that "it" means. */
function takePhrases(tokens: readonly Token[]): Taken {
  const taken: Taken = { phrases: [], rest: [] };
  const clauseEnds = tokens.findIndex((token) => token.stop);
  for (let at = 0; at < tokens.length; ) {
    const read = tokens[at]?.aside ? undefined : readTimePhrase(tokens, at);
    if (read && "problem" in read) return { ...taken, problem: read.problem };
    const token = tokens[at];
    if (!token) break;
    if (!read) {
      taken.rest.push(token);
      at++;
      continue;
    }
    const tells = at <= clauseEnds && read.next < tokens.length && isHappening(tokens.slice(0, at));
    if (tells && read.phrase.kind === "at") {
      taken.anchor = read.phrase.moment;
      taken.rest = [];
    } else {
      taken.phrases.push(read.phrase);
    }
    closeClause(taken.rest, tokens[read.next - 1]);
    at = read.next;
  }
  return taken;
}

/** "an alarm fired at", "the outage started at": a clause that tells when something happened and asks nothing. */
function isHappening(before: readonly Token[]): boolean {
  const opening = before[0];
  if (!opening || before.length > 12) return false;
  const asks = isWord(opening, "who", "what", "which", "when", "did", "show", "list", "why", "how");
  return !asks && before.slice(-2).some((token) => !token.quoted && HAPPENED.has(token.word));
}

/** The clause still ends where its last words were taken out. */
function closeClause(rest: Token[], last: Token | undefined): void {
  const before = rest.at(-1);
  if (last?.stop && before && !before.stop) rest[rest.length - 1] = { ...before, stop: true };
}

function anchored(phrase: TimePhrase, anchor: Moment | undefined): TimePhrase {
  if ("moment" in phrase && phrase.moment === "it" && anchor) return { ...phrase, moment: anchor };
  return phrase;
}

/** `2026-11-20 14:00 to 14:30` on the asker's clock, `2026-11-20` for a whole day; seconds only where there are some. */
function windowWords(window: Window, zone: string): string {
  const from = clockWords(window.from, zone);
  const to = clockWords(window.to, zone);
  const days = [from.slice(0, 10), to.slice(0, 10)];
  if (from.endsWith(" 00:00") && to.endsWith(" 23:59:59")) return [...new Set(days)].join(" to ");
  return `${from} to ${days[0] === days[1] ? to.slice(11) : to}`;
}

function clockWords(at: number, zone: string): string {
  return formatZoned(at, zone).replace(/:00$/, "");
}
