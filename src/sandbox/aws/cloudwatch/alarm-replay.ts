/** Replays what a metric alarm saw, period by period, up to now. */
import type { AlarmState } from "../../../domain/alarm.ts";
import {
  breaches,
  evaluationRange,
  type Limit,
  missingDataOf,
  stateAt,
} from "../../../domain/alarm-evaluation.ts";
import type { Series } from "../../../domain/metric.ts";
import { AwsRefusal } from "../service.ts";
import {
  type AlarmLife,
  contributorOf,
  lagOf,
  note,
  noteSeries,
  type SeriesWatch,
  type StoredAlarm,
  UNCHECKED,
  type Verdict,
} from "./alarm-life.ts";
import { type DataGround, jsonStamp, reasonData, reasonText, type Seen } from "./alarm-reason.ts";
import type { MetricsEngine } from "./engine.ts";

type Slots = (number | undefined)[];

/** The values of one series, each at its place among the periods of a replay. */
type Track = { label: string; values: Slots; limit: Limit };

type Replay = {
  alarm: StoredAlarm;
  watched: SeriesWatch;
  /** Start of the first period. */
  from: number;
  range: number;
  lagMs: number;
  tracks: Track[];
};

/** Brings its life up to now; asks the engine only when a period has ended since. */
export function replaySeries(
  alarm: StoredAlarm,
  watched: SeriesWatch,
  engine: MetricsEngine,
  now: number,
): void {
  const { life } = alarm;
  const { periodMs } = watched;
  const lagMs = lagOf(alarm.arn);
  const recheckAt =
    life.recheckAt !== undefined && life.recheckAt <= now ? life.recheckAt : undefined;
  const last = Math.floor((now - lagMs) / periodMs) * periodMs;
  const first = Math.floor(life.knownTo / periodMs) * periodMs;
  if (last <= first && recheckAt === undefined) return;
  const range = evaluationRange(watched.evaluation);
  const from = Math.min(first, last) - range * periodMs;
  const evaluation = {
    ...watched.evaluation,
    missingData: missingDataOf(watched.evaluation, watched.queries),
  };
  const tracks = readTracks(alarm, { ...watched, evaluation }, engine, {
    from,
    to: Math.max(first, last),
  });
  if (!tracks) return;
  const replay = { alarm, watched: { ...watched, evaluation }, from, range, lagMs, tracks };
  if (recheckAt !== undefined) {
    delete life.recheckAt;
    // Else the next period is over before.
    if (recheckAt < first + periodMs + lagMs) step(replay, first, recheckAt);
  }
  for (let end = first + periodMs; end <= last; end += periodMs) step(replay, end, end + lagMs);
  life.knownTo = Math.max(life.knownTo, last);
}

function readTracks(
  { place, life }: StoredAlarm,
  watched: SeriesWatch,
  engine: MetricsEngine,
  window: { from: number; to: number },
): Track[] | undefined {
  try {
    const found = engine.evaluate(place, watched.queries, window);
    delete life.evaluationState;
    return toTracks(found, watched, window);
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    life.evaluationState = "EVALUATION_ERROR";
    return undefined;
  }
}

function toTracks(
  found: readonly Series[],
  watched: SeriesWatch,
  { from, to }: { from: number; to: number },
): Track[] {
  const { periodMs, bandId, alarmedId } = watched;
  const count = Math.max(0, Math.round((to - from) / periodMs));
  const slots = (series: Series | undefined): Slots => {
    const values: Slots = new Array<number | undefined>(count).fill(undefined);
    for (const { at, value } of series?.points ?? []) {
      const index = Math.floor((at - from) / periodMs);
      if (index >= 0 && index < count) values[index] = value;
    }
    return values;
  };
  const band = found.filter(({ id }) => id === bandId);
  const [lower, upper] = band.toSorted((a, b) => firstValue(a) - firstValue(b)).map(slots);
  const limit = bandId ? { lower: lower ?? [], upper: upper ?? [] } : watched.threshold;
  const alarmed = found.filter(({ id }) => id === alarmedId);
  const shown = alarmed.length > 0 || watched.groups ? alarmed : [undefined];
  return shown.map((series) => ({ label: series?.label ?? "", values: slots(series), limit }));
}

function firstValue({ points }: Series): number {
  return points[0]?.value ?? 0;
}

/** What is decided at `at` by the periods up to `end`. */
function step(replay: Replay, end: number, at: number): void {
  const { alarm, watched, tracks } = replay;
  if (watched.groups) {
    stepMany(replay, watched.groups, end, at);
    return;
  }
  const [track] = tracks;
  if (track) decide(replay, track, { end, at, life: alarm.life });
}

type Place = { end: number; at: number; life: AlarmLife };

