/** Time phrases → one window in epoch milliseconds, on the clock of a zone. */
import { DAY, HOUR, MINUTE } from "../domain/time.ts";
import { UNIT_MS, type Unit } from "./durations.ts";
import type { Moment } from "./moments.ts";
import { atClock, type Day, dayOf, type Span, spanOf, type TimeContext } from "./spans.ts";
import type { TimePhrase } from "./time-rules.ts";

/** How far around a moment "around" and "at" reach when nobody says it. */
const AROUND_MS = 15 * MINUTE;

/** AWS delivered its first CloudTrail events on this day: "all time" begins there. */
const FIRST_TRAIL = 1384300800000;

/** A window that was found, before it is checked against now. */
export type Found = { from: number; to: number; words?: string };

type Problem = { problem: string };

function momentsOf(phrase: TimePhrase): Moment[] {
  switch (phrase.kind) {
    case "span":
      return [phrase.from, phrase.to];
    case "since":
      return [phrase.from];
    case "until":
      return [phrase.to];
    case "at":
      return [phrase.moment];
    case "before":
    case "after":
    case "around":
      return phrase.moment === "it" ? [] : [phrase.moment];
    case "sliding":
    case "ever":
    case "weak":
      return [];
  }
}

/** The zone that was named with a moment, else the asker's. */
export function zoneOf(phrases: TimePhrase[], context: TimeContext): string {
  const named = phrases.flatMap(momentsOf).find((moment) => moment.zone);
  return named?.zone ?? context.zone;
}

/** `since 14:00` with `until 15:00` is one span; a date and clock times belong together. */
export function joinPhrases(phrases: TimePhrase[]): TimePhrase[] {
  const since = phrases.find((phrase) => phrase.kind === "since");
  const end = phrases.find(
    (phrase) => phrase.kind === "until" || (phrase.kind === "before" && phrase.ms === undefined),
  );
  const to = end?.kind === "until" ? end.to : end?.kind === "before" ? end.moment : "it";
  if (phrases.length !== 2 || since?.kind !== "since" || to === "it") return phrases;
  return [{ kind: "span", from: since.from, to }];
}

const isTimed = (moment: Moment) => moment.clock !== undefined && moment.date === undefined;

/** Every moment is a clock time without a date: the day has to come from elsewhere. */
function isClockOnly(phrase: TimePhrase): boolean {
  const moments = momentsOf(phrase);
  return moments.length > 0 && moments.every(isTimed);
}

/** The one window that all phrases together name. */
export function toWindow(phrases: TimePhrase[], context: TimeContext): Found | Problem {
  const dated = phrases.filter((phrase) => !isClockOnly(phrase));
  const clocks = phrases.filter(isClockOnly);
  let window: Found | undefined;
  for (const phrase of dated) {
    const next = resolve(phrase, context);
    if ("problem" in next) return next;
    const both = window ? narrower(window, next) : next;
    if (!both) return contradiction();
    window = both;
  }
  for (const phrase of clocks) {
    const next = resolveClock(phrase, context, window);
    if ("problem" in next) return next;
    window = next;
  }
  return window ?? contradiction();
}

/** "on 10 July from 11:40 to 12:40" said with full dates: the one inside the other is meant. */
function narrower(one: Found, other: Found): Found | undefined {
  const same = one.from === other.from && one.to === other.to;
  // A window that slides with now says something else than fixed dates do.
  if (!same && (one.words !== undefined || other.words !== undefined)) return undefined;
  if (one.from <= other.from && other.to <= one.to) return other;
  return other.from <= one.from && one.to <= other.to ? one : undefined;
}

/** "yesterday between 14:00 and 15:00": the clock times are taken on the day of the window that is known already. */
function resolveClock(
  phrase: TimePhrase,
  context: TimeContext,
  window: Found | undefined,
): Found | Problem {
  if (!window) return resolve(phrase, context);
  const days = [window.from, window.to].map((at) => dayOf(at, zoneOf([phrase], context)));
  for (const day of days) {
    const next = resolve(phrase, context, day);
    if ("problem" in next) return next;
    if (phrase.kind === "since") next.to = Math.min(next.to, window.to);
    if (next.from >= window.from && next.from <= window.to) return next;
  }
  return contradiction();
}

function contradiction(): Problem {
  return {
    problem:
      "Two times are named that do not go together: keep one of them, such as `last 2h` or `from 14:00 to 15:00`.",
  };
}

function resolve(phrase: TimePhrase, context: TimeContext, day?: Day): Found | Problem {
  const { now } = context;
  switch (phrase.kind) {
    case "sliding":
      return slidingWindow(phrase, now);
    case "ever":
      return { from: FIRST_TRAIL, to: now, words: "all time" };
    case "weak":
      return weakWindow(phrase.unit, context);
    case "span":
      return resolveSpan(phrase.from, phrase.to, context, day);
    case "since":
      return { from: spanOf(phrase.from, context, day).from, to: now };
    case "until":
      return beforeWindow(phrase.to, undefined, context, day);
    case "at":
      return atWindow(phrase.moment, context, day);
    case "before":
      return relative(phrase.moment, (m) => beforeWindow(m, phrase.ms, context, day));
    case "after":
      return relative(phrase.moment, (m) => afterWindow(m, phrase.ms, context, day));
    case "around":
      return relative(phrase.moment, (m) => aroundWindow(m, phrase.ms, context, day));
  }
}

