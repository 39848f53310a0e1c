/** Widgets of numbers: single values, gauges, bars, pies and tables. */
import type { Line, Section } from "../../../answers/answer.ts";
import { valueWords } from "../../../charts/units.ts";
import type { MetricWidget } from "./widget.ts";
import { type Figures, figuresOf, type RowSeries } from "./widget-series.ts";

const MOST_ROWS = 25;
const NO_DATA = "no data";

type Unit = (row: RowSeries) => string | undefined;

/** The widget's numbers; a row without datapoints says so. */
export function numbersSection(
  { view, range }: MetricWidget,
  rows: readonly RowSeries[],
  unitOf: Unit,
): Section {
  const shown = rows.slice(0, MOST_ROWS);
  const hidden = rows.length - shown.length;
  const sum = rows.reduce((all, { series }) => all + (figuresOf(series)?.latest ?? 0), 0);
  const columns = {
    table: ["", "Latest", "Least", "Most", "Average"],
    pie: ["", "Latest", "Share"],
    gauge: ["", "Latest", "Of"],
    other: ["", "Latest", "At"],
  };
  const kind = view === "table" || view === "pie" || view === "gauge" ? view : "other";
  const cells = (row: RowSeries): Line[] => {
    const figures = figuresOf(row.series);
    if (!figures) return [[NO_DATA]];
    const unit = unitOf(row);
    const latest: Line = [{ kind: "strong", text: valueWords(figures.latest, unit) }];
    if (kind === "table") return [latest, ...spread(figures, unit)];
    if (kind === "pie") return [latest, [shareWords(figures.latest, sum)]];
    if (kind === "gauge") return [latest, [rangeWords(range, unit)]];
    return [latest, [{ kind: "time", at: figures.at }]];
  };
  return {
    kind: "table",
    columns: columns[kind],
    rows: shown.map((row) => [[row.label], ...cells(row)]),
    hidden,
  };
}

function spread({ least, most, average }: Figures, unit: string | undefined): Line[] {
  return [least, most, average].map((value) => [valueWords(value, unit)]);
}

function shareWords(value: number, sum: number): string {
  return sum > 0 ? valueWords((100 * value) / sum, "Percent") : "";
}

function rangeWords({ min = 0, max }: MetricWidget["range"], unit: string | undefined): string {
  return max === undefined ? "" : `${valueWords(min, unit)} to ${valueWords(max, unit)}`;
}
