/** Charts of every kind, with data that is the same each time. */
import type { Chart, ChartSeries, PictureSize } from "../../src/charts/chart-data.ts";
import type { Datapoint } from "../../src/domain/metric.ts";
import { DAY, HOUR, MINUTE, parseInstant } from "../../src/domain/time.ts";

export const START = parseInstant("2026-11-22T09:00:00Z") ?? 0;

/** Between 0 and 1, by the seed and the index alone. */
export function noise(seed: number, index: number): number {
  const mixed = Math.sin(seed * 127.1 + index * 311.7) * 43_758.5453;
  return mixed - Math.floor(mixed);
}

/** One value a period from `from` on. */
export function points(
  count: number,
  valueAt: (index: number) => number,
  { from = START, periodMs = MINUTE } = {},
): Datapoint[] {
  return Array.from({ length: count }, (_, index) => ({
    at: from + index * periodMs,
    value: valueAt(index),
  }));
}

/** A calm level with waves. */
export function waves(seed: number, level: number, swing = 0.2): (index: number) => number {
  return (index) =>
    level * (1 + swing * Math.sin(index / 19 + seed) + swing * 0.7 * (noise(seed, index) - 0.5));
}

export function line(label: string, seed: number, level: number, count = 180): ChartSeries {
  return { label, periodMs: MINUTE, points: points(count, waves(seed, level)) };
}

const THREE_HOURS = { from: START, to: START + 3 * HOUR };
const base = { window: THREE_HOURS, zone: "UTC" };

function incident(index: number): number {
  const rise = index < 92 || index > 141 ? 0 : Math.min(1, (index - 91) / 6, (142 - index) / 9);
  return Math.max(0, 0.6 + 1.4 * noise(3, index) + rise * (14 + 5 * noise(4, index)));
}

const errors: ChartSeries = {
  label: "checkout-api Errors (Sum)",
  periodMs: MINUTE,
  points: points(180, (index) => Math.round(incident(index))),
};

const days = { from: START - 3 * DAY, to: START };