function relative(moment: Moment | "it", window: (moment: Moment) => Found): Found | Problem {
  if (moment !== "it") return window(moment);
  return {
    problem:
      "It is not clear which moment is meant: name it, such as `before 14:05` or `around 14:05`.",
  };
}

function slidingWindow(
  { ms, unit, count }: { ms: number; unit: Unit; count: number },
  now: number,
): Found {
  const length = Math.min(ms, now);
  const even = length === count * UNIT_MS[unit];
  return {
    from: now - length,
    to: now,
    words: `last ${even ? lengthWords(count, unit) : spell(length)}`,
  };
}

function lengthWords(count: number, unit: Unit): string {
  if (count === 1) return unit;
  const short: Partial<Record<Unit, string>> = { second: "s", minute: "min", hour: "h" };
  return `${count} ${short[unit] ?? `${unit}s`}`;
}

function spell(ms: number): string {
  const hours = Math.floor(ms / HOUR);
  const minutes = Math.round((ms % HOUR) / MINUTE);
  return [hours && `${hours} h`, minutes && `${minutes} min`].filter(Boolean).join(" ");
}

function weakWindow(unit: Unit, { now }: TimeContext): Found {
  return { from: now - UNIT_MS[unit], to: now, words: `last ${lengthWords(1, unit)}` };
}

/** A span of clock times that runs over midnight is at most this long; a longer one was turned around by mistake. */
const LONGEST_NIGHT = 16 * HOUR;

/** The end takes day and zone from the beginning where it names none, and the other way round. */
function resolveSpan(first: Moment, to: Moment, context: TimeContext, day?: Day): Found | Problem {
  const from = withHalf(first, to);
  const zone = from.zone ?? to.zone;
  const within = zone ? { ...context, zone } : context;
  const endDay =
    isTimed(from) && to.date && to.clock ? dayOf(spanOf(to, within).from, within.zone) : day;
  const start = spanOf(from, within, endDay);
  const end = endSpan(from, to, start, within);
  const wraps = isTimed(from) && to.clock !== undefined && end.to < start.from;
  const last = wraps ? nextDay(to, end, within) : end;
  const tooLong = isTimed(from) && isTimed(to) && last.to - start.from > LONGEST_NIGHT;
  const turned = tooLong && dayOf(last.to, within.zone).day !== dayOf(start.from, within.zone).day;
  if (last.to < start.from || turned || (wraps && last.to - start.from > LONGEST_NIGHT)) {
    return {
      problem:
        "The time ends before it begins: turn the two around, such as `from 14:00 to 15:00`.",
    };
  }
  return { from: start.from, to: last.to };
}

/** "between 2 and 3 pm" begins at 2 pm, "from 10 to 2 pm" at 10 in the morning. */
function withHalf(from: Moment, to: Moment): Moment {
  const { clock } = from;
  const afternoon = clock?.half === "unsaid" && to.clock?.half === "pm" && clock.hour < 12;
  if (!afternoon || !to.clock || clock.hour + 12 > to.clock.hour) return from;
  return { ...from, clock: { ...clock, hour: clock.hour + 12 } };
}

function nextDay(moment: Moment, span: Span, context: TimeContext): Span {
  const zone = moment.zone ?? context.zone;
  const at = atClock(dayOf(span.from, zone), moment.clock, zone, 1);
  return { from: at, to: at };
}

function endSpan(from: Moment, to: Moment, start: Span, context: TimeContext): Span {
  if (isTimed(to)) {
    const first = spanOf(to, context, dayOf(start.from, to.zone ?? context.zone));
    return first.to >= start.from ? first : nextDay(to, first, context);
  }
  const end = spanOf(to, context);
  const weekdays = from.date?.kind === "weekday" && to.date?.kind === "weekday";
  return weekdays && end.to < start.from ? { from: end.from, to: end.to + 7 * DAY } : end;
}

/** Before a day, the day that ends where it begins; before a clock time, the half hour. */
function beforeWindow(
  moment: Moment,
  ms: number | undefined,
  context: TimeContext,
  day?: Day,
): Found {
  const at = spanOf(moment, context, day).from;
  const whole = moment.clock === undefined && moment.instant === undefined && !moment.now;
  return { from: at - (ms ?? (whole ? DAY : 30 * MINUTE)), to: at };
}

function afterWindow(
  moment: Moment,
  ms: number | undefined,
  context: TimeContext,
  day?: Day,
): Found {
  const at = spanOf(moment, context, day).to;
  return { from: at, to: at + (ms ?? 30 * MINUTE) };
}

function aroundWindow(
  moment: Moment,
  ms: number | undefined,
  context: TimeContext,
  day?: Day,
): Found {
  const span = spanOf(moment, context, day);
  const reach = ms ?? (span.from === span.to ? reachOf(moment) : 0);
  return { from: span.from - reach, to: span.to + reach };
}

/** "2 hours ago" is said more loosely than "20 minutes ago". */
function reachOf(moment: Moment): number {
  return (moment.ago?.ms ?? 0) >= HOUR ? 2 * AROUND_MS : AROUND_MS;
}

function atWindow(moment: Moment, context: TimeContext, day?: Day): Found {
  return aroundWindow(moment, undefined, context, day);
}
