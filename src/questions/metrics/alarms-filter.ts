/** Alarms by what somebody typed of their names. */
import type { Alarm } from "../../domain/alarm.ts";
import { alarmNameOf } from "../../domain/alarm-rule.ts";
import { hasWildcard, matchesWildcard } from "../../domain/wildcard.ts";
import { nearest } from "../../language/nearest.ts";

/**
 * Those whose name holds the text, in whatever case, or matches it with `*` and `?`; of several words each must stand in
 * the name. Without text all.
 */
export function matchingAlarms(alarms: readonly Alarm[], text: string): Alarm[] {
  const wanted = alarmNameOf(text.trim()).toLowerCase();
  if (wanted === "") return [...alarms];
  const lower = (alarm: Alarm) => alarm.name.toLowerCase();
  const whole = alarms.filter((alarm) => holds(lower(alarm), wanted));
  if (whole.length > 0) return whole;
  const words = wanted.split(/\s+/);
  return alarms.filter((alarm) => words.every((word) => holds(lower(alarm), word)));
}

function holds(name: string, wanted: string): boolean {
  return hasWildcard(wanted) ? matchesWildcard(name, wanted) : name.includes(wanted);
}

const MOST_NEAR = 5;

/** Names that somebody may have meant, the nearest first. */
export function nearestNames(text: string, alarms: readonly Alarm[]): string[] {
  const byLower = new Map(alarms.map(({ name }) => [name.toLowerCase(), name]));
  const wanted = text.trim().toLowerCase();
  const slips = Math.max(2, Math.floor(wanted.length / 3));
  const near = nearest(wanted, [...byLower.keys()], slips).map((name) => byLower.get(name) ?? name);
  return near.slice(0, MOST_NEAR);
}
