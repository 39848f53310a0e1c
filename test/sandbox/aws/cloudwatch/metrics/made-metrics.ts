/** Metrics made of listed samples, queries about them, and what a plain reading of the samples says. */
import fc from "fast-check";
import type { Metric, Series, SeriesQuery } from "../../../../../src/domain/metric.ts";
import { MINUTE } from "../../../../../src/domain/time.ts";
import type { MetricsEngine } from "../../../../../src/sandbox/aws/cloudwatch/engine.ts";
import { createMetricsEngine } from "../../../../../src/sandbox/aws/cloudwatch/metrics/engine.ts";
import type { MetricSource } from "../../../../../src/sandbox/scenario/metrics/source.ts";
import { createRandom } from "../../../../../src/sandbox/scenario/random.ts";

export const PLACE = { account: "111122223333", region: "eu-west-1" };
/** On a full hour, and on a full day. */
export const NOW = Date.parse("2026-11-22T00:00:00Z");

export type Sample = { at: number; value: number; count: number };

export function metric(name: string, dimensions: Record<string, string> = {}, namespace = "Test") {
  const named = Object.entries(dimensions).map(([key, value]) => ({ name: key, value }));
  return { namespace, name, dimensions: named } satisfies Metric;
}

/** A metric whose samples are listed; of one name and no dimensions, unless said. */
export function sourceOf(
  samples: readonly Sample[],
  rest: Partial<MetricSource> & { name?: string } = {},
): MetricSource {
  const byTick = samplesBy(samples, ({ at }) => at);
  return {
    place: PLACE,
    metric: metric(rest.name ?? "M"),
    unit: "Count",
    tickMs: MINUTE,
    samples: (at, take) => {
      for (const { value, count } of byTick.get(at) ?? []) take(value, count);
    },
    ...rest,
  };
}

/** A metric with one sample a minute, oldest first, up to `NOW`; a gap where there is no value. */
export function minutes(name: string, values: readonly (number | undefined)[]): MetricSource {
  const samples = values.flatMap((value, index) => {
    const at = NOW - (values.length - index) * MINUTE;
    return value === undefined ? [] : [{ at, value, count: 1 }];
  });
  return sourceOf(samples, { name });
}

export function engineOf(sources: readonly MetricSource[], now = NOW): MetricsEngine {
  return createMetricsEngine({ now: () => now, sources });
}

export function ask(
  id: string,
  of: Metric | string,
  rest: { stat?: string; period?: number; label?: string; unit?: string; isHidden?: true } = {},
): SeriesQuery {
  const named = typeof of === "string" ? metric(of) : of;
  return { id, kind: "metric", metric: named, stat: "Sum", period: 60, ...rest };
}

export function math(
  id: string,
  expression: string,
  rest: { period?: number; label?: string; isHidden?: true } = {},
): SeriesQuery {
  return { id, kind: "expression", expression, ...rest };
}

/** Values of the last minutes before `NOW`, with undefined for gaps. */
export function column(series: Series | undefined, count: number): (number | undefined)[] {
  const at = new Map(series?.points.map((point) => [point.at, point.value]));
  return Array.from({ length: count }, (_, index) => at.get(NOW - (count - index) * MINUTE));
}

/** Evaluates an expression over metrics a, b, c… of listed minutes. */
export function compute(
  expression: string,
  values: Record<string, readonly (number | undefined)[]>,
  rest: { period?: number } = {},
): Series[] {
  const names = Object.keys(values);
  const longest = Math.max(1, ...Object.values(values).map(({ length }) => length));
  const engine = engineOf(names.map((name) => minutes(name, values[name] ?? [])));
  const queries = names.map((name) => ask(name, name, { isHidden: true }));
  const window = { from: NOW - longest * MINUTE, to: NOW };
  return engine.evaluate(PLACE, [...queries, math("result", expression, rest)], window);
}

/** One column of an expression's only series. */
export function computed(
  expression: string,
  values: Record<string, readonly (number | undefined)[]>,
): (number | undefined)[] {
  const [series] = compute(expression, values);
  return column(series, Math.max(1, ...Object.values(values).map(({ length }) => length)));
}

/** Samples of all kinds: several a minute, some of them often, minutes without any. */
export function madeSamples(seed: string, from: number, count: number): Sample[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => from + index * MINUTE).flatMap((at) => {
    if (random() < 0.1) return [];
    return Array.from({ length: 1 + Math.floor(random() * 9) }, () => ({
      at,
      value: Math.round(random() ** 3 * 2400) / 4,
      count: 1 + Math.floor(random() * 5),
    }));
  });
}

/** Every sample as often as it was seen, smallest first. */
export function expanded(samples: readonly Sample[]): number[] {
  const all = samples.flatMap(({ value, count }) => Array.from({ length: count }, () => value));
  return all.toSorted((a, b) => a - b);
}

/** Samples by what a function says of each, in their order. */
export function samplesBy(
  samples: readonly Sample[],
  key: (sample: Sample) => number,
): Map<number, Sample[]> {
  const groups = new Map<number, Sample[]>();
  for (const sample of samples)
    groups.set(key(sample), [...(groups.get(key(sample)) ?? []), sample]);
  return groups;
}

/** Any characters at all; fast-check's own strings of all characters take milliseconds each. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  const characters = fc.array(fc.nat(0x10ffff), { minLength: 1, maxLength });
  return characters.map((codes) => String.fromCodePoint(...codes));
}
