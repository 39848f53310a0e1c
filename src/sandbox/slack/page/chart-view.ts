/** Draws data_visualization blocks: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
import {
  type ChartSeries,
  chartWords,
  labelStep,
  type PieChart,
  readChart,
  shortNumber,
  valueTicks,
  type XyChart,
} from "./chart-data.ts";
import { element } from "./element.ts";
import { type Fields, fieldsOf, textIn } from "./reading.ts";
import { unsupported } from "./rich-text-view.ts";
import { drawn, px } from "./svg.ts";

const WIDEST = 600;
const HEIGHT = 230;
/** What stands beside the conversation's text on a narrow screen. */
const BESIDE = 100;

/** The chart with its title above and its names below. */
export function chartView(block: Fields): HTMLElement {
  const chart = readChart(block.chart);
  if (!chart) {
    return unsupported("chart", textIn(fieldsOf(block.chart), "type"));
  }
  const title = textIn(block, "title");
  const width = Math.max(240, Math.min(WIDEST, innerWidth - BESIDE));
  const drawing = chart.kind === "pie" ? pieDrawing(chart) : xyDrawing(chart, width);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", chartWords(title, chart));
  return element(
    "figure",
    { class: "chart" },
    element("figcaption", {}, title),
    drawing,
    legend(chart),
  );
}

type Frame = {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Middle of a category, and where a value lies. */
  x: (at: number) => number;
  y: (value: number) => number;
};

function xyDrawing(chart: XyChart, width: number): SVGElement {
  const ticks = valueTicks(chart.series.flatMap(({ values }) => values));
  const frame = frameOf(chart, ticks, width);
  const marks = chart.series.map((series, at) => seriesMarks(chart, series, at, frame));
  const zero = frame.y(0);
  return drawn(
    "svg",
    { viewBox: `0 0 ${width} ${HEIGHT}`, class: "chart-drawing" },
    ...valueAxis(chart, ticks, frame),
    ...categoryAxis(chart, frame),
    ...marks,
    drawn("path", { class: "chart-zero", d: `M${px(frame.left)} ${px(zero)}H${px(frame.right)}` }),
  );
}

function frameOf({ categories }: XyChart, ticks: number[], width: number): Frame {
  const longest = Math.max(...ticks.map((tick) => shortNumber(tick).length));
  const left = longest * 7.5 + 14;
  const right = width - 8;
  const top = 22;
  const bottom = HEIGHT - 40;
  const least = ticks[0] ?? 0;
  const most = ticks.at(-1) ?? 1;
  const slot = (right - left) / Math.max(1, categories.length);
  return {
    left,
    right,
    top,
    bottom,
    x: (at) => left + (at + 0.5) * slot,
    y: (value) => bottom - ((value - least) / (most - least)) * (bottom - top),
  };
}

function valueAxis({ yLabel }: XyChart, ticks: number[], frame: Frame): SVGElement[] {
  const lines = ticks.flatMap((tick) => {
    const y = px(frame.y(tick));
    return [
      drawn("path", { class: "chart-grid", d: `M${px(frame.left)} ${y}H${px(frame.right)}` }),
      drawn(
        "text",
        { class: "chart-label end", x: px(frame.left - 6), y, dy: "0.35em" },
        shortNumber(tick),
      ),
    ];
  });
  return yLabel === ""
    ? lines
    : [...lines, drawn("text", { class: "chart-label", x: 2, y: 11 }, yLabel)];
}

function categoryAxis({ categories, xLabel }: XyChart, frame: Frame): SVGElement[] {
  const step = labelStep(categories, frame.right - frame.left);
  const labels = categories.flatMap((label, at) =>
    at % step === 0
      ? [
          drawn(
            "text",
            { class: "chart-label middle", x: px(frame.x(at)), y: px(frame.bottom + 16) },
            label,
          ),
        ]
      : [],
  );
  const name = drawn(
    "text",
    { class: "chart-label end", x: px(frame.right), y: px(frame.bottom + 33) },
    xLabel,
  );
  return xLabel === "" ? labels : [...labels, name];
}

