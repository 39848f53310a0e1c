/** Small phrases that every answer needs: counts, spans of time, sizes, lists. */
import { DAY, HOUR, MINUTE, SECOND } from "../domain/time.ts";

const YEAR = 365.25 * DAY;

/** `1 change`, `2 changes`, `1,204 changes`. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(amount)} ${amount === 1 ? noun : plural}`;
}

/** `12345` → `12,345`. */
export function grouped(amount: number): string {
  return String(Math.round(amount)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `25 min ago`, `3 h ago`, `2 days ago`; for the future `in 5 min`. */
export function ago(at: number, now: number): string {
  const span = duration(Math.abs(now - at));
  if (Math.abs(now - at) < SECOND) return "just now";
  return at <= now ? `${span} ago` : `in ${span}`;
}

/** The largest unit that says it well: `40 s`, `25 min`, `3 h`, `2 days`, `10 years`. */
export function duration(ms: number): string {
  if (ms < MINUTE) return `${Math.max(1, Math.round(ms / SECOND))} s`;
  if (ms < 2 * HOUR) return `${Math.round(ms / MINUTE)} min`;
  if (ms < 2 * DAY) return `${Math.round(ms / HOUR)} h`;
  if (ms < 2 * YEAR) return `${grouped(ms / DAY)} days`;
  return `${Math.floor(ms / YEAR)} years`;
}

/** `1.2 MB`; decimal units. */
export function bytes(size: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `$0.06`, below a cent `$0.0005`; rounded up, so that who agrees to it agrees to enough. */
export function dollars(usd: number): string {
  const digits = usd > 0 && usd < 0.01 ? 4 : 2;
  const scale = 10 ** digits;
  // Without the dust of binary fractions: 0.07 * 100 is a little more than 7.
  return `$${(Math.ceil(Number((usd * scale).toFixed(6))) / scale).toFixed(digits)}`;
}

/** `a, b and c`; more than `most` end in `and 4 more`. */
export function listed(items: readonly string[], most = 5): string {
  if (items.length === 0) return "none";
  const shown = items.slice(0, most);
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} and ${rest} more`;
  if (shown.length === 1) return shown[0] ?? "";
  return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** First letter upper case, the rest as it is. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
