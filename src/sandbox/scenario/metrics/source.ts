/** One metric of the made-up company, with the function of time that its values are. */

import type { Dimension, Metric } from "../../../domain/metric.ts";
import type { AwsPlace } from "../../../domain/place.ts";
import { DAY, MINUTE } from "../../../domain/time.ts";
import { ACCOUNTS, type AccountName, HOME, type Region } from "../company.ts";
import type { Samples } from "./samples.ts";

export type MetricSource = {
  place: AwsPlace;
  metric: Metric;
  /** As CloudWatch spells it. */
  unit: string;
  /** How often something is published. */
  tickMs: number;
  /** Nothing was published before or from then on. */
  beginsAt?: number;
  endsAt?: number;
  samples: Samples;
};

export type Where = { account: AccountName; region: Region };

export const PROD_HOME: Where = { account: "prod", region: HOME };
export const STAGING_HOME: Where = { account: "staging", region: HOME };

type Named = { namespace: string; dimensions: Record<string, string>; at?: Where };
type Extras = { tickMs?: number; beginsAt?: number; endsAt?: number };
type Row = [name: string, unit: string, samples: Samples, extras?: Extras];

/** Metrics of one thing: the same namespace, dimensions and place; a minute apart unless said. */
export function metricsOf(
  { namespace, dimensions, at = PROD_HOME }: Named,
  rows: Row[],
): MetricSource[] {
  const named: Dimension[] = Object.entries(dimensions).map(([name, value]) => ({ name, value }));
  const place = { account: ACCOUNTS[at.account].id, region: at.region };
  return rows.map(([name, unit, samples, extras = {}]) => ({
    place,
    metric: { namespace, name, dimensions: named },
    unit,
    tickMs: MINUTE,
    ...extras,
    samples,
  }));
}

/** When what is published for a tick can be read: at its end, and at once where it stands for a day. */
export function visibleAt(source: MetricSource, tick: number): number {
  return source.tickMs >= DAY ? tick : tick + source.tickMs;
}
