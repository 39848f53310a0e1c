/** Why an alarm is in its state, in CloudWatch's own words. */
import type { AlarmState, Evaluation } from "../../../domain/alarm.ts";
import { wallClock } from "../../../domain/time.ts";
import type { Input } from "./input.ts";

/** A datapoint that was looked at, with the edges of the band at its time. */
export type Seen = { at: number; value: number; lower?: number; upper?: number; isBad: boolean };

type Ground = {
  state: AlarmState;
  evaluation: Evaluation;
  /** Absent with a band. */
  threshold?: number;
  /** The newest datapoints that it was decided by, at most as many as are evaluated, oldest first. */
  seen: readonly Seen[];
};

const PHRASES: Record<string, string> = {
  GreaterThanOrEqualToThreshold: "greater than or equal to the threshold",
  GreaterThanThreshold: "greater than the threshold",
  LessThanThreshold: "less than the threshold",
  LessThanOrEqualToThreshold: "less than or equal to the threshold",
  LessThanLowerThreshold: "less than the lower thresholds",
  GreaterThanUpperThreshold: "greater than the upper thresholds",
};
/** More than these are told in the longer form. */
const MOST_IN_LINE = 4;
const MOST_RECENT = 5;

/** `Threshold Crossed: 1 out of the last 1 datapoints [7.0 (22/11/26 14:03:00)] was greater than …` */
export function reasonText(ground: Ground): string {
  const { state, evaluation, seen } = ground;
  const periods = Math.max(1, evaluation.evaluationPeriods);
  const lacking = periods - seen.length;
  if (state === "INSUFFICIENT_DATA") {
    return `Insufficient Data: ${countOf(Math.max(1, lacking), "datapoint")} ${lacking > 1 ? "were" : "was"} unknown.`;
  }
  const opening = ground.threshold === undefined ? "Thresholds Crossed" : "Threshold Crossed";
  const filler = { breaching: "Breaching", notBreaching: "NonBreaching" }[evaluation.missingData];
  if (lacking > 0 && filler) {
    const received =
      seen.length === 0
        ? "no datapoints were received"
        : `${countOf(seen.length, "datapoint")} ${seen.length === 1 ? "was" : "were"} received`;
    return `${opening}: ${received} for ${countOf(periods, "period")} and ${countOf(lacking, "missing datapoint")} ${lacking === 1 ? "was" : "were"} treated as [${filler}].`;
  }
  return crossedText(ground, opening, periods);
}

function crossedText(ground: Ground, opening: string, periods: number): string {
  const { state, evaluation, seen } = ground;
  const isAlarm = state === "ALARM";
  const enough = evaluation.datapointsToAlarm ?? periods;
  const least = isAlarm ? enough : periods - enough + 1;
  const told = seen.filter(({ isBad }) => isBad === isAlarm).toReversed();
  const verb = told.length === 1 ? "was" : "were";
  const transition = `(minimum ${countOf(least, "datapoint")} for ${isAlarm ? "OK -> ALARM" : "ALARM -> OK"} transition).`;
  const start = `${opening}: ${told.length} out of the last ${periods} datapoints`;
  if (told.length <= MOST_IN_LINE) {
    return `${start} [${listed(told)}] ${verb} ${comparison(ground, isAlarm, told)} ${transition}`;
  }
  const recent = listed(told.slice(0, MOST_RECENT));
  return `${start} ${verb} ${comparison(ground, isAlarm, told.slice(0, MOST_RECENT))}. The most recent datapoints which crossed the threshold: [${recent}] ${transition}`;
}

function comparison(ground: Ground, isAlarm: boolean, told: readonly Seen[]): string {
  const not = isAlarm ? "" : "not ";
  const { comparison: operator } = ground.evaluation;
  if (ground.threshold !== undefined) {
    return `${not}${PHRASES[operator] ?? "across the threshold"} (${javaDouble(ground.threshold)})`;
  }
  const edges = (side: "lower" | "upper") =>
    `[${told.map((one) => javaDouble(one[side] ?? 0)).join(", ")}]`;
  if (operator === "LessThanLowerOrGreaterThanUpperThreshold") {
    return `${not}less than the lower thresholds ${edges("lower")} or ${not}greater than the upper thresholds ${edges("upper")}`;
  }
  const side = operator === "LessThanLowerThreshold" ? "lower" : "upper";
  return `${not}${PHRASES[operator] ?? "across the thresholds"} ${edges(side)}`;
}

function listed(told: readonly Seen[]): string {
  return told.map(({ at, value }) => `${javaDouble(value)} (${stamp(at)})`).join(", ");
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `7.0`, `0.25`, `1.5E7`: as Java writes a double, which is what CloudWatch shows. */
export function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [digits = "0", exponent = "0"] = value.toExponential().split("e");
    return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

const two = (value: number) => String(value).padStart(2, "0");

/** `22/11/26 14:03:00`, in UTC. */
function stamp(at: number): string {
  const { year, month, day, hour, minute, second } = wallClock(at, "UTC");
  return `${two(day)}/${two(month)}/${two(year % 100)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** `Sunday 22 November, 2026 14:03:23 UTC`, as composite alarms write it. */
export function longStamp(at: number): string {
  const { year, month, day, hour, minute, second, weekday } = wallClock(at, "UTC");
  return `${DAYS[weekday]} ${two(day)} ${MONTHS[month - 1]}, ${year} ${two(hour)}:${two(minute)}:${two(second)} UTC`;
}

/** `2026-11-22T14:03:23.512+0000`, as CloudWatch writes times into JSON. */
export function jsonStamp(at: number): string {
  return new Date(at).toISOString().replace("Z", "+0000");
}

export type DataGround = Ground & {
  at: number;
  statistic?: string;
  unit?: string;
  periodMs: number;
  /** Starts of the periods that were looked at, oldest first; those without a datapoint too. */
  periods: readonly number[];
};

/** What `StateReasonData` holds. */
export function reasonData(ground: DataGround): Input {
  const { seen, periods, threshold } = ground;
  const byTime = new Map(seen.map((one) => [one.at, one]));
  const first = seen[0];
  return {
    version: "1.0",
    queryDate: jsonStamp(ground.at),
    ...(first ? { startDate: jsonStamp(first.at) } : {}),
    ...(ground.unit ? { unit: ground.unit } : {}),
    ...(ground.statistic ? { statistic: ground.statistic } : {}),
    period: ground.periodMs / 1000,
    recentDatapoints: seen.map(({ value }) => value),
    ...(threshold === undefined
      ? {
          recentLowerThresholds: seen.map(({ lower }) => lower ?? null),
          recentUpperThresholds: seen.map(({ upper }) => upper ?? null),
        }
      : { threshold }),
    evaluatedDatapoints: periods.toReversed().map((at) => {
      const one = byTime.get(at);
      return { timestamp: jsonStamp(at), ...(one ? { value: one.value } : {}) };
    }),
  };
}
