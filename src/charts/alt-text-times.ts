/** Moments and spans as they are said: no more of a date than tells them apart. */
import { DAY, HOUR, MINUTE, SECOND, type Window, wallClock } from "../domain/time.ts";
import { momentWords } from "./time-ticks.ts";

export type Clock = {
  /** As short as it can be inside the window. */
  short(at: number): string;
  /** With its date and year. */
  whole(at: number): string;
  /** The end of the window, after its beginning was said whole. */
  end(at: number): string;
};

export function clockOf({ from, to }: Window, zone: string): Clock {
  const year = (at: number) => wallClock(at, zone).year;
  const whole = (at: number) => momentWords(at, zone).replace(/ (?=\d+:)/, ` ${year(at)} `);
  const isOneDay = whole(from).slice(0, -6) === whole(to).slice(0, -6);
  const isOneYear = year(from) === year(to);
  const short = (at: number) => {
    if (isOneDay) return momentWords(at, zone).slice(-5);
    return isOneYear ? momentWords(at, zone) : whole(at);
  };
  return { short, whole, end: isOneDay ? short : whole };
}

const SIZES: [ms: number, name: string][] = [
  [DAY, "day"],
  [HOUR, "hour"],
  [MINUTE, "minute"],
  [SECOND, "second"],
];

/** `2 hours 5 minutes`: the two largest parts that there are. */
export function spanOfTime(ms: number): string {
  const at = SIZES.findIndex(([size]) => ms >= size);
  const [size, name] = SIZES[at] ?? [SECOND, "second"];
  const [smaller, smallName] = SIZES[at + 1] ?? [size, name];
  const whole = Math.floor(ms / size);
  const rest = Math.floor((ms - whole * size) / smaller);
  const first = counted(whole, name);
  return rest > 0 && smaller !== size ? `${first} ${counted(rest, smallName)}` : first;
}

function counted(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
