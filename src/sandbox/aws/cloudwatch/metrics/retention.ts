/** How long CloudWatch keeps datapoints of which grain, and how it aligns what is asked to them. */
import { DAY, HOUR, MINUTE, SECOND, type Window } from "../../../../domain/time.ts";
import { AwsRefusal } from "../../service.ts";

const HIGH_RESOLUTION = [1, 5, 10, 20, 30];
const MINUTE_S = MINUTE / SECOND;

/** Whether a period (seconds) is one that CloudWatch takes: 1, 5, 10, 20, 30 or whole minutes. */
export function isPeriod(seconds: number): boolean {
  if (HIGH_RESOLUTION.includes(seconds)) return true;
  return Number.isSafeInteger(seconds) && seconds >= MINUTE_S && seconds % MINUTE_S === 0;
}

/** For how long datapoints of a period (milliseconds) can be read. */
export function retentionOf(periodMs: number): number {
  if (periodMs % HOUR === 0) return 455 * DAY;
  if (periodMs % (5 * MINUTE) === 0) return 63 * DAY;
  if (periodMs % MINUTE === 0) return 15 * DAY;
  return 3 * HOUR;
}

/** The start as CloudWatch rounds it down, by how long ago it is. */
export function roundedStart(from: number, now: number): number {
  const age = now - from;
  const step =
    age <= 3 * HOUR ? SECOND : age <= 15 * DAY ? MINUTE : age <= 63 * DAY ? 5 * MINUTE : HOUR;
  return Math.floor(from / step) * step;
}

/** Beginnings of the periods of a window that can still be read and have begun; the end does not belong to it. */
export function periodsOf(window: Window, periodMs: number, now: number): number[] {
  const oldest = now - retentionOf(periodMs);
  const asked = Math.floor(roundedStart(window.from, now) / periodMs) * periodMs;
  const first = asked >= oldest ? asked : Math.ceil(oldest / periodMs) * periodMs;
  const end = Math.min(window.to, now);
  const count = Math.max(0, Math.ceil((end - first) / periodMs));
  if (count > MOST_PERIODS) {
    throw new AwsRefusal(
      "ValidationError",
      `You have requested up to ${count} datapoints of one metric, which exceeds the limit of ${MOST_PERIODS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  return Array.from({ length: count }, (_, index) => first + index * periodMs);
}

/** A day of seconds and some: what high resolution can give, and more than any page. */
const MOST_PERIODS = 100_800;