function seriesMarks(chart: XyChart, series: ChartSeries, at: number, frame: Frame): SVGElement {
  const group = drawn("g", { class: `chart-series chart-series-${at % 12}` });
  const points = series.values.map((value, place) => ({
    x: frame.x(place),
    y: frame.y(value),
    place,
    value,
  }));
  if (chart.kind === "bar") {
    group.append(...bars(chart, at, points, frame));
    return group;
  }
  const path = points
    .map(({ x, y }, place) => `${place === 0 ? "M" : "L"}${px(x)} ${px(y)}`)
    .join("");
  if (chart.kind === "area" && points.length > 0) {
    const zero = px(frame.y(0));
    const ends = `L${px(points.at(-1)?.x ?? 0)} ${zero}L${px(points[0]?.x ?? 0)} ${zero}Z`;
    group.append(drawn("path", { class: "chart-area", d: `${path}${ends}` }));
  }
  group.append(drawn("path", { class: "chart-line", d: path }));
  group.append(
    ...points.map(({ x, y, place, value }) =>
      drawn(
        "circle",
        { class: "chart-point", cx: px(x), cy: px(y), r: 3 },
        drawn("title", {}, tip(chart, series, place, value)),
      ),
    ),
  );
  return group;
}

type Point = { x: number; y: number; place: number; value: number };

function bars(chart: XyChart, at: number, points: Point[], frame: Frame): SVGElement[] {
  const slot = (frame.right - frame.left) / Math.max(1, chart.categories.length);
  const width = (slot * 0.8) / chart.series.length;
  const zero = frame.y(0);
  return points.map(({ x, y, place, value }) =>
    drawn(
      "rect",
      {
        class: "chart-bar",
        x: px(x - slot * 0.4 + at * width),
        y: px(Math.min(y, zero)),
        width: px(Math.max(1, width - 1)),
        height: px(Math.max(0.5, Math.abs(zero - y))),
      },
      drawn("title", {}, tip(chart, chart.series[at], place, value)),
    ),
  );
}

function tip(
  chart: XyChart,
  series: ChartSeries | undefined,
  place: number,
  value: number,
): string {
  return `${chart.categories[place] ?? ""} ${series?.name ?? ""}: ${value.toLocaleString("en-US")}`;
}

const RADIUS = 90;

function pieDrawing({ segments }: PieChart): SVGElement {
  const total = segments.reduce((sum, { value }) => sum + Math.max(0, value), 0) || 1;
  let turned = 0;
  const wedges = segments.map(({ label, value }, at) => {
    const from = turned;
    turned += Math.max(0, value) / total;
    const words = `${label}: ${value.toLocaleString("en-US")} (${Math.round((value / total) * 100)}%)`;
    const shape = drawn(
      "path",
      { class: "chart-wedge", d: wedge(from, turned) },
      drawn("title", {}, words),
    );
    return drawn("g", { class: `chart-series chart-series-${at % 12}` }, shape);
  });
  return drawn(
    "svg",
    { viewBox: "-100 -100 200 200", class: "chart-drawing chart-pie" },
    ...wedges,
  );
}

function wedge(from: number, to: number): string {
  const point = (share: number) => {
    const angle = (share - 0.25) * 2 * Math.PI;
    return `${px(Math.cos(angle) * RADIUS)} ${px(Math.sin(angle) * RADIUS)}`;
  };
  // An arc from a point to itself would be nothing.
  if (to - from > 0.9999) {
    return `M0 ${-RADIUS}A${RADIUS} ${RADIUS} 0 1 1 0 ${RADIUS}A${RADIUS} ${RADIUS} 0 1 1 0 ${-RADIUS}Z`;
  }
  const isLarge = to - from > 0.5 ? 1 : 0;
  return `M0 0L${point(from)}A${RADIUS} ${RADIUS} 0 ${isLarge} 1 ${point(to)}Z`;
}

function legend(chart: XyChart | PieChart): HTMLElement {
  const names =
    chart.kind === "pie"
      ? chart.segments.map(({ label, value }) => `${label} ${shortNumber(value)}`)
      : chart.series.map(({ name }) => name);
  const rows = names.map((name, at) => {
    const swatch = drawn(
      "svg",
      {
        viewBox: "0 0 22 10",
        class: `chart-swatch chart-series chart-series-${at % 12}`,
        "aria-hidden": "true",
      },
      chart.kind === "line" || chart.kind === "area"
        ? drawn("path", { class: "chart-line", d: "M1 5H21" })
        : drawn("rect", { class: "chart-bar", x: 4, y: 0, width: 14, height: 10 }),
    );
    return element("li", {}, swatch, name);
  });
  return element("ul", { class: "chart-legend" }, ...rows);
}
