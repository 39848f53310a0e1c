/** The ports through which questions read CloudWatch: metrics, alarms, dashboards; and the few orders. */
import type {
  Alarm,
  AlarmContributor,
  AlarmDraft,
  AlarmHistoryItem,
  AlarmState,
  MuteRule,
} from "../domain/alarm.ts";
import type { Dashboard, DashboardEntry } from "../domain/dashboard.ts";
import type { Dimension, Metric, Series, SeriesQuery } from "../domain/metric.ts";
import type { AwsPlace } from "../domain/place.ts";
import type { Search } from "../domain/search.ts";
import type { Window } from "../domain/time.ts";
import type { Run } from "./trail.ts";

/** Absent lists mean all accounts and Regions that are set up. */
export type Where = { accounts?: string[]; regions?: string[] };

/** Queries of one place over one window; several are read side by side. */
export type SeriesAsk = { place: AwsPlace; window: Window; queries: SeriesQuery[]; zone?: string };

/** `searched.source` is `CloudWatch metrics`; `examined` counts datapoints, `matched` those that came back. */
export type SeriesFound = { place: AwsPlace; series: Series[]; searched: Search };

export type MetricFilter = Where & {
  namespace?: string;
  name?: string;
  /** Each must be there; any value unless set. */
  dimensions?: { name: string; value?: string }[];
  /** At most so many of each place; 500 unless set. */
  limit?: number;
};

export type PlacedMetric = Metric & { place: AwsPlace };

export type MetricsListed = { metrics: PlacedMetric[]; isCut: boolean; searched: Search[] };

/** `read` gives one entry for each ask, in their order; a place that fails gives empty series and a gap in `searched`. */
export type Metrics = {
  read(asks: SeriesAsk[], run: Run): Promise<SeriesFound[]>;
  list(filter: MetricFilter, run: Run): Promise<MetricsListed>;
  /** Where it may be read: every account with every Region that is set up. */
  places(where: Where): Promise<AwsPlace[]>;
};

export type AlarmQuery = Where & {
  names?: string[];
  namePrefix?: string;
  state?: AlarmState;
  /** Children of a composite alarm of that name (in exactly one place), all of them. */
  childrenOf?: string;
  /** At most so many of each place; all unless set. */
  limit?: number;
};

/** `isCut`: a limit or a fault left some out; `searched` says where and why. */
export type AlarmsFound = { alarms: Alarm[]; isCut: boolean; searched: Search[] };

export type AlarmRef = { name: string; place: AwsPlace };

export type AlarmHistory = { items: AlarmHistoryItem[]; isCut: boolean; searched: Search };

export type Alarms = {
  find(query: AlarmQuery, run: Run): Promise<AlarmsFound>;
  /** Newest first, of the last 30 days at most. */
  history(alarm: AlarmRef, window: Window, run: Run): Promise<AlarmHistory>;
  /** Series that are in ALARM now, of an alarm over many. */
  contributors(alarm: AlarmRef, run: Run): Promise<AlarmContributor[]>;
  /** Mute rules that are in force or to come; those of one alarm, or of places. */
  mutes(query: Where & { alarm?: AlarmRef }, run: Run): Promise<MuteRule[]>;
};

export type DashboardsFound = { dashboards: DashboardEntry[]; isCut: boolean; searched: Search[] };

export type Dashboards = {
  list(query: Where & { namePrefix?: string }, run: Run): Promise<DashboardsFound>;
  /** Throws a Problem `cloudwatch.no-dashboard` where there is none of that name. */
  read(name: string, place: AwsPlace, run: Run): Promise<Dashboard>;
};

/** What changes something in AWS; it is there only where the configuration switches it on. */
export type AlarmOrders = {
  create(draft: AlarmDraft, run: Run): Promise<void>;
  /** From now on for so long; gives the rule's name. Epoch milliseconds. */
  mute(
    alarm: AlarmRef,
    span: { from: number; to: number; reason?: string },
    run: Run,
  ): Promise<string>;
  unmute(ruleName: string, place: AwsPlace, run: Run): Promise<void>;
};

export type CloudWatch = { metrics: Metrics; alarms: Alarms; dashboards: Dashboards };

/** For tests and callers that name dimensions as an object. */
export function dimensionsOf(values: Record<string, string>): Dimension[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
