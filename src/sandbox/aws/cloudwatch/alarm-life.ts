/** What has become of an alarm of the local AWS: its state, and every change of it. */
import type { AlarmState, Evaluation } from "../../../domain/alarm.ts";
import type { SeriesQuery } from "../../../domain/metric.ts";
import type { AwsPlace } from "../../../domain/place.ts";
import type { ToldChange } from "../../scenario/alarm-seed.ts";
import { hashOf } from "../../scenario/random.ts";
import type { Rule } from "./alarm-rule.ts";
import type { Input } from "./input.ts";
export type AlarmType = "MetricAlarm" | "CompositeAlarm" | "LogAlarm";

/** A state with why; `data` is what `StateReasonData` holds. */
export type Verdict = { state: AlarmState; reason: string; data?: Input };

export type StateChange = { at: number; from: Verdict; to: Verdict };

export type ConfigChange = { at: number; type: "Create" | "Update" | "Delete"; spec: Input };

/** One series of an alarm over many. */
export type Contributor = {
  id: string;
  attributes: Record<string, string>;
  now: Verdict;
  since: number;
  changes: StateChange[];
};

/** What a metric alarm looks at. */
export type SeriesWatch = {
  kind: "series";
  queries: SeriesQuery[];
  alarmedId: string;
  bandId?: string;
  threshold: number;
  evaluation: Evaluation;
  periodMs: number;
  /** With a Metrics Insights query: what it groups by, each group on its own. */
  groups?: string[];
};

export type Watched =
  | SeriesWatch
  | { kind: "rule"; rule: Rule }
  /** Nothing here can run its query: the scenario tells when its state changed, oldest first. */
  | { kind: "told"; changes: ToldChange[] };

export type AlarmLife = {
  /** From here on it is replayed. */
  bornAt: number;
  /** What was before `bornAt` can be replayed from here on, when somebody wants to know. */
  pastFrom?: number;
  now: Verdict;
  /** When its state came to be another. */
  since: number;
  /** When state or reason were last written. */
  updatedAt: number;
  /** All that has happened up to here is known. */
  knownTo: number;
  /** Somebody has set its state: at this moment it is evaluated again. */
  recheckAt?: number;
  evaluationState?: "EVALUATION_ERROR";
  changes: StateChange[];
  contributors: Map<string, Contributor>;
};

export type StoredAlarm = {
  type: AlarmType;
  name: string;
  arn: string;
  place: AwsPlace;
  /** As it was put, without its tags. */
  spec: Input;
  watched: Watched;
  updatedAt: number;
  tags: { Key: string; Value: string }[];
  configs: ConfigChange[];
  life: AlarmLife;
};

export const UNCHECKED: Verdict = {
  state: "INSUFFICIENT_DATA",
  reason: "Unchecked: Initial alarm creation",
};

/** Nothing is known of it before `from`. */
export function newLife(from: number): AlarmLife {
  return {
    bornAt: from,
    now: UNCHECKED,
    since: from,
    updatedAt: from,
    knownTo: from,
    changes: [],
    contributors: new Map(),
  };
}

/** Notes a verdict; a change only where the state is another. */
export function note(life: AlarmLife, at: number, to: Verdict): void {
  if (life.now.state !== to.state) {
    life.changes.push({ at, from: life.now, to });
    life.since = at;
    life.updatedAt = at;
  } else if (life.now.reason !== to.reason) {
    life.updatedAt = at;
  }
  life.now = to;
}

/** The state in which it was at a moment. */
export function stateThen({ changes, now }: AlarmLife, at: number): AlarmState {
  const next = changes.find((change) => change.at > at);
  return next ? next.from.state : now.state;
}

/** So long after the end of a period an alarm is evaluated: always the same for one alarm. */
export function lagOf(arn: string): number {
  return 8_000 + (hashOf(arn) % 40_000);
}

/** One series of an alarm over many, by its label; new ones begin without data. */
export function contributorOf(
  { arn, life }: StoredAlarm,
  label: string,
  at: number,
  attributes: Record<string, string>,
): Contributor {
  const known = life.contributors.get(label);
  if (known) return known;
  const half = (part: number) => hashOf(`${arn}/${label}/${part}`).toString(16).padStart(8, "0");
  const id = half(0) + half(1);
  const fresh: Contributor = { id, attributes, now: UNCHECKED, since: at, changes: [] };
  life.contributors.set(label, fresh);
  return fresh;
}

/** Notes a verdict on one series; nothing where its state is the same. */
export function noteSeries(one: Contributor, at: number, to: Verdict): void {
  if (one.now.state === to.state) return;
  one.changes.push({ at, from: one.now, to });
  one.now = to;
  one.since = at;
}
