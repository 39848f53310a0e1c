/** A picture as plain data, before it is drawn. It knows nothing of any service: whoever makes it says all in words. */
import type { Datapoint } from "../domain/metric.ts";
import type { Window } from "../domain/time.ts";

/** Pixels. */
export type PictureSize = { width: number; height: number };

export const USUAL_SIZE: PictureSize = { width: 1200, height: 600 };

export type ChartSeries = {
  label: string;
  /** Oldest first. Between two that lie further apart than a period and a half, the line is broken: a gap is a gap. */
  points: Datapoint[];
  periodMs?: number;
  /** `earlier`: the same a day or week before, moved into the window; drawn fainter and dashed. */
  look?: "line" | "area" | "bars" | "steps" | "earlier";
  axis?: "left" | "right";
};

/** `breach`: the side on which it is broken, shaded lightly. */
export type ChartThreshold = {
  value: number;
  label: string;
  breach?: "above" | "below";
  axis?: "left" | "right";
};

/** What is expected, between two lines, such as an anomaly band. */
export type ChartBand = { label: string; lower: Datapoint[]; upper: Datapoint[] };

/** A span of time with a meaning, shaded with a pattern of its own. */
export type ChartSpan = {
  from: number;
  to: number;
  label: string;
  tone: "alarm" | "muted" | "unknown";
};

/** A vertical line with a number that the text below explains. */
export type ChartMarker = {
  at: number;
  number: number;
  label: string;
  tone: "change" | "deployment" | "alarm";
};

export type Chart = {
  title: string;
  /** Epoch milliseconds; the axis shows all of it, data or not. */
  window: Window;
  /** IANA zone of the time axis. */
  zone: string;
  /** CloudWatch's unit (`Percent`, `Milliseconds`, `Bytes/Second`, `Count`…); none unless set. */
  unit?: string;
  rightUnit?: string;
  series: ChartSeries[];
  /** True where series are stacked on each other. */
  isStacked?: boolean;
  thresholds?: ChartThreshold[];
  band?: ChartBand;
  spans?: ChartSpan[];
  markers?: ChartMarker[];
  /** Fixed ends of the left axis. */
  range?: { min?: number; max?: number };
  /** Said in the middle where there is nothing to draw. */
  emptyWords?: string;
};
