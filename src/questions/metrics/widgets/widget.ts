/** The widgets of a dashboard as plain data. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
import type { Metric } from "../../../domain/metric.ts";

export type WidgetView = "timeSeries" | "singleValue" | "bar" | "pie" | "gauge" | "table";

/** What stands behind a row's names. */
export type RowOptions = {
  id?: string;
  label?: string;
  stat?: string;
  /** Seconds. */
  period?: number;
  isHidden?: true;
  axis?: "right";
  region?: string;
  accountId?: string;
};

export type MetricRow = RowOptions &
  ({ kind: "metric"; metric: Metric } | { kind: "expression"; expression: string });

export type HorizontalLine = {
  value: number;
  label: string;
  fill?: "above" | "below" | "between" | "none";
  axis?: "right";
  /** With `between`: the other side. */
  until?: number;
};

/** Epoch milliseconds. */
export type VerticalLine = { at: number; label: string; until?: number };

export type MetricWidget = {
  kind: "metric";
  view: WidgetView;
  rows: MetricRow[];
  isStacked: boolean;
  stat: string;
  /** Seconds; 300 unless set. */
  period: number;
  /** One datapoint over the whole window, for numbers. */
  isWholeRange: boolean;
  horizontal: HorizontalLine[];
  vertical: VerticalLine[];
  /** ARNs of alarms whose thresholds are drawn; without rows the alarm's own metric is shown. */
  alarmArns: string[];
  range: { min?: number; max?: number };
};

export type AlarmWidget = { kind: "alarm"; alarmArns: string[]; states: string[] };
export type TextWidget = { kind: "text"; markdown: string };
export type LogWidget = { kind: "log"; query: string; groups: string[]; view: string };
/** `explorer`, `custom`, `trace`, and whatever else there will be. */
export type OtherWidget = { kind: "other"; type: string; detail?: string };

export type WidgetContent = MetricWidget | AlarmWidget | TextWidget | LogWidget | OtherWidget;

export type Widget = {
  /** In the order in which they are read, from 1. */
  number: number;
  title: string;
  region?: string;
  accountId?: string;
  /** A window of its own, as it stands there: `-PT3H`. */
  start?: string;
  end?: string;
  content: WidgetContent;
  /** What could not be read of it, in words. */
  problems: string[];
};

export type DashboardVariable = { name: string; value?: string };

export type DashboardBody = {
  widgets: Widget[];
  /** `-PT3H`, or ISO 8601. */
  start?: string;
  end?: string;
  variables: DashboardVariable[];
  /** What is wrong with the whole, in words. */
  problems: string[];
};
