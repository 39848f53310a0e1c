/** A local AWS with CloudWatch over metrics that a test writes down. */
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { afterAll } from "vitest";
import type { Metric, Series, SeriesQuery } from "../../../../src/domain/metric.ts";
import { MINUTE } from "../../../../src/domain/time.ts";
import type { MetricsEngine } from "../../../../src/sandbox/aws/cloudwatch/engine.ts";
import {
  type CloudWatchSeeds,
  createCloudWatch,
} from "../../../../src/sandbox/aws/cloudwatch/service.ts";
import { createAwsFaults } from "../../../../src/sandbox/aws/faults.ts";
import { NOW, start } from "../made-trail.ts";

/** Value of a metric (or of an expression's series) at the beginning of a minute; undefined without data. */
export type Values = (name: string, at: number) => number | undefined;

export const ERRORS: Metric = {
  namespace: "AWS/Lambda",
  name: "Errors",
  dimensions: [{ name: "FunctionName", value: "checkout-api" }],
};

/** Every metric gives its value by name; `SELECT` gives a series for each of `groups`; a band lies at 10 and 20. */
export function writtenEngine(values: Values, groups: readonly string[] = []): MetricsEngine {
  const pointsOf = (
    name: string,
    periodMs: number,
    { from, to }: { from: number; to: number },
  ): Series["points"] => {
    const points: Series["points"] = [];
    for (let at = Math.ceil(from / periodMs) * periodMs; at < to; at += periodMs) {
      const value = values(name, at);
      if (value !== undefined) points.push({ at, value });
    }
    return points;
  };
  const seriesOf = (query: SeriesQuery, window: { from: number; to: number }): Series[] => {
    const periodMs = (query.period ?? 60) * 1000;
    const rest = { id: query.id, periodMs, status: "complete", messages: [] } as const;
    if (query.kind === "metric") {
      const { name } = query.metric;
      const label = query.label ?? name;
      return [{ ...rest, messages: [], label, points: pointsOf(name, periodMs, window) }];
    }
    if (query.expression.startsWith("ANOMALY")) {
      return [10, 20].map((edge) => ({
        ...rest,
        messages: [],
        label: `band ${edge}`,
        points: pointsOf("Band", periodMs, window).map(({ at }) => ({ at, value: edge })),
      }));
    }
    const names = query.expression.startsWith("SELECT") ? groups : [query.expression];
    return names.map((label) => ({
      ...rest,
      messages: [],
      label,
      points: pointsOf(label, periodMs, window),
    }));
  };
  return {
    unitOf: (_place, { name }) => (name === "Duration" ? "Milliseconds" : "Count"),
    list: () => [ERRORS, { ...ERRORS, name: "Invocations" }],
    evaluate: (_place, queries, window) =>
      queries.filter(({ isHidden }) => !isHidden).flatMap((query) => seriesOf(query, window)),
  };
}

const clients: CloudWatchClient[] = [];
afterAll(() => {
  for (const client of clients) client.destroy();
});

export type Made = {
  client: CloudWatchClient;
  faults: ReturnType<typeof createAwsFaults>;
  /** Moves the clock on. */
  pass(ms: number): void;
  now(): number;
  bugs: string[];
};

/** `paced`: with CloudWatch's limits by a clock that stands still. */
export async function startCloudWatch(
  engine: MetricsEngine,
  { seeds, paced = false }: { seeds?: CloudWatchSeeds; paced?: boolean } = {},
): Promise<Made> {
  let now = NOW;
  let ticks = 0;
  const faults = createAwsFaults();
  const paceClock = () => {
    ticks += paced ? 0 : MINUTE;
    return ticks;
  };
  const parts = { now: () => now, engine, faults, paceClock };
  const service = createCloudWatch(seeds ? { ...parts, seeds } : parts);
  const { client: connection, bugs } = await start([], { services: [service], now: () => now });
  const client = new CloudWatchClient(connection);
  clients.push(client);
  return {
    client,
    faults,
    bugs,
    pass: (ms) => {
      now += ms;
    },
    now: () => now,
  };
}
