/** Moments as the viewer reads them, in the viewer's zone. All times are epoch milliseconds. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) {
    return known;
  }
  const made = createFormat(zone, options);
  formats.set(key, made);
  return made;
}

function createFormat(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const base = { hourCycle: "h23", ...options } as const;
  try {
    return new Intl.DateTimeFormat("en-US", { ...base, timeZone: zone });
  } catch {
    // A zone that the browser does not know.
    return new Intl.DateTimeFormat("en-US", { ...base, timeZone: "UTC" });
  }
}

type Parts = Record<"year" | "month" | "day" | "hour" | "minute" | "second", string>;

function partsOf(atMs: number, zone: string): Parts {
  const parts: Parts = { year: "", month: "", day: "", hour: "", minute: "", second: "" };
  const two = "2-digit";
  const options = { month: two, day: two, hour: two, minute: two, second: two } as const;
  for (const part of format(zone, { year: "numeric", ...options }).formatToParts(atMs)) {
    if (part.type in parts) {
      parts[part.type as keyof Parts] = part.value;
    }
  }
  return parts;
}

const days = new Map<string, string>();

/** `2026-05-04` in the zone: equal for all moments of one day. */
export function dayOf(atMs: number, zone: string): string {
  // No zone begins its day within a quarter of an hour, so that one look-up serves all moments of it.
  const key = `${zone} ${Math.floor(atMs / 900_000)}`;
  const known = days.get(key);
  if (known !== undefined) {
    return known;
  }
  const { year, month, day } = partsOf(atMs, zone);
  days.set(key, `${year}-${month}-${day}`);
  return `${year}-${month}-${day}`;
}

/** `14:02`. */
export function clockTime(atMs: number, zone: string): string {
  const { hour, minute } = partsOf(atMs, zone);
  return `${hour}:${minute}`;
}

/** `Today`, `Yesterday`, `Tomorrow`, or undefined. */
function nearDay(atMs: number, zone: string, nowMs: number): string | undefined {
  // A day of noon to noon: a change of the clock by an hour does not move it into another day.
  const noonOf = (at: number) => Date.parse(`${dayOf(at, zone)}T12:00:00Z`);
  const names: Record<string, string> = { "-1": "Yesterday", "0": "Today", "1": "Tomorrow" };
  return names[String(Math.round((noonOf(atMs) - noonOf(nowMs)) / 86_400_000))];
}

/** `Today`, `Yesterday` or `Monday, May 4th`, with the year when it is another one. */
export function dayLabel(atMs: number, zone: string, nowMs: number): string {
  const isThisYear = dayOf(atMs, zone).slice(0, 4) === dayOf(nowMs, zone).slice(0, 4);
  return (
    nearDay(atMs, zone, nowMs) ?? longDate(atMs, zone, { hasWeekday: true, hasYear: !isThisYear })
  );
}

/** `Monday, May 4th, 2026 at 14:02:09 (Europe/Vienna)`, for the tip over a time. */
export function fullTime(atMs: number, zone: string): string {
  const { hour, minute, second } = partsOf(atMs, zone);
  const day = longDate(atMs, zone, { hasWeekday: true, hasYear: true });
  return `${day} at ${hour}:${minute}:${second} (${zone})`;
}

/** `Today at 14:02`. */
export function dayAndTime(atMs: number, zone: string, nowMs: number): string {
  return `${dayLabel(atMs, zone, nowMs)} at ${clockTime(atMs, zone)}`;
}

function longDate(
  atMs: number,
  zone: string,
  { hasWeekday, hasYear }: { hasWeekday: boolean; hasYear: boolean },
): string {
  const { year, day } = partsOf(atMs, zone);
  const month = format(zone, { month: "long" }).format(atMs);
  const weekday = hasWeekday ? `${format(zone, { weekday: "long" }).format(atMs)}, ` : "";
  return `${weekday}${month} ${ordinal(Number(day))}${hasYear ? `, ${year}` : ""}`;
}

function ordinal(day: number): string {
  const isTeen = day > 10 && day < 14;
  const ending = isTeen ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th");
  return `${day}${ending}`;
}

function shortDate(atMs: number, zone: string): string {
  const { year, day } = partsOf(atMs, zone);
  return `${format(zone, { month: "short" }).format(atMs)} ${Number(day)}, ${year}`;
}

/** `3 minutes ago`, `in 2 hours`. */
export function ago(atMs: number, nowMs: number): string {
  const seconds = Math.round((atMs - nowMs) / 1000);
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["year", 31_536_000],
    ["month", 2_592_000],
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en-US").format(Math.trunc(seconds / size), unit);
}

/**
 * A text with Slack's date tokens filled in; unknown tokens stay as they are.
 * Tokens: https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function formatDateToken(text: string, atMs: number, zone: string, nowMs: number): string {
  if (Number.isNaN(new Date(atMs).getTime())) {
    return text;
  }
  return text.replace(/\{(\w+)\}/g, (token, name: string) => {
    const near = name.endsWith("_pretty") ? nearDay(atMs, zone, nowMs) : undefined;
    const plain = name.replace(/_(pretty|full)$/, "");
    // In the middle of a sentence Slack writes "today".
    return (
      near?.replace(/^./, (letter) => (text.startsWith(token) ? letter : letter.toLowerCase())) ??
      dateToken(plain, atMs, zone, nowMs) ??
      token
    );
  });
}

function dateToken(name: string, atMs: number, zone: string, nowMs: number): string | undefined {
  const { year, month, day, hour, minute, second } = partsOf(atMs, zone);
  switch (name) {
    case "date_num":
      return `${year}-${month}-${day}`;
    case "date_slash":
      return `${month}/${day}/${year}`;
    case "date":
      return longDate(atMs, zone, { hasWeekday: false, hasYear: true });
    case "date_long":
    case "day_divider":
      return longDate(atMs, zone, { hasWeekday: true, hasYear: true });
    case "date_short":
      return shortDate(atMs, zone);
    case "time":
      return `${hour}:${minute}`;
    case "time_secs":
      return `${hour}:${minute}:${second}`;
    case "ago":
      return ago(atMs, nowMs);
    default:
      return undefined;
  }
}
