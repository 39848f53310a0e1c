/** Reads data_visualization blocks and lays their numbers out. Needs no page. */
import { type Fields, fieldsOf, listIn, textIn, textsIn } from "./reading.ts";

export type ChartSeries = { name: string; values: number[] };

export type XyChart = {
  kind: "line" | "bar" | "area";
  categories: string[];
  series: ChartSeries[];
  xLabel: string;
  yLabel: string;
};

export type PieChart = { kind: "pie"; segments: { label: string; value: number }[] };

/** Undefined for a kind that is not known. */
export function readChart(value: unknown): XyChart | PieChart | undefined {
  const chart = fieldsOf(value);
  if (chart.type === "pie") {
    const segments = listIn(chart, "segments").map((segment) => ({
      label: textIn(segment, "label"),
      value: numberIn(segment),
    }));
    return { kind: "pie", segments };
  }
  if (chart.type !== "line" && chart.type !== "bar" && chart.type !== "area") {
    return undefined;
  }
  const axes = fieldsOf(chart.axis_config);
  return {
    kind: chart.type,
    categories: textsIn(axes, "categories"),
    series: listIn(chart, "series").map((series) => ({
      name: textIn(series, "name"),
      values: listIn(series, "data").map(numberIn),
    })),
    xLabel: textIn(axes, "x_label"),
    yLabel: textIn(axes, "y_label"),
  };
}

function numberIn({ value }: Fields): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

const STEPS = [1, 2, 2.5, 5, 10];

/** About four round values from the lowest to the highest, zero among them. */
export function valueTicks(values: readonly number[]): number[] {
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const span = most - least || 1;
  const size = 10 ** Math.floor(Math.log10(span / 4));
  const step = (STEPS.find((factor) => factor * size >= span / 4) ?? 10) * size;
  const first = Math.floor(least / step);
  const last = Math.max(first + 1, Math.ceil(most / step));
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}

/** `12,345`, `1.2M`, `0.25`. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  const [factor, suffix] =
    size >= 1e9 ? [1e9, "G"] : size >= 1e6 ? [1e6, "M"] : size >= 1e4 ? [1e3, "k"] : [1, ""];
  const rounded = Number((value / factor).toPrecision(4));
  return `${rounded.toLocaleString("en-US", { maximumFractionDigits: 4 })}${suffix}`;
}

/** Every how many-th label there is room for. */
export function labelStep(labels: readonly string[], width: number): number {
  const longest = Math.max(1, ...labels.map((label) => label.length));
  const most = Math.max(1, Math.floor(width / (longest * 6.5 + 12)));
  return Math.max(1, Math.ceil(labels.length / most));
}

/** The chart in a sentence, for those who do not see it. */
export function chartWords(title: string, chart: XyChart | PieChart): string {
  if (chart.kind === "pie") {
    const parts = chart.segments.map(({ label, value }) => `${label} ${shortNumber(value)}`);
    return `${title}. ${parts.join(", ")}`;
  }
  const parts = chart.series.map(({ name, values }) => {
    const last = shortNumber(values.at(-1) ?? 0);
    const least = shortNumber(Math.min(...values));
    return `${name}: latest ${last}, least ${least}, most ${shortNumber(Math.max(...values))}`;
  });
  const [first = ""] = chart.categories;
  return `${title}, ${first} to ${chart.categories.at(-1) ?? first}. ${parts.join(". ")}`;
}
