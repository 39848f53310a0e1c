/** The time as values: MINUTE, HOUR, DAY, DATE, MONTH, YEAR, EPOCH, all in UTC. */
import type { Timeline } from "../metrics/timeline.ts";

const READ: Readonly<Record<string, (at: Date) => number>> = {
  MINUTE: (at) => at.getUTCMinutes(),
  HOUR: (at) => at.getUTCHours(),
  /** Monday is 1, Sunday 7. */
  DAY: (at) => at.getUTCDay() || 7,
  DATE: (at) => at.getUTCDate(),
  MONTH: (at) => at.getUTCMonth() + 1,
  YEAR: (at) => at.getUTCFullYear(),
  EPOCH: (at) => at.getTime() / 1000,
};

/** A value for every period, whether or not the series has a point there. */
export function clockOf(name: string, one: Timeline, at: readonly number[]): Timeline {
  const read = READ[name];
  if (!read) throw new RangeError(`${name} is no part of the time`);
  return { ...one, at, values: at.map((moment) => read(new Date(moment))) };
}
