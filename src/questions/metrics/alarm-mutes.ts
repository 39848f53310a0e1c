/** When mute rules hold back what an alarm does, as spans of a picture. */
import type { ChartSpan } from "../../charts/chart-data.ts";
import type { MuteRule } from "../../domain/alarm.ts";
import {
  DAY,
  HOUR,
  instantOf,
  isTimeZone,
  MINUTE,
  type Window,
  wallClock,
} from "../../domain/time.ts";

/**
 * Spans of rules that begin once, `at(2026-11-22T14:00)`, or each day at a time, `cron(0 2 * * *)`; of other schedules
 * none are told here, as their words stand beside the picture.
 */
export function muteSpans(rules: readonly MuteRule[], window: Window): ChartSpan[] {
  return rules
    .flatMap((rule) => {
      const lengthMs = isoSpanMs(rule.duration);
      if (lengthMs === undefined) return [];
      return beginnings(rule, window, lengthMs).map((from) => ({
        from,
        to: from + lengthMs,
        rule,
      }));
    })
    .flatMap(({ from, to, rule }): ChartSpan[] => {
      const start = Math.max(from, window.from, rule.startsAt ?? Number.NEGATIVE_INFINITY);
      const end = Math.min(to, window.to, rule.expiresAt ?? Number.POSITIVE_INFINITY);
      return end > start ? [{ from: start, to: end, label: "muted", tone: "muted" }] : [];
    });
}

/** CloudWatch mutes for 15 days at most. */
const LONGEST_MS = 15 * DAY;
const MOST_DAYS = 100;

function beginnings(
  { schedule, zone = "UTC" }: MuteRule,
  window: Window,
  lengthMs: number,
): number[] {
  if (!isTimeZone(zone)) return [];
  const once = /^at\((\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})\)$/.exec(schedule);
  if (once) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = once.slice(1).map(Number);
    return [instantOf({ year, month, day, hour, minute, second: 0 }, zone)];
  }
  const daily = /^cron\((\d{1,2}) (\d{1,2}) \* \* \*\)$/.exec(schedule);
  if (!daily) return [];
  const [minute = 0, hour = 0] = daily.slice(1).map(Number);
  const found: number[] = [];
  for (let at = window.from - lengthMs - DAY; at <= window.to + DAY; at += DAY) {
    if (found.length > MOST_DAYS) break;
    const { year, month, day } = wallClock(at, zone);
    found.push(instantOf({ year, month, day, hour, minute, second: 0 }, zone));
  }
  return [...new Set(found)];
}

/** `PT1H30M`, `P1D` in milliseconds; undefined for what is none. */
function isoSpanMs(span: string): number | undefined {
  const match = /^P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,6})M)?)?$/.exec(span);
  if (!match) return undefined;
  const [days = 0, hours = 0, minutes = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const ms = days * DAY + hours * HOUR + minutes * MINUTE;
  return ms > 0 ? Math.min(ms, LONGEST_MS) : undefined;
}
