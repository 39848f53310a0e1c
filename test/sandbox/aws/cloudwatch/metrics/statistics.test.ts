import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../../../../src/domain/time.ts";
import { parseStatistic } from "../../../../../src/sandbox/aws/cloudwatch/metrics/statistic.ts";
import { createCatalogue } from "../../../../../src/sandbox/scenario/metrics/catalogue.ts";
import type { MetricSource } from "../../../../../src/sandbox/scenario/metrics/source.ts";
import {
  ask,
  engineOf,
  expanded,
  madeSamples,
  NOW,
  PLACE,
  type Sample,
  samplesBy,
  sourceOf,
} from "./made-metrics.ts";

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
/** The largest value that is left when all above the percentile are gone, and at least one. */
const left = (sorted: number[], percent: number) => {
  const kept = sorted.filter((_, index) => index * 100 < percent * sorted.length - 1e-6);
  return kept.at(-1) ?? sorted[0] ?? Number.NaN;
};
/** What is between two percentiles: neither among the lowest nor above the upper. */
const between = (sorted: number[], low: number, high: number) =>
  sorted.filter(
    (_, index) =>
      (index + 1) * 100 > low * sorted.length + 1e-6 && index * 100 < high * sorted.length - 1e-6,
  );
const within = (sorted: number[], low: number, high: number) =>
  sorted.filter((value) => value > low && value <= high);
const clipped = (sorted: number[], low: number, high: number) =>
  sorted.map((value) => Math.min(high, Math.max(low, value)));
const winsorized = (sorted: number[], low: number, high: number) => {
  const kept = between(sorted, low, high);
  return mean(clipped(sorted, kept[0] ?? Number.NaN, kept.at(-1) ?? Number.NaN));
};
const meanOrNone = (values: number[]) => (values.length === 0 ? undefined : mean(values));

/** Each statistic, and a second way to compute it from all samples in order. */
const STATISTICS: [string, (sorted: number[]) => number | undefined][] = [
  ["SampleCount", (all) => all.length],
  ["Sum", total],
  ["Average", mean],
  ["Minimum", (all) => Math.min(...all)],
  ["Maximum", (all) => Math.max(...all)],
  ["p0", (all) => all[0]],
  ["p10", (all) => left(all, 10)],
  ["p50", (all) => left(all, 50)],
  ["p90", (all) => left(all, 90)],
  ["p99", (all) => left(all, 99)],
  ["p99.95", (all) => left(all, 99.95)],
  ["p100", (all) => all.at(-1)],
  ["tm90", (all) => mean(between(all, 0, 90))],
  ["TM(10%:90%)", (all) => mean(between(all, 10, 90))],
  ["TM(:95%)", (all) => mean(between(all, 0, 95))],
  ["TM(10%:)", (all) => mean(between(all, 10, 100))],
  ["TM(150:500)", (all) => meanOrNone(within(all, 150, 500))],
  ["IQM", (all) => mean(between(all, 25, 75))],
  ["wm98", (all) => winsorized(all, 0, 98)],
  ["WM(10%:90%)", (all) => winsorized(all, 10, 90)],
  ["WM(20:300)", (all) => mean(clipped(all, 20, 300))],
  ["tc90", (all) => between(all, 0, 90).length],
  ["TC(0.5:300)", (all) => within(all, 0.5, 300).length],
  ["ts90", (all) => total(between(all, 0, 90))],
  ["TS(80%:)", (all) => total(between(all, 80, 100))],
  ["TS(:100)", (all) => total(within(all, Number.NEGATIVE_INFINITY, 100))],
  ["PR(:300)", (all) => (within(all, Number.NEGATIVE_INFINITY, 300).length / all.length) * 100],
  ["PR(100:200)", (all) => (within(all, 100, 200).length / all.length) * 100],
];

function expectedPoints(
  samples: readonly Sample[],
  periodMs: number,
  compute: (sorted: number[]) => number | undefined,
) {
  const periods = samplesBy(samples, ({ at }) => Math.floor(at / periodMs) * periodMs);
  return [...periods]
    .map(([at, all]) => ({ at, value: compute(expanded(all)) }))
    .filter(({ value }) => value !== undefined);
}

function rawSamples(source: MetricSource, from: number, to: number): Sample[] {
  const samples: Sample[] = [];
  for (let at = from; at < to; at += MINUTE) {
    source.samples(at, (value, count) => samples.push({ at, value, count }));
  }
  return samples;
}

describe("statistics", () => {
  const from = NOW - 6 * HOUR;
  const samples = madeSamples("statistics", from, 360);
  const engine = engineOf([sourceOf(samples)]);

  it.each(STATISTICS)(
    "%s is what the raw samples say, over periods of 1, 5 and 60 minutes",
    (stat, compute) => {
      for (const period of [60, 300, 3600]) {
        const expected = expectedPoints(samples, period * 1000, compute);

        const [series] = engine.evaluate(PLACE, [ask("m", "M", { stat, period })], {
          from,
          to: NOW,
        });

        expect(expected.length).toBeGreaterThan(0);
        expect(series?.points.map(({ at }) => at)).toEqual(expected.map(({ at }) => at));
        series?.points.forEach(({ value }, index) => {
          expect(value).toBeCloseTo(expected[index]?.value ?? Number.NaN, 6);
        });
      }
    },
  );

  it.each(STATISTICS.filter(([stat]) => ["p50", "p99", "tm90", "PR(:300)"].includes(stat)))(
    "%s of the company's latencies is what six hours of their raw samples say",
    (stat, compute) => {
      const catalogue = createCatalogue({ toldAt: NOW });
      const source = catalogue.find(({ metric }) => metric.name === "Duration");
      if (!source) throw new Error("No latency in the catalogue");
      const raw = rawSamples(source, NOW - 6 * HOUR, NOW);

      const [series] = engineOf(catalogue).evaluate(
        PLACE,
        [ask("m", source.metric, { stat, period: 21_600 })],
        { from: NOW - 6 * HOUR, to: NOW },
      );

      expect(raw.length).toBeGreaterThan(3000);
      expect(series?.points).toHaveLength(1);
      expect(series?.points[0]?.value).toBeCloseTo(compute(expanded(raw)) ?? Number.NaN, 6);
    },
  );

  it("over a range that holds no sample give no mean, but a count, a sum and a rank of 0", () => {
    const none = engineOf([sourceOf([{ at: NOW - MINUTE, value: 5, count: 2 }])]);
    const window = { from: NOW - MINUTE, to: NOW };
    const ofNone = (stat: string) =>
      none.evaluate(PLACE, [ask("m", "M", { stat })], window)[0]?.points.map(({ value }) => value);

    expect(ofNone("TM(10:20)")).toEqual([]);
    expect(ofNone("TC(10:20)")).toEqual([0]);
    expect(ofNone("TS(10:20)")).toEqual([0]);
    expect(ofNone("PR(10:20)")).toEqual([0]);
    expect(ofNone("WM(10:20)")).toEqual([10]);
  });

  it.each([
    "average",
    "Mean",
    "p",
    "p101",
    "p99.12345678901",
    "P99",
    "tm",
    "tm101",
    "TM90",
    "TM()",
    "TM(:)",
    "TM(90%:10%)",
    "TM(10%:90)",
    "TM(10:90%)",
    "TM(%:90%)",
    "TM(1.:2)",
    "TM(a:b)",
    "PR(10%:90%)",
    "TM(5:101%)",
    "TM(:101%)",
    "pr50",
    "",
    "constructor",
  ])("%j is none", (name) => {
    expect(parseStatistic(name)).toBeUndefined();
  });
});
