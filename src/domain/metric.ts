/** CloudWatch's metrics as plain values: what is asked, and the datapoints that come back. */

export type Dimension = { name: string; value: string };

/** A metric as CloudWatch names it; the order of its dimensions means nothing. */
export type Metric = { namespace: string; name: string; dimensions: Dimension[] };

/**
 * One entry of a GetMetricData request: a metric with its statistic, or an expression (metric math, SEARCH, a Metrics
 * Insights query) over the ids of others. `id` matches `^[a-z][A-Za-z0-9_]*$`.
 */
export type SeriesQuery = {
  id: string;
  label?: string;
  isHidden?: true;
  /** The account that has it, where that is another than the one asked; twelve digits. */
  account?: string;
} & (
  | {
      kind: "metric";
      metric: Metric;
      /** As CloudWatch spells it: `Average`, `Sum`, `p99`, `TM(10%:90%)`. */
      stat: string;
      /** Seconds. */
      period: number;
      /** CloudWatch's unit; any unless set. */
      unit?: string;
    }
  | { kind: "expression"; expression: string; period?: number }
);

/** `at`: the beginning of its period, epoch milliseconds. */
export type Datapoint = { at: number; value: number };

export type SeriesStatus = "complete" | "partial" | "forbidden" | "failed";

/** What one query gave; a SEARCH gives several of one id with labels of their own. */
export type Series = {
  id: string;
  label: string;
  /** Oldest first, no two at one moment; a period without data has none. */
  points: Datapoint[];
  /** Milliseconds of one period, where it is known. */
  periodMs?: number;
  status: SeriesStatus;
  /** What CloudWatch says besides. */
  messages: string[];
};
