/** Tables: one as Slack's own block, any further as lines, since Slack takes one a message. */
import type { RichTextBlock } from "@slack/types";
import type { Line, Section } from "../../../answers/answer.ts";
import type { SlackBlock } from "../blocks.ts";
import { LIMITS } from "../limits.ts";
import { lineText, strong } from "../mrkdwn.ts";
import { lineElements, richLine, richText } from "../rich-text.ts";
import { cutPlain } from "../shown.ts";
import { type Draft, FRAME, hiddenBlocks, joinedBlocks, titleBlocks } from "./draft.ts";

const CELL = 240;

type TableSection = Extract<Section, { kind: "table" }>;

/** `isFirst`: the table of this message that may be one. */
export function tableDraft(section: TableSection, isFirst: boolean): Draft {
  const columns = section.columns.slice(0, LIMITS.tableColumns);
  const cell = Math.max(20, Math.min(CELL, Math.floor(1200 / Math.max(1, columns.length))));
  const lines = section.rows.map((row) => rowText(row, columns, cell));
  const isTable = isFirst && columns.length > 0;
  return {
    costs: lines.map((line) => line.length),
    fixed: FRAME + columns.reduce((sum, column) => sum + Math.min(cell, column.length) + 1, 0),
    view(shown, look) {
      const asTable = isTable && !look.isPlain;
      const count = asTable ? Math.min(shown, LIMITS.tableRows - 1) : shown;
      const hidden = section.hidden + section.rows.length - count;
      return [
        ...titleBlocks(section.title),
        ...(asTable
          ? tableBlocks(columns, section.rows.slice(0, count), cell)
          : joinedBlocks(lines.slice(0, count))),
        ...hiddenBlocks(hidden, look),
      ];
    },
  };
}

function tableBlocks(columns: string[], rows: Line[][], cell: number): SlackBlock[] {
  if (rows.length === 0) return [];
  const header = columns.map((column) => toCell([{ kind: "strong", text: column }], cell));
  const body = rows.map((row) => columns.map((_, index) => toCell(row[index] ?? [], cell)));
  return [
    {
      type: "table",
      column_settings: columns.map(() => ({ is_wrapped: true })),
      rows: [header, ...body],
    },
  ];
}

/** Rich text in every cell: workspaces have refused `raw_text` cells (soxtoby/SlackNet#246). */
function toCell(line: Line, limit: number): RichTextBlock {
  return richText([richLine(lineElements(line, limit))]);
}

/** `*jane* · Times: 2 · …`: the first cell names the row, the others say what they are. */
function rowText(row: Line[], columns: string[], cell: number): string {
  const [first = [], ...others] = columns.map((_, index) => row[index] ?? []);
  const isPair = columns.length === 2;
  const rest = others.map((line, index) => {
    const label = isPair ? "" : `${lineText([cutPlain(columns[index + 1] ?? "", 40)], 60)}: `;
    return `${label}${lineText(line, cell)}`;
  });
  const [only] = first;
  const name =
    first.length === 1 && typeof only === "string"
      ? strong(cutPlain(only, cell))
      : lineText(first, cell);
  return [name, ...rest].join(isPair ? " – " : " · ");
}
