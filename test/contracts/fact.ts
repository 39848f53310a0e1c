/** Facts that hold of every CloudWatch that is asked: run by the tests and against servers that are not written here. */

import type { Metric } from "../../src/domain/metric.ts";
import type { AwsPlace } from "../../src/domain/place.ts";
import type { Window } from "../../src/domain/time.ts";
import type { AlarmOrders, CloudWatch } from "../../src/sources/cloudwatch.ts";
import type { Run } from "../../src/sources/trail.ts";

/** What a server may lack. */
export type Skill = "math" | "search" | "composites" | "children" | "history" | "mutes";

export type World = {
  cloudWatch: CloudWatch;
  orders: AlarmOrders;
  place: AwsPlace;
  now(): number;
  /** A metric with several values in nearly every minute of the window. */
  metric: Metric;
  window: Window;
  run: Run;
  /** Does what no order does, with the server's own means. */
  server: {
    setState(alarm: string, state: "OK" | "ALARM" | "INSUFFICIENT_DATA"): Promise<void>;
    putComposite(name: string, rule: string): Promise<void>;
    putDashboard(name: string, body: string): Promise<void>;
    deleteAlarms(names: string[]): Promise<void>;
    /** Many alarms at once, over the world's metric. */
    putAlarms(names: string[]): Promise<void>;
  };
};

/** Throws an AssertionError where it does not hold. */
export type Fact = { name: string; needs?: Skill; holds(world: World): Promise<void> };
