/** Draws table and data_table blocks. */
import { collapsible } from "./collapse.ts";
import { element } from "./element.ts";
import { inlineView } from "./inline-view.ts";
import { type Fields, fieldsOf, labelIn, listIn, textIn } from "./reading.ts";
import { richTextInline } from "./rich-text.ts";
import type { Scene } from "./scene.ts";

const ROWS_AT_ONCE = 12;

/** A `table` block: rows of raw_text and rich_text cells, the first row its head. */
export function tableView(block: Fields, scene: Scene): HTMLElement {
  const rows = Array.isArray(block.rows) ? block.rows : [];
  const settings = listIn(block, "column_settings");
  const cells = rows.map((row: unknown) => (Array.isArray(row) ? row.map(fieldsOf) : []));
  const [head = [], ...body] = cells;
  const isWide = head.length > 3;
  const table = element(
    "table",
    { class: isWide ? "is-wide" : undefined },
    element("thead", {}, rowView(head, "th", settings, scene)),
    element("tbody", {}, ...body.map((row) => rowView(row, "td", settings, scene))),
  );
  const caption = textIn(block, "caption") || labelIn(block, "caption");
  if (caption !== "") {
    table.prepend(element("caption", {}, caption));
  }
  const scroller = element(
    "div",
    { class: "table-scroller", tabindex: 0, role: "region", "aria-label": caption || "Table" },
    table,
  );
  return collapsible(scroller, body.length > ROWS_AT_ONCE, `Show all ${body.length} rows`);
}

function rowView(row: Fields[], tag: "th" | "td", settings: Fields[], scene: Scene): HTMLElement {
  const cells = row.map((cell, at) => {
    const align = textIn(settings[at] ?? {}, "align") || "left";
    const wrap = settings[at]?.is_wrapped === true ? " is-wrapped" : "";
    const scope = tag === "th" ? { scope: "col" } : {};
    return element(tag, { class: `align-${align}${wrap}`, ...scope }, ...cellView(cell, scene));
  });
  return element("tr", {}, ...cells);
}

const LONG_CELL = 280;

function cellView(cell: Fields, scene: Scene): Node[] {
  if (cell.type === "rich_text") {
    return listIn(cell, "elements").map((part) =>
      element("div", { class: "lines" }, ...inlineView(richTextInline(part), scene)),
    );
  }
  const text = textIn(cell, "text") || textIn(cell, "value");
  const content = element("div", { class: "lines" }, text);
  return [collapsible(content, text.length > LONG_CELL)];
}
