/** Tables and charts: `table`, `data_table`, `data_visualization`. */
import { isObject } from "../methods/method.ts";
import type { SlackObject } from "../model.ts";
import { richTextBlock } from "./rich-text.ts";
import {
  bool,
  byType,
  type Check,
  type Fault,
  type Fields,
  list,
  number,
  oneOf,
  shape,
  string,
  whole,
} from "./schema.ts";

const MOST_COLUMNS = 20;
const MOST_CELL = 20_000;

const rawText = shape({ text: string(MOST_CELL) });
const rawNumber = shape({ value: number(-1e21, 1e21), text: string(MOST_CELL) });

const cell: Check = byType({
  raw_text: rawText,
  raw_number: rawNumber,
  rich_text: (value, at, faults) => richTextBlock(value, at, faults),
});

/** Settings may be null, which passes a column over. */
const columnSetting: Check = (value, at, faults) => {
  if (value === null) return;
  shape({}, { align: oneOf("left", "center", "right"), is_wrapped: bool })(value, at, faults);
};

function rowsOf(block: SlackObject): unknown[][] {
  return Array.isArray(block.rows) ? block.rows.filter((row) => Array.isArray(row)) : [];
}

function equalRows(block: SlackObject, at: string, faults: Fault[]): void {
  const rows = rowsOf(block);
  const columns = rows[0]?.length;
  const odd = rows.findIndex((row) => row.length !== columns);
  if (odd < 0) return;
  faults.push({ pointer: `${at}/rows/${odd}`, text: "all rows must have the same length" });
}

function dataTableRules(block: SlackObject, at: string, faults: Fault[]): void {
  equalRows(block, at, faults);
  const rich = rowsOf(block)[0]?.findIndex((head) => isObject(head) && head.type === "rich_text");
  if (rich === undefined || rich < 0) return;
  faults.push({ pointer: `${at}/rows/0/${rich}`, text: "unsupported type: rich_text" });
}

const row = list(cell, MOST_COLUMNS);

export const table = (fields: Fields): Check =>
  shape(
    { rows: list(row, 100) },
    { ...fields, column_settings: list(columnSetting, MOST_COLUMNS, 0) },
    equalRows,
  );

export const dataTable = (fields: Fields): Check =>
  shape(
    { rows: list(row, 201, 2), caption: string(2_000) },
    { ...fields, page_size: whole(1, 100), row_header_column_index: whole(0, MOST_COLUMNS - 1) },
    dataTableRules,
  );

function lettersOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + lettersOf(item), 0);
  if (!isObject(value)) return 0;
  const own = typeof value.text === "string" ? value.text.length : 0;
  return own + lettersOf(value.elements) + lettersOf(value.rows);
}

/** Letters of all cells of all tables of one kind in a message. */
export function tooManyLetters(blocks: SlackObject[], type: string, most: number): boolean {
  const tables = blocks.filter((block) => block.type === type);
  return tables.reduce((sum, block) => sum + lettersOf(block.rows), 0) > most;
}

const point = shape({ label: string(20), value: number(-1e21, 1e21) });
const oneSeries = shape({ name: string(20), data: list(point, 20) });

function seriesFitCategories(chart: SlackObject, at: string, faults: Fault[]): void {
  const axis = isObject(chart.axis_config) ? chart.axis_config : {};
  const categories = Array.isArray(axis.categories) ? axis.categories : [];
  const series = Array.isArray(chart.series) ? chart.series.filter(isObject) : [];
  for (const [index, { data }] of series.entries()) {
    const labels = Array.isArray(data) ? data.map((row: SlackObject) => row?.label) : [];
    if (JSON.stringify(labels) === JSON.stringify(categories)) continue;
    faults.push({ pointer: `${at}/series/${index}/data`, text: "must match the categories" });
  }
  if (new Set(series.map(({ name }) => name)).size < series.length) {
    faults.push({ pointer: `${at}/series`, text: "names must be unique" });
  }
}

const axes = shape(
  { categories: list(string(20), 20) },
  { x_label: string(50), y_label: string(50) },
);
const xy = shape({ series: list(oneSeries, 12), axis_config: axes }, {}, seriesFitCategories);
const segment = shape({ label: string(20), value: number(Number.MIN_VALUE, 1e21) });

export const chart = (fields: Fields): Check =>
  shape(
    {
      title: string(50),
      chart: byType({ pie: shape({ segments: list(segment, 12) }), line: xy, bar: xy, area: xy }),
    },
    fields,
  );
