/** Which window a widget shows, and with what period. */
import { DAY, HOUR, MINUTE, parseInstant, type Window } from "../../../domain/time.ts";

const RELATIVE =
  /^-?P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;
const SIZES = [365 * DAY, 30 * DAY, 7 * DAY, DAY, HOUR, MINUTE, 1000];

/** `-PT3H` → three hours before `now`; `P0D` → now; ISO 8601 as it stands. Undefined for anything else. */
export function boundOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const relative = RELATIVE.exec(text);
  if (!relative || text.length < 3) return parseInstant(text);
  const parts = relative.slice(1).map((part) => Number(part ?? 0));
  return now - parts.reduce((sum, part, index) => sum + part * (SIZES[index] ?? 0), 0);
}

type Bounds = { start?: string | undefined; end?: string | undefined };

/** The first of these that names a beginning; what ends before it begins, or begins in the future, names nothing. */
export function storedWindow(bounds: readonly Bounds[], now: number): Window | undefined {
  for (const { start, end } of bounds) {
    const from = boundOf(start, now);
    const to = Math.min(now, boundOf(end, now) ?? now);
    if (from !== undefined && from < to) return { from, to };
  }
  return undefined;
}

/** More datapoints than this are no more than a picture shows. */
const MOST_POINTS = 720;
const NICE = [60, 300, 900, 3600, 6 * 3600, 24 * 3600, 7 * 24 * 3600];

/**
 * The period in seconds: at least as long as CloudWatch still keeps of that age, and long enough for a picture.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
 */
export function fittingPeriod(period: number, { from, to }: Window, now: number): number {
  const kept = keptPeriod(now - from);
  const needed = (to - from) / 1000 / MOST_POINTS;
  const least = Math.max(kept, needed);
  if (period >= least && (period % kept === 0 || kept === 1)) return period;
  return NICE.find((nice) => nice >= least && nice >= period) ?? 30 * 24 * 3600;
}

function keptPeriod(age: number): number {
  if (age <= 3 * HOUR) return 1;
  if (age <= 15 * DAY) return 60;
  return age <= 63 * DAY ? 300 : 3600;
}

/** One period for all of the window, in whole minutes. */
export function wholePeriod(window: Window, now: number): number {
  const kept = Math.max(60, keptPeriod(now - window.from));
  return Math.max(kept, Math.ceil((window.to - window.from) / 1000 / kept) * kept);
}
