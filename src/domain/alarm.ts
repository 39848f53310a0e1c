/** CloudWatch's alarms as JSON-safe values: what each watches, how it stands, and what has happened to it. */
import type { SeriesQuery } from "./metric.ts";
import type { AwsPlace } from "./place.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** As CloudWatch spells them: `GreaterThanOrEqualToThreshold`, `LessThanLowerOrGreaterThanUpperThreshold`… */
export type ComparisonOperator = string;

/** How datapoints become a state: so many of the last so many must breach. */
export type Evaluation = {
  comparison: ComparisonOperator;
  /** Datapoints looked at. */
  evaluationPeriods: number;
  /** Of these so many must breach; all of them unless set. */
  datapointsToAlarm?: number;
  /** `missing`, `breaching`, `notBreaching`, `ignore`. */
  missingData: string;
};

/** What an alarm watches; each kind of alarm that CloudWatch has is one of these. */
export type AlarmWatch =
  | {
      /** A single metric, metric math, a Metrics Insights query, or a metric against its anomaly band. */
      kind: "metric" | "math" | "insights" | "anomaly";
      /** What is asked of CloudWatch for it; with several, `alarmedId` is the series that alarms. */
      queries: SeriesQuery[];
      alarmedId: string;
      /** Absent with an anomaly band. */
      threshold?: number;
      /** With an anomaly band: the id of its expression, `ANOMALY_DETECTION_BAND(m1, 2)`. */
      bandId?: string;
      evaluation: Evaluation;
      /** Seconds. */
      period: number;
      /** CloudWatch's unit. */
      unit?: string;
    }
  | {
      kind: "promql";
      query: string;
      /** Seconds that it must hold before it alarms, or be over before it is well again. */
      pendingPeriod?: number;
      recoveryPeriod?: number;
      /** Seconds between evaluations. */
      interval?: number;
    }
  | {
      kind: "log";
      /** The scheduled query's text. */
      query: string;
      logGroups: string[];
      /** `rate(5 minutes)`. */
      schedule?: string;
      aggregation?: string;
      threshold?: number;
      comparison?: ComparisonOperator;
      /** Of the last so many results so many must breach. */
      resultsToAlarm?: number;
      resultsToEvaluate?: number;
    }
  | {
      kind: "composite";
      /** `ALARM("a") AND NOT OK("b")`. */
      rule: string;
      /** Names or ARNs that the rule names, each once, in its order. */
      children: string[];
      /** While this alarm is in ALARM, actions are held back. */
      suppressor?: string;
    }
  /** A kind that this version does not know; what it says of itself is kept. */
  | { kind: "unknown"; record: Record<string, unknown> };

export type AlarmActions = { ok: string[]; alarm: string[]; insufficient: string[] };

export type Alarm = {
  name: string;
  arn: string;
  place: AwsPlace;
  description?: string;
  watch: AlarmWatch;
  state: AlarmState;
  /** Since when it stands so: StateTransitionedTimestamp where it is told, else StateUpdatedTimestamp. Epoch milliseconds. */
  stateSince?: number;
  /** When its state or reason were last written. */
  stateUpdatedAt?: number;
  /** As CloudWatch words it. */
  stateReason?: string;
  /** Parsed `StateReasonData`. */
  reasonData?: Record<string, unknown>;
  /** `PARTIAL_DATA`, `EVALUATION_ERROR`, `EVALUATION_FAILURE`. */
  evaluationState?: string;
  actionsEnabled: boolean;
  actions: AlarmActions;
  /** Composite alarms: why actions are held back now, `WaitPeriod`, `ExtensionPeriod`, `Alarm`. */
  suppressedBy?: string;
  updatedAt?: number;
};

export type AlarmHistoryItem = {
  at: number;
  kind: "state" | "configuration" | "action" | "contributor" | "other";
  /** CloudWatch's summary. */
  summary: string;
  /** With a change of state. */
  from?: AlarmState;
  to?: AlarmState;
  reason?: string;
  reasonData?: Record<string, unknown>;
  /** With a change of configuration: `Create`, `Update`, `Delete`. */
  change?: string;
};

/** One series of an alarm over many that is in ALARM now. */
export type AlarmContributor = {
  id: string;
  attributes: Record<string, string>;
  reason?: string;
  since?: number;
};

export type MuteRule = {
  name: string;
  arn: string;
  place: AwsPlace;
  description?: string;
  status: "scheduled" | "active" | "expired";
  /** `cron(0 2 * * *)` of five fields, `at(2026-11-22T14:00)`. */
  schedule: string;
  /** ISO 8601, `PT1H`. */
  duration: string;
  /** IANA; UTC unless set. */
  zone?: string;
  alarmNames: string[];
  startsAt?: number;
  expiresAt?: number;
};

/** A metric alarm that somebody thinks about, or orders. */
export type AlarmDraft = {
  name: string;
  description?: string;
  place: AwsPlace;
  queries: SeriesQuery[];
  alarmedId: string;
  threshold: number;
  evaluation: Evaluation;
  /** Seconds. */
  period: number;
  unit?: string;
  /** ARNs told when it alarms. */
  alarmActions: string[];
};