function decide(replay: Replay, track: Track, { end, at, life }: Place): void {
  const state = evaluated(replay, track, end);
  if (state === "keep") return;
  // An old alarm was looked at long before this; a new one keeps its first words until it changes.
  const isFirstLook = life.now === UNCHECKED && firstVerdictAt(replay.alarm, at) !== at;
  if (state === life.now.state && !isFirstLook) return;
  note(life, at, verdictOf(replay, track, end, at, state));
}

/** Of what is replayed the first verdict is as old as the alarm: that moment, at the same time of its period. */
function firstVerdictAt({ life, configs, watched }: StoredAlarm, at: number): number {
  const createdAt = configs[0]?.at ?? at;
  const isFirst = life.now === UNCHECKED && life.changes.length === 0;
  if (!isFirst || createdAt >= life.bornAt || watched.kind !== "series") return at;
  return createdAt + watched.periodMs + ((at - createdAt) % watched.periodMs);
}

function cutOf({ from, range, watched }: Replay, end: number): [number, number] {
  const last = Math.round((end - from) / watched.periodMs);
  return [Math.max(0, last - range), last];
}

function evaluated(replay: Replay, { values, limit }: Track, end: number): AlarmState | "keep" {
  const [begin, stop] = cutOf(replay, end);
  const cut =
    typeof limit === "number"
      ? limit
      : { lower: limit.lower.slice(begin, stop), upper: limit.upper.slice(begin, stop) };
  return stateAt(values.slice(begin, stop), replay.watched.evaluation, cut);
}

function verdictOf(
  replay: Replay,
  track: Track,
  end: number,
  at: number,
  state: AlarmState,
): Verdict {
  const { watched } = replay;
  const { evaluation, periodMs, bandId, threshold } = watched;
  const [begin, stop] = cutOf(replay, end);
  const count = Math.max(1, evaluation.evaluationPeriods);
  const shift = firstVerdictAt(replay.alarm, at) - at;
  const from = replay.from + shift;
  const seen: Seen[] = [];
  for (let index = stop - 1; index >= begin && seen.length < count; index--) {
    const one = seenAt(track, index, from + index * periodMs, evaluation.comparison);
    if (one) seen.unshift(one);
  }
  const oldest = Math.max(begin, stop - count);
  const periods = Array.from(
    { length: stop - oldest },
    (_, index) => from + (oldest + index) * periodMs,
  );
  const ground: DataGround = {
    state,
    evaluation,
    ...(bandId ? {} : { threshold }),
    seen,
    at: at + shift,
    periodMs,
    periods,
    ...statisticOf(watched),
  };
  return { state, reason: reasonText(ground), data: reasonData(ground) };
}

function seenAt(
  { values, limit }: Track,
  index: number,
  at: number,
  comparison: string,
): Seen | undefined {
  const value = values[index];
  if (value === undefined) return undefined;
  if (typeof limit === "number") {
    const edges = { lower: limit, upper: limit };
    return { at, value, isBad: breaches(value, comparison, edges) };
  }
  const [lower, upper] = [limit.lower[index], limit.upper[index]];
  if (lower === undefined || upper === undefined) return undefined;
  return { at, value, lower, upper, isBad: breaches(value, comparison, { lower, upper }) };
}

/** Only an alarm on one metric tells its statistic. */
function statisticOf({ queries }: SeriesWatch): { statistic?: string; unit?: string } {
  const [only] = queries;
  if (queries.length !== 1 || only?.kind !== "metric") return {};
  return { statistic: only.stat, ...(only.unit ? { unit: only.unit } : {}) };
}

/** A series on its own each; together they are in ALARM when one of them is. */
function stepMany(replay: Replay, groups: readonly string[], end: number, at: number): void {
  const { alarm, tracks } = replay;
  const { life } = alarm;
  const states = tracks.map((track) => {
    const attributes = attributesOf(groups, track.label);
    const one = contributorOf(alarm, track.label, at, attributes);
    const state = evaluated(replay, track, end);
    if (state === "keep" || state === one.now.state) return one.now.state;
    noteSeries(one, at, { state, reason: verdictOf(replay, track, end, at, state).reason });
    return state;
  });
  const data = { version: "1.0", queryDate: jsonStamp(at) };
  const bad = states.filter((state) => state === "ALARM").length;
  const well = states.filter((state) => state === "OK").length;
  if (bad > 0) {
    const reason = `${bad} out of ${states.length} time series evaluated to ALARM`;
    note(life, at, { state: "ALARM", reason, data });
  } else if (well > 0 || replay.watched.evaluation.missingData === "notBreaching") {
    const reason = `${well} time series evaluated to OK`;
    note(life, at, { state: "OK", reason, data });
  } else {
    note(life, at, { state: "INSUFFICIENT_DATA", reason: "Insufficient Data", data });
  }
}

/** The series of a query are called by the values of what it groups by. */
function attributesOf(groups: readonly string[], label: string): Record<string, string> {
  const words = groups.length > 1 ? label.split(" ") : [label];
  return Object.fromEntries(groups.map((name, index) => [name, words[index] ?? ""]));
}
