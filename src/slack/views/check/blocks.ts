/** Our blocks as Slack takes them: docs.slack.dev/reference/block-kit/blocks. */
import type { DataVisualizationBlock } from "../blocks.ts";
import { LIMITS } from "../limits.ts";
import {
  accessory,
  actionElement,
  anyText,
  contextElement,
  image,
  inputElement,
  plainText,
} from "./elements.ts";
import {
  boolean,
  byType,
  integer,
  isRecord,
  list,
  oneOf,
  type Rule,
  repeated,
  shape,
  string,
  words,
} from "./rules.ts";

const blockId = { block_id: string(1, LIMITS.blockId) };
const style = shape({}, { bold: boolean, italic: boolean, strike: boolean, code: boolean });
const anyLength = string(1, Number.MAX_SAFE_INTEGER);

const richText = shape({ type: oneOf("text"), text: anyLength }, { style });
const richLink = shape(
  { type: oneOf("link"), url: string(1, LIMITS.buttonUrl) },
  { text: anyLength, unsafe: boolean, style },
);

/** What we say in rich text; mentions of people and channels are none of it. */
const richElement = byType({
  text: richText,
  link: richLink,
  date: shape(
    { type: oneOf("date"), timestamp: integer(1, 1e11), format: words(200) },
    { fallback: words(200), url: string(1, LIMITS.buttonUrl), style },
  ),
  emoji: shape({ type: oneOf("emoji"), name: words(100) }, { unicode: words(100), style }),
});

const MANY = Number.MAX_SAFE_INTEGER;
const border = { border: integer(0, 1) };
const richSection = shape({
  type: oneOf("rich_text_section"),
  elements: list(richElement, 1, MANY),
});

const richBlock = shape(
  {
    type: oneOf("rich_text"),
    elements: list(
      byType({
        rich_text_section: richSection,
        rich_text_list: shape(
          {
            type: oneOf("rich_text_list"),
            style: oneOf("bullet", "ordered"),
            elements: list(richSection, 1, MANY),
          },
          { indent: integer(0, 8), offset: integer(0, MANY), ...border },
        ),
        rich_text_quote: shape(
          { type: oneOf("rich_text_quote"), elements: list(richElement, 1, MANY) },
          border,
        ),
        rich_text_preformatted: shape(
          {
            type: oneOf("rich_text_preformatted"),
            elements: list(byType({ text: richText, link: richLink }), 1, MANY),
          },
          border,
        ),
      }),
      1,
      MANY,
    ),
  },
  blockId,
);

const cell = byType({
  rich_text: richBlock,
  raw_text: shape({ type: oneOf("raw_text"), text: words(MANY) }),
  raw_number: shape({
    type: oneOf("raw_number"),
    value: (value, path) => (Number.isFinite(value) ? [] : [`${path}: must be a number`]),
    text: words(MANY),
  }),
});

const columnSettings = list(
  shape({}, { align: oneOf("left", "center", "right"), is_wrapped: boolean }),
  0,
  LIMITS.tableColumns,
);

const tableShape = shape(
  {
    type: oneOf("table"),
    rows: list(list(cell, 1, LIMITS.tableColumns), 1, LIMITS.tableRows),
  },
  { column_settings: columnSettings, ...blockId },
);

const table: Rule = (value, path) => {
  const rows = isRecord(value) && Array.isArray(value.rows) ? value.rows : [];
  const lengths = new Set(rows.map((row) => (Array.isArray(row) ? row.length : 0)));
  const uneven = lengths.size > 1 ? [`${path}/rows: rows differ in length`] : [];
  return [...tableShape(value, path), ...uneven];
};

const sectionShape = shape(
  { type: oneOf("section") },
  {
    text: anyText(LIMITS.sectionText),
    fields: list(anyText(LIMITS.fieldText), 1, LIMITS.sectionFields),
    accessory,
    expand: boolean,
    ...blockId,
  },
);

const section: Rule = (value, path) => {
  const isEmpty = isRecord(value) && value.text === undefined && value.fields === undefined;
  return [...sectionShape(value, path), ...(isEmpty ? [`${path}: text or fields is missing`] : [])];
};

const actionsShape = shape(
  { type: oneOf("actions"), elements: list(actionElement, 1, LIMITS.actionElements) },
  blockId,
);

const actions: Rule = (value, path) => {
  const elements = isRecord(value) && Array.isArray(value.elements) ? value.elements : [];
  const twice = repeated(elements.map((one) => (isRecord(one) ? one.action_id : undefined)));
  return [
    ...actionsShape(value, path),
    ...twice.map((id) => `${path}/elements: action_id ${id} stands twice`),
  ];
};

const finite: Rule = (value, path) => (Number.isFinite(value) ? [] : [`${path}: must be a number`]);
const category = words(LIMITS.chartLabel);
const nativeSeries = shape({
  name: category,
  data: list(shape({ label: category, value: finite }), 1, LIMITS.chartPoints),
});

const chartShape = shape(
  {
    type: oneOf("data_visualization"),
    title: words(LIMITS.chartTitle),
    chart: shape({
      type: oneOf("line", "bar", "area"),
      series: list(nativeSeries, 1, LIMITS.chartSeries),
      axis_config: shape(
        { categories: list(category, 1, LIMITS.chartPoints) },
        { x_label: words(LIMITS.chartAxis), y_label: words(LIMITS.chartAxis) },
      ),
    }),
  },
  blockId,
);

/** Each series has one value of each category, in their order. */
const chart: Rule = (value, path) => {
  const problems = chartShape(value, path);
  if (problems.length > 0) return problems;
  const { series, axis_config: axis } = (value as DataVisualizationBlock).chart;
  const uneven = series.filter(
    ({ data }) => data.map(({ label }) => label).join("\n") !== axis.categories.join("\n"),
  );
  return [
    ...uneven.map(({ name }) => `${path}/chart/series: ${name} does not match the categories`),
    ...repeated(series.map(({ name }) => name)).map((name) => `${path}: ${name} stands twice`),
    ...repeated(axis.categories).map((label) => `${path}: category ${label} stands twice`),
  ];
};

/** One block of the closed list that we send; any other is told as unknown. */
export const block = byType({
  actions,
  context: shape(
    { type: oneOf("context"), elements: list(contextElement, 1, LIMITS.contextElements) },
    blockId,
  ),
  data_visualization: chart,
  divider: shape({ type: oneOf("divider") }, blockId),
  header: shape({ type: oneOf("header"), text: plainText(LIMITS.headerText) }, blockId),
  image: image({ title: plainText(LIMITS.imageTitle), ...blockId }),
  input: shape(
    { type: oneOf("input"), label: plainText(LIMITS.inputLabel), element: inputElement },
    {
      hint: plainText(LIMITS.inputHint),
      optional: boolean,
      dispatch_action: boolean,
      ...blockId,
    },
  ),
  rich_text: richBlock,
  section,
  table,
});
