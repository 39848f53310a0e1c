/** `StateReasonData` as far as it can be read; what is missing or of another type is left out. */
import type { JsonValue } from "./json.ts";
import { isObject } from "./json.ts";
import { parseInstant } from "./time.ts";

export type JudgedPoint = { at?: number; value: number; lower?: number; upper?: number };

export type Judged = {
  /** Oldest first, with the threshold or the band that each was measured against. */
  points: JudgedPoint[];
  threshold?: number;
  /** Of so many datapoints, where `points` are those that breach alone. */
  of?: number;
  /** Of a composite alarm: whose states made its own. */
  children: { arn: string; state: string; at?: number }[];
};

export function readJudged(data: Record<string, unknown>): Judged {
  const threshold = numberIn(data.threshold);
  const evaluated = evaluatedPoints(data, threshold);
  const recent = recentPoints(data, threshold);
  // Only the recent ones tell of a band; the evaluated ones tell when each was, gaps or not.
  const points = hasBand(data) ? withTimes(recent, evaluated ?? []) : (evaluated ?? recent);
  return { points, ...(threshold !== undefined && { threshold }), children: childrenIn(data) };
}

const SENTENCE =
  /^threshold crossed: \d+ out of the last (\d+) datapoints? \[([^\]]*)\].*?threshold \((-?[\d.]+(?:E[+-]?\d+)?)\)/i;
/** `81.0 (23/11/26 02:35:00)`: day, month, year; UTC. */
const POINT = /(-?[\d.]+(?:E[+-]?\d+)?) \((\d{2})\/(\d{2})\/(\d{2}) (\d{2}:\d{2}:\d{2})\)/gi;

/** The same out of CloudWatch's sentence, as for single series no data are told; undefined where it is another. */
export function readSentence(reason: string): Judged | undefined {
  const match = SENTENCE.exec(reason.slice(0, 2000));
  if (!match) return undefined;
  const [, of = "", list = "", limit = ""] = match;
  const threshold = Number(limit);
  const points = [...list.matchAll(POINT)].map(
    ([, value, day, month, year, clock]): JudgedPoint => {
      const at = parseInstant(`20${year}-${month}-${day}T${clock}Z`);
      return { ...(at !== undefined && { at }), value: Number(value), ...edges(threshold) };
    },
  );
  if (points.length === 0 || !Number.isFinite(threshold)) return undefined;
  return { points: points.reverse(), threshold, of: Number(of), children: [] };
}

function hasBand(data: Record<string, unknown>): boolean {
  return listIn(data.recentUpperThresholds).length + listIn(data.recentLowerThresholds).length > 0;
}

function withTimes(points: JudgedPoint[], timed: readonly JudgedPoint[]): JudgedPoint[] {
  if (timed.length !== points.length) return points;
  return points.map((point, index) => {
    const at = timed[index]?.at ?? point.at;
    return { ...point, ...(at !== undefined && { at }) };
  });
}

/** Newest first as CloudWatch writes them; those without a value were missing. */
function evaluatedPoints(
  data: Record<string, unknown>,
  threshold: number | undefined,
): JudgedPoint[] | undefined {
  const found = listIn(data.evaluatedDatapoints).flatMap((each): JudgedPoint[] => {
    const { value, timestamp, threshold: own } = membersIn(each);
    const read = numberIn(value);
    if (read === undefined) return [];
    const at = timeIn(timestamp);
    return [{ ...(at !== undefined && { at }), value: read, ...edges(numberIn(own) ?? threshold) }];
  });
  if (found.length === 0) return undefined;
  const hasTimes = found.every(({ at }) => at !== undefined);
  return hasTimes ? found.sort((a, b) => (a.at ?? 0) - (b.at ?? 0)) : found.reverse();
}

/** Oldest first, from `startDate` on. */
function recentPoints(data: Record<string, unknown>, threshold: number | undefined): JudgedPoint[] {
  const start = timeIn(data.startDate);
  const period = numberIn(data.period);
  const lowers = listIn(data.recentLowerThresholds).map(numberIn);
  const uppers = listIn(data.recentUpperThresholds).map(numberIn);
  return listIn(data.recentDatapoints).flatMap((each, index): JudgedPoint[] => {
    const value = numberIn(each);
    if (value === undefined) return [];
    const at =
      start === undefined || (period === undefined && index > 0)
        ? undefined
        : start + index * (period ?? 0) * 1000;
    return [
      {
        ...(at !== undefined && { at }),
        value,
        ...edges(lowers[index] ?? threshold, uppers[index] ?? threshold),
      },
    ];
  });
}

function edges(lower: number | undefined, upper = lower): { lower?: number; upper?: number } {
  return lower === undefined || upper === undefined ? {} : { lower, upper };
}

function childrenIn(data: Record<string, unknown>): Judged["children"] {
  return listIn(data.triggeringAlarms).flatMap((each) => {
    const { arn, state } = membersIn(each);
    const { value, timestamp } = membersIn(state);
    if (typeof arn !== "string" || typeof value !== "string") return [];
    const at = timeIn(timestamp);
    return [{ arn, state: value, ...(at !== undefined && { at }) }];
  });
}

function membersIn(value: unknown): Record<string, JsonValue | undefined> {
  return isObject(value) ? value : {};
}

function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function numberIn(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** `2019-10-03T15:58:00.000+0000`. */
function timeIn(value: unknown): number | undefined {
  return typeof value === "string" ? parseInstant(value) : undefined;
}
