/** What a question about metrics, alarms or dashboards asks, once its words are read. */
import type { AlarmState } from "../../domain/alarm.ts";
import type { AskedBase } from "../asked.ts";

/** A span before the window, to compare with. */
export type Versus = { words: string; shiftMs: number };

export type MetricsAsked = AskedBase & {
  /** The words that name what is meant, as typed, in their order: a metric in words, an alarm's or dashboard's name. */
  name: string;
  /** Metric math, SEARCH or a Metrics Insights query, as typed. */
  expression?: string;
  /** As CloudWatch spells it; the metric's usual one unless set. */
  stat?: string;
  /** Seconds; by age and length of the window unless set. */
  period?: number;
  versus?: Versus;
  state?: AlarmState;
  /** Of a dashboard or a long list; counts from 1. */
  page?: number;
  /** `mute-alarm`: for how long from now on, and why. */
  mute?: { spanMs: number; reason?: string };
  /** `draft-alarm`: what stands after the metric, `>= 5 in 1m`. */
  condition?: AlarmCondition;
};

/** `>= 5 in 1m`, `> 80 for 3 of 5 periods of 5m`. */
export type AlarmCondition = {
  operator: ">" | ">=" | "<" | "<=";
  threshold: number;
  /** Seconds. */
  period?: number;
  /** So many of so many datapoints; 1 of 1 unless set. */
  datapointsToAlarm?: number;
  evaluationPeriods?: number;
};
