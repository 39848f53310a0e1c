/** CloudWatch's dashboards: the list, and a body as it was stored. What stands in a body is read by questions/metrics. */
import type { AwsPlace } from "./place.ts";

export type DashboardEntry = {
  name: string;
  arn: string;
  place: AwsPlace;
  /** Epoch milliseconds. */
  modifiedAt?: number;
  bytes?: number;
};

/** `body`: the JSON text, unread. */
export type Dashboard = { name: string; arn: string; place: AwsPlace; body: string };