export const GALLERY: Record<string, Chart> = {
  threshold: {
    ...base,
    title: "checkout-api: errors, sum of 1 minute",
    unit: "Count",
    series: [errors],
    thresholds: [{ value: 5, label: "alarm at ≥ 5 for 3 of 5 minutes", breach: "above" }],
    spans: [
      { from: START + 95 * MINUTE, to: START + 146 * MINUTE, label: "in ALARM", tone: "alarm" },
      { from: START + 128 * MINUTE, to: START + 158 * MINUTE, label: "muted", tone: "muted" },
    ],
    markers: [
      { at: START + 88 * MINUTE, number: 1, label: "deployment", tone: "deployment" },
      { at: START + 95 * MINUTE, number: 2, label: "alarm", tone: "alarm" },
      { at: START + 139 * MINUTE, number: 3, label: "UpdateFunctionConfiguration", tone: "change" },
    ],
  },
  gap: {
    ...base,
    zone: "Europe/Berlin",
    title: "orders-db: processor, average of 1 minute",
    unit: "Percent",
    series: [
      {
        label: "CPUUtilization",
        periodMs: MINUTE,
        points: points(180, waves(1, 44)).filter(
          (_, at) => (at < 60 || at > 95) && (at < 130 || at > 150 || at === 140),
        ),
      },
    ],
    spans: [
      { from: START + 60 * MINUTE, to: START + 95 * MINUTE, label: "no data", tone: "unknown" },
    ],
  },
  markers: {
    ...base,
    title: "payments: processor and memory with sixteen changes",
    unit: "Percent",
    series: [line("CPU", 2, 38), line("memory", 5, 61)],
    markers: [3, 21, 23, 24, 60, 61, 62, 63, 64, 65, 66, 67, 110, 150, 155, 178].map(
      (at, index) => ({
        at: START + at * MINUTE,
        number: index + 1,
        label: `change ${index + 1}`,
        tone: (["change", "deployment", "alarm"] as const)[index % 3] ?? "change",
      }),
    ),
  },
  band: {
    ...base,
    title: "orders: latency against what is expected",
    unit: "Seconds",
    series: [
      {
        label: "p99 TargetResponseTime",
        periodMs: MINUTE,
        points: points(180, (at) => waves(1, 0.24, 0.15)(at) + (at > 120 && at < 140 ? 0.2 : 0)),
      },
    ],
    band: {
      label: "expected, 2 standard deviations",
      lower: points(180, (at) => 0.24 * (0.75 + 0.15 * Math.sin(at / 19 + 1))),
      upper: points(180, (at) => 0.24 * (1.25 + 0.15 * Math.sin(at / 19 + 1))),
    },
  },
  bars: {
    ...base,
    title: "orders placed and refused, 10 minutes each",
    unit: "Count",
    series: [
      {
        label: "placed",
        look: "bars",
        periodMs: 10 * MINUTE,
        points: points(18, waves(4, 240), { periodMs: 10 * MINUTE }),
      },
      {
        label: "refused",
        look: "bars",
        periodMs: 10 * MINUTE,
        points: points(18, waves(7, 60), { periodMs: 10 * MINUTE }),
      },
    ],
  },
  stacked: {
    ...base,
    title: "requests by target, stacked",
    unit: "Count/Second",
    isStacked: true,
    series: ["eu-west-1a", "eu-west-1b", "eu-west-1c", "unzoned"].map((label, at) =>
      line(label, at, 4000 / (at + 1)),
    ),
  },
  "two-axes": {
    window: days,
    zone: "America/New_York",
    title: "jobs: messages waiting, and the age of the oldest",
    unit: "Count",
    rightUnit: "Seconds",
    series: [
      {
        label: "waiting",
        look: "area",
        periodMs: 5 * MINUTE,
        points: points(864, waves(2, 14_000, 0.5), { from: days.from, periodMs: 5 * MINUTE }),
      },
      {
        label: "age of the oldest",
        axis: "right",
        periodMs: 5 * MINUTE,
        points: points(864, waves(9, 2400, 0.6), { from: days.from, periodMs: 5 * MINUTE }),
      },
    ],
    thresholds: [{ value: 3000, label: "alarm above 50 min", axis: "right", breach: "above" }],
  },
  "many-days": {
    window: { from: START - 40 * DAY, to: START },
    zone: "Asia/Kathmandu",
    title: "orders placed, by day",
    unit: "Count",
    isStacked: true,
    series: ["web", "phone", "partners"].map((label, at) => ({
      label,
      look: "bars",
      periodMs: DAY,
      points: points(40, waves(at, 900 / (at + 1)), { from: START - 40 * DAY, periodMs: DAY }),
    })),
  },
  hostile: {
    ...base,
    title: `<script>&"' 🚀 שלום \u202eevil\u0000\u0007 日本語 Z̸̢̛͈͎a̴lgo ${"and so on ".repeat(60)}`,
    unit: "Percent",
    range: { min: 0, max: 100 },
    series: [
      { ...line(`]]><b>&amp; ${"long-".repeat(40)}one`, 1, -20) },
      { ...line(`]]><b>&amp; ${"long-".repeat(40)}two`, 2, 50) },
      { label: "no numbers", points: points(9, (at) => (at % 2 ? Number.NaN : Infinity)) },
    ],
    thresholds: [{ value: 80, label: "<80%>", breach: "above" }],
    markers: [{ at: START + HOUR, number: 123_456_789, label: "<!--", tone: "change" }],
  },
  empty: {
    ...base,
    title: "refunds: executions failed",
    unit: "Count",
    series: [{ label: "ExecutionsFailed", points: [] }],
    thresholds: [{ value: 1, label: "alarm at ≥ 1" }],
    emptyWords: "No datapoints between 09:00 and 12:00",
  },
  "one-point": {
    ...base,
    title: "bucket-x: size",
    unit: "Bytes",
    series: [{ label: "BucketSizeBytes", points: [{ at: START + HOUR, value: 5.3e11 }] }],
  },
  "many-series": {
    ...base,
    title: "every function: duration, average",
    unit: "Milliseconds",
    series: Array.from({ length: 40 }, (_, at) =>
      line(`function-number-${at + 1}-of-the-shop`, at, 90 + 34 * at),
    ),
  },
  phone: {
    ...base,
    title: "checkout-api: errors, sum of 1 minute",
    unit: "Count",
    series: [errors, { ...line("a week before", 6, 3), look: "earlier" }],
    thresholds: [{ value: 5, label: "≥ 5", breach: "above" }],
    markers: [{ at: START + 88 * MINUTE, number: 1, label: "deployment", tone: "deployment" }],
  },
  versus: {
    ...base,
    title: "storefront: requests against last week",
    unit: "Bytes/Second",
    series: [
      line("now", 1, 5.1e6),
      { ...line("last week", 2, 4.2e6), look: "earlier" },
      {
        ...line("steps", 3, 2.2e6),
        look: "steps",
        points: points(18, waves(8, 2.1e6), { periodMs: 10 * MINUTE }),
        periodMs: 10 * MINUTE,
      },
    ],
    thresholds: [{ value: 9e7, label: "limit of 86 MiB/s" }],
  },
};

/** Pixels in which a chart of the gallery is drawn. */
export function sizeOf(name: string): PictureSize {
  return name === "phone" ? { width: 600, height: 300 } : { width: 1200, height: 600 };
}
